"""The console in many tabs of one browser: each hears what happens, though a browser opens few connections."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_desk import PASSWORD, FakeDesk
from tests.browser.fake_inbox import minutes_ago
from tests.browser.pages import until

pytestmark = pytest.mark.browser

MORE_THAN_CONNECTIONS = 8  # a browser has six to one host
HIDE = """isHidden => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => isHidden});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# The first worker is like one whose process has died: it takes what it is told and says nothing.
FIRST_WORKER_IS_DEAD = """
  const Real = SharedWorker;
  let first = true;
  window.SharedWorker = function (...given) {
    if (!first) return new Real(...given);
    first = false;
    window.isDead = true;
    return {port: new MessageChannel().port1};
  };
"""


def somebody_waits(desk: FakeDesk, number: int = 105) -> None:
    desk.changed(number, status="waiting", reason="customer_request", requested_at=minutes_ago(0))


def test_many_tabs_hear_on_one_line_and_go_on_when_the_first_is_closed(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    first = open_page(f"{desk_url}/console")
    first.locator(".conversation").first.wait_for()
    tabs = [first.context.new_page() for _ in range(1, MORE_THAN_CONNECTIONS)]
    for tab in tabs:
        tab.goto(f"{desk_url}/console?c=101")
        expect(tab.locator(".draft")).to_have_count(3)
    until(first, lambda: len(desk.listeners) == 1)
    somebody_waits(desk)
    for tab in (first, *tabs):
        expect(tab.locator(".conversation")).to_have_count(3)
    first.close()
    tabs.pop().close()
    somebody_waits(desk, 104)
    for tab in tabs:
        expect(tab.locator(".conversation")).to_have_count(4)


def test_tabs_of_one_agent_become_those_of_another_who_signs_in_beside_them(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    page = open_page(f"{desk_url}/console?c=101")
    page.get_by_label("Reply to the customer").fill("Up to a day.")
    other = page.context.new_page()
    other.goto(f"{desk_url}/console/sign-in")
    other.get_by_label("E-mail").fill("omar@orrery.example")
    other.get_by_label("Password").fill(PASSWORD)
    other.keyboard.press("Enter")
    page.get_by_role("button", name="Account: Omar Haddad").wait_for()
    expect(page.get_by_label("Reply to the customer")).to_have_value("")
    assert "Up to" not in page.evaluate("JSON.stringify({...sessionStorage})")


def test_line_is_given_up_with_the_last_page_that_hears_on_it(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    page = open_page(f"{desk_url}/console")
    until(page, lambda: desk.listeners)
    page.goto(f"{desk_url}/console/replies")
    until(page, lambda: not desk.listeners)


def test_what_happens_before_a_tab_hears_is_not_lost(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> None:
    page = open_page("about:blank")
    page.add_init_script("delete window.SharedWorker")
    late: list[Route] = []
    page.route("**/v1/agent/events", lambda route: late.append(route))
    page.goto(f"{desk_url}/console?c=101")
    expect(page.locator(".draft")).to_have_count(3)
    until(page, lambda: late)
    somebody_waits(desk)
    desk.add(101, "user", "Hello?")
    late[0].continue_()
    expect(page.locator(".conversation")).to_have_count(3)
    expect(page.locator(".entry.customer").last).to_contain_text("Hello?")


def test_tab_whose_worker_has_died_hears_again(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> None:
    page = open_page("about:blank")
    page.add_init_script(FIRST_WORKER_IS_DEAD)
    page.clock.install()
    page.goto(f"{desk_url}/console")
    page.locator(".conversation").first.wait_for()
    until(page, lambda: page.evaluate("window.isDead"))
    somebody_waits(desk)
    page.clock.fast_forward(16_000)
    page.clock.fast_forward(16_000)
    expect(page.locator(".conversation")).to_have_count(3)
    until(page, lambda: desk.listeners)
    somebody_waits(desk, 104)
    expect(page.locator(".conversation")).to_have_count(4)


def test_where_tabs_can_not_share_a_line_hidden_ones_need_none_and_lose_nothing(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    page = open_page("about:blank")
    page.add_init_script("delete window.SharedWorker")
    page.clock.install()
    page.goto(f"{desk_url}/console?c=101")
    expect(page.locator(".draft")).to_have_count(3)
    until(page, lambda: desk.listeners)
    page.evaluate(HIDE, True)
    page.clock.fast_forward(6000)
    until(page, lambda: not desk.listeners)
    somebody_waits(desk)
    desk.add(101, "user", "Hello?")
    page.evaluate(HIDE, False)
    expect(page.locator(".conversation")).to_have_count(3)
    expect(page.locator(".entry.customer").last).to_contain_text("Hello?")
    until(page, lambda: desk.listeners)
    somebody_waits(desk, 104)
    expect(page.locator(".conversation")).to_have_count(4)


def test_what_a_page_loads_while_nobody_uses_it_keeps_nobody_signed_in(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    page = open_page("about:blank")
    page.add_init_script("delete window.SharedWorker")
    page.clock.install()
    page.goto(f"{desk_url}/console?c=101")
    expect(page.locator(".draft")).to_have_count(3)
    until(page, lambda: desk.listeners)
    page.mouse.move(5, 5)
    by_itself: list[bool] = []
    page.on("request", lambda one: by_itself.append("x-citedesk-background" in one.headers))
    desk.add(101, "user", "Hello?")
    expect(page.locator(".entry.customer").last).to_contain_text("Hello?")
    assert not any(by_itself)
    page.clock.fast_forward(61_000)
    desk.add(101, "user", "Anybody there?")
    expect(page.locator(".entry.customer").last).to_contain_text("Anybody")
    assert by_itself[-1]


def test_drafts_in_the_making_are_not_begun_anew_by_what_changes_nothing_for_them(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    page = open_page(f"{desk_url}/console")
    until(page, lambda: desk.listeners)
    late: list[Route] = []
    page.route("**/suggestions", lambda route: late.append(route))
    page.get_by_role("link", name="Ada Okafor").click()
    until(page, lambda: late)
    desk.changed(101, assignee={"number": 2, "name": "Omar Haddad"})
    expect(page.get_by_label("Assigned to")).to_have_value("2")
    for route in late:
        route.continue_()
    expect(page.locator(".draft")).to_have_count(3)
    assert len(late) == 1
