from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import NO_FILTERS, Filters, Hit
from bot.knowledge import ReleaseKnowledge
from bot.retrieval.retrieve import FieldRanks, Query, Retriever
from corpus.article import Article, Kind
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from embeddings.release import Release, load_release
from tests.bot.articles import TODAY, article
from tests.embeddings.builders import publisher

QUERIES = ("ORR-1107", "withdrawal fees for USDT", "lost phone", "Gebühr", "x", "?", "how " * 300, "充值", "\x00")
FEES = "The fee of a withdrawal is 1 USDT."


def fees(id_: str, kind: Kind | None = Kind.FAQ, body: str = FEES, **fields: object) -> Article:
    return article(body, id=id_, title="Withdrawal fees", kind=kind, **fields)


def announced(id_: str, day: date) -> Article:
    return fees(id_, Kind.ANNOUNCEMENT, updated_at=day)


ARTICLES = (
    announced("announced-long-ago", date(2020, 1, 1)),
    announced("announced-now", TODAY),
    fees("faq-old", updated_at=date(2015, 1, 1)),
    fees("faq-new", updated_at=TODAY),
    fees("expired", Kind.ANNOUNCEMENT, expires_at=TODAY - timedelta(days=1)),
    fees("last-day", Kind.ANNOUNCEMENT, expires_at=TODAY),
    fees("draft", draft=True),
    fees("german", Kind.PRODUCT, locale="de-AT"),
    fees("without-kind", None),
    fees("without-words", Kind.FAQ, body=""),
)


@pytest.fixture(scope="module")
def fee_release(tmp_path_factory: pytest.TempPathFactory, model_files: ModelFiles, encoder: PassageEncoder) -> Release:
    """Ten articles that say the same and differ in what decides whether they may be retrieved."""
    home = Home(tmp_path_factory.mktemp("fees"))
    publisher(home.path, model_files, lambda: encoder).publish(ARTICLES)
    return load_release(home.folder(home.current()))


def retrieve(release: Release, filters: Filters = NO_FILTERS, k: int = 20, today: date = TODAY) -> list[Hit]:
    return Retriever(release, lambda: today).retrieve("what is the fee of a withdrawal", k, filters)


def ids(hits: list[Hit]) -> list[str]:
    return [hit.article.id for hit in hits]


def test_exact_titles_come_first_in_the_sample(knowledge: ReleaseKnowledge) -> None:
    quotable = [one for one in knowledge.articles.values() if one.is_quotable(TODAY)]
    missed = [one.id for one in quotable if ids(knowledge.retrieve(one.title, 1)) != [one.id]]

    assert len(quotable) > 80
    assert missed == []


def test_title_is_found_however_it_is_typed(knowledge: ReleaseKnowledge) -> None:
    for typed in ("how do i reset two-factor authentication (2fa)", "HOW DO I RESET TWO-FACTOR AUTHENTICATION, 2FA?!"):
        assert ids(knowledge.retrieve(typed, 1)) == ["reset-two-factor-authentication"]


@pytest.mark.parametrize("code", ["ORR-1003", "ORR-1107", "orr-2041", "ORR-2050", "ORR-3302", "ORR-4290", "ORR-4011"])
def test_identifier_finds_an_article_that_holds_it(knowledge: ReleaseKnowledge, code: str) -> None:
    assert code.upper() in knowledge.retrieve(code, 1)[0].article.body


def test_identifier_among_other_words_finds_an_article_that_holds_it_too(knowledge: ReleaseKnowledge) -> None:
    assert "ORR-1107" in knowledge.retrieve("my phone says ORR-1107 what now", 1)[0].article.body


@settings(max_examples=25, deadline=None)
@given(query=st.one_of(st.sampled_from(QUERIES), st.text(min_size=1, max_size=60)), k=st.integers(1, 150))
def test_hits_are_ranked_one_an_article(knowledge: ReleaseKnowledge, query: str, k: int) -> None:
    hits = knowledge.retrieve(query, k)

    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len(set(ids(hits))) == len(hits) <= k
    assert all(before.score >= after.score for before, after in pairwise(hits))
    assert all(hit.passage.article_id == hit.article.id for hit in hits)
    assert all(hit.article.body[hit.passage.start : hit.passage.end] == hit.passage.text for hit in hits)
    assert all(-1.001 <= hit.scores.dense <= 1.001 and 0 <= hit.scores.lexical <= 1.001 for hit in hits)


@pytest.mark.parametrize("query", ["", " ", "\n\t", "\u00a0"])
def test_empty_query_finds_nothing(knowledge: ReleaseKnowledge, query: str) -> None:
    assert knowledge.retrieve(query, 10) == []


def test_more_than_there_is_gives_all_there_is(fee_release: Release) -> None:
    assert len(retrieve(fee_release, k=1000)) == 7
    assert retrieve(fee_release, k=0) == []


def test_same_query_gives_the_same_hits(knowledge: ReleaseKnowledge, sample_release: Release) -> None:
    again = Retriever(sample_release, lambda: TODAY)
    for query in QUERIES:
        assert knowledge.retrieve(query, 10) == knowledge.retrieve(query, 10) == again.retrieve(query, 10)


def test_fewer_hits_are_the_first_of_more(knowledge: ReleaseKnowledge) -> None:
    assert knowledge.retrieve("withdrawal fees", 3) == knowledge.retrieve("withdrawal fees", 30)[:3]


