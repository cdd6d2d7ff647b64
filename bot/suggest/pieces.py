"""What a customer wrote, piece by piece: questions, problems, wishes, what else they tell, and mere courtesy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.small_talk import small_talk, without_greeting
from bot.suggest import phrases
from bot.suggest.lines import Line, lines
from corpus.clean import plain_text
from corpus.sentences import sentences
from embeddings.analysis import terms

MOST_PIECES = 60
FEWEST_TERMS_OF_A_MATTER = 2
_FEWEST_WORDS_OF_A_QUESTION = 3
# Terms (stemmed) of which a question may consist without asking about anything.
SAYS_NOTHING = frozenset(
    terms(
        "any anyone someone somebody idea ideas how what why when where which who whats hows can could do does"
        " did should would will must please help helping me tell explain advise know normal wrong happen happening"
        " happened going mean fix resolve solve possible sense so now then here there about question have has got"
        " get need want just really am been is are was it this that come reason look check assist suggestion"
        " suggest advice thoughts next"
    )
)


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
        if not is_courtesy(text) and not phrases.NUDGE.fullmatch(text)
    ]
    half = MOST_PIECES // 2
    return found if len(found) <= MOST_PIECES else found[:half] + found[-half:]


def is_courtesy(text: str) -> bool:
    """Whether a sentence is thanks, a greeting, an acknowledgement or a closing, and says nothing of the matter."""
    if small_talk(text):
        return True
    return not phrases.PROBLEM.search(text) and "?" not in text and bool(phrases.COURTESY.fullmatch(text))


def closes(message: str) -> bool:
    """Whether the customer says that nothing is open any more."""
    return bool(phrases.CLOSED.search(message)) and "?" not in message and not phrases.NOT_HELPED.search(message)


def says_it_did_not_help(message: str) -> bool:
    """Whether the customer says that what they were told is no answer."""
    return bool(phrases.NOT_HELPED.search(message))


def denies(message: str) -> bool:
    """Whether the message is a plain no."""
    return bool(phrases.NO.fullmatch(message))


def matter_of(text: str) -> frozenset[str]:
    """The terms of a text that say what it is about."""
    return frozenset(terms(text)) - SAYS_NOTHING


def says_little(text: str) -> bool:
    """Whether a question is asked of what was said before it: by itself it has hardly a matter."""
    return len(matter_of(text)) < FEWEST_TERMS_OF_A_MATTER


def in_their_words(text: str) -> str:
    """A question as it is named to the customer: without what joined it to the sentence before."""
    return " ".join(phrases.LEADING.sub("", text).strip(" ,;:-–—").split()) or text.strip()


def without_quotes(message: str) -> str:
    """The message without the earlier ones that e-mail programs quote below or above it, if anything else is left."""
    own = phrases.QUOTED_LINE.sub("", phrases.QUOTED_REST.sub("", message))
    return own if own.strip() else message


def _texts(message: str) -> Iterator[tuple[str, Line | None]]:
    """The sentences, and parts of them that ask by themselves, with the item of a list that each begins."""
    for line in lines(without_quotes(message)):
        if phrases.SIGN_OFF.match(line.text):
            return  # what follows is a name
        item = line if line.in_list else None
        plain = without_greeting(plain_text(line.text).strip())
        for start, end in sentences(plain):
            for sentence in phrases.STOP.split(plain[start:end]):
                for text in _split_questions(sentence.strip()):
                    yield text, item
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
    joints = [(match, False) for match in phrases.JOINT.finditer(sentence)]
    joints += [(match, True) for match in phrases.RUN_ON.finditer(sentence)]
    for joint, is_run_on in sorted(joints, key=lambda pair: pair[0].end()):
        left, right = sentence[begin : joint.start()], sentence[joint.end() :]
        if min(len(left.split()), len(right.split())) < _FEWEST_WORDS_OF_A_QUESTION:
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
        says_nothing=kind in {Kind.QUESTION, Kind.REQUEST} and not matter_of(text),
        is_further=is_item
        or bool(phrases.FURTHER.match(text) or (kind is Kind.QUESTION and phrases.ALSO.search(text))),
    )


def _kind(text: str) -> Kind:
    if text.rstrip(" )\"'”*_").endswith(("?", "？", "؟")) or "?" in text:
        return Kind.QUESTION
    if phrases.QUESTION.match(text) and not phrases.EXCLAMATION.match(text):
        return Kind.QUESTION
    if phrases.REQUEST.search(text):
        return Kind.REQUEST
    return Kind.PROBLEM if phrases.PROBLEM.search(text) else Kind.STATEMENT
