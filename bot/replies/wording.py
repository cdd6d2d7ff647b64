"""The table of the assistant's replies, one entry a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The replies of one language, in Markdown; `between` stands between two sentences.

    Filled in are `{first}`, `{last}` and `{article_id}` of the steps left out, and the `{url}` of the contact page.
    """

    greeting: str
    thanks: str
    clarify: str
    abstained: str
    abstained_with_related: str
    steps_left_out: str
    step_left_out: str
    contact: str
    handed_off: str
    blocked: str
    routed: str
    between: str = " "


WORDINGS: Mapping[str, Wording] = {
    "en": Wording(
        greeting="Hello! What can I help you with?",
        thanks="You're welcome. Is there anything else I can help you with?",
        clarify="I found more than one article this could be about. Which one do you mean?",
        abstained=(
            "I couldn't find an article that answers this, so I'd rather not guess. "
            "You can put the question in other words."
        ),
        abstained_with_related=(
            "I couldn't find an article that answers this, so I'd rather not guess. "
            "These articles may be related, or you can put the question in other words."
        ),
        steps_left_out="Steps {first} to {last} are in [the article](article:{article_id}).",
        step_left_out="Step {first} is in [the article](article:{article_id}).",
        contact="You can also [talk to a person]({url}).",
        handed_off="I'll pass you to a person.",
        blocked="I can't help with that here.",
        routed="A person has to look at this.",
    ),
    "zh": Wording(
        greeting="您好！请问有什么可以帮您？",
        thanks="不客气。还有其他问题可以帮您吗？",
        clarify="有不止一篇文章可能与您的问题有关。您想了解的是哪一篇？",
        abstained="没有找到能回答这个问题的文章，我不想随意猜测。您可以换一种说法再问一次。",
        abstained_with_related=(
            "没有找到能回答这个问题的文章，我不想随意猜测。以下文章可能与此相关，您也可以换一种说法再问一次。"
        ),
        steps_left_out="第 {first} 至 {last} 步请见[这篇文章](article:{article_id})。",
        step_left_out="第 {first} 步请见[这篇文章](article:{article_id})。",
        contact="您也可以[联系人工客服]({url})。",
        handed_off="好的，我为您转接人工客服。",
        blocked="这个问题我无法在这里回答。",
        routed="这个问题需要由人工客服处理。",
        between="",
    ),
    "es": Wording(
        greeting="¡Hola! ¿En qué puedo ayudarle?",
        thanks="De nada. ¿Puedo ayudarle con algo más?",
        clarify="Hay más de un artículo que podría responder a su pregunta. ¿A cuál se refiere?",
        abstained=(
            "No he encontrado ningún artículo que responda a esto y prefiero no adivinar. "
            "Puede formular la pregunta con otras palabras."
        ),
        abstained_with_related=(
            "No he encontrado ningún artículo que responda a esto y prefiero no adivinar. "
            "Estos artículos podrían estar relacionados; también puede formular la pregunta con otras palabras."
        ),
        steps_left_out="Los pasos {first} a {last} están en [el artículo](article:{article_id}).",
        step_left_out="El paso {first} está en [el artículo](article:{article_id}).",
        contact="También puede [hablar con una persona]({url}).",
        handed_off="Le paso con una persona.",
        blocked="No puedo ayudarle con eso aquí.",
        routed="Esto tiene que verlo una persona.",
    ),
    "de": Wording(
        greeting="Hallo! Wobei kann ich Ihnen helfen?",
        thanks="Gern geschehen. Kann ich sonst noch etwas für Sie tun?",
        clarify="Dazu könnte mehr als ein Artikel passen. Welchen meinen Sie?",
        abstained=(
            "Ich habe keinen Artikel gefunden, der das beantwortet, und möchte nicht raten. "
            "Sie können die Frage anders formulieren."
        ),
        abstained_with_related=(
            "Ich habe keinen Artikel gefunden, der das beantwortet, und möchte nicht raten. "
            "Diese Artikel könnten dazu passen, oder Sie formulieren die Frage anders."
        ),
        steps_left_out="Die Schritte {first} bis {last} stehen im [Artikel](article:{article_id}).",
        step_left_out="Schritt {first} steht im [Artikel](article:{article_id}).",
        contact="Sie können auch [mit einem Menschen sprechen]({url}).",
        handed_off="Ich leite Sie an einen Menschen weiter.",
        blocked="Dazu kann ich hier nichts sagen.",
        routed="Darum muss sich ein Mensch kümmern.",
    ),
    "ar": Wording(
        greeting="مرحبًا! كيف يمكنني مساعدتك؟",
        thanks="على الرحب والسعة. هل هناك شيء آخر يمكنني مساعدتك فيه؟",
        clarify="وجدت أكثر من مقالة قد تتعلق بسؤالك. أي منها تقصد؟",
        abstained="لم أجد مقالة تجيب عن هذا السؤال، ولا أريد أن أخمّن. يمكنك إعادة صياغة السؤال بكلمات أخرى.",
        abstained_with_related=(
            "لم أجد مقالة تجيب عن هذا السؤال، ولا أريد أن أخمّن. "
            "قد تكون هذه المقالات ذات صلة، ويمكنك أيضًا إعادة صياغة السؤال بكلمات أخرى."
        ),
        steps_left_out="الخطوات من {first} إلى {last} موجودة في [المقالة](article:{article_id}).",
        step_left_out="الخطوة {first} موجودة في [المقالة](article:{article_id}).",
        contact="يمكنك أيضًا [التحدث مع أحد موظفي الدعم]({url}).",
        handed_off="سأحوّلك إلى أحد موظفي الدعم.",
        blocked="لا يمكنني المساعدة في هذا الأمر هنا.",
        routed="هذا الأمر يحتاج إلى أحد موظفي الدعم.",
    ),
}
