import json
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article, Kind, article_to_dict
from corpus.sources.jsonl import JsonlSource
from corpus.sources.source import SourceBatch


def load(folder: Path, *lines: object) -> SourceBatch:
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return JsonlSource(path).load()


def test_own_form_round_trips(tmp_path: Path) -> None:
    article = Article("a", "T", "Body.", Kind.FAQ, "de", "E", "https://x.example", views=3, questions=("Q",))
    ((loaded, _),) = load(tmp_path, article_to_dict(article)).found
    assert loaded.content_hash() == article.content_hash()


def test_beir_records_may_lack_title_or_text(tmp_path: Path) -> None:
    long = "word " * 30
    batch = load(
        tmp_path,
        {"_id": 7, "title": "", "text": "First one. Second.", "metadata": {"url": "https?://odd"}},
        {"_id": "b", "title": "Only title", "text": "", "examples": ["x", "x", "y"]},
        {"_id": "c", "title": "", "text": long},
        {"_id": "d", "title": "", "text": " "},
    )
    articles = [article for article, _ in batch.found]
    assert [(article.id, article.title) for article in articles[:2]] == [("7", "First one."), ("b", "Only title")]
    assert articles[0].body == "First one. Second."
    assert (articles[1].body, articles[1].questions) == ("Only title", ("x", "y"))
    assert articles[2].title == "word " * 15 + "word…"
    assert {problem.line for problem in batch.problems} == {4}


def test_what_a_beir_record_means_otherwise_is_passed_over(tmp_path: Path) -> None:
    foreign = {"kind": "guide", "updated": "March 2021", "views": -1, "locale": "??", "published": "2020-01-02"}
    ((article, _),) = load(tmp_path, {"_id": "a", "title": "t", "text": "b", "kind": ["x"], "metadata": foreign}).found
    assert (article.kind, article.updated_at, article.views, article.locale) == (None, None, 0, "en")
    assert article.published_at == date(2020, 1, 2)
    (problem,) = load(tmp_path, {"_id": "a", "title": "t", "text": "b", "expires": "soon"}).problems
    assert "'expires' is 'soon'" in problem.what


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", "double quotes at column 2."),
        ("[1]", "holds a list"),
        ("[" * 100_000, "not JSON"),
        ('{"id": "a", "body": "x"}', "no title"),
        ('{"id": "a", "title": "t"}', "no text"),
        ('{"id": "a", "title": "t", "body": ["x"]}', "not a text"),
        ('{"id": "a", "title": "t", "body": "\\ud800"}', "unusable"),
        ('{"id": "a", "title": "t", "body": "\\u0000"}', "unusable"),
        ('{"id": "a", "title": "t", "body": "x", "views": -1}', "-1"),
        ('{"id": "a", "title": "t", "body": "x", "questions": [{}]}', "not a text"),
    ],
)
def test_a_bad_line_is_a_problem_with_its_number(tmp_path: Path, line: str, said: str) -> None:
    batch = load(tmp_path, "", line, {"id": "fine", "title": "t", "body": "b"})
    assert [problem.line for problem in batch.problems] == [2] * len(batch.problems)
    assert said in " ".join(problem.what for problem in batch.problems)
    assert [article.id for article, _ in batch.found] == ["fine"]


def test_a_line_of_50_mb_costs_one_problem(tmp_path: Path) -> None:
    batch = load(tmp_path, "x" * 50_000_000, {"id": "fine", "title": "t", "body": "b"})
    assert [problem.line for problem in batch.problems] == [1]
    assert [place.line for _, place in batch.found] == [2]


def test_wrong_encoding_and_zero_bytes_are_said_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\n{"id": "a", "title": "caf\xe9 au lait"}\n{"\0": 1}\n')
    problems = JsonlSource(path).load().problems
    assert [(problem.line, problem.what[:8]) for problem in problems] == [(2, "The text"), (3, "The file")]


def test_15000_records_load_quickly(tmp_path: Path) -> None:
    text = "One sentence of *some* length, with a [link](https://x.example). " * 10
    records = [{"_id": str(n), "title": f"Title {n}", "text": text} for n in range(15_000)]
    started = time.process_time()
    assert len(load(tmp_path, *records).found) == 15_000
    assert time.process_time() - started < 4