def test_question_without_words_is_no_exact_title(
    tmp_path: Path, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    home = Home(tmp_path)
    publisher(home.path, model_files, lambda: encoder).publish(
        [fees("fees"), article("Ask us.", id="marks", title="?!")]
    )
    hits = Retriever(load_release(home.folder(home.current())), lambda: TODAY).retrieve("…", 2)

    assert abs(hits[0].score - hits[1].score) < 2


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "query", ["How do I reset two-factor authentication (2FA)?", "new withdrawal fees", "grid bot"]
)
def test_kind_is_filtered_before_the_best_are_taken(knowledge: ReleaseKnowledge, kind: Kind, query: str) -> None:
    for k in (1, 10):
        hits = knowledge.retrieve(query, k, Filters(kind=kind))
        assert len(hits) == k
        assert {hit.article.kind for hit in hits} == {kind}


def test_article_without_a_kind_is_of_no_kind(fee_release: Release) -> None:
    assert "without-kind" in ids(retrieve(fee_release))
    assert all("without-kind" not in ids(retrieve(fee_release, Filters(kind=kind))) for kind in Kind)


@pytest.mark.parametrize(
    ("locale", "found"), [("de", ["german"]), ("DE", ["german"]), ("de-AT", ["german"]), ("de-DE", []), ("fr", [])]
)
def test_locale_is_filtered_before_the_best_are_taken(fee_release: Release, locale: str, found: list[str]) -> None:
    assert ids(retrieve(fee_release, Filters(locale=locale), k=1)) == found


def test_both_filters_must_hold(fee_release: Release) -> None:
    assert ids(retrieve(fee_release, Filters(Kind.PRODUCT, "de"))) == ["german"]
    assert retrieve(fee_release, Filters(Kind.FAQ, "de")) == []


def test_draft_and_expired_articles_are_never_retrieved(fee_release: Release) -> None:
    assert not {"draft", "expired"} & set(ids(retrieve(fee_release)))
    assert not {"draft", "expired"} & set(ids(retrieve(fee_release, Filters(Kind.ANNOUNCEMENT))))


def test_article_is_retrieved_until_the_end_of_its_last_day(fee_release: Release) -> None:
    assert "last-day" in ids(retrieve(fee_release))
    assert "last-day" not in ids(retrieve(fee_release, today=TODAY + timedelta(days=1)))
    assert "expired" in ids(retrieve(fee_release, today=TODAY - timedelta(days=1)))


def test_sample_has_expired_announcements_and_finds_none(knowledge: ReleaseKnowledge) -> None:
    expired = [one for one in knowledge.articles.values() if not one.is_quotable(TODAY)]

    assert expired
    for one in expired:
        assert one.id not in ids(knowledge.retrieve(one.title, 100))


def test_announcements_lose_weight_with_age_and_faq_do_not(fee_release: Release) -> None:
    def score(id_: str, today: date) -> float:
        return next(hit.score for hit in retrieve(fee_release, today=today) if hit.article.id == id_)

    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=200), TODAY + timedelta(days=900)]
    ageing = [score("announced-now", day) for day in days]
    assert ageing[0] == pytest.approx(ageing[1], abs=0.001)
    assert ageing[1] > ageing[2] > ageing[3] > ageing[0] - 0.11
    lasting = [score("faq-old", day) for day in days]
    assert max(lasting) - min(lasting) < 0.01


def test_newer_announcement_comes_before_an_older_one_and_old_faq_keep_their_place(fee_release: Release) -> None:
    hits = retrieve(fee_release)
    scores = {hit.article.id: hit.score for hit in hits}

    assert ids(hits)[-1] == "announced-long-ago"
    assert scores["faq-old"] == scores["faq-new"] == scores["announced-now"]


def test_article_without_a_passage_is_never_a_hit(fee_release: Release) -> None:
    assert "without-words" not in ids(Retriever(fee_release, lambda: TODAY).retrieve("Withdrawal fees", 20))


def test_large_k_gives_every_article_that_may_be_quoted(sample_release: Release) -> None:
    retriever = Retriever(sample_release, lambda: TODAY)
    quotable = [article.id for article in sample_release.articles if article.is_quotable(TODAY)]

    assert sorted(hit.article.id for hit in retriever.retrieve("fees", 1000)) == sorted(quotable)


@pytest.mark.parametrize("wanted", ["en", "EN", "en-US", "en_GB"])
def test_locale_filter_takes_articles_of_the_language(sample_release: Release, wanted: str) -> None:
    retriever = Retriever(sample_release, lambda: TODAY)
    assert retriever.retrieve("fees", 3, Filters(locale=wanted))
    assert not retriever.retrieve("fees", 3, Filters(locale="de"))


def test_article_stands_first_by_each_field_for_its_own_title(knowledge: ReleaseKnowledge) -> None:
    title = "How do I reset two-factor authentication (2FA)?"
    ranks = knowledge.retriever.ranks(knowledge.query_for(title), "reset-two-factor-authentication")

    assert (ranks.dense, ranks.question) == (1, 1)
    assert ranks.lexical == 1


def test_article_that_may_not_be_retrieved_stands_nowhere(fee_release: Release) -> None:
    retriever = Retriever(fee_release, lambda: TODAY)
    fee, zebra = (Query(text, fee_release.encoder.encode_query(text)) for text in ("fee", "zebra"))

    assert retriever.ranks(fee, "draft") == FieldRanks(None, None, None)
    assert retriever.ranks(fee, "faq-new").lexical == 1
    assert retriever.ranks(zebra, "faq-new").lexical is None


def test_copies_of_a_passage_stand_behind_the_other_hits(
    tmp_path: Path, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    other = article("Cards are free of charge, and cash costs 2 EUR.", id="other", title="What deposits cost")
    publisher(tmp_path, model_files, lambda: encoder).publish([fees("one"), fees("two"), other])
    home = Home(tmp_path)
    hits = retrieve(load_release(home.folder(home.current())))

    assert ids(hits) == ["one", "other", "two"]
    assert hits[1].score >= hits[2].score
    assert [hit.rank for hit in hits] == [1, 2, 3]
