"""Options → drafts: all open questions answered in one message, each draft other than the ones before in substance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from bot.answer import Citation
from bot.links import article_url
from bot.quoting.extract import Extract
from bot.quoting.ground import Grounded, ground_all
from bot.replies import steps_left_out
from bot.suggest.options import Option, Options, Pin
from bot.suggest.suggestion import Link, PartAnswer, Suggestion
from bot.suggest.voice import Voice, voice_of
from corpus.article import Article
from corpus.segment import Unit

# How often a short answer is preferred to a full one that is right.
SHORT_PREFERRED = 0.12
# From which confidence on a doubtful answer is offered beside answers to other questions.
TENTATIVE_AT = 0.2
# An answer of which so much stands in the one before is no other answer.
SAME_SHARE = 0.6
# Who told a longer story, in anger perhaps, does not get it back as a heading.
MOST_TOLD_BACK_CHARS = 90


@dataclass(frozen=True, slots=True)
class _Choice:
    """For each question the option that is taken, None where there is none; `value` orders the choices."""

    taken: tuple[Option | None, ...]
    value: float


@dataclass(frozen=True, slots=True)
class _Part:
    """Questions that one text answers, and what it quotes, or the team's own answer."""

    places: tuple[int, ...]
    quotes: tuple[tuple[Article, Extract], ...]
    pin: Pin | None = None

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles that it stands on."""
        if self.pin:
            return (self.pin.article,) if self.pin.article else ()
        return tuple(article for article, _ in self.quotes)


def drafts(found: Sequence[Options], k: int, locale: str | None = None) -> list[Suggestion]:
    """Up to k drafts, the likeliest first; one that asks back where nothing can be answered, none without questions.

    The agent's words are in the locale's language, else in that of the article quoted first.
    """
    if not found:
        return []
    made: list[Suggestion] = []
    for choice in _choices(found):
        draft = _draft(found, choice.taken, locale)
        if draft.text not in {other.text for other in made}:
            made.append(draft)
        if len(made) == k:
            break
    return made


def _choices(found: Sequence[Options]) -> list[_Choice]:
    """The best option of every question first, then what differs from that in one question or is short throughout."""
    best = tuple(None if options.is_missing else options.found[0] for options in found)
    others: list[_Choice] = []
    for place, options in enumerate(found):
        for option in options.found:
            is_worth_it = not options.is_doubtful or option.confidence >= TENTATIVE_AT or len(found) == 1
            if option is not best[place] and is_worth_it:
                others.append(_Choice((*best[:place], option, *best[place + 1 :]), option.confidence))
    shorter = tuple(options.short if own and options.short else own for options, own in zip(found, best, strict=True))
    if shorter != best:
        sure = max(own.confidence for own in shorter if own)
        others.append(_Choice(shorter, SHORT_PREFERRED * sure))
    return [_Choice(best, 1.0), *sorted(others, key=lambda one: -one.value)]


def _draft(found: Sequence[Options], taken: Sequence[Option | None], locale: str | None) -> Suggestion:
    parts = _parts(taken)
    voice = voice_of(locale or next((article.locale for part in parts for article in part.articles), None))
    names = [options.question.ask.name for options in found]
    unanswered = [place for place, option in enumerate(taken) if option is None]
    grounded = [_grounded(part) for part in parts]
    citations, numbers = _numbered(grounded)
    answers: list[PartAnswer] = []
    texts: list[str] = []
    for part, own, cited in zip(parts, grounded, numbers, strict=True):
        text = own.answer + _left_out(part, locale)
        texts.append(f"{voice.introduce(_told_back(part, names))}\n\n{text}" if len(found) > 1 else text)
        for place in part.places:
            option = taken[place]
            rule = part.pin.answer.rule if part.pin else None
            answers.append(PartAnswer(names[place], text, option.confidence if option else 0.0, cited, rule))
    links = _links(parts)
    texts += _admitted(voice, found, unanswered, names, bool(parts))
    to_read = [link.markdown for link in links if not any(_is_linked(part, link) for part in parts)]
    texts += [voice.read_on(to_read)] if to_read else []
    return Suggestion(
        text="\n\n".join(texts),
        confidence=min((option.confidence for option in taken if option), default=0.0),
        answers=tuple(answers),
        citations=citations,
        links=links,
        missing=tuple(names[place] for place in unanswered),
    )


def _told_back(part: _Part, names: Sequence[str]) -> Sequence[str]:
    """What an answer says it is on: the questions, or its article's title where a customer told a long story."""
    asked = [names[place] for place in part.places]
    is_long = any(len(name) > MOST_TOLD_BACK_CHARS for name in asked)
    return [part.articles[0].title] if is_long and part.articles else asked


