from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.cli.output import ConsoleProgress
from bot.settings import Settings
from corpus.errors import BadArticlesError, CitedeskError, EvaluationError, NoReleaseError
from eval.datasets import Query, read_dataset
from eval.index import Index, check_judged_articles, corpus_home, open_index
from eval.systems import Baselines, encode, ranking_of, retrieve
from tests.eval.conftest import CORPUS, write_jsonl


def test_an_unchanged_corpus_is_not_published_again(index: Index, home: Path, shared_folder: Path) -> None:
    again = open_index(Settings(home=home), read_dataset(shared_folder), ConsoleProgress())
    assert again.release.name == index.release.name


def test_a_folder_is_indexed_in_a_home_of_its_own(index: Index, home: Path, shared_folder: Path) -> None:
    own = corpus_home(home, str(shared_folder / "corpus.jsonl"))
    assert own.parent == home / "datasets"
    assert (own / "CURRENT").is_file()
    assert not (home / "CURRENT").exists()


def test_two_folders_of_the_same_name_do_not_share_a_home(tmp_path: Path) -> None:
    for parent in ("a", "b"):
        (tmp_path / parent).mkdir()
        (tmp_path / parent / "corpus.jsonl").touch()
    homes = {corpus_home(tmp_path, str(tmp_path / parent / "corpus.jsonl")) for parent in ("a", "b")}
    assert len(homes) == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"_id": "reset-2fa", "title": "Again", "text": "Twice."}', r"corpus\.jsonl:4: The id 'reset-2fa' is"),
        ('{"_id": "x", "title": "Half', r"corpus\.jsonl:4: The line is not JSON"),
        ('{"title": "No id", "text": "Text.", "_id": ""}', r"corpus\.jsonl:4: The article has no id"),
        ('{"_id": "a b", "title": "Spaced", "text": "Text."}', r"corpus\.jsonl:4: The id 'a b' holds a space"),
    ],
)
def test_a_bad_article_is_named_and_nothing_is_measured(folder: Path, home: Path, line: str, message: str) -> None:
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BadArticlesError, match=message):
        open_index(Settings(home=home), read_dataset(folder), ConsoleProgress())


def test_articles_as_research_writes_them_are_indexed(folder: Path, home: Path) -> None:
    records = (
        *CORPUS,
        {"_id": 4, "text": "Gift cards never expire.", "metadata": {"year": 2020}, "rows": [1]},
        {"_id": "5", "title": "What do deposits cost?", "text": "Deposits in cash cost a fee."},
        {"_id": "6", "title": "", "text": " "},
        {"_id": "7", "title": "Opening hours", "text": ""},
    )
    lines = "".join(json.dumps(one) + "\r\n" for one in records)
    (folder / "corpus.jsonl").write_bytes(b"\xef\xbb\xbf" + lines.encode())
    index = open_index(Settings(home=home), read_dataset(folder), ConsoleProgress())
    assert {article.id for article in index.release.articles} >= {"reset-2fa", "4", "5", "7"}
    assert index.empty == (f"{folder / 'corpus.jsonl'}:6",)
    assert index.knowledge.retrieve("do gift cards expire", 1)[0].article.id == "4"


def test_a_judged_article_that_is_empty_is_named(folder: Path, home: Path) -> None:
    write_jsonl(folder / "corpus.jsonl", [*CORPUS[:2], {"_id": "close-account", "title": "", "text": ""}])
    dataset = read_dataset(folder)
    index = open_index(Settings(home=home), dataset, ConsoleProgress())
    with pytest.raises(EvaluationError, match=r"qrels\.tsv:4: The article 'close-account' is not in the index"):
        check_judged_articles(dataset, index)


@pytest.mark.parametrize("records", [[], [{"_id": "1", "title": "", "text": ""}]])
def test_a_corpus_without_an_article_is_refused(folder: Path, home: Path, records: list[dict[str, str]]) -> None:
    write_jsonl(folder / "corpus.jsonl", records)
    with pytest.raises(CitedeskError):
        open_index(Settings(home=home), read_dataset(folder), ConsoleProgress())


