from __future__ import annotations

import pytest

from bot.answer import Span
from bot.help_centre.render import render


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a href="java\tscript:alert(1)">x</a>',
        "[x](data:text/html;base64,AAAA)",
        '<p style="position:fixed" onclick="x()" class="skip">x</p>',
        '<iframe src="https://evil.example"></iframe>',
        '<a href="https://x.example" id="quote">x</a>',
        '<form action="https://evil.example"><button>x</button></form>',
        '<img src="http://tracker.example/x.png">',
    ],
)
def test_nothing_dangerous_gets_through(body: str) -> None:
    html = render(body).html

    for bad in (
        "<script",
        "onerror",
        "onclick",
        'href="j',
        'href="d',
        "style=",
        "class=",
        "<iframe",
        "<form",
        "tracker",
    ):
        assert bad not in html
    assert 'id="quote"' not in html


def test_links_keep_only_safe_addresses_and_give_nothing_away() -> None:
    html = render("[a](https://a.example) [b](mailto:b@c.example) [c](../c) [d](ftp://d.example)").html

    assert '<a href="https://a.example" rel="noopener">a</a>' in html
    assert 'href="mailto:b@c.example"' in html
    assert 'href="../c"' in html
    assert "ftp:" not in html


def test_links_between_articles_lead_to_their_pages_or_become_text() -> None:
    pages = {"fees": "/help/articles/fees"}
    html = render("[**our** fees](article:fees#spot), [lost](article:gone).", link=pages.get).html

    assert '<a href="/help/articles/fees#spot" rel="noopener"><strong>our</strong> fees</a>, lost.' in html


def test_images_without_https_become_their_alternative_text() -> None:
    html = render('![A <port> & "more"](img/a.png) ![B](https://b.example/b.png)').html

    assert '<span class="alt">A &lt;port&gt; &amp; "more"</span>' in html
    assert '<img src="https://b.example/b.png" alt="B" loading="lazy">' in html


def test_headings_start_below_the_title_skip_no_level_and_have_ids_of_their_own() -> None:
    html = render("### Quote\n\n##### Limits & *fees*\n\n### Limits fees\n\n# Top {#own}").html

    assert '<h2 id="quote-2">Quote</h2>' in html
    assert '<h3 id="limits-fees">Limits &amp; <em>fees</em></h3>' in html
    assert '<h2 id="limits-fees-2">' in html
    assert '<h2 id="own">Top</h2>' in html


def test_what_only_looks_like_html_is_shown_as_text() -> None:
    assert "Select &lt;port&gt; and <kbd>Ctrl</kbd>" in render("Select <port> and <kbd>Ctrl</kbd>").html
    assert "&lt;your-name&gt;" in render("<your-name>\n").html


def test_alerts_say_what_they_are_in_words() -> None:
    assert "<p><strong>Warning:</strong> Never share codes.</p>" in render("> [!WARNING]\n> Never share codes.").html


def test_tables_scroll_by_keyboard_and_align_without_styles() -> None:
    html = render("| | Fee |\n|---|--:|\n| BTC | 1 |").html

    assert '<div class="table" role="group" aria-label="Table" tabindex="0"><table>' in html
    assert '<td align="right">1</td>' in html
    assert "<th></th>" not in html


@pytest.mark.parametrize("span", [Span(0, 0), Span(3, 2), Span(0, 12), Span(50, 60), Span(5, 6)])
def test_quote_that_does_not_fit_shows_the_article_without_marks(span: Span) -> None:
    rendered = render("Words\n\nend.", span)

    assert rendered.quote_is_stale
    assert rendered.html == render("Words\n\nend.").html


def test_quote_that_shows_no_text_marks_the_block_around_it() -> None:
    body = "Before.\n\nSee [the form](https://help.example/request) now.\n\nAfter."
    start = body.index("help.example")
    rendered = render(body, Span(start, start + 4))

    assert '<p><mark id="quote">See </mark><a href' in rendered.html
    assert "<p>Before.</p>" in rendered.html
    assert "<p>After.</p>" in rendered.html
