from __future__ import annotations

import pytest

from bot.person import language_of_request
from tests.bot.articles import cases

REQUESTS = {
    "en": cases(
        """I'd like to speak with a real person please|give me a human|agent|human!!!|can i chat with someone
        |Stop. I want a person|are you a bot? get me a human|please transfer me to customer service
        |my card was declined 3 times, please connect me with an agent
        |i need to speak to someone about my account|operator|live agent|is there anyone i can talk to
        |talk to customer support|this isn't helping, let me speak to a representative
        |can you put me through to a human being?|i dont want to talk to a robot|customer service please
        |I wanna speak with support staff|Could I have a live chat with an agent?|speak to a representative
        |Hi there! Could you please transfer me to a live agent?|I WANT TO TALK TO A HUMAN BEING NOW!!!
        |real human pls|connect me to support|chat with a real person
        |this bot is useless, get me an actual person|i need a human
        |Would it be possible to speak with someone from your team?
        |Please let me talk to someone who can fix this
        |I've been waiting 3 days. I'd prefer to speak to a manager.
        |my withdrawal is stuck and i want to talk to someone|can someone from support call me
        |put me on with an operator|I demand to speak with your supervisor|no bots please
        |can i pls talk to an agent??|human agent please 🙏|how do I talk to a real person
        |I don't understand any of this. Is there a real person here?|need to chat with a representative
        |can i talk to your customer executive
        |My app crashed and nothing helps. I want to talk to a human. Thank you"""
    ),
    "zh": cases(
        """转人工|人工客服|我要找真人|能不能帮我转接客服|我想和真人说话|别用机器人了,给我人工
        |请帮我联系人工客服|我的提现没到账,我要找人工客服|我需要人工服务|请转人工|有没有真人客服？
        |可以让客服联系我吗|我不想跟机器人聊天|接人工|帮我找个人工|我想跟你们的客服人员沟通一下|人工！！！"""
    ),
    "es": cases(
        """quiero hablar con una persona|agente por favor|¿Puedo hablar con alguien?|pásame con un agente
        |necesito hablar con un humano|quisiera hablar con atención al cliente|no quiero hablar con un robot
        |mi retiro no llega, quiero hablar con un asesor|quiero hablar con alguien de soporte
        |necesito un agente humano|por favor, comuníqueme con un representante
        |¿me puede atender una persona real?|un humano por favor|me gustaría hablar con una persona real
        |chat en vivo|conéctame con soporte|¿Me pueden comunicar con un asesor?"""
    ),
    "de": cases(
        """ich möchte mit einem Menschen sprechen|Mitarbeiter bitte|kann ich mit jemandem sprechen?
        |verbinden Sie mich mit dem Kundendienst|echter Mensch|ich will mit keinem Bot reden
        |Bitte an einen Mitarbeiter weiterleiten|Meine Einzahlung fehlt, ich will mit einem Menschen reden
        |Ich will mit einem echten Mitarbeiter reden!|Können Sie mich bitte mit einem Berater verbinden?
        |Kann mir ein Mensch helfen?|ich brauche einen menschen|kundenservice bitte
        |Leiten Sie mich an den Support weiter|Hallo, ich würde gerne mit jemandem vom Support sprechen
        |live chat bitte|Keine Bots, bitte"""
    ),
    "ar": cases(
        """أريد التحدث مع شخص|موظف من فضلك|هل يمكنني التحدث مع شخص حقيقي؟|حولني إلى خدمة العملاء
        |اريد التكلم مع موظف|ممكن اكلم موظف|لا أريد التحدث مع روبوت|إيداعي مفقود وأريد التحدث إلى شخص
        |أريد التحدث إلى موظف خدمة العملاء|أريد إنسان|وصلني بموظف|محادثة مباشرة
        |أحتاج إلى التحدث مع شخص من الدعم|عايز اكلم خدمة العملاء|هل يوجد موظف هنا؟|شخص حقيقي لو سمحت
        |حولوني للدعم"""
    ),
}
QUESTIONS = {
    "en": cases(
        """how long does live chat take to answer|does customer service work on weekends
        |what does the tax agent need|I am an agent for a company, how do I open a business account
        |can someone else use my account|is there a phone number for support
        |someone withdrew from my account|what is a human-readable address
        |why did the representative ask for my password|someone called me and said they are from support
        |can I talk to other traders in the app|how do I chat with the seller in P2P
        |what is an API user agent|a support agent told me to wait 24 hours, how long is it really
        |do real people check my documents|can support see my password|will support ever ask for my code
        |support rejected my documents, why|human resources jobs|does person-to-person trading cost fees
        |how can I reach customer service|live chat is not loading|talk to a person about what?
        |How do I contact support?|is there a human review of KYC?|can I add another person to my account?
        |what are your support hours|are you a bot?|can I send crypto to another person
        |transfer to another person|transfer to someone else's account
        |Do I need an agent to open a business account?|what happens if I want to talk to a human
        |I don't want to talk to a human|a person I met online told me to deposit, is it a scam?
        |which person at the bank do I send the documents to|how many people can use one API key
        |is live chat available in German|who is the manager of the earn fund|I want to connect my wallet
        |let me withdraw to my friend|can someone help me with my deposit|can anyone see my balance
        |I need help|I need support with my 2FA|can I talk about fees|speak english
        |How long until support replies to my ticket|is support open on Sunday|does the bot trade for me
        |no bot orders are filled
        |I was told by an agent that my account is locked until I upload a selfie. I did so yesterday but nothing has
        changed. What can I do?
        |copy trading: can I message the lead trader|stop the grid bot|person verification failed|agent fee
        |human error on withdrawal"""
    ),
    "zh": cases(
        """客服的工作时间是几点|怎么联系客服|人工审核需要多久|客服会问我要密码吗|可以让别人用我的账户吗
        |真人认证失败怎么办|客服电话是多少|人工客服几点上班|机器人怎么停止|真人验证通不过|客服回复要多久
        |转账给别人可以吗|我想转给朋友|人工智能交易|怎么找回账户"""
    ),
    "es": cases(
        """¿Cómo contacto con soporte?|¿Cuál es el horario de atención al cliente?
        |¿Una persona revisa mis documentos?|¿Puede otra persona usar mi cuenta?
        |una persona me llamó diciendo ser de soporte|¿el soporte me pedirá mi contraseña?
        |¿Puedo enviar dinero a otra persona?|¿Cuánto tarda soporte en responder?
        |quiero transferir a otra persona|¿el chat en vivo funciona los domingos?
        |necesito ayuda con mi cuenta|no quiero hablar con un agente, solo saber la comisión
        |el agente me dijo que esperara|hablar de comisiones"""
    ),
    "de": cases(
        """Wie erreiche ich den Kundendienst?|Wann ist der Support erreichbar?
        |Prüft ein Mensch meine Dokumente?|Kann eine andere Person mein Konto nutzen?
        |Ein Mitarbeiter hat mich nach meinem Passwort gefragt|Was ist ein API-Agent?
        |Kann ich Geld an eine andere Person senden?|Gibt es einen Live-Chat?
        |Wie lange braucht der Support für eine Antwort?|ich brauche Hilfe bei der Einzahlung
        |kann mir jemand erklären, was Staking ist|Bot stoppen|mit Karte einzahlen
        |Was mache ich, wenn ich mit einem Mitarbeiter sprechen will und niemand antwortet"""
    ),
    "ar": cases(
        """كيف أتواصل مع الدعم؟|ما هي ساعات عمل خدمة العملاء؟|هل يراجع شخص مستنداتي؟
        |هل يمكن لشخص آخر استخدام حسابي؟|موظف الدعم طلب مني كلمة المرور|هل سيطلب مني الدعم كلمة المرور؟
        |هل يمكنني إرسال المال إلى شخص آخر؟|كم يستغرق رد الدعم؟|أريد تحويل عملات إلى شخص
        |أحتاج مساعدة في حسابي|كيف أوقف الروبوت|هل الدردشة المباشرة متاحة"""
    ),
}
STORY = (
    "I opened an account in March and an agent helped me with the documents. Since then I have traded now and then. "
    "Last week a friend told me that when he wants to talk to a human he just writes, but that is not why I am here. "
    "My question is what the maker fee is once I reach the second tier, because the table that support showed me back "
    "then has two columns and nobody said which one counts. I talked to someone at my bank about the SEPA limit too. "
)


@pytest.mark.parametrize(("language", "message"), [(name, one) for name, some in REQUESTS.items() for one in some])
def test_wish_for_a_person_is_recognised_in_its_language(language: str, message: str) -> None:
    assert language_of_request(message) == language


@pytest.mark.parametrize("message", [one for some in QUESTIONS.values() for one in some])
def test_question_about_support_or_people_is_no_wish_for_a_person(message: str) -> None:
    assert language_of_request(message) is None


def test_long_message_that_mentions_an_agent_is_no_wish_for_one() -> None:
    assert language_of_request(STORY) is None
    assert language_of_request(f"{STORY} I want to talk to a human.") == "en"


def test_long_message_is_read_in_no_time() -> None:
    assert language_of_request("i want to talk to a " * 2000) is None
    assert language_of_request("please can you " * 2000) is None
    assert language_of_request("a real " * 1000) is None
    assert language_of_request("我想" * 4000) is None


def test_emphasis_and_politeness_change_nothing() -> None:
    assert language_of_request("PLEEEASE let me talk to a HUMANNN!!! 😡😡") == "en"
    assert language_of_request("") is None
    assert language_of_request("???") is None