def test_only_questions_matter_to_the_index(
    index: Index, home: Path, shared_folder: Path, golden: Callable[..., Path]
) -> None:
    dataset = read_dataset(golden({"relevant_article_ids": ["gone"]}))
    opened = open_index(Settings(home=home), dataset, ConsoleProgress(), str(shared_folder / "corpus.jsonl"))
    assert opened.release.name == index.release.name


def test_golden_questions_need_a_published_index(golden: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(NoReleaseError):
        open_index(Settings(home=tmp_path / "home"), read_dataset(golden({})), ConsoleProgress())


def test_questions_encoded_together_get_the_hits_they_get_alone(index: Index, shared_folder: Path) -> None:
    for encoded in encode(index, read_dataset(shared_folder).all_queries, ConsoleProgress()):
        asked = index.knowledge.query_for(encoded.query.text, encoded.query.history)
        alone = index.knowledge.retrieve_query(asked, 10)
        together = retrieve(index, encoded, 10)
        assert [hit.article.id for hit in together] == [hit.article.id for hit in alone]
        assert [hit.score for hit in together] == pytest.approx([hit.score for hit in alone], abs=1e-4)


def test_the_dense_baseline_ranks_by_the_best_passage(index: Index, shared_folder: Path) -> None:
    encoded = encode(index, read_dataset(shared_folder).queries, ConsoleProgress())[0]
    cosines: dict[str, float] = {}
    for passage, vector in zip(index.release.passages, index.release.dense.vectors(), strict=True):
        cosine = float(vector @ encoded.asked.vector)
        cosines[passage.article_id] = max(cosine, cosines.get(passage.article_id, -1.0))
    ranking = Baselines(index).dense(encoded, 2)
    assert [article for article, _ in ranking] == sorted(cosines, key=lambda article: -cosines[article])[:2]
    assert [score for _, score in ranking] == pytest.approx([cosines[article] for article, _ in ranking], abs=1e-6)


def test_the_lexical_baseline_leaves_out_what_shares_no_word(index: Index) -> None:
    queries = [Query("card", "card transfer"), Query("none", "zebra")]
    card, none = encode(index, queries, ConsoleProgress())
    assert [article for article, _ in Baselines(index).lexical(card, 10)] == ["deposit-fees"]
    assert Baselines(index).lexical(none, 10) == []


@pytest.mark.parametrize("locales", [("de", "en"), ("en", "de")])
def test_the_lexical_baseline_takes_a_query_to_be_in_the_language_the_bot_does(
    tmp_path: Path, home: Path, golden: Callable[..., Path], locales: tuple[str, str]
) -> None:
    rows = [
        {"id": locale, "title": f"Fees {locale}", "text": "Withdrawals are paused.", "locale": locale}
        for locale in locales
    ]
    source = write_jsonl(tmp_path / "articles.jsonl", rows)
    dataset = read_dataset(golden({"question": "withdrawing", "relevant_article_ids": ["en"]}))
    opened = open_index(Settings(home=home), dataset, ConsoleProgress(), str(source))
    encoded = encode(opened, dataset.queries, ConsoleProgress())[0]
    by_bot = {hit.article.id: hit.scores.lexical for hit in retrieve(opened, encoded, 10)}
    assert dict(Baselines(opened).lexical(encoded, 10)) == {id_: pytest.approx(s) for id_, s in by_bot.items() if s}


def test_an_expired_article_is_in_no_ranking(tmp_path: Path, home: Path, golden: Callable[..., Path]) -> None:
    rows = [{"id": row["_id"], "title": row["title"], "text": row["text"]} for row in CORPUS]
    rows[0]["expires_at"] = "2026-06-01"
    source = write_jsonl(tmp_path / "articles.jsonl", rows)
    dataset = read_dataset(golden({"question": "reset 2FA"}))
    for today, expected in ((date(2026, 6, 1), True), (date(2026, 6, 2), False)):
        opened = open_index(Settings(home=home), dataset, ConsoleProgress(), str(source), lambda day=today: day)
        encoded = encode(opened, dataset.queries, ConsoleProgress())[0]
        baselines = Baselines(opened)
        rankings = (
            ranking_of(retrieve(opened, encoded, 10)), baselines.dense(encoded, 10), baselines.lexical(encoded, 10)
        )  # fmt: skip
        assert [any(article == "reset-2fa" for article, _ in found) for found in rankings] == [expected] * 3
