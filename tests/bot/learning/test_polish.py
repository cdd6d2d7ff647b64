from __future__ import annotations

import pytest

from bot.learning.polish import polished, without_links
from bot.suggest.voice import VOICES


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Hi Ana, you can raise it in Settings.", "You can raise it in Settings."),
        ("Hello there!\n\nOpen **Settings**.", "Open **Settings**."),
        ("Thanks for reaching out! Deposits take 10 minutes. Have a nice day!", "Deposits take 10 minutes."),
        ("Sure, deposits take 10 minutes. I hope this helps!", "Deposits take 10 minutes."),
        ("Let me check that for you.", ""),
        ("You're welcome!", ""),
        ("Hi Ana,\n\nFees are 0.1 %.\n\nBest regards,\nKim", "Fees are 0.1 %."),
        ("I'm sorry to hear that. Reset it there. Is there anything else I can help with?", "Reset it there."),
        ("Do this:\n\n1. Open it.\n2. Press **Reset**.\n\nCheers, Kim", "Do this:\n\n1. Open it.\n2. Press **Reset**."),
        ("See [Fees](https://help.test/help/articles/fees).", "See [Fees](https://help.test/help/articles/fees)."),
        ("Thanks to the new limits, you can send more than before without any further check of ours.", None),
        ("Hi-res charts are in the app.", None),
        ("Sorry, no.", None),
        ("```\nhello = 1\n```", None),
        ("", ""),
    ],
)  # fmt: skip
def test_substance_is_left_of_what_was_said_to_one_customer(said: str, kept: str | None) -> None:
    found = polished(said, ("Ana Lopez", "Kim"))

    assert found == (said if kept is None else kept)
    assert polished(found, ("Ana Lopez", "Kim")) == found


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Hallo Ana, danke für Ihre Nachricht! Gebühren sind 1 %.\n\nViele Grüße\nKim", "Gebühren sind 1 %."),
        ("Sehr geehrte Frau Lopez,\nes tut mir leid. Öffnen Sie **Profil**.", "Öffnen Sie **Profil**."),
        ("Melden Sie sich bei Ihrem Konto an. Melden Sie sich gerne wieder!", "Melden Sie sich bei Ihrem Konto an."),
        ("LG-Monitore gehen auch.", None),
        ("¡Hola Ana! Gracias por escribirnos. Abra **Perfil**.\n\nUn saludo,\nKim", "Abra **Perfil**."),
        ("Claro, abra el perfil. ¿Hay algo más en lo que pueda ayudar?", "Abra el perfil."),
        ("Gracias a los nuevos límites puede enviar más.", None),
        ("您好，感谢您的来信！请打开设置。关闭通知。祝您生活愉快！", "请打开设置。关闭通知。"),
        ("尊敬的李先生：非常抱歉。手续费是1%。", "手续费是1%。"),
        ("好的，请打开设置。", "请打开设置。"),
        ("مرحبًا، شكرًا لتواصلك معنا! افتح الإعدادات. هل هناك أي شيء آخر؟", "افتح الإعدادات."),
        ("Please wait 10 minutes. Please hold the button. Please wait a moment while I check.",
         "Please wait 10 minutes. Please hold the button."),
        ("Get in touch with your bank.", None),
        ("Hello open the app.", None),
    ],
)  # fmt: skip
def test_courtesies_of_five_languages_are_left_out_and_steps_that_begin_alike_stay(said: str, kept: str | None) -> None:
    found = polished(said, ("Ana Lopez", "Kim"))

    assert found == (said if kept is None else kept)
    assert polished(found, ("Ana Lopez", "Kim")) == found


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Sorry for the delay, a Tron withdrawal needs 38 confirmations.", "A Tron withdrawal needs 38 confirmations."),
        ("Sorry about that, please clear the cache and log in again.", "Please clear the cache and log in again."),
        ("Let me check: the SEPA fee is 1 EUR.", "The SEPA fee is 1 EUR."),
        ("No problem, choose TRC20.", "Choose TRC20."),
        ("I'm sorry, your account cannot be opened again.", "Your account cannot be opened again."),
        ("I understand, but the limit is fixed.", "The limit is fixed."),
        ("Thanks for waiting and please log in again.", "Please log in again."),
        ("Sorry about that and try another browser.", "Try another browser."),
        ("Thanks for waiting\nYour deposit needs a check.", "Your deposit needs a check."),
        ("Thanks for waiting, if no code arrives, use the app.", "If no code arrives, use the app."),
        ("Sure, thanks for waiting, the fee is fixed.", "The fee is fixed."),
        ("Es tut mir leid, dass Sie warten mussten, die Gebühr ist fest.", "Die Gebühr ist fest."),
        ("Kein Problem, wählen Sie TRC20.", "Wählen Sie TRC20."),
        ("Lamento las molestias, por favor borre la caché.", "Por favor borre la caché."),
        ("抱歉让您久等了，Tron提现需要38个确认。", "Tron提现需要38个确认。"),
        ("عذرًا على التأخير، يرجى مسح ذاكرة التطبيق.", "يرجى مسح ذاكرة التطبيق."),
    ],
)  # fmt: skip
def test_courtesy_ends_where_the_matter_of_its_sentence_begins(said: str, kept: str) -> None:
    assert polished(said) == kept
    assert polished(kept) == kept


