"""What a bot or an agent has said: whether it answered anything, and whether a sentence would only repeat it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from bot.answer import Outcome
from bot.conversation import Message, Role
from bot.replies.wording import WORDINGS
from bot.small_talk import small_talk
from bot.suggest.lengths import MOST_CHARS_OF_A_SENTENCE, without_middle
from corpus.clean import plain_text
from corpus.sentences import sentences
from embeddings.analysis import terms

# A sentence repeats another one that holds as large a share of its terms, if it has as many.
REPEATED_TERMS = 0.85
FEWEST_TERMS = 4
SHORTEST_REPEATED_CHARS = 12
REMEMBERED_REPLIES = 40
_HOLDING = re.compile(
    r"\b(?:(?:one|just a|give me a|wait a) (?:moment|second|minute|sec|min)|hold on|bear with|stand by|please wait"
    r"|let me (?:just |quickly )?(?:check|look|see|find|verify|ask|take|pull|confirm|get|transfer|connect)"
    r"|(?:i|we)(?:['’]?(?:ll|m|re)| will| am| are)? (?:going to |now |just )?(?:check(?:ing)?|look(?:ing)? (?:into"
    r"|at)|get"
    r" back|forward(?:ed|ing)?|pass(?:ed|ing)?|ask(?:ing)?|escalat\w+|connect(?:ing)?|transfer(?:ring)?"
    r"|investigat\w+|hand)"
    r"|(?:somebody|someone|colleague|specialist|agent|person|team)\b.{0,40}\b(?:will|shortly|soon)"
    r"|pass you (?:on )?to)\b",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"(?:could ?n[o'’]t|can ?n[o'’]t|can['’]t|cannot|not able to|unable to|did ?n[o'’]t) (?:find|answer|help)"
    r"|no article"
    r"|rather not guess|do(?:es)? ?n[o'’]t (?:have|know)|not sure|don['’]t know|no information|have no answer"
    r"|put (?:the|your) question in other words|(?:articles|topics) may be related",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:please|kindly|(?:can|could) you)\b.{0,30}\b(?:send|provide|share|tell|give|confirm|attach|reply|specify"
    r"|let (?:me|us)"
    r" know)\b.{0,20}\b(?:me|us|your|the|a|whether|if|which|what)\b",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\W*(?:(?:hi|hello|hey|dear|good (?:morning|day|afternoon|evening))\b[^.?!]{0,40}"
    r"|(?:thanks|thank you|sorry|apologies|i(?:['’]m| am) sorry)\b.{0,90}|(?:i|we) (?:fully |totally )?(?:understand"
    r"|apologi[sz]e|see)\b.{0,90}"
    r"|(?:i(?:['’]m| am) |we(?:['’]re| are) )?(?:happy|glad|here) to help.{0,60}|(?:my name is|i(?:['’]m"
    r"| am)) \w+(?: from| here| and)?.{0,60}"
    r"|(?:i )?hope (?:this|that).{0,60}|(?:please )?let me know if.{0,90}|feel free.{0,90}|have a .{0,40}|(?:kind "
    r"|best )?regards.{0,40}"
    r"|you(?:['’]re| are) welcome.{0,40}|(?:sure|of course|certainly|no problem|ok(?:ay)?|great|alright|got it))\W*",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?:anything else|(?:how|what) (?:can|may|could) (?:i|we) (?:help|do)|any (?:other|further|more) questions"
    r"|(?:did|does|has) (?:this|that|it) (?:help|answer|work|solve)|was (?:this|that) helpful)\b",
    re.IGNORECASE,
)
_OWN_REFUSALS = frozenset(
    " ".join(one.split())
    for words in WORDINGS.values()
    for text in (words.abstained, words.abstained_with_related, words.clarify, words.handed_off, words.greeting)
    for one in (text, *(text[start:end] for start, end in sentences(text)))
)


def answering(messages: Iterable[Message], or_refusing: bool = False) -> list[str]:
    """The sentences of replies, as plain text, that answer something: no promises, questions or courtesy.

    Refusals are none either, unless asked for: who goes on to something else after one has taken it for an answer.
    """
    return [
        sentence
        for message in messages
        if message.role is not Role.USER and (or_refusing or _is_answer(message))
        for sentence in _sentences(message.text)
        if _answers(sentence, or_refusing)
    ]


def _is_answer(message: Message) -> bool:
    return message.answer is None or message.answer.outcome is Outcome.ANSWERED


def asks_back(messages: Iterable[Message]) -> bool:
    """Whether a reply asks the customer for something, beyond whether that is all."""
    asked = [one for message in messages for one in _sentences(message.text) if _asks(one)]
    return bool(asked) and not _OFFER.search(asked[-1])


def offers_more(messages: Iterable[Message]) -> bool:
    """Whether a reply ends with the question whether it helped, or what else there is."""
    asked = [one for message in messages for one in _sentences(message.text) if one.endswith(("?", "？"))]
    return bool(asked) and bool(_OFFER.search(asked[-1]))


class Said:
    """What the bot and agents have said in a conversation; of a very long one, the last replies."""

    def __init__(self, messages: Iterable[Message]) -> None:
        texts = [message.text for message in messages if message.role is not Role.USER][-REMEMBERED_REPLIES:]
        self._sentences = list(dict.fromkeys(one for text in dict.fromkeys(texts) for one in _sentences(text)))

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was said yet."""
        return not self._sentences

    def holds(self, text: str) -> bool:
        """Whether all of a Markdown text was said before."""
        known = {_normalised(sentence) for sentence in self._sentences}
        return all(_normalised(sentence) in known or self.repeats(sentence) for sentence in _sentences(text))

    def repeats(self, text: str, locale: str = "en") -> bool:
        """Whether the text, as plain words, was said before, if with a few other words."""
        if not self._sentences:
            return False
        plain = _normalised(text)
        if len(plain) >= SHORTEST_REPEATED_CHARS and plain in self._whole:
            return True
        own = frozenset(terms(text, locale))
        if len(own) < FEWEST_TERMS:
            return False
        held = Counter(number for term in own for number in self._by_term.get(term, ()))
        return any(count >= REPEATED_TERMS * len(own) for count in held.values())

    @cached_property
    def _whole(self) -> str:
        return " ".join(map(_normalised, self._sentences))

    @cached_property
    def _by_term(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the sentences that hold each term."""
        found: dict[str, list[int]] = {}
        for number, sentence in enumerate(self._sentences):
            for term in frozenset(terms(sentence)):
                found.setdefault(term, []).append(number)
        return found


def _sentences(text: str) -> list[str]:
    found = []
    for line in text.splitlines():
        plain = plain_text(line).strip()
        found += [without_middle(plain[start:end], MOST_CHARS_OF_A_SENTENCE) for start, end in sentences(plain)]
    return [one for one in found if one]


def _asks(sentence: str) -> bool:
    return sentence.endswith(("?", "？")) or bool(_WANTS.search(sentence))


def _answers(sentence: str, or_refuses: bool) -> bool:
    if _REFUSAL.search(sentence) or " ".join(sentence.split()) in _OWN_REFUSALS:
        return or_refuses
    if sentence.endswith(":") or _asks(sentence) or small_talk(sentence):
        return False
    return not _HOLDING.search(sentence) and not _COURTESY.fullmatch(sentence)


def _normalised(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())
