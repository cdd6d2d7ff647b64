"""The agents' console by hand and by keys: signing in, what comes in live, answering, notes, and who else is there."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_bot import envelope
from tests.browser.fake_desk import PASSWORD, FakeDesk
from tests.browser.fake_inbox import OMAR, many, message, minutes_ago
from tests.browser.pages import type_without_a_pause, until

pytestmark = pytest.mark.browser

# Those of a browser that allows them, in a window that somebody has turned away from.
NOTIFICATIONS = """() => {
  document.hasFocus = () => false;
  window.Notification = class extends EventTarget {
    static permission = "default";
    static asked = 0;
    static told = [];
    static async requestPermission() {
      this.asked += 1;
      return (this.permission = "granted");
    }
    constructor(title) {
      super();
      Notification.told.push(title);
    }
  };
}"""


def asked(desk: FakeDesk, method: str, end: str) -> list[Any]:
    return [body for verb, path, body in desk.calls if verb == method and path.endswith(end)]


def posted(page: Page) -> list[str]:
    """The messages that the page sends from now on, as they leave it."""
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.post_data or "") if r.url.endswith("/messages") else None)
    return sent


def sign_in_again(page: Page, email: str) -> None:
    dialog = page.get_by_role("dialog", name="Your session has ended")
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.fixture
def page(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> Page:
    """The inbox, with its list there, and listening."""
    opened = open_page(f"{desk_url}/console")
    opened.locator(".conversation").first.wait_for()
    until(opened, lambda: desk.listeners)
    return opened


@pytest.fixture
def talk(page: Page) -> Page:
    """The inbox with Ada's conversation open and its drafts there."""
    page.get_by_role("link", name="Ada Okafor").click()
    expect(page.locator(".draft")).to_have_count(3)
    return page