@pytest.mark.parametrize(
    "said",
    [
        "We are happy to confirm that card purchases are refunded within 5 days.",
        "Have a photo ID or passport ready.",
        "Enjoy your rewards after 30 days.",
        "This is part of the verification process.",
        "We check every withdrawal by hand.",
        "A minute later you get a code.",
        "Feel free to use any wallet.",
        "No problems with card payments.",
    ],
)
def test_sentence_that_begins_as_a_courtesy_may_be_none(said: str) -> None:
    assert polished(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "Thanks for your patience and understanding.",
        "Sorry for the delay and the inconvenience this may have caused.",
        "I'm sorry to hear that your card was declined and the payment failed.",
        "I understand how frustrating this is, especially when you need the money.",
        "Let me know if the app crashes, freezes or shows an error.",
        "Sorry for the delay, I will get back to you soon!",
        "One moment please, while I check your account.",
        "Thanks for contacting us and choosing Example.",
        "Have a great weekend and take care!",
        "I hope that this answers your question, if not, let me know.",
        "You are welcome!",
        "Es tut mir leid, dass Ihre Karte abgelehnt wurde.",
        "Vielen Dank für Ihre Geduld und Ihr Verständnis.",
        "Si tiene alguna pregunta, no dude en escribirnos.",
        "非常抱歉，给您带来不便，敬请谅解。",
        "نعتذر عن الإزعاج، شكرًا لصبرك.",
    ],
)
def test_courtesies_that_go_on_have_no_matter(said: str) -> None:
    assert polished(said) == ""


@pytest.mark.parametrize("language", list(VOICES))
def test_that_no_article_knows_is_told_to_one_customer_alone(language: str) -> None:
    voice = VOICES[language]
    said = "\n\n".join(
        ["It is 1 %.", voice.admit(["fees?"]), voice.nothing_to_add(["it"]), voice.unknown, voice.exhausted]
    )

    assert polished(said) == "It is 1 %."


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Wait an hour.\n\nMore on this: [Why is it pending?](/help/articles/pending)", "Wait an hour."),
        ("Wait.\n\nMore on this:\n\n- [One](/help/articles/one)\n- [Two](/help/articles/two)", "Wait."),
        (
            "Open [Profile](/help/articles/profile) and choose Security there.",
            "Open Profile and choose Security there.",
        ),
        (
            "Use the form at https://help.example/form and say so.",
            "Use the form at https://help.example/form and say so.",
        ),
        ("Do this:\n\n1. Open it.", "Do this:\n\n1. Open it."),
    ],
)
def test_reference_leads_nowhere_else(said: str, kept: str) -> None:
    assert without_links(said) == kept
