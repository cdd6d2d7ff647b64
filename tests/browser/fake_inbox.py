"""What stands in the fake desk's inbox: conversations of every kind, and the drafts that are suggested for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.browser.fake_answers import prose, reply, steps

LENA = {"number": 1, "email": "lena@orrery.example", "name": "Lena Brandt", "role": "admin"}
OMAR = {"number": 2, "email": "omar@orrery.example", "name": "Omar Haddad", "role": "agent"}
LONG_NAME = "Maximiliane Wolkenstein-Trostberg zu Hohenschwangau"
TWO_QUESTIONS = "Thanks. I have done that. How long does the reset take, and can I get the withdrawal fee back?"


def minutes_ago(minutes: float) -> str:
    """The moment that many minutes before now."""
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def message(seq: int, role: str, text: str, minutes: float, **more: Any) -> dict[str, Any]:
    """A message as agents see it."""
    fields = {"author": None, "feedback": None, "answer": None}
    return {
        "id": f"m{seq}",
        "seq": seq,
        "role": role,
        "text": text,
        "created_at": minutes_ago(minutes),
        **fields,
        **more,
    }


def given(answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The answer without the ids that only customers get."""
    return {name: value for name, value in answer.items() if not name.endswith("_id")} | more


def conversation(
    number: int, status: str, minutes: float, messages: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """A conversation with everything that the contract has of it."""
    fields = {"reason": None, "requested_at": None, "unattended": False, "agent": None, "assignee": None}
    fields |= {
        "locale": "en",
        "customer": None,
        "created_at": minutes_ago(minutes + 30),
        "active_at": minutes_ago(minutes),
    }
    fields |= {"notes": [], "moves": [], "presence": {"customer": {"online": False, "typing": False}, "agents": []}}
    return {"number": number, "status": status, "version": 1, "messages": messages, **fields, **more}


def long_story() -> dict[str, Any]:
    """A hand-off with everything in it: answers, ratings, a note, moves, two open questions."""
    answered, refused = (
        steps(),
        reply("I have no article about refunds of fees.", "abstained", reason="missing_knowledge"),
    )
    cited = prose()
    down = {"rating": "down", "reason": "incomplete", "comment": "It does not say how long my deposit is held."}
    messages = [
        message(1, "user", "Hi, my deposit of 0.3 BTC has not arrived since yesterday.", 1500),
        message(2, "bot", cited["answer"], 1500, answer=given(cited, confidence=0.62), feedback=down),
        message(3, "user", "How do I reset 2FA?\nI have lost my phone.", 31),
        message(
            4,
            "bot",
            answered["answer"],
            31,
            answer=given(answered, confidence=0.93),
            feedback={"rating": "up", "reason": None, "comment": None},
        ),
        message(5, "user", "And do I get the withdrawal fee back?", 29),
        message(6, "bot", refused["answer"], 29, answer=given(refused, confidence=0.21)),
        message(7, "user", TWO_QUESTIONS, 14),
    ]
    notes = [
        {
            "id": 1,
            "author": "Omar Haddad",
            "text": "VIP since 2019. The **chain** shows 4 of 6 confirmations, see https://chain.example/tx/1.",
            "created_at": minutes_ago(12),
            "mine": False,
        }
    ]
    moves = [{"at": minutes_ago(28.5), "what": "requested", "agent": None, "reason": "customer_request"}]
    customer = {"id": "u-1048", "name": "Ada Okafor", "email": "ada@customer.example"}
    return conversation(
        101,
        "waiting",
        14,
        messages,
        reason="customer_request",
        requested_at=minutes_ago(28.5),
        unattended=True,
        customer=customer,
        notes=notes,
        moves=moves,
        presence={"customer": {"online": True, "typing": False}, "agents": []},
    )


def inbox() -> list[dict[str, Any]]:
    """One conversation of each kind."""
    missing = [message(1, "user", "Is there a fee for inactivity on accounts that hold only fiat money?", 6)]
    taken = [
        message(1, "user", "My account is blocked!", 50),
        message(
            2, "agent", "Hello Jun, I am looking into it.\nPlease give me **five minutes**.", 48, author="Lena Brandt"
        ),
        message(3, "user", "ok", 47),
    ]
    told = given(steps(), confidence=0.88)
    return [
        long_story(),
        conversation(102, "waiting", 6, missing, reason="missing_knowledge", requested_at=minutes_ago(6), locale="de"),
        conversation(
            103,
            "agent",
            47,
            taken,
            agent="Lena Brandt",
            assignee={"number": 1, "name": "Lena Brandt"},
            reason="customer_request",
            requested_at=minutes_ago(55),
            customer={"id": "u-2", "name": "Jun 김", "email": None},
            moves=[{"at": minutes_ago(48), "what": "taken", "agent": "Lena Brandt", "reason": None}],
        ),
        conversation(
            104,
            "agent",
            20,
            [message(1, "user", "مرحبا، كيف أسحب أموالي؟", 20)],
            agent="Omar Haddad",
            locale="ar",
            reason="unsupported_request",
            requested_at=minutes_ago(25),
            assignee={"number": 2, "name": "Omar Haddad"},
            customer={"id": "u-3", "name": LONG_NAME, "email": None},
        ),
        conversation(
            105,
            "bot",
            3,
            [message(1, "user", "How do I reset 2FA?", 3), message(2, "bot", told["answer"], 3, answer=told)],
        ),
        conversation(
            106, "closed", 4000, [message(1, "user", "Thank you, all is well now.", 4000)], agent="Omar Haddad"
        ),
    ]


def many(count: int) -> list[dict[str, Any]]:
    """That many conversations that wait, the longest wait first."""
    words = [
        "Where is my card?",
        "I can't log in. " * 12,
        "fee?",
        "My withdrawal hangs since this morning and I need it today.",
    ]
    return [
        conversation(
            1000 + n,
            "waiting",
            n * 7 + 1,
            [message(1, "user", words[n % 4], n * 7 + 1)],
            reason="missing_knowledge",
            requested_at=minutes_ago(n * 7 + 1),
            unattended=n > 3,
            customer={"id": f"u{n}", "name": f"Customer {n}", "email": None},
        )
        for n in range(count)
    ]


def drafts() -> list[dict[str, Any]]:
    """Three drafts that differ in substance."""
    source = {
        "n": 1,
        "article_id": "reset-2fa",
        "title": "How do I reset two-factor authentication (2FA)?",
        "url": "/help/articles/reset-2fa",
        "kind": "faq",
        "updated_at": "2026-04-02",
        "quote": "A reset takes up to 24 hours.",
        "start": 10,
        "end": 39,
    }
    link = {
        "article_id": "reset-2fa",
        "title": source["title"],
        "url": source["url"],
        "markdown": f"[{source['title']}]({source['url']})",
    }
    refund = "whether the withdrawal fee is paid back"
    texts = [
        (
            "A 2FA reset takes **up to 24 hours** once you have passed the selfie check. "
            "Withdrawals stay closed for that time.",
            0.86,
            [refund],
        ),
        (
            "The reset itself is done within 24 hours. "
            "After it, withdrawals are closed for another 24 hours to protect your account:\n\n"
            "1. Log in again.\n2. Scan the new code.\n3. Wait for our e-mail.",
            0.64,
            [refund],
        ),
        ("I'm checking the fee with our finance team and will come back to you here today.", 0.31, []),
    ]
    return [
        {
            "id": f"s{n}",
            "text": text,
            "confidence": confidence,
            "missing": missing,
            "links": [link],
            "answers": [
                {"question": "How long does the reset take?", "text": text, "confidence": confidence, "citations": [1]}
            ],
            "citations": [source] if n < 3 else [],
        }
        for n, (text, confidence, missing) in enumerate(texts, 1)
    ]
