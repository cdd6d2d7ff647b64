import pytest

from corpus.clean import plain_text
from corpus.convert import html_to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>Reset <em>it</em></h2><p>One<br>two</p>", "## Reset *it*\n\nOne  \ntwo"),
        ("<ol start=3><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ol>", "3. a\n   - b\n4. c\n\n   d"),
        ("<pre><code class='language-py'>a\n  b</code></pre>", "```py\na\n  b\n```"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>x <b> bold </b><code>a`b</code></p>", "x **bold** `` a`b ``"),
        ("<p>5*3 &lt;port&gt; [a](b) _x_ a_b</p><p># no</p><p>1. no</p>", None),
        ("<img src=x alt='The menu'>text<script>bad()</script>", "The menutext"),
        ("<span><p>in a span</p></span><table><tr><td>layout</td></tr></table>", "in a span\n\nlayout"),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str | None) -> None:
    converted = html_to_markdown(html)
    if markdown is None:  # what only looks like marks is read back as it was
        assert plain_text(converted) == "5*3 <port> [a (b) _x_ a_b # no 1. no"
    else:
        assert converted == markdown


def test_tables_become_pipe_tables_whose_rows_read_by_themselves() -> None:
    html = "<table><tr><th>A<th>B<tr><td rowspan=2>x|y<td>1<tr><td><p>2</p><p>3</p><tr><td colspan=2>w</table>"
    expected = ["| A | B |", "| --- | --- |", "| x\\|y | 1 |", "| x\\|y | 2 3 |", "| w |  |"]
    assert html_to_markdown(html).split("\n") == expected


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "java\nscript:alert(1)", " data:text/html,x", "vbscript:x", ""]
)
def test_links_to_anything_but_the_web_lose_their_address(href: str) -> None:
    assert html_to_markdown(f"<a href='{href}'>here</a>") == "here"


@pytest.mark.parametrize("href", ["https://x.example/a", "mailto:a@x.example", "/faq", "reset.html#top"])
def test_links_to_pages_stay(href: str) -> None:
    assert html_to_markdown(f"<a href='{href}'>here</a>") == f"[here]({href})"


def test_an_address_cannot_break_out_of_its_link() -> None:
    assert html_to_markdown("<a href='/a b) [x](y)'>t</a>") == "[t](/a%20b%29%20[x]%28y%29)"


@pytest.mark.parametrize("tag", ["div", "ul><li", "b", "blockquote", "table><tr><td"])
def test_deep_nesting_keeps_the_words(tag: str) -> None:
    assert "word" in html_to_markdown(f"<{tag}>" * 2000 + "word")
