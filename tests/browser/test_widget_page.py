"""The widget and the page it stands on: safety, content policies, styles, sizes, colours, and who can use it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.fake_bot import STARTERS, FakeBot
from tests.browser.pages import hold_the_clock, open_chat, send

pytestmark = pytest.mark.browser


def computed(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate("(e, name) => getComputedStyle(e).getPropertyValue(name)", name))


def can_focus_the_page(page: Page) -> bool:
    return bool(page.evaluate("document.links[0].focus(), document.activeElement === document.links[0]"))


def test_nothing_in_an_answer_runs_or_breaks_out(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.get_by_role("button", name="Open the chat").click()
    page.locator("citedesk-chat .choice").first.wait_for()
    send(page, "evil <b>question</b>")
    expect(page.locator(".reply .text")).to_contain_text("<script>window.pwned=3</script>")
    expect(page.locator(".question p")).to_have_text("evil <b>question</b>")
    page.locator(".mark").first.hover()
    assert page.locator("citedesk-chat .panel img, citedesk-chat .panel script").count() == 0
    hrefs = page.locator("citedesk-chat .panel a").evaluate_all("links => links.map((link) => link.href)")
    assert hrefs == ["https://evil.example/login", "https://ok.example/"]
    expect(page.get_by_role("link", name="https://evil.example/login")).to_be_visible()
    text = page.locator("citedesk-chat .panel").inner_text()
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ue000\ue001") & set(text)
    assert "<img src=x onerror=window.pwned=1>" in text
    assert page.evaluate("window.pwned") is None
    assert not [url for url in requests if "evil" in url]


def test_works_on_another_origin_under_a_strict_policy(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    other = bot_url.replace("127.0.0.1", "localhost")
    page = open_page(f"{other}/host?bot={bot_url}")
    open_chat(page)
    expect(page.locator(".welcome .choice")).to_have_text(STARTERS)
    bot.failures = 1
    hold_the_clock(page)
    send(page, "429 please")
    expect(page.locator(".problem")).to_contain_text("in 1 second")
    send(page, "deposit")
    expect(page.locator("a.source").first).to_have_attribute(
        "href", f"{bot_url}/help/articles/confirmations?quote=10-67#quote"
    )


def test_host_page_and_widget_leave_each_other_alone(open_page: OpenPage, bot_url: str) -> None:
    before = "window.before = Object.keys(window)"
    page = open_page(f"{bot_url}/host?hostile")
    page.evaluate(before)
    expect(page.locator("#words")).to_be_hidden()
    open_chat(page)
    expect(page.locator(".welcome h3")).to_be_visible()
    assert computed(page, ".welcome h3", "font-size") == "23px"
    assert computed(page, ".welcome h3", "text-transform") == "none"
    assert computed(page, ".welcome h3", "color") == "rgb(23, 33, 31)"
    assert computed(page, ".welcome h3", "letter-spacing").startswith("-0.")
    assert computed(page, "h1", "color") == "rgb(255, 0, 0)"
    assert page.evaluate("Object.keys(window).filter((key) => /cite|chat/i.test(key))") == ["citedesk"]


def test_script_twice_on_a_page_makes_one_widget(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/")
    page.locator("citedesk-chat .launcher").wait_for()
    page.add_script_tag(url=f"{bot_url}/widget.js")
    expect(page.locator("citedesk-chat")).to_have_count(1)


def test_accent_must_be_a_colour_and_its_text_is_readable(open_page: OpenPage, bot_url: str) -> None:
    yellow = open_page(f"{bot_url}/host?data-accent=%23ffd400")
    assert computed(yellow, ".launcher", "background-color") == "rgb(255, 212, 0)"
    assert computed(yellow, ".launcher", "color") == "lab(0 0 0)"
    navy = open_page(f"{bot_url}/host?data-accent=navy")
    assert computed(navy, ".launcher", "color") == "lab(100 0 0)"
    wrong = open_page(f"{bot_url}/host?data-accent=url(https://evil.example)")
    assert computed(wrong, ".launcher", "background-color") == "rgb(11, 110, 95)"


def test_phone_gets_the_whole_screen_and_keeps_the_focus_inside(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host", PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.get_by_role("button", name="Open the chat").tap()
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert float(computed(page, "textarea", "font-size").removesuffix("px")) >= 16
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in ("citedesk-chat", "body")
    assert not can_focus_the_page(page)


def test_page_beside_the_window_stays_usable_on_a_desktop(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    page.get_by_role("link", name="A link").click()
    assert page.url.endswith("#words")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_window_follows_the_screen_when_it_turns(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    modal = page.locator("citedesk-chat dialog:modal")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(modal).to_have_count(1)
    assert not can_focus_the_page(page)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    expect(modal).to_have_count(0)
    assert can_focus_the_page(page)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_right_to_left_puts_the_window_on_the_left(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host?dir=rtl")
    page.locator("citedesk-chat .root").evaluate("root => (root.dir = 'rtl')")
    open_chat(page)
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 40


def test_dark_and_reduced_motion_follow_the_system(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host", color_scheme="dark", reduced_motion="reduce")
    open_chat(page)
    assert computed(page, ".panel", "background-color") == "rgb(21, 27, 28)"
    assert computed(page, ".panel", "animation-name") == "none"


def test_every_piece_of_markdown_is_drawn(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    send(page, "rich")
    expect(page.locator(".reply")).to_have_class("reply answered")
    text = page.locator(".reply .text")
    for selector, words in {
        ".heading": "Heading",
        "strong": "bold",
        "em": "italic",
        "p code": "a < b",
        "del": "gone",
        "ul ul li": "inner",
        "ol[start='3'] li:last-child": "four",
        "blockquote": "quoted",
        "pre code": "let a = '<b>';",
        "a[href='https://example.com/a?b=1']": "https://example.com/a?b=1",
    }.items():
        expect(text.locator(selector)).to_have_text(words)
    expect(text.locator("hr, br")).to_have_count(2)
    expect(text).to_contain_text("*literal*. Same paragraph,")
    expect(text).to_contain_text("AT&T")


def test_demo_page_opens_the_chat_with_its_questions(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/")
    page.get_by_role("link", name="Why hasn’t my deposit arrived?").click()
    expect(page.locator(".sources .source")).to_have_count(2)
    page.get_by_role("button", name="Close the chat").click()
    page.locator("main input").fill("hello")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".reply").last).to_contain_text("Hello!")
    assert [request["message"] for request in bot.requests] == ["Why hasn’t my deposit arrived?", "hello"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(
    open_page: OpenPage, bot: FakeBot, bot_url: str, viewport: dict[str, int], scheme: str
) -> None:
    page = open_page(f"{bot_url}/", viewport, color_scheme=scheme, reduced_motion="reduce")
    axe = Axe()

    def check(state: str) -> None:
        found = axe.run(page)
        assert [
            (rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]
        ] == [], state

    page.locator("citedesk-chat .launcher").wait_for()
    check("closed")
    open_chat(page)
    page.locator(".welcome .choice").first.wait_for()
    check("greeting")
    bot.failures = 1
    for question in ("How do I reset 2FA?", "confirmations", "withdraw?", "Is there a moon?", "rich", "500 please"):
        send(page, question)
        expect(page.locator(".reply:not([aria-busy])").last).to_be_visible()
        expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.locator(".mark").last.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    check("answers")
