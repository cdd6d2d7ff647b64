"""The table of what the bot says when a person is asked for, one entry a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class HandoffReplies:
    """The replies of one language; `weekdays` begin with Monday, `when` takes a weekday's name and the time."""

    asked: str
    away: str
    link: str
    nobody: str
    weekdays: tuple[str, ...]
    when: Callable[[str, datetime], str]

    def moment(self, at: datetime) -> str:
        """The moment in words, with its date, its time and the zone they are meant in."""
        return f"{self.when(self.weekdays[at.weekday()], at)} ({at.tzinfo})"


HANDOFF_REPLIES: Mapping[str, HandoffReplies] = {
    "en": HandoffReplies(
        asked="I've asked a person to join. They will answer right here; you can already add details.",
        away=(
            "Nobody is here at the moment. The team is back on {when}. Your request has been passed on, and the answer "
            "will appear right here."
        ),
        link="I can't bring a person into this chat, but you can [talk to a person here]({url}).",
        nobody=(
            "I'm sorry, there is no person who can be reached from this chat. I can look for an answer in the help "
            "centre's articles."
        ),
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        when=lambda day, at: f"{day}, {at.day} {_MONTHS[at.month - 1]}, at {at:%H:%M}",
    ),
    "zh": HandoffReplies(
        asked="我已请人工客服加入对话。客服会在这里直接回复您，您可以先补充更多情况。",
        away="现在没有人工客服在线。客服将于{when}恢复服务。您的请求已转达，回复会显示在这里。",
        link="我无法把人工客服接入此对话，但您可以[在这里联系人工客服]({url})。",
        nobody="抱歉，在此对话中无法联系到人工客服。我可以在帮助中心的文章里为您查找答案。",
        weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        when=lambda day, at: f"{at.month}月{at.day}日{day}{at:%H:%M}",
    ),
    "es": HandoffReplies(
        asked="He pedido que una persona se una al chat. Le responderá aquí mismo; ya puede añadir más detalles.",
        away=(
            "En este momento no hay nadie disponible. El equipo vuelve el {when}. Su solicitud queda registrada y la "
            "respuesta aparecerá aquí mismo."
        ),
        link="No puedo traer a una persona a este chat, pero puede [hablar con una persona aquí]({url}).",
        nobody=(
            "Lo siento, desde este chat no se puede contactar con ninguna persona. Puedo buscar una respuesta en los "
            "artículos del centro de ayuda."
        ),
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        when=lambda day, at: f"{day} {at.day}/{at.month} a las {at:%H:%M}",
    ),
    "de": HandoffReplies(
        asked="Ich habe jemanden aus dem Team dazugeholt. Die Antwort kommt hier; Sie können schon Näheres schreiben.",
        away=(
            "Im Moment ist niemand da. Das Team ist ab {when} wieder da. Ihre Anfrage ist weitergegeben, die Antwort "
            "erscheint hier."
        ),
        link="Ich kann niemanden in diesen Chat holen, aber Sie können [hier mit einem Menschen sprechen]({url}).",
        nobody=(
            "Es tut mir leid, aus diesem Chat ist niemand zu erreichen. Ich kann in den Artikeln des Hilfezentrums "
            "nach einer Antwort suchen."
        ),
        weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
        when=lambda day, at: f"{day}, {at.day}.{at.month}., {at:%H:%M} Uhr",
    ),
    "ar": HandoffReplies(
        asked="طلبتُ من أحد الموظفين الانضمام إلى المحادثة. سيجيبك هنا مباشرة، ويمكنك إضافة التفاصيل من الآن.",
        away=("لا يوجد أحد متاح الآن. يعود الفريق يوم {when}. لقد نقلتُ طلبك، وستظهر الإجابة هنا."),
        link="لا يمكنني إحضار موظف إلى هذه المحادثة، ولكن يمكنك [التحدث مع موظف من هنا]({url}).",
        nobody="عذرًا، لا يمكن التواصل مع أي موظف من هذه المحادثة. يمكنني البحث عن إجابة في مقالات مركز المساعدة.",
        weekdays=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        when=lambda day, at: f"{day} {at.day}/{at.month} الساعة {at:%H:%M}",
    ),
}