def _admitted(
    voice: Voice, found: Sequence[Options], unanswered: Sequence[int], names: Sequence[str], has_answers: bool
) -> list[str]:
    """What a draft says of the questions that it leaves without an answer."""
    exhausted = [place for place in unanswered if found[place].is_exhausted]
    missing = [place for place in unanswered if not found[place].is_exhausted]
    if not has_answers:
        return [voice.exhausted if exhausted and not missing else voice.unknown] if unanswered else []
    said = [voice.nothing_to_add([names[place] for place in exhausted])] if exhausted else []
    return said + ([voice.admit([names[place] for place in missing])] if missing else [])


def _parts(taken: Sequence[Option | None]) -> list[_Part]:
    """What answers the questions, in their order; those that the same words answer together."""
    parts: list[_Part] = []
    for place, option in enumerate(taken):
        if option is None:
            continue
        if option.pin:
            _add_pin(parts, option.pin, place)
            continue
        known = [unit for part in parts for article, one in part.quotes for unit in _keyed(article, one.units)]
        left = tuple(_less(article, one, known) for article, one in option.quotes)
        new = sum(_length(one) for _, one in left)
        whole = sum(_length(one) for _, one in option.quotes)
        same = next((n for n, part in enumerate(parts) if not part.pin and _first(part) in option.article_ids), None)
        if same is not None and new <= (1 - SAME_SHARE) * whole:
            parts[same] = replace(parts[same], places=(*parts[same].places, place))
        else:
            quotes = tuple((article, one) for article, one in left if one.units)
            parts.append(_Part((place,), quotes or tuple(option.quotes)))
    return parts


def _add_pin(parts: list[_Part], pin: Pin, place: int) -> None:
    for number, part in enumerate(parts):
        if part.pin and part.pin.answer.rule == pin.answer.rule:
            parts[number] = replace(part, places=(*part.places, place))
            return
    parts.append(_Part((place,), (), pin))


def _grounded(part: _Part) -> Grounded:
    if part.pin:
        answer = part.pin.answer
        return Grounded(answer.answer, answer.sentences, answer.citations)
    return ground_all((article, one.units) for article, one in part.quotes)


def _left_out(part: _Part, locale: str | None) -> str:
    """The words that say which steps of an article were left out."""
    if not part.quotes:
        return ""
    article, extract = part.quotes[0]
    return steps_left_out(extract.omitted, article.id, locale or article.locale)


def _first(part: _Part) -> str:
    return part.quotes[0][0].id


def _keyed(article: Article, units: Sequence[Unit]) -> list[tuple[str, int]]:
    return [(article.id, unit.start) for unit in units]


def _less(article: Article, one: Extract, known: Sequence[tuple[str, int]]) -> tuple[Article, Extract]:
    """What is quoted of an article without what the draft quotes already; steps are quoted whole or not at all."""
    units = [unit for unit in one.units if (article.id, unit.start) not in known]
    if any(unit.ordered for unit in units):
        units = [unit for unit in one.units if unit.ordered or unit in units]
    return article, Extract(tuple(units), one.omitted if any(unit.ordered for unit in units) else range(0))


def _length(one: Extract) -> int:
    return sum(unit.end - unit.start for unit in one.units)


def _numbered(grounded: Sequence[Grounded]) -> tuple[tuple[Citation, ...], list[tuple[int, ...]]]:
    """All citations, numbered throughout, and the numbers of each part's."""
    citations: list[Citation] = []
    numbers: list[tuple[int, ...]] = []
    for one in grounded:
        own = [replace(citation, n=citation.n + len(citations)) for citation in one.citations]
        numbers.append(tuple(citation.n for citation in own))
        citations += own
    return tuple(citations), numbers


def _links(parts: Sequence[_Part]) -> tuple[Link, ...]:
    articles: Mapping[str, Article] = {article.id: article for part in parts for article in part.articles}
    by_address = {(article.title, article_url(article)): article for article in articles.values()}
    return tuple(link_to(article) for article in by_address.values())


def _is_linked(part: _Part, link: Link) -> bool:
    """Whether the team's own answer has the link in its text."""
    own = part.pin.answer.answer if part.pin else ""
    return f"](article:{quote(link.article_id, safe='')}" in own or f"]({link.url})" in own


def link_to(article: Article) -> Link:
    """The article as a link that can be inserted into a message."""
    url = article_url(article)
    title = " ".join(article.title.split())
    shown = title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return Link(article.id, title, url, f"[{shown}]({url})")
