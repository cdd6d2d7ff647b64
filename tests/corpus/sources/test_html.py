from datetime import date
from pathlib import Path

import pytest

from corpus.article import Kind
from corpus.sources.html import HtmlSource
from corpus.sources.source import Defaults

PAGE = """<!doctype html><html lang="en-gb"><head><title>Reset 2FA | Orrery</title>
<meta property="og:site_name" content="Orrery"><link rel="canonical" href="https://help.example/reset">
<meta name="description" content="How to reset."><meta property="article:published_time" content="2024-03-05T10:00:00Z">
<meta name="citedesk:kind" content="faq"><meta name="citedesk:views" content="6,202">
<meta name="citedesk:question" content="Lost my phone"><meta name="citedesk:question" content="New phone">
</head><body><nav><a href="/">Home</a></nav><main><header><h1>Reset two-factor</h1>
<time itemprop="dateModified" datetime="2026-01-12">12 Jan</time></header>
<p>Open <b>Profile</b>.</p><form>Search</form><ol><li>One<li>Two</ol></main><footer>(c)</footer></body></html>"""


def test_a_page_becomes_an_article(tmp_path: Path) -> None:
    (tmp_path / "reset-2fa.html").write_text(PAGE)
    ((article, _),) = HtmlSource(tmp_path).load().found
    assert (article.id, article.title, article.locale) == ("reset-2fa", "Reset two-factor", "en-GB")
    assert article.body == "Open **Profile**.\n\n1. One\n2. Two"
    assert (article.url, article.excerpt) == ("https://help.example/reset", "How to reset.")
    assert (article.published_at, article.updated_at) == (date(2024, 3, 5), date(2026, 1, 12))
    assert (article.kind, article.views) == (Kind.FAQ, 6202)
    assert article.questions == ("Lost my phone", "New phone")


def test_the_title_falls_back_to_the_head_without_the_sites_name(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_text(PAGE.replace("<h1>Reset two-factor</h1>", ""))
    ((article, _),) = HtmlSource(tmp_path / "a.htm").load().found
    assert article.title == "Reset 2FA"


def test_a_page_without_words_and_one_with_a_bad_date_are_problems(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<title>Empty</title><body><script>x</script><nav>menu</nav>")
    (tmp_path / "b.html").write_text(PAGE.replace("2024-03-05T10:00:00Z", "yesterday"))
    batch = HtmlSource(tmp_path).load()
    assert ["no text" in problem.what or "yesterday" in problem.what for problem in batch.problems] == [True, True]
    assert batch.found == ()


def test_a_time_that_is_no_day_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>T</h1><p>Takes <time datetime='PT2H'>2 h</time>.</p>")
    ((article, _),) = HtmlSource(tmp_path).load().found
    assert article.published_at is None


@pytest.mark.parametrize("lang", ["English", "", "{{ lang }}", "x"])
def test_language_that_is_none_is_dropped(tmp_path: Path, lang: str) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("en-gb", lang))
    batch = HtmlSource(tmp_path, Defaults(locale="de")).load()
    assert batch.problems == ()
    assert batch.found[0][0].locale == "de"


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path: Path) -> None:
    for name in ("reset.html", "reset_files/saved_resource.html", "other_files/kept.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PAGE)
    batch = HtmlSource(tmp_path).load()
    assert [article.id for article, _ in batch.found] == ["kept", "reset"]


def test_link_to_a_page_that_is_found_itself_is_no_second_article(tmp_path: Path) -> None:
    (tmp_path / "in" / ".hidden").mkdir(parents=True)
    for name in ("in/a.html", "in/.hidden/b.html", "out.html"):
        (tmp_path / name).write_text(PAGE)
    links = {"in/latest.html": "a.html", "in/b.html": ".hidden/b.html", "in/c.html": "../out.html"}
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    batch = HtmlSource(tmp_path / "in").load()
    assert [article.id for article, _ in batch.found] == ["a", "b", "c"]


def test_link_to_itself_or_to_nothing_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "loop.html").symlink_to("loop.html")
    (tmp_path / "none.html").symlink_to("nowhere.html")
    assert len(HtmlSource(tmp_path).load().problems) == 2
