"""What a draft says beside its quotes: an agent's words, few and plain, a table entry a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.suggest.reported import reported
from corpus.clean import shorten

NAMED_CHARS = 160


@dataclass(frozen=True, slots=True)
class Voice:
    """The words in one language; `{question}` is in the customer's own, `{questions}` several of them joined.

    `about` introduces the answer to one of several questions, `missing` says that no article has it, `nothing_new` that
    all has been said; `unknown` is the whole of a reply that has nothing to offer and asks back.
    """

    about: str
    quoted: str
    joined: str
    more: str
    missing: str
    nothing_new: str
    unknown: str
    exhausted: str
    reports: bool = False

    def introduce(self, questions: Sequence[str]) -> str:
        """The line before the answer to these questions."""
        return self.about.format(questions=self._named(questions))

    def admit(self, questions: Sequence[str]) -> str:
        """The sentence that says that these questions stay without an answer."""
        return self.missing.format(questions=self._named(questions))

    def nothing_to_add(self, questions: Sequence[str]) -> str:
        """The sentence that says that all there is on these questions has been said."""
        return self.nothing_new.format(questions=self._named(questions))

    def read_on(self, links: Sequence[str]) -> str:
        """The end of a draft: where its articles are found, as links in Markdown."""
        if len(links) == 1:
            return f"{self.more} {links[0]}"
        return "\n".join([self.more, *(f"- {link}" for link in links)])

    def _named(self, questions: Sequence[str]) -> str:
        return self.joined.join(self._name(question) for question in questions)

    def _name(self, question: str) -> str:
        told = reported(question) if self.reports else None
        return told or self.quoted.format(shorten(question.rstrip(" ."), NAMED_CHARS))


VOICES: Mapping[str, Voice] = {
    "en": Voice(
        about="On {questions}:",
        quoted="“{}”",
        joined=" and ",
        more="More on this:",
        missing="On {questions}: I couldn't find this in our help articles, so I'd rather not guess.",
        nothing_new="On {questions}: our help articles say nothing beyond what you have been told above.",
        unknown=(
            "I couldn't find this in our help articles, so I'd rather not guess. Could you tell me a little more: what "
            "exactly are you trying to do, and what do you see on the screen?"
        ),
        exhausted=(
            "Our help articles say nothing beyond what you have been told above. Could you tell me what exactly "
            "you see on the screen, and which of the steps you have tried?"
        ),
        reports=True,
    ),
    "de": Voice(
        about="Zu {questions}:",
        quoted="„{}“",
        joined=" und ",
        more="Mehr dazu:",
        missing="Zu {questions}: Dazu habe ich in unseren Hilfeartikeln nichts gefunden und möchte nicht raten.",
        nothing_new="Zu {questions}: Mehr als oben schon gesagt steht dazu nicht in unseren Hilfeartikeln.",
        unknown=(
            "Dazu habe ich in unseren Hilfeartikeln nichts gefunden und möchte nicht raten. Können Sie "
            "etwas genauer sagen, was Sie tun möchten und was Sie auf dem Bildschirm sehen?"
        ),
        exhausted=(
            "Mehr als oben schon gesagt steht dazu nicht in unseren Hilfeartikeln. Was genau sehen Sie auf dem "
            "Bildschirm, und welche der Schritte haben Sie versucht?"
        ),
    ),
    "es": Voice(
        about="Sobre {questions}:",
        quoted="«{}»",
        joined=" y ",
        more="Más información:",
        missing="Sobre {questions}: no he encontrado nada en nuestros artículos de ayuda y prefiero no adivinar.",
        nothing_new="Sobre {questions}: nuestros artículos de ayuda no dicen más de lo que ya se ha dicho arriba.",
        unknown=(
            "No he encontrado nada en nuestros artículos de ayuda y prefiero no adivinar. ¿Puede "
            "contarme un poco más: qué quiere hacer exactamente y qué ve en la pantalla?"
        ),
        exhausted=(
            "Nuestros artículos de ayuda no dicen más de lo que ya se ha dicho arriba. ¿Qué ve exactamente en la "
            "pantalla y cuáles de los pasos ha probado?"
        ),
    ),
    "zh": Voice(
        about="关于{questions}：",
        quoted="“{}”",
        joined="和",
        more="更多信息：",
        missing="关于{questions}：我在帮助文章中没有找到相关内容，不想随意猜测。",
        nothing_new="关于{questions}：除上面已经说明的内容外，我们的帮助文章没有更多信息。",
        unknown="我在帮助文章中没有找到相关内容，不想随意猜测。您能再具体说明一下想做什么、屏幕上显示了什么吗？",
        exhausted="除上面已经说明的内容外，我们的帮助文章没有更多信息。请问您在屏幕上看到了什么，已经试过哪些步骤？",
    ),
    "ar": Voice(
        about="بخصوص {questions}:",
        quoted="«{}»",
        joined=" و",
        more="للمزيد:",
        missing="بخصوص {questions}: لم أجد هذا في مقالات المساعدة لدينا، ولا أريد أن أخمّن.",
        nothing_new="بخصوص {questions}: لا تذكر مقالات المساعدة لدينا أكثر مما قيل أعلاه.",
        unknown=(
            "لم أجد هذا في مقالات المساعدة لدينا، ولا أريد أن أخمّن. "
            "هل يمكنك أن توضّح ما الذي تريد فعله وماذا ترى على الشاشة؟"
        ),
        exhausted="لا تذكر مقالات المساعدة لدينا أكثر مما قيل أعلاه. ماذا ترى على الشاشة بالضبط، وأي الخطوات جرّبت؟",
    ),
}


def voice_of(locale: str | None) -> Voice:
    """The words in the locale's language ('de-AT' is German); in English for none and for an unknown one."""
    return VOICES.get(_language(locale or "en"), VOICES["en"])


def has_voice(locale: str) -> bool:
    """Whether there are words in the locale's own language; for others `voice_of` has English ones."""
    return _language(locale) in VOICES


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].casefold()
