"""Questions from use that a person has accepted as further ways to ask for an article, kept beside the articles."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.article import Article
from corpus.errors import ConfigurationError
from embeddings.line_file import LineFile
from embeddings.release import Release

ALTERNATIVES_FILE = "alternatives.jsonl"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Alternative:
    """A customer's question that a person has accepted for an article; `place` says where that is written."""

    article_id: str
    question: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Extended:
    """Articles with their accepted questions, how many those are, and the accepted ones that have no article."""

    articles: tuple[Article, ...]
    added: int
    homeless: tuple[Alternative, ...]


def read_alternatives(home: Path) -> list[Alternative]:
    """The accepted questions of a home, in the order of acceptance. Raises ConfigurationError for an unusable line."""
    file = LineFile(home / ALTERNATIVES_FILE)
    found = []
    for number, values in file.rows():
        place = f"{file.path}:{number}"
        texts = [values.get(name) for name in ("article_id", "question")]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise ConfigurationError(f"{place}: 'article_id' or 'question' is missing. Mend the line, or take it out.")
        found.append(Alternative(str(texts[0]), " ".join(str(texts[1]).split()), place))
    return found


def with_alternatives(articles: Sequence[Article], alternatives: Iterable[Alternative]) -> Extended:
    """The articles with the questions accepted for them; one that an article has already is not added again."""
    known = {article.id: {normalised(text) for text in (article.title, *article.questions)} for article in articles}
    accepted: dict[str, list[str]] = defaultdict(list)
    homeless = []
    for one in alternatives:
        if one.article_id not in known:
            homeless.append(one)
        elif (words := normalised(one.question)) not in known[one.article_id]:
            known[one.article_id].add(words)
            accepted[one.article_id].append(one.question)
    extended = tuple(replace(article, accepted=tuple(accepted.get(article.id, ()))) for article in articles)
    return Extended(extended, sum(map(len, accepted.values())), tuple(homeless))


def accepted_questions(release: Release) -> frozenset[str]:
    """The questions of a release that were accepted from use, normalised."""
    return frozenset(normalised(text) for article in release.articles for text in article.accepted)


def normalised(question: str) -> str:
    """The question's words in lower case without accents and punctuation, by which two are the same however typed."""
    letters = unicodedata.normalize("NFKD", question.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain)) or " ".join(question.split())
