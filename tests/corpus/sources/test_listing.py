from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.sources.listing import ListingSource, count_before_title
from corpus.sources.source import SourceBatch

SEED = Path(__file__).parents[4] / "shared/seed/000_050a5c5f3790594b.txt"
LISTING = """All
FAQ
Announcements
Product documents
How do I close my account?
Withdraw everything first. Then ask us.Published on May 15, 2023Updated on Nov 17, 202521Which fees are there?
Fees depend on the network.
They change daily.Published on August 1, 20243,0412FA reset takes how long?
Up to three days.Updated on Jan 2, 2026Why so long?
Because a person looks.Published on Sept 30, 2025

7
24/7 support
Always.Published on Dec 1, 2025Updated on Dec 2, 20250"""


def load(folder: Path, text: str) -> SourceBatch:
    path = folder / "listing.txt"
    path.write_text(text)
    return ListingSource(path).load()


def test_a_listing_becomes_articles(tmp_path: Path) -> None:
    batch = load(tmp_path, LISTING)
    assert batch.problems == ()
    assert [(a.title, a.published_at, a.updated_at, a.views, place.line) for a, place in batch.found] == [
        ("How do I close my account?", date(2023, 5, 15), date(2025, 11, 17), 21, 5),
        ("Which fees are there?", date(2024, 8, 1), None, 3041, 6),
        ("2FA reset takes how long?", None, date(2026, 1, 2), 0, 8),
        ("Why so long?", date(2025, 9, 30), None, 7, 9),
        ("24/7 support", date(2025, 12, 1), date(2025, 12, 2), 0, 13),
    ]
    first = batch.found[0][0]
    assert (first.id, first.kind) == ("how-do-i-close-my-account", None)
    assert first.body == first.excerpt == "Withdraw everything first. Then ask us."
    assert batch.found[1][0].body == "Fees depend on the network.\nThey change daily."


@pytest.mark.parametrize(
    ("count", "title"),
    [
        ("21", "Why?"),
        ("", "Why?"),
        ("6,202", "2FA reset"),
        ("56", "2FA reset"),
        ("", "2FA reset"),
        ("2", "2FA reset"),
        ("12,993", "24/7 support"),
        ("5", "30 days of trading"),
        ("997", "2024 tax report"),
        ("56", "10 tips"),
        ("56", "NFTs explained"),
        ("12993", "Why?"),
        ("0", "“Quoted”"),
        ("3", "如何提现?"),
        ("56", ""),
    ],
)
def test_the_count_is_told_from_the_title(count: str, title: str) -> None:
    assert count_before_title(count + title) == count


ENTRIES = st.lists(
    st.tuples(
        st.from_regex(r"[A-Z][a-z]{2,8}( [a-z0-9]{1,6}){1,4}\?", fullmatch=True),
        st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{1,6}){1,9}\.", fullmatch=True),
        st.dates(date(1000, 1, 1), date(9999, 12, 31)),
        st.none() | st.dates(date(1000, 1, 1), date(9999, 12, 31)),
        st.none() | st.integers(0, 10_000_000),
    ),
    min_size=1,
    max_size=6,
)


def _written(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES)
def test_a_generated_listing_round_trips(
    tmp_path: Path, entries: list[tuple[str, str, date, date | None, int | None]]
) -> None:
    text = "All\n"
    for title, excerpt, published, updated, views in entries:
        later = f"Updated on {_written(updated)}" if updated else ""
        text += f"{title}\n{excerpt}Published on {_written(published)}{later}{'' if views is None else f'{views:,}'}"
    read = [(a.title, a.body, a.published_at, a.updated_at, a.views) for a, _ in load(tmp_path, text).found]
    assert read == [(*entry[:4], entry[4] or 0) for entry in entries]


def test_what_is_no_entry_is_a_problem_with_its_line(tmp_path: Path) -> None:
    batch = load(tmp_path, "A title\nText.Published on Feb 30, 20241No text\nPublished on May 1, 2024\n\nLeft over\n")
    assert [(problem.line, problem.remedy != "") for problem in batch.problems] == [(1, True), (2, True), (5, True)]


def test_a_text_that_is_no_listing_is_a_problem(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, "Just some notes.\n").problems
    assert problem.line == 1


@pytest.mark.skipif(not SEED.is_file(), reason="the seed listing is not beside this checkout")
def test_the_seed_listing_has_its_15_articles() -> None:
    batch = ListingSource(SEED).load()
    articles = {article.title: article for article, _ in batch.found}
    assert batch.problems == ()
    assert len(articles) == 15
    suspended = articles["Why is my deposit/withdrawal suspended?"]
    assert (suspended.published_at, suspended.updated_at) == (date(2023, 8, 31), date(2026, 1, 26))
    assert suspended.views == 997
    assert articles["How do I use my Smart Account?"].views == 12993
    assert [article.views for article in articles.values()][0::14] == [21, 56]
