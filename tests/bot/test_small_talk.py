from __future__ import annotations

import pytest

from bot.answer import Reason
from bot.small_talk import SmallTalk, as_small_talk, small_talk, without_greeting
from tests.bot.articles import cases

GREETINGS = cases(
    """hi|hello|Hello!|hello?|hey there|Hi there 👋|good morning|Good evening, team|hello hello|hiii|HEY!!!|yo
    |hola|greetings|howdy|hi bot|hi, good afternoon|good day sir|hi how are you|hello, how are you today?
    |hey, are you there?|hi can you help me|hello I have a question|hi i need help|hi"""
)
THANKS = cases(
    """thanks|thank you|Thanks!|thx|tysm|cheers|thank you so much|thanks a lot|ok thanks|great, thank you!
    |many thanks|perfect, thanks for your help|thank you very much for all your help|bye|goodbye|see you
    |good night|ok|okay|got it|👍|ok got it thanks bye|that helped, thanks|thanks, that worked|no thanks
    |that's all, thanks|cool thanks|i appreciate it|Thank you, have a nice day|never mind|Never mind, found it
    |ok thanks I'll try that|Perfect, that did the trick|works now, thanks|it's working again|all good now, cheers
    |ok, I will check it later|no more questions, thank you|makes sense, thanks"""
)
QUESTIONS = cases(
    """hi-res|thanks but it still fails|ok what now|hi, how do I reset 2FA?|hello my account is locked
    |great fees|good morning, my withdrawal is stuck|hey siri shortcuts|thank you page not loading
    |cheers bonus campaign|bye bye bonus|hi fees|what is yo|hello world api example|ok but how long
    |perfect money deposit|great but withdrawals still locked|I did not get it
    |got it but where is the menu|hi support my card was declined|ok google authenticator|ty token|no|yes
    |?|...|||thanks. one more question: fees?|hi hi hi reset|support|for your help
    |awesome, and on Android?|that worked yesterday|it works now only on wifi|how are you regulated
    |can you help me reset 2FA|it's not working now|works now but slowly|I found it in the history but it is pending
    |I'll try that coin|all good coins|never mind the fees, how long|sorted by date|is it solved"""
)


@pytest.mark.parametrize("message", GREETINGS)
def test_greeting_is_told_from_a_question(message: str) -> None:
    assert small_talk(message) is Reason.GREETING


@pytest.mark.parametrize("message", THANKS)
def test_thanks_and_goodbyes_are_told_from_a_question(message: str) -> None:
    assert small_talk(message) is Reason.THANKS


@pytest.mark.parametrize("message", QUESTIONS)
def test_what_asks_something_is_not_small_talk(message: str) -> None:
    assert small_talk(message) is None


def test_long_message_is_never_small_talk() -> None:
    assert small_talk("thanks " * 2000) is None


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Hi, how do I reset it?", "how do I reset it?"),
        ("hello how do i reset it", "how do i reset it"),
        ("Good morning!!! My card was declined", "My card was declined"),
        ("hey, hello, fees?", "fees?"),
        ("Hey team\nfees?", "fees?"),
        ("Hello - what is KYC", "what is KYC"),
        ("hi-res charts", "hi-res charts"),
        ("hiring process", "hiring process"),
        ("hello world example", "hello world example"),
        ("Hello!", "Hello!"),
        ("", ""),
    ],
)
def test_greeting_before_a_question_is_left_out_of_it(message: str, question: str) -> None:
    assert without_greeting(message) == question


FOREIGN = {
    "zh": (
        cases("你好|您好！|你好呀|嗨~|早上好|你好，在吗？|您好 请问"),
        cases("谢谢|谢谢你！|非常感谢|好的，谢谢|再见|多谢🙏|明白了"),
    ),
    "es": (
        cases("¡Hola!|holaaa|Buenos días|buenas tardes, equipo|hola, ¿qué tal?|hola, tengo una pregunta"),
        cases("gracias|¡Muchas gracias!|olvídalo|graciaaas 😊|vale, gracias|adiós|Gracias por su ayuda|muy amable"),
    ),
    "de": (
        cases("hallo|Halloooo!|Guten Tag|guten Morgen zusammen|Moin|Grüß Gott|Hallo, ich habe eine Frage"),
        cases("danke|Danke schön!|vielen Dank|ok danke|Super, danke für die schnelle Hilfe|Tschüss|alles klar, danke"),
    ),
    "ar": (
        cases("مرحبا|مرحباً!|السلام عليكم|السلام عليكم ورحمة الله وبركاته|صباح الخير|أهلا وسهلا|مرحبا، كيف حالك؟"),
        cases("شكرا|شكراً جزيلاً|شكرًا لك 🙏|تمام شكرا|مع السلامة|شكرا على المساعدة"),
    ),
}


@pytest.mark.parametrize(("language", "messages"), list(FOREIGN.items()))
def test_small_talk_is_recognised_in_its_language(language: str, messages: tuple[list[str], list[str]]) -> None:
    for reason, said in zip((Reason.GREETING, Reason.THANKS), messages, strict=True):
        assert [as_small_talk(message) for message in said] == [SmallTalk(reason, language)] * len(said)


@pytest.mark.parametrize("message", cases("ok|👍|🙏|OK!"))
def test_what_is_said_in_several_languages_speaks_none(message: str) -> None:
    assert as_small_talk(message) == SmallTalk(Reason.THANKS, None)


@pytest.mark.parametrize(
    "message",
    cases(
        """你好，怎么充值|谢谢，还有一个问题：手续费多少|hola, ¿cuánto cuesta un retiro?|gracias pero no funciona
        |Hallo, mein Konto ist gesperrt|danke, und auf Android?|super Gebühren|Guten Tag, wie hoch sind die Gebühren
        |مرحبا كيف أسحب المال|شكرا لكن لا يعمل|سلام عليكم حسابي مغلق|你|好看|adiós bonus|vale la pena|morgen"""
    ),
)
def test_what_asks_something_in_another_language_is_not_small_talk(message: str) -> None:
    assert as_small_talk(message) is None
