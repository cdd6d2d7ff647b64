"""What a long message asks: customers tell a story before their question, or ask first and add all details."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.sentences import sentences
from embeddings.encoder import Vectors

LONG_MESSAGE_WORDS = 100
GIST_WORDS = 60
SHORTEST_PART_WORDS = 2
MOST_PARTS = 40
# How much more a sentence tells that asks; how many are taken, and how much less the second may tell.
ASKING = 0.1
MOST_TELLING = 2
NEARLY_AS_TELLING = 0.1
# What the whole message counts in the vector beside the sentences that tell most.
WHOLE_MESSAGE = 0.5


def is_long(message: str) -> bool:
    """Whether the encoder would miss the end of a message, or the question in it drown."""
    return len(message.split()) > LONG_MESSAGE_WORDS


def parts(message: str) -> list[str]:
    """The sentences and lines of a message that say anything; of very many, the first and the last."""
    lines = message.splitlines()
    found = [line[start:end].strip() for line in lines for start, end in sentences(line)]
    saying = [part for part in found if len(part.split()) >= SHORTEST_PART_WORDS] or [message]
    if len(saying) <= MOST_PARTS:
        return saying
    return saying[: MOST_PARTS // 2] + saying[-MOST_PARTS // 2 :]


def telling(message_parts: Sequence[str], likeness: Vectors) -> str:
    """The sentence that tells most of what is asked, and another one nearly as telling, in their order.

    `likeness` is how like each sentence is to what is nearest to it in the help centre, (parts,): what the help centre
    knows nothing of is a story, a log or a thank you.
    """
    scores = likeness + np.array([ASKING if _asks(part) else 0.0 for part in message_parts])
    best = np.argsort(-scores, kind="stable")[:MOST_TELLING]
    chosen = best[scores[best] >= scores[best[0]] - NEARLY_AS_TELLING]
    return " ".join(message_parts[number] for number in sorted(chosen))


def gist(message: str) -> str:
    """The message; of a long one the sentences that ask, or where none does its end. Told by the words alone."""
    if not is_long(message):
        return message
    found = [message[start:end] for start, end in sentences(message)]
    asking = [part for part in found if _asks(part)]
    words: list[str] = []
    for part in reversed(asking or found):
        if words and len(words) + len(part.split()) > GIST_WORDS:
            break
        words = part.split() + words
    return " ".join(words[:LONG_MESSAGE_WORDS])


def _asks(part: str) -> bool:
    return part.rstrip().endswith(("?", "？"))
