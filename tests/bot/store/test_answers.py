from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from bot.answer import Answer, Citation, Outcome, Reason, Related, Retrieved, Sentence
from bot.store.answers import article_rows, dump_answer, load_answer, total_ms
from corpus.article import Kind

CITED = Citation(1, "fees", "Fees “2026” 💸", "/help/articles/fees", Kind.FAQ, date(2026, 10, 2), "0.1 %", 3, 8)
FULL = Answer(
    outcome=Outcome.ANSWERED,
    reason=Reason.AMBIGUOUS,
    answer="0.1 % \x00 费用",
    confidence=0.1 + 0.2,
    release="20261123T090000Z-1",
    sentences=(Sentence("0.1 %", (1, 2)),),
    citations=(CITED, replace(CITED, n=2, kind=None, updated_at=None)),
    did_you_mean=(Related("limits", "Limits", "/help/articles/limits"),),
    follow_ups=("And takers?",),
    top_article_id="fees",
    retrieved=(Retrieved(1, "limits", "limits#1", 0.7), Retrieved(2, "fees", "fees#1", 0.5)),
    timings_ms={"retrieve": 1.25, "total": 3.5},
)
BARE = Answer(Outcome.ABSTAINED, None, "", 0.0, "r")


@pytest.mark.parametrize("answer", [FULL, BARE])
def test_answer_comes_back_equal(answer: Answer) -> None:
    assert load_answer(dump_answer(answer)) == answer


def test_answer_of_a_version_that_knew_less_has_the_defaults() -> None:
    values = json.loads(dump_answer(FULL))
    for field in fields(Answer)[5:]:
        del values[field.name]
    del values["reason"]

    assert load_answer(json.dumps(values)) == Answer(Outcome.ANSWERED, None, FULL.answer, 0.1 + 0.2, FULL.release)


def test_answer_of_a_version_that_knew_more_loses_only_that() -> None:
    values = json.loads(dump_answer(FULL)) | {"mood": "good"}
    for part in ("sentences", "citations", "did_you_mean", "retrieved"):
        for each in values[part]:
            each["mood"] = "good"

    assert load_answer(json.dumps(values)) == FULL


def test_an_article_has_one_row_however_often_it_is_found_and_cited() -> None:
    elsewhere = replace(CITED, article_id="news")
    rows = article_rows(replace(FULL, citations=(*FULL.citations, elsewhere)))

    assert [(r["article_id"], r["rank"], r["score"], r["citations"]) for r in rows] == [
        ("limits", 1, 0.7, 0),
        ("fees", 2, 0.5, 2),
        ("news", None, None, 1),
    ]
    assert list(article_rows(BARE)) == []


def test_total_time_is_that_of_the_whole_answer() -> None:
    assert (total_ms(FULL), total_ms(BARE)) == (3.5, None)
