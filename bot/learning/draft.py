"""A hand-off that a person has resolved, as the draft of an article for people to edit and put into the source."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation import Conversation, Message, Role
from bot.learning.names import NAME, names_in, without_names
from bot.learning.polish import polished
from bot.learning.sightings import is_question, linked
from bot.small_talk import without_greeting
from corpus.article import Article
from corpus.clean import shorten, slug
from corpus.errors import ConflictError
from embeddings.alternatives import normalised

MOST_TITLE_CHARS = 100
MOST_QUESTION_CHARS = 300
MOST_QUESTIONS = 8
# Customers who ask in a hurry begin sentences in lower case.
_SENTENCE_END = re.compile(r"(?<=[.?!\u061f])\s+|(?<=[\u3002\uff1f\uff01])\s*(?=\S)")
_QUESTION_MARKS = ("?", "\uff1f", "\u061f")
# Nothing that YAML, or an editor, takes: a customer may have pasted it.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
_PLACEHOLDER = re.compile(r"\s*\[[a-z -]+\]")
_ASKING = re.compile(
    r"(?:how|what|when|where|why|which|who|can|could|do|does|did|is|are|am|may|should|will|would|has|have"
    r"|wie|wann|wo|warum|wieso|wer|kann|darf|muss|gibt es)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?P<in_link>(?<=\]\())?(?P<url>https?://[^\s<>()\[\]\"']*[^\s<>()\[\]\"'.,;:!?*_]|/help/articles/[^\s<>()\[\]\"'.,;:!?]+)"
)


@dataclass(frozen=True, slots=True)
class DraftedArticle:
    """Markdown with the front matter that the Markdown source reads, and a good name for its file."""

    filename: str
    markdown: str


def draft_article(
    conversation: Conversation,
    messages: Sequence[Message],
    articles: Mapping[str, Article],
    addresses: Mapping[str, str],
    mask: Callable[[str], str],
) -> DraftedArticle:
    """The draft: the customer's questions, and what agents answered without names and small talk.

    Links to the help centre's own articles become links between articles. Raises ConflictError where no agent has said
    anything to make an article of.
    """
    names = names_in(conversation, messages)
    said = [polished(mask(one.text), names) for one in messages if one.role is Role.AGENT]
    body = "\n\n".join(_with_article_links(text, articles, addresses) for text in said if text)
    if not body:
        raise ConflictError(
            f"In conversation {conversation.number} no agent has written an answer to make an article of: courtesies "
            "alone are none. Answer the customer first."
        )
    questions = _questions(messages, names, mask)
    title = _title(questions[0] if questions else body)
    front = {
        "title": title,
        "kind": "faq",
        "draft": True,
        **({"locale": conversation.locale} if conversation.locale and conversation.locale != "en" else {}),
        "questions": [one for one in questions if normalised(one) != normalised(title)],
    }
    return DraftedArticle(f"{slug(title)}.md", f"---\n{_yaml(front)}---\n\n{_without_top_headings(body)}\n")


def _questions(messages: Sequence[Message], names: frozenset[str], mask: Callable[[str], str]) -> list[str]:
    """The customer's questions up to the last agent's message, in their own words, each once."""
    last = max(place for place, one in enumerate(messages) if one.role is Role.AGENT)
    asked = [mask(one.text) for one in messages[:last] if one.role is Role.USER and is_question(one.text)]
    texts = (" ".join(_CONTROLS.sub(" ", without_names(without_greeting(text), names)).split()) for text in asked)
    found = {normalised(text): shorten(text, MOST_QUESTION_CHARS) for text in texts if text}
    return list(found.values())[:MOST_QUESTIONS]


def _title(question: str) -> str:
    """The sentence that asks, as a heading: capitalised, without placeholders, with a question mark if it asks."""
    parts = _SENTENCE_END.split(question)
    text = next((part for part in parts if part.endswith(_QUESTION_MARKS) or _ASKING.match(part)), parts[0])
    text = shorten(" ".join(_PLACEHOLDER.sub("", text.replace(NAME, "")).split()), MOST_TITLE_CHARS).rstrip(
        " .,!\u3002\uff0c\uff01\u060c"
    )
    text = text[:1].upper() + text[1:]
    return f"{text}?" if _ASKING.match(text) and not text.endswith((*_QUESTION_MARKS, "…")) else text


def _with_article_links(text: str, articles: Mapping[str, Article], addresses: Mapping[str, str]) -> str:
    def link(match: re.Match[str]) -> str:
        found = next(linked(f"({match['url']}", addresses), None)
        if found is None or (found in articles and articles[found].url):
            return match[0]
        if match["in_link"] is not None:
            return f"article:{found}"
        return f"[{articles[found].title}](article:{found})"

    return _ADDRESS.sub(link, text)


def _without_top_headings(body: str) -> str:
    """The body with headings below the title's: '# …' would be another title."""
    return re.sub(r"^# ", "## ", body, flags=re.M)


def _yaml(fields: Mapping[str, object]) -> str:
    """The fields as YAML; texts in JSON's quotes, which YAML reads alike."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {json.dumps(one, ensure_ascii=False)}" for one in value)] if value else []
        elif isinstance(value, bool):
            lines.append(f"{name}: {str(value).lower()}")
        else:
            lines.append(f"{name}: {json.dumps(value, ensure_ascii=False) if name == 'title' else value}")
    return "".join(line + "\n" for line in lines)
