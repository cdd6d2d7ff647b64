from __future__ import annotations

from typing import Any

import httpx

from tests.helpdesks.conftest import Citedesk
from tests.helpdesks.fake_chatwoot import SECRET, FakeChatwoot, Talk
from tests.helpdesks.receiver import Reply
from tests.patience import PATIENCE_SECONDS

QUESTION = "How do I reset my two-factor authentication?"
UNKNOWN = "Who won the football world cup in 1954?"


def wait_for_messages(chatwoot: FakeChatwoot, talk: Talk, count: int) -> list[str]:
    chatwoot.wait_for(lambda _: len(chatwoot.sent(talk)) >= count)
    return chatwoot.sent(talk)


def test_question_in_a_pending_conversation_is_answered_with_its_sources(
    connected: Citedesk, chatwoot: FakeChatwoot
) -> None:
    talk = chatwoot.talk()
    chatwoot.write(talk, QUESTION)

    (said,) = wait_for_messages(chatwoot, talk, 1)
    assert "**Sources:** [" in said
    assert f"]({connected.url}/help/articles/" in said
    assert (talk.status, chatwoot.told) == ("pending", [("message_created", 200)])


def test_message_that_comes_twice_is_answered_once(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk, other = chatwoot.talk(), chatwoot.talk()
    payload = chatwoot.write(talk, QUESTION)
    assert chatwoot.tell(payload, talk) == 200
    chatwoot.write(other, QUESTION)

    wait_for_messages(chatwoot, other, 1)
    assert len(chatwoot.sent(talk)) == 1
    assert connected.rows("SELECT count(*) FROM messages WHERE role = 'user'") == [(2,)]


def test_people_are_not_spoken_over(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk, last = chatwoot.talk(), chatwoot.talk()
    for status in ("open", "snoozed", "resolved"):
        talk.status = status
        chatwoot.write(talk, QUESTION)
    talk.status = "pending"
    chatwoot.write(talk, "A note", private=True, message_type="outgoing", sender={"id": 1, "type": "user"})
    chatwoot.write(talk, "An answer", message_type="outgoing", sender={"id": 1, "type": "user"})
    chatwoot.write(talk, "Out of office", content_attributes={"email": {"auto_reply": True}})
    chatwoot.write(last, QUESTION)

    wait_for_messages(chatwoot, last, 1)
    assert chatwoot.sent(talk) == []
    assert {status for _, status in chatwoot.told} == {200}


def test_bot_never_answers_itself(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk = chatwoot.talk()
    chatwoot.write(talk, QUESTION)
    wait_for_messages(chatwoot, talk, 1)

    assert chatwoot.echo(talk) == [200]
    assert connected.rows("SELECT count(*) FROM messages WHERE role = 'user'") == [(1,)]


def test_another_bot_that_answers_for_ever_ends_with_people(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk = chatwoot.talk()
    # Eight a minute: where a minute of the server's ends in between, it takes some more.
    for n in range(30):
        if talk.status == "pending":
            chatwoot.write(talk, f"{QUESTION} {n}")

    assert (talk.status, talk.activity) == ("open", ["the bot failed"])
    assert chatwoot.told[-3:] == [("message_created", 429)] * 3


def test_wish_for_a_person_opens_the_conversation_with_a_note(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk = chatwoot.talk()
    chatwoot.write(talk, "I want to talk to a person")

    chatwoot.wait_for(lambda _: talk.status == "open")
    assert chatwoot.sent(talk) == [
        "I've asked a person to join. They will answer right here; you can already add details."
    ]
    assert "the customer asked for a person" in chatwoot.sent(talk, private=True)[0]


def test_question_without_an_answer_is_left_to_people_in_the_end(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk = chatwoot.talk()
    for question in (UNKNOWN, UNKNOWN + " And in 1958?"):
        if talk.status == "pending":
            chatwoot.write(talk, question)
            chatwoot.wait_for(lambda _: chatwoot.sent(talk))

    chatwoot.wait_for(lambda _: talk.status == "open")
    assert "no article answers the question" in chatwoot.sent(talk, private=True)[0]


def test_file_without_a_word_is_left_to_people(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk = chatwoot.talk()
    chatwoot.write(talk, None, attachments=[{"file_type": "image"}])

    chatwoot.wait_for(lambda _: talk.status == "open")
    assert "nothing that the bot can answer" in chatwoot.sent(talk, private=True)[0]


def test_choice_of_articles_is_offered_as_options_and_chosen(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk, plain = chatwoot.talk(), chatwoot.talk("Channel::Email")
    question = ambiguous(connected)
    for one in (talk, plain):
        chatwoot.write(one, question)
        wait_for_messages(chatwoot, one, 1)
    offered = talk.messages[-1]
    assert offered["content_type"] == "input_select"
    title = offered["content_attributes"]["items"][0]["title"]
    assert f"- [{title}](" in chatwoot.sent(plain)[0]

    chatwoot.choose(talk, title)
    wait_for_messages(chatwoot, talk, 2)
    assert connected.rows("SELECT count(*) FROM messages WHERE role = 'user' AND text = ?", title) == [(1,)]


def ambiguous(connected: Citedesk) -> str:
    """A question to which the sample help centre offers a choice."""
    for question in ("withdrawal", "fees", "deposit", "account", "verification", "limits", UNKNOWN, "Tell me of coins"):
        reply = httpx.post(f"{connected.url}/v1/chat", json={"message": question}, timeout=PATIENCE_SECONDS).json()
        if reply["outcome"] in ("clarify", "abstained") and reply["did_you_mean"]:
            return question
    raise AssertionError("the sample help centre has become unambiguous")


def test_errors_of_the_api_are_tried_again_or_told(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    busy: list[Any] = [Reply(500), Reply(429, {"Retry-After": "0"}), Reply(401), Reply(503)]
    chatwoot.queue.extend(busy)
    talk, long, gone = chatwoot.talk(), chatwoot.talk(), chatwoot.talk()
    chatwoot.write(talk, QUESTION)
    assert len(wait_for_messages(chatwoot, talk, 1)) == 1

    chatwoot.queue.append(Reply(422, body=b'{"message":"Content is too long"}'))
    chatwoot.write(long, QUESTION)
    chatwoot.wait_for(lambda _: long.status == "open")
    payload = chatwoot.write(gone, "I want to talk to a person")
    del chatwoot.talks[gone.id]
    chatwoot.tell({**payload, "id": 5}, gone)
    chatwoot.wait_for(lambda _: "given up" in connected.log.read_text())
    log = connected.log.read_text()
    assert "answered 401: set CITEDESK_CHATWOOT_TOKEN to the access token of the agent bot" in log
    assert "answered 422; the conversation was opened for people. It is given up" in log
    assert QUESTION not in log


def test_only_chatwoot_is_believed(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk = chatwoot.talk()
    payload = chatwoot.write(talk, QUESTION)

    assert chatwoot.post(payload, secret="another") == 401
    assert chatwoot.post(payload, age=400) == 401
    assert chatwoot.post(payload, query="?secret=another") == 401
    assert chatwoot.post(payload, query=f"?secret={SECRET}") == 200


def test_agent_who_answers_from_here_is_heard_there(connected: Citedesk, chatwoot: FakeChatwoot) -> None:
    talk = chatwoot.talk()
    chatwoot.write(talk, QUESTION)
    wait_for_messages(chatwoot, talk, 1)
    ((number, token),) = connected.rows("SELECT number, id FROM conversations")
    connected.say(token, "Hello, Dana here.")

    assert wait_for_messages(chatwoot, talk, 2)[1] == "Hello, Dana here."
    chatwoot.write(talk, QUESTION)
    chatwoot.resolve(talk)
    assert connected.rows("SELECT status FROM conversations WHERE number = ?", number) == [("closed",)]
    assert len(chatwoot.sent(talk)) == 2


def test_answer_that_was_not_sent_when_the_server_died_is_sent_after(
    connected: Citedesk, chatwoot: FakeChatwoot
) -> None:
    talk = chatwoot.talk()
    chatwoot.queue.extend([Reply(503, {"Retry-After": "3600"})])
    chatwoot.write(talk, QUESTION)
    chatwoot.wait_for(lambda received: received)
    connected.kill()
    connected.rows("UPDATE deliveries SET due_at = 0")
    connected.start()

    assert len(wait_for_messages(chatwoot, talk, 1)) == 1
