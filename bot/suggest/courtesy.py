"""What customers say beside the matter: thanks, greetings and closings, and what they only say in anger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.small_talk import small_talk
from bot.suggest import phrases
from embeddings.analysis import terms

FEWEST_TERMS_OF_A_CLAUSE = 2
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
# Where a sentence that begins with a courtesy comes to the point.
_CLAUSES = re.compile(
    r"\s*[,;:–—]\s+|\s+-\s+|\s+(?:and|but|because|since|so|und|aber|weil|y|pero|porque)\s+", re.IGNORECASE
)


def matter_of(text: str) -> frozenset[str]:
    """The terms of a text that say what it is about."""
    return frozenset(terms(text)) - SAYS_NOTHING


def is_courtesy(text: str) -> bool:
    """Whether a sentence is thanks, a greeting, an acknowledgement or a closing, and says nothing of the matter."""
    if small_talk(text):
        return True
    if phrases.PROBLEM.search(text) or "?" in text or not phrases.COURTESY.fullmatch(text):
        return False
    return not phrases.WANTS.search(text) and not any(_comes_to_the_point(*clause) for clause in _after_first(text))


def without_opening(text: str) -> str:
    """The sentence without the courtesies before the clause that comes to the point: "Thanks, but how …"."""
    while (joint := _CLAUSES.search(text)) and phrases.OPENING.fullmatch(text[: joint.start()]):
        rest = text[joint.end() :]
        asks_or_tells = "?" in rest or phrases.PROBLEM.search(rest) or phrases.asks_or_wants(rest)
        if not (asks_or_tells or _comes_to_the_point(joint[0].strip(), rest)):
            break
        text = rest
    return text


def is_beside_the_matter(text: str) -> bool:
    """Whether a sentence is courtesy, a push for an answer, or a question that asks the help centre nothing."""
    return is_courtesy(text) or bool(phrases.NUDGE.fullmatch(text) or phrases.RHETORICAL.fullmatch(text))


def settles(sentences: Iterator[str]) -> bool:
    """Whether the customer says that nothing is open any more, and asks or tells nothing else."""
    is_settled = False
    for sentence in sentences:
        if is_settling(sentence):
            is_settled = True
        elif not is_beside_the_matter(sentence) and (
            "?" in sentence or phrases.PROBLEM.search(sentence) or phrases.asks_or_wants(sentence)
        ):
            return False
    return is_settled


def is_settling(sentence: str) -> bool:
    """Whether a sentence says that the matter is settled, and little else."""
    found = phrases.SETTLED.search(sentence)
    if found is None or "?" in sentence:
        return False
    rest = phrases.ACKNOWLEDGEMENT.sub("", f"{sentence[: found.start()]} {sentence[found.end() :]}")
    if phrases.PROBLEM.search(rest) or phrases.NOT_HELPED.search(sentence) or phrases.asks_or_wants(rest):
        return False
    return len(matter_of(rest)) < FEWEST_TERMS_OF_A_CLAUSE


def _after_first(text: str) -> Iterator[tuple[str, str]]:
    """Each clause but the first, with what joins it to the one before."""
    joints = list(_CLAUSES.finditer(text))
    ends = [joint.start() for joint in joints[1:]] + [len(text)] * bool(joints)
    for joint, end in zip(joints, ends, strict=True):
        yield joint[0].strip(), text[joint.end() : end]


def _comes_to_the_point(joint: str, clause: str) -> bool:
    """Whether a clause after a courtesy is none itself; after "but", any matter is one."""
    if phrases.COURTESY.fullmatch(clause) or not phrases.BEGINS_A_CLAUSE.match(clause):
        return False
    is_adverse = phrases.ADVERSE.fullmatch(joint) or phrases.ADVERSE.match(clause)
    return len(matter_of(clause)) >= (1 if is_adverse else FEWEST_TERMS_OF_A_CLAUSE)
