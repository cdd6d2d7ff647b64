from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.conversation import Conversation, Customer, Message, Role, Status
from bot.learning.draft import DraftedArticle, draft_article
from bot.learning.sightings import addresses_of
from bot.masking import mask
from corpus.article import Article, Kind
from corpus.errors import ConflictError
from corpus.sources import load_sources
from tests.bot.learning.conftest import NOW, Say
from tests.fakes import ARTICLES

BY_ID = {article.id: article for article in ARTICLES}
OF = Conversation("c" * 32, 7, Status.CLOSED, 9, NOW, NOW, customer=Customer("ana", "Ana Lopez"))
LINK = "https://help.test/help/articles/reset-2fa?quote=1-2-0a1b2c3d#quote"


def draft(*messages: Message, of: Conversation = OF) -> DraftedArticle:
    return draft_article(of, messages, BY_ID, addresses_of(BY_ID), mask)


def loaded(folder: Path, found: DraftedArticle, markdown: str | None = None) -> Sequence[Article]:
    (folder / found.filename).write_text(markdown or found.markdown, encoding="utf-8")
    read = load_sources([str(folder)])
    assert not read.problems
    return read.articles


@pytest.fixture
def resolved(say: Say) -> tuple[Message, ...]:
    return (
        say(Role.USER, "hello"),
        say(Role.USER, "I moved last month. how do i change my address? mail me at ana@site.example"),
        say(Role.BOT, "I could not find an article."),
        say(Role.USER, "I want to talk to a person"),
        say(Role.AGENT, "Hi Ana, thanks for reaching out! Let me check.", author="Kim"),
        say(Role.USER, "and does my card keep working"),
        say(Role.AGENT, f"Sure! Do this:\n\n1. Open **Profile**.\n2. Press *Edit*.\n\nSee {LINK}.", author="Kim"),
        say(Role.AGENT, "Your card keeps working, Ana.\n\nBest regards,\nKim", author="Kim"),
        say(Role.USER, "thank you!"),
    )


def test_draft_is_an_article_that_the_source_reads(tmp_path: Path, resolved: tuple[Message, ...]) -> None:
    found = draft(*resolved)
    (article,) = loaded(tmp_path, found)

    assert found.filename == "how-do-i-change-my-address.md"
    assert (article.id, article.title) == ("how-do-i-change-my-address", "How do i change my address?")
    assert (article.kind, article.draft, article.locale) == (Kind.FAQ, True, "en")
    asked = "I moved last month. how do i change my address? mail me at [e-mail]"
    assert article.questions == (asked, "and does my card keep working")


def test_draft_that_is_published_has_no_problem_either(tmp_path: Path, resolved: tuple[Message, ...]) -> None:
    found = draft(*resolved)
    (article,) = loaded(tmp_path, found, found.markdown.replace("draft: true\n", ""))

    assert not article.draft


def test_body_is_what_agents_said_without_names_and_small_talk(tmp_path: Path, resolved: tuple[Message, ...]) -> None:
    (article,) = loaded(tmp_path, draft(*resolved))

    assert article.body == (
        "Do this:\n\n1. Open **Profile**.\n2. Press *Edit*.\n\nSee [How do I reset my 2FA?](article:reset-2fa).\n\n"
        "Your card keeps working, [name]."
    )


def test_links_elsewhere_are_kept_as_they_are(tmp_path: Path, say: Say) -> None:
    text = f"See [fees](https://example.com/fees?tier=1), [this]({LINK}) and https://bank.test/a_(b)."
    (article,) = loaded(tmp_path, draft(say(Role.USER, "fees?"), say(Role.AGENT, text)))

    assert article.body == text.replace(LINK, "article:reset-2fa")


@pytest.mark.parametrize(
    "question", ['fees: what\'s "new"? #1', "- [x] {a: b}", "怎么提现？", "\\ & é", "no", "how\x80 do\x7f\uffff I?"]
)
def test_whatever_was_asked_is_valid_front_matter(tmp_path: Path, say: Say, question: str) -> None:
    found = draft(say(Role.USER, question), say(Role.USER, "and?"), say(Role.AGENT, "# Fees\n\nThey are low."))
    (article,) = loaded(tmp_path, found)

    assert article.title
    assert "/" not in found.filename
    assert article.body == "## Fees\n\nThey are low."


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Hallo! Ich bin umgezogen. wie ändere ich meine Adresse", "Wie ändere ich meine Adresse?"),
        ("我搬家了。怎么修改地址？谢谢", "怎么修改地址？"),
        ("انتقلت إلى بيت جديد. كيف أغيّر عنواني؟ شكرا", "كيف أغيّر عنواني؟"),
        ("Me he mudado. ¿Cómo cambio mi dirección? Un saludo", "¿Cómo cambio mi dirección?"),
    ],
)
def test_sentence_that_asks_is_the_title_in_any_language(tmp_path: Path, say: Say, question: str, title: str) -> None:
    (article,) = loaded(tmp_path, draft(say(Role.USER, question), say(Role.AGENT, "Open **Profile**.", author="Kim")))

    assert article.title == title


def test_without_an_agents_answer_there_is_nothing_to_draft(say: Say) -> None:
    with pytest.raises(ConflictError, match="In conversation 7 no agent has written an answer"):
        draft(say(Role.USER, "fees?"), say(Role.AGENT, "Hi! One moment please."))