def test_signing_in_tells_what_is_wrong_and_leads_where_the_agent_wanted_to_go(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    page = open_page(f"{desk_url}/console/sign-in?next=..%2Fconsole%2Freplies")
    page.get_by_label("E-mail").fill("lena@orrery.example")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("E-mail address or password is wrong.")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/replies")


def test_signing_in_never_leads_to_another_site(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> None:
    page = open_page(f"{desk_url}/console/sign-in?next=https%3A%2F%2Fevil.example%2Fconsole")
    page.get_by_label("E-mail").fill("lena@orrery.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desk_url}/console")


def test_signing_in_on_its_own_page_leads_to_the_inbox(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> None:
    page = open_page(f"{desk_url}/console/sign-in")
    page.get_by_label("E-mail").fill("lena@orrery.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desk_url}/console")


def test_signing_out_leads_to_the_sign_in_page(page: Page, desk: FakeDesk) -> None:
    page.get_by_role("button", name="Account: Lena Brandt").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/console/sign-in")
    assert desk.agent is None


def test_list_shows_who_waits_how_long_and_why(page: Page) -> None:
    first = page.locator(".conversation").first
    expect(first).to_contain_text("Ada Okafor")
    expect(first.locator(".since")).to_have_text("28 min")
    expect(first).to_contain_text("Unattended")
    expect(first).to_contain_text("Asked for a person")
    expect(page).to_have_title("(2) Inbox – Orrery")


def test_new_conversation_appears_without_a_reload_and_is_announced(page: Page, desk: FakeDesk) -> None:
    desk.changed(105, status="waiting", reason="customer_request", requested_at=minutes_ago(0))
    expect(page.locator(".conversation")).to_have_count(3)
    expect(page.locator(".conversation").last).to_contain_text("Visitor 105")
    expect(page.locator("#news")).to_have_text("Visitor 105 is waiting for an agent.")
    expect(page).to_have_title("(3) Inbox – Orrery")


def test_counts_told_while_the_list_is_read_are_not_lost_to_older_ones(page: Page, desk: FakeDesk) -> None:
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/v1/agent/conversations?*", lambda route: held.append((route, route.fetch())), times=2)
    page.reload()
    # It is read at first, and again when the page hears what happens.
    until(page, lambda: len(held) == 2)
    desk.changed(105, status="waiting", reason="customer_request", requested_at=minutes_ago(0))
    expect(page).to_have_title("(3) Inbox – Orrery")
    for route, response in held:
        route.fulfill(response=response)
    expect(page.locator(".conversation")).to_have_count(3)
    expect(page).to_have_title("(3) Inbox – Orrery")


def test_reading_a_conversation_again_takes_the_focus_from_nobody_who_writes(page: Page, desk: FakeDesk) -> None:
    held: list[Route] = []
    page.route("**/v1/agent/conversations/101", lambda route: held.append(route))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    until(page, lambda: held)
    desk.add(101, "user", "Hello?")
    expect(page.locator(".conversation").first).to_contain_text("Hello?")
    held[0].continue_()
    until(page, lambda: len(held) == 2)
    expect(page.get_by_role("heading", name="Ada Okafor")).to_be_focused()
    page.keyboard.press("r")
    held[1].continue_()
    expect(page.locator(".entry.customer").last).to_contain_text("Hello?")
    page.keyboard.type("Message")
    expect(page.get_by_label("Reply to the customer")).to_have_value("Message")


def test_desktop_is_told_of_who_begins_to_wait_once_somebody_wants_it(page: Page, desk: FakeDesk) -> None:
    page.evaluate(NOTIFICATIONS)
    bell = page.get_by_role("button", name="Desktop notifications")
    expect(bell).to_have_attribute("aria-pressed", "false")
    until(page, lambda: desk.listeners)
    desk.changed(105, status="waiting", requested_at=minutes_ago(-1))
    expect(page.locator(".conversation")).to_have_count(3)
    assert page.evaluate("[Notification.asked, Notification.told]") == [0, []]
    bell.click()
    expect(bell).to_have_attribute("aria-pressed", "true")
    desk.changed(105, active_at=minutes_ago(0))
    desk.changed(104, status="waiting", requested_at=minutes_ago(-2))
    expect(page.locator(".conversation")).to_have_count(4)
    told = page.evaluate("[Notification.asked, Notification.told]")
    assert told == [1, [f"{desk.conversations[104]['customer']['name']} is waiting"]]


def test_change_that_is_told_while_the_list_is_read_is_not_lost(page: Page, desk: FakeDesk) -> None:
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/v1/agent/conversations?*", lambda route: late.append((route, route.fetch())))
    page.reload()
    until(page, lambda: len(late) == 2)  # the second because it is listened from now on
    desk.add(101, "user", "One more thing")
    expect(page).to_have_title("(2) Inbox – Orrery")  # what is told has arrived
    for route, response in late:
        route.fulfill(response=response)
    expect(page.locator(".conversation")).to_have_count(2)
    expect(page.locator(".conversation .preview").first).to_contain_text("One more thing")


def test_views_and_search_stand_in_the_address_and_come_back_with_it(page: Page) -> None:
    page.get_by_role("button", name="Mine 1").click()
    expect(page.locator(".conversation")).to_have_count(1)
    page.get_by_role("button", name="Waiting").click()
    page.get_by_role("searchbox", name="Search").fill("withdrawal fee")
    expect(page.locator(".preview mark")).to_have_text("withdrawal fee")
    page.get_by_role("link", name="Ada Okafor").click()
    page.wait_for_url("**/console?q=withdrawal+fee&c=101")
    page.reload()
    expect(page.locator(".talk-head h2")).to_have_text("Ada Okafor")
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("withdrawal fee")
    page.go_back()
    expect(page.get_by_text("No conversation is open")).to_be_visible()


def test_search_tells_what_it_found_in_a_note(page: Page) -> None:
    page.get_by_role("searchbox", name="Search").fill("VIP since")
    expect(page.locator(".conversation")).to_have_count(1)
    expect(page.locator(".preview")).to_contain_text("Note")
    expect(page.locator(".preview mark")).to_have_text("VIP since")


def test_filters_are_asked_of_the_server_and_can_be_taken_away(page: Page, desk: FakeDesk) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Why a person was asked for").select_option("missing_knowledge")
    expect(page.locator(".conversation")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove the filter: No article covers it").click()
    expect(page.locator(".conversation")).to_have_count(2)


def test_long_list_goes_on_when_it_is_scrolled(page: Page, desk: FakeDesk) -> None:
    for each in many(50):
        desk.conversations[each["number"]] = each
    page.reload()
    expect(page.locator(".conversation")).to_have_count(40)
    page.locator(".list-scroll").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    expect(page.locator(".conversation")).to_have_count(52)


def test_conversation_shows_everything_in_the_order_of_time(talk: Page) -> None:
    entries = talk.locator(".entry")
    kinds = [str(each).split()[-1] for each in entries.evaluate_all("all => all.map(each => each.className)")]
    assert kinds == ["customer", "bot", "customer", "bot", "customer", "bot", "move", "customer", "note"]
    first = entries.nth(1)
    expect(first).to_contain_text("62%")
    expect(first).to_contain_text("Didn’t help the customer: something is missing")
    expect(first).to_contain_text("It does not say how long my deposit is held.")
    first.locator("summary").first.click()
    expect(first.locator("blockquote").first).to_contain_text("credited after the network has confirmed it")
    expect(talk.locator(".move")).to_contain_text("Handed off: asked for a person")


def test_message_of_the_customer_arrives_is_announced_and_brings_new_drafts(talk: Page, desk: FakeDesk) -> None:
    before = len(asked(desk, "POST", "/suggestions"))
    desk.add(101, "user", "Hello? Is anybody there?")
    expect(talk.locator(".entry.customer").last).to_contain_text("Is anybody there?")
    expect(talk.locator("#news")).to_have_text("Ada Okafor: Hello? Is anybody there?")
    expect(talk.locator(".draft")).to_have_count(3)
    assert len(asked(desk, "POST", "/suggestions")) == before + 1


def test_message_that_comes_while_the_conversation_is_loaded_is_not_missed(page: Page, desk: FakeDesk) -> None:
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/agent/conversations/101", lambda route: late.append((route, route.fetch())), times=1)
    page.get_by_role("link", name="Ada Okafor").click()
    until(page, lambda: late)
    desk.add(101, "user", "One more thing")
    expect(page.locator(".conversation .preview").first).to_contain_text("One more thing")
    ((route, response),) = late
    route.fulfill(response=response)
    expect(page.locator(".entry.customer").last).to_contain_text("One more thing")


def test_reader_of_older_messages_is_not_pulled_away(talk: Page, desk: FakeDesk) -> None:
    log = talk.locator(".log")
    log.evaluate("log => log.scrollTo(0, 0)")
    desk.add(101, "user", "One more thing")
    talk.get_by_role("button", name="1 new message").wait_for()
    assert log.evaluate("log => log.scrollTop") == 0
    talk.get_by_role("button", name="1 new message").click()
    expect(talk.get_by_text("One more thing", exact=True).last).to_be_in_viewport()


def test_note_is_kept_apart_from_what_the_customer_reads(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("n")
    talk.keyboard.type("He calls back at nine.")
    talk.keyboard.press("Control+Enter")
    expect(talk.locator(".entry.note").last).to_contain_text("He calls back at nine.")
    assert asked(desk, "POST", "/messages") == []
    talk.get_by_role("button", name="Delete this note").click()
    talk.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(talk.locator(".entry.note")).to_have_count(1)


def test_colleague_who_answered_first_is_shown_before_anything_is_sent(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Up to a day.")
    refusal = envelope(409, "conflict", "Omar Haddad has answered meanwhile.")
    desk.refuses["/messages"] = refusal
    theirs = message(8, "agent", "24 hours.", 0, author="Omar Haddad")
    desk.conversations[101]["messages"].append(theirs)
    talk.keyboard.press("Control+Enter")
    expect(talk.get_by_role("alert")).to_contain_text("Omar Haddad has answered meanwhile.")
    expect(talk.get_by_role("alert")).to_contain_text("24 hours.")
    expect(talk.get_by_label("Reply to the customer")).to_have_value("Up to a day.")
    talk.get_by_role("button", name="Send anyway").click()
    expect(talk.locator(".entry.agent").last).to_contain_text("Up to a day.")
    assert asked(desk, "POST", "/messages")[-1] == {"text": "Up to a day.", "after": 8, "take_over": True}


def test_nothing_typed_is_lost_when_the_server_fails_or_the_page_is_reloaded(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Up to a day.")
    desk.refuses["/messages"] = envelope(503, "store_unavailable", "Conversations can't be kept at the moment.")
    talk.keyboard.press("Control+Enter")
    expect(talk.get_by_role("alert")).to_contain_text("can't be kept at the moment")
    talk.reload()
    expect(talk.get_by_label("Reply to the customer")).to_have_value("Up to a day.")
    talk.locator(".composer").get_by_role("button", name="Send").click()
    expect(talk.locator(".entry.agent").last).to_contain_text("Up to a day.")
    expect(talk.get_by_label("Reply to the customer")).to_have_value("")


def test_half_a_reply_is_not_sent_once_its_conversation_is_left(talk: Page, desk: FakeDesk) -> None:
    sent = posted(talk)
    talk.keyboard.press("r")
    talk.keyboard.type("Up to")
    talk.keyboard.press("Escape")
    talk.keyboard.press("Escape")
    expect(talk.get_by_text("No conversation is open")).to_be_visible()
    talk.keyboard.press("Control+Enter")
    talk.get_by_role("link", name="Ada Okafor").click()
    expect(talk.get_by_label("Reply to the customer")).to_have_value("Up to")
    assert sent == []


def test_half_a_reply_is_not_sent_while_another_conversation_is_loaded(talk: Page, desk: FakeDesk) -> None:
    sent = posted(talk)
    late: list[Route] = []
    talk.route("**/agent/conversations/102", lambda route: late.append(route))
    talk.keyboard.press("r")
    talk.keyboard.type("Up to")
    talk.get_by_role("link", name="Visitor 102").click()
    until(talk, lambda: late)
    talk.evaluate("document.activeElement.blur()")
    talk.keyboard.press("Control+Enter")
    late[0].continue_()
    expect(talk.locator(".talk-head h2")).to_have_text("Visitor 102")
    talk.get_by_role("link", name="Ada Okafor").click()
    expect(talk.get_by_label("Reply to the customer")).to_have_value("Up to")
    assert sent == []


def test_message_whose_acknowledgement_was_lost_is_not_sent_twice(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Up to a day.")
    desk.refuses["/messages"] = envelope(502, "bad_gateway", "The proxy gave up.")
    talk.keyboard.press("Control+Enter")
    expect(talk.get_by_role("alert")).to_contain_text("The proxy gave up.")
    desk.add(101, "agent", "Up to a day.", author="Lena Brandt")
    talk.get_by_role("button", name="Try again").click()
    expect(talk.get_by_label("Reply to the customer")).to_have_value("")
    expect(talk.locator(".entry.agent")).to_have_count(1)
    assert len(asked(desk, "POST", "/messages")) == 1


def test_ended_session_asks_to_sign_in_and_then_sends_what_was_written(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Up to a day.")
    desk.refuses["/messages"] = envelope(401, "not_allowed", "Sign in first.")
    talk.keyboard.press("Control+Enter")
    sign_in_again(talk, "lena@orrery.example")
    expect(talk.locator(".entry.agent").last).to_contain_text("Up to a day.")


def test_what_one_agent_wrote_is_not_sent_by_another_who_signs_in(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Up to a day.")
    desk.refuses["/messages"] = envelope(401, "not_allowed", "Sign in first.")
    talk.keyboard.press("Control+Enter")
    sent = posted(talk)
    sign_in_again(talk, "omar@orrery.example")
    talk.get_by_role("button", name="Account: Omar Haddad").wait_for()
    expect(talk.get_by_label("Reply to the customer")).to_have_value("")
    assert sent == []
    assert "Up to" not in talk.evaluate("JSON.stringify({...sessionStorage})")


def test_what_one_agent_wrote_is_not_shown_to_the_next_on_the_same_tab(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Up to a day.")
    desk.agent = dict(OMAR)
    talk.reload()
    talk.get_by_role("button", name="Account: Omar Haddad").wait_for()
    expect(talk.get_by_label("Reply to the customer")).to_have_value("")


def test_canned_reply_is_inserted_by_its_shortcut(talk: Page) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Hello Ada, /tx")
    expect(talk.locator(".picker").get_by_role("option")).to_have_count(1)
    talk.keyboard.press("Enter")
    expect(talk.get_by_label("Reply to the customer")).to_have_value(
        "Hello Ada, Could you send me the **transaction id**? You find it under *History*."
    )


def test_article_is_linked_by_the_arrow_keys(talk: Page) -> None:
    talk.get_by_role("button", name="Article", exact=True).click()
    expect(talk.locator(".picker").get_by_role("option")).to_have_count(2)
    talk.keyboard.press("ArrowDown")
    talk.keyboard.press("Enter")
    expect(talk.get_by_label("Reply to the customer")).to_have_value("[Withdrawal fees](/help/articles/fees)")


def test_taking_over_assigning_returning_and_closing(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("t")
    expect(talk.locator(".move").last).to_contain_text("Lena Brandt took over")
    expect(talk.get_by_label("Assigned to")).to_have_value("1")
    talk.get_by_label("Assigned to").select_option("Omar Haddad")
    expect(talk.get_by_role("button", name="Take over")).to_be_visible()
    talk.get_by_role("button", name="More").click()
    talk.get_by_role("button", name="Return to the bot").click()
    expect(talk.locator(".talk-head")).to_contain_text("With the bot")
    assert asked(desk, "PUT", "/assignee") == [{"agent": 2}]
    assert asked(desk, "PUT", "/status") == [{"status": "agent", "take_over": False}, {"status": "bot", "after": 7}]


def test_conversation_in_which_the_customer_wrote_since_is_closed_only_once_that_was_seen(
    talk: Page, desk: FakeDesk
) -> None:
    talk.get_by_role("button", name="More").click()
    desk.refuses["/status"] = envelope(409, "conflict", "The customer has written meanwhile.")
    desk.conversations[101]["messages"].append(message(8, "user", "Wait, one more thing!", 0))
    talk.get_by_role("button", name="Close the conversation").click()
    told = talk.get_by_role("alert")
    expect(told).to_contain_text("Not closed. The customer has written since.")
    expect(told).to_contain_text("Wait, one more thing!")
    expect(talk.locator(".entry.customer").last).to_contain_text("Wait, one more thing!")
    told.get_by_role("button", name="Close it anyway").click()
    expect(talk.locator(".talk-head")).to_contain_text("Closed")
    expect(told).to_be_hidden()
    closing = {"status": "closed", "take_over": False}
    assert asked(desk, "PUT", "/status") == [{**closing, "after": 7}, {**closing, "after": 8}]


def test_conversation_that_a_colleague_has_taken_since_is_taken_only_once_that_was_seen(
    talk: Page, desk: FakeDesk
) -> None:
    desk.refuses["/status"] = envelope(409, "conflict", "Omar Haddad answers this conversation.")
    desk.conversations[101] |= {"status": "agent", "assignee": {"number": 2, "name": "Omar Haddad"}}
    talk.keyboard.press("t")
    told = talk.get_by_role("alert")
    expect(told).to_contain_text("Not taken over. Omar Haddad has taken it.")
    expect(talk.get_by_label("Assigned to")).to_have_value("2")
    told.get_by_role("button", name="Leave it as it is").click()
    expect(told).to_be_hidden()
    talk.keyboard.press("Escape")
    talk.keyboard.press("t")
    expect(talk.get_by_label("Assigned to")).to_have_value("1")
    assert asked(desk, "PUT", "/status") == [{"status": "agent", "take_over": False}, {"status": "agent"}]


def test_article_is_drafted_from_what_was_answered(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("t")
    talk.locator(".move").last.get_by_text("Lena Brandt took over").wait_for()
    talk.get_by_role("button", name="More").click()
    talk.get_by_role("button", name="Draft an article").click()
    expect(talk.get_by_label("reset.md")).to_have_value("---\ntitle: How long does a reset take?\n---\n")
    with talk.expect_download() as downloaded:
        talk.get_by_role("button", name="Download").click()
    assert downloaded.value.suggested_filename == "reset.md"


def test_others_who_are_here_and_who_write_are_shown(talk: Page, desk: FakeDesk) -> None:
    omar = {"number": 2, "name": "Omar Haddad", "typing": False}
    desk.present(101, agents=[omar], customer={"online": True, "typing": True})
    expect(talk.get_by_text("Omar Haddad has this open too")).to_be_visible()
    expect(talk.get_by_text("Ada Okafor is typing…")).to_be_visible()
    desk.present(101, agents=[{**omar, "typing": True}], customer={"online": False, "typing": False})
    expect(talk.get_by_text("Omar Haddad is writing to this customer")).to_be_visible()
    expect(talk.locator(".online")).to_be_hidden()


def test_typing_is_told_once_and_leaving_too(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    with talk.expect_response(lambda response: "true" in (response.request.post_data or "")):
        type_without_a_pause(talk.get_by_label("Reply to the customer"), "Up to a day.")
    with talk.expect_request("**/absence"):
        talk.keyboard.press("Escape")
        talk.keyboard.press("Escape")
    assert asked(desk, "POST", "/101/presence").count({"typing": True}) == 1


def test_conversation_that_is_deleted_is_left(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    del desk.conversations[101]
    desk.tell('event: gone\ndata: {"number": 101}\n\n')
    expect(talk.get_by_role("heading", name="This conversation was deleted")).to_be_visible()
    expect(talk.locator("#news")).to_have_text("This conversation was deleted.")
    expect(talk.locator(".conversation")).to_have_count(1)
    expect(talk.locator("#side")).to_be_hidden()
    back = talk.get_by_role("button", name="Back to the list")
    expect(back).to_be_focused()
    talk.keyboard.press("Enter")
    expect(talk.get_by_text("No conversation is open")).to_be_visible()


def test_conversation_that_was_deleted_while_the_line_was_down_is_left(talk: Page, desk: FakeDesk) -> None:
    del desk.conversations[101]
    desk.tell(None)
    expect(talk.get_by_role("heading", name="This conversation was deleted")).to_be_visible()


def test_removed_agent_is_told_and_not_asked_to_sign_in(talk: Page, desk: FakeDesk) -> None:
    talk.keyboard.press("r")
    talk.keyboard.type("Not yet sent")
    desk.refuses["/messages"] = envelope(401, "not_allowed", "Sign in first.")
    desk.tell('event: ended\ndata: {"reason": "removed"}\n\n')
    dialog = talk.get_by_role("dialog", name="Your account was removed")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Stay on the page").click()
    talk.keyboard.press("r")
    talk.keyboard.press("Control+Enter")
    expect(talk.get_by_role("alert")).to_contain_text("Sign in first.")
    expect(talk.get_by_label("Reply to the customer")).to_have_value("Not yet sent")
    expect(talk.get_by_role("dialog")).to_have_count(0)


def test_nothing_that_a_customer_writes_becomes_markup(talk: Page, desk: FakeDesk) -> None:
    desk.add(101, "user", "<img src=x onerror=window.pwned=1> [x](javascript:window.pwned=2)")
    desk.add(101, "agent", "<b>bold</b> [x](javascript:window.pwned=3)", author="<i>Eve</i>")
    expect(talk.locator(".entry.customer").last).to_contain_text("<img src=x onerror=window.pwned=1>")
    expect(talk.locator(".entry.agent").last).to_contain_text("<i>Eve</i>")
    assert talk.locator(".log img, .log i:not(.dots i), a[href^=javascript]").count() == 0
    assert talk.evaluate("window.pwned") is None
