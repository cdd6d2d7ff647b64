"""What a customer wrote, piece by piece: questions, problems, wishes, what else they tell, and mere courtesy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.person import without_request
from bot.small_talk import without_greeting
from bot.suggest import phrases
from bot.suggest.courtesy import (
    FEWEST_TERMS_OF_A_CLAUSE,
    is_beside_the_matter,
    is_settling,
    matter_of,
    settles,
    without_opening,
)
from bot.suggest.lines import Line, lines
from corpus.clean import plain_text
from corpus.sentences import sentences

MOST_PIECES = 60
_FEWEST_WORDS_OF_A_QUESTION = 3


class Kind(StrEnum):
    """What a piece of a customer's message is."""

    QUESTION = "question"
    PROBLEM = "problem"
    REQUEST = "request"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one that asks by itself; `says_nothing` is a question without a matter ("Any ideas?").

    `is_further` opens something else than what was said before it ("Also, …").
    """

    text: str
    kind: Kind
    says_nothing: bool = False
    is_further: bool = False


def pieces(message: str) -> list[Piece]:
    """The pieces of a message without courtesy and nudges; of very many, the first and the last."""
    texts = list(_texts(message))
    asking = _asking_lists(texts)
    found = [
        _piece(text, item is not None and item.in_list in asking)
        for text, item in texts
        if not is_beside_the_matter(text) and not is_settling(text)
    ]
    half = MOST_PIECES // 2
    return found if len(found) <= MOST_PIECES else found[:half] + found[-half:]


def closes(message: str) -> bool:
    """Whether the customer says that nothing is open any more, and nothing else."""
    return settles(sentence for sentence, _ in _sentences(message)) and not phrases.NOT_HELPED.search(message)


def says_it_did_not_help(message: str) -> bool:
    """Whether the customer says that what they were told is no answer."""
    return bool(phrases.NOT_HELPED.search(message))


def denies(message: str) -> bool:
    """Whether the message is a plain no."""
    return bool(phrases.NO.fullmatch(message))


def says_little(text: str) -> bool:
    """Whether a question is asked of what was said before it: by itself it has hardly a matter."""
    return len(matter_of(text)) < FEWEST_TERMS_OF_A_CLAUSE


def in_their_words(text: str) -> str:
    """A question as it is named to the customer: without what joined it to the sentence before."""
    return " ".join(phrases.LEADING.sub("", text).strip(" ,;:-–—").split()) or text.strip()


def without_quotes(message: str) -> str:
    """The message without the earlier ones that e-mail programs quote; what is quoted where nothing else is said."""
    own = phrases.QUOTED_LINE.sub("", phrases.QUOTED_REST.sub("", message))
    if any(not is_beside_the_matter(sentence) for sentence, _ in _sentences_of(own)):
        return own
    quoted = phrases.QUOTE_MARK.sub("", phrases.QUOTE_HEADER.sub("", message))
    return quoted if quoted.strip() else message


def _texts(message: str) -> Iterator[tuple[str, Line | None]]:
    """The sentences, and parts of them that ask by themselves, with the item of a list that each begins."""
    for sentence, item in _sentences(message):
        for text in _split_questions(without_opening(without_request(sentence))):
            yield text, item
            item = None


def _sentences(message: str) -> Iterator[tuple[str, Line | None]]:
    """The sentences of what the customer wrote themselves, with the item of a list that each begins."""
    return _sentences_of(without_quotes(message))


def _sentences_of(text: str) -> Iterator[tuple[str, Line | None]]:
    is_signed = False
    for line in lines(text):
        postscript = phrases.POSTSCRIPT.match(line.text)
        is_signed = not postscript and (is_signed or bool(phrases.SIGN_OFF.match(line.text)))
        if is_signed:
            continue  # what follows is a name
        item = line if line.in_list else None
        own = line.text[postscript.end() :] if postscript else line.text
        plain = without_greeting(plain_text(own).strip())
        for start, end in sentences(plain):
            for sentence in phrases.STOP.split(plain[start:end]):
                yield sentence.strip(), item
                item = None


def _asking_lists(begun: Sequence[tuple[str, Line | None]]) -> set[int]:
    """The lists whose items are matters each: announced as such, or of what is asked or wrong, not of what was done."""
    kinds: dict[int, list[Kind]] = {}
    announced = set()
    for text, item in begun:
        if item and item.in_list:
            kinds.setdefault(item.in_list, []).append(_kind(text))
            announced |= {item.in_list} if item.is_announced else set()
    asking = {Kind.QUESTION, Kind.REQUEST}
    return announced | {
        number for number, own in kinds.items() if asking & set(own) or all(kind is Kind.PROBLEM for kind in own)
    }


def _split_questions(sentence: str) -> Iterator[str]:
    """The questions that a sentence joins; the sentence itself where a part of it could not be asked by itself."""
    begin = 0
    asks = "?" in sentence
    joints = [(match, False) for match in phrases.JOINT.finditer(sentence)]
    joints += [(match, True) for match in phrases.RUN_ON.finditer(sentence)]
    for joint, is_run_on in sorted(joints, key=lambda pair: pair[0].end()):
        left, right = sentence[begin : joint.start()], sentence[joint.end() :]
        if min(len(left.split()), len(right.split())) < _FEWEST_WORDS_OF_A_QUESTION:
            continue
        if phrases.RELATIVE.match(right) or (not asks and phrases.RELATIVE_OR_ASKING.match(right)):
            continue
        if phrases.SUBORDINATE.match(left) and not phrases.ASKING.search(left):
            continue
        has_matter = bool(matter_of(left))
        stands_alone = phrases.ASKING.search(left) or phrases.PROBLEM.search(left) or phrases.REQUEST.search(left)
        if (has_matter and stands_alone) if is_run_on else (stands_alone or "," in joint[0]):
            yield left
            begin = joint.end()
    if sentence[begin:].strip():
        yield sentence[begin:]


def _piece(text: str, is_item: bool) -> Piece:
    kind = _kind(text)
    return Piece(
        text=text,
        kind=kind,
        says_nothing=kind is not Kind.PROBLEM and not matter_of(text),
        is_further=is_item
        or bool(phrases.FURTHER.match(text) or (kind is Kind.QUESTION and phrases.ALSO.search(text))),
    )


def _kind(text: str) -> Kind:
    if text.rstrip(" )\"'”*_").endswith(("?", "？", "؟")) or "?" in text:
        return Kind.QUESTION
    if phrases.CONDITIONAL.match(text) or (phrases.QUESTION.match(text) and not phrases.EXCLAMATION.match(text)):
        return Kind.QUESTION
    if phrases.REQUEST.search(text):
        return Kind.REQUEST
    return Kind.PROBLEM if phrases.PROBLEM.search(text) else Kind.STATEMENT
