"""Requests for a person in Spanish, in text without accents."""

from __future__ import annotations

from bot.person.requests import Requests

_WHO = (
    r"(?:real|reales|humano|humana|de verdad|de carne y hueso|en vivo|mas|del equipo|de su equipo|de tu equipo|de"
    r" ustedes"
    r"|(?:de|del) (?:servicio(?: al cliente)?|atencion(?: al cliente)?|soporte(?: tecnico)?|ayuda))"
)
_ONE = (
    r"(?:(?:una?|el|la|algun|alguna|su|sus|tu|los) )?(?:verdader[oa] )?(?:personas?|humanos?|ser humano|agentes?"
    r"|asesora?|asesores"
    rf"|operadora?|representantes?|ejecutiv[oa]|supervisora?|encargad[oa]|gerente|emplead[oa])(?: {_WHO})*"
)
_PERSON = rf"(?:{_ONE}|alguien(?: {_WHO})*)"
_DESK = (
    r"(?:(?:el|la|su|tu) )?(?:equipo de |servicio de |departamento de )?"
    r"(?:soporte|atencion (?:al|a) clientes?|servicio al cliente|atencion al usuario)(?: tecnico| humano)?"
)
_TARGET = rf"(?:{_PERSON}|{_DESK})"
_TALK = (
    r"(?:hablar(?:lo)?|chatear|conversar|comunicarme|platicar|charlar|contactar(?:me)?)(?: directamente| en vivo|"
    r" por telefono)?(?: con| a)?"
)
_WANT = (
    r"(?:quiero|quisiera|querria|necesito|prefiero|deseo|exijo|me gustaria|ocupo|dejame|dejeme|dejenme|permiteme"
    r"|solo quiero)(?: por favor| ya)?"
)
_ASK = r"(?:puedo|podria|podemos|es posible|se puede|como puedo|como hago para|hay (?:alguna )?(?:forma|manera) de)"
_PASS = r"(?:pas|comuni[cq]u?|conect|transfier|transf[ie]e?r|deriv|pon|pong|enlaz|contact)[aei]?[ns]?(?:me|nos)"
_BOT = r"(?:(?:un|una|el|la|este|esta|mas|ningun|otro) )*(?:robots?|bots?|maquinas?|chatbots?|ia|computadora)"
_LEAD = (
    r"(?:(?:por favor|porfa|porfavor|hola|ya|pero|y|entonces|ok|bueno|vale|mejor|oye|oiga|mira|basta|yo|solo|asi"
    r" que|disculpe) )"
)
_TAIL = (
    r"(?: (?:por favor|porfa|porfavor|ya|ahora|ahora mismo|aqui|urgente|urgentemente|directamente|gracias|en vivo"
    r"|mejor|por telefono"
    rf"|por chat|y no (?:con )?{_BOT}|no (?:con )?{_BOT}))*"
    r"(?: (?:sobre|acerca de|porque|ya que|para|que|respecto|de mi|por mi|por un|y) (?!que\b)[^|]*)?"
)
_OWN = (
    rf"{_WANT} {_TALK} {_TARGET}",
    rf"{_ASK} (?:hablar|chatear|conversar|platicar|charlar|comunicarme)(?: directamente)? con {_PERSON}",
    r"(?:me |nos )?(?:puede[ns]?|podria[ns]?|podeis|quiero que me|necesito que me)(?: me)? (?:pasar|comunicar"
    r"|conectar|transferir|derivar|poner"
    rf"|pasen|comuniquen|conecten|transfieran)(?:me|nos)? (?:con|a|al) {_TARGET}",
    rf"{_PASS} (?:con|a|al) {_TARGET}",
    rf"me (?:pasas?|pasan|comunicas?|comunican|conectas?|conectan|transfieres?) (?:con|a|al) {_TARGET}",
    rf"(?:quiero|quisiera|necesito|exijo|prefiero)(?: a)? (?:{_ONE})",
    rf"(?:quiero|necesito|quisiera) que me (?:atienda|ayude|llame|contacte) {_PERSON}",
    rf"no (?:quiero|deseo|me gusta|pienso)(?: seguir)? (?:hablar|hablando|chatear|tratar|conversar) con {_BOT}",
)
_OTHERS = (
    rf"(?:hablar|chatear|conversar|comunicarme|chat en vivo) con {_TARGET}",
    rf"(?:me )?(?:puede|podria) (?:atender|ayudar|llamar|contactar)(?:me)? {_ONE}",
    rf"(?:puede|podria) {_ONE} (?:atender|ayudar|llamar|contactar)me",
    rf"hay {_PERSON}(?: (?:ahi|aqui|disponible|con quien(?: pueda| puedo)? hablar|con (?:la|el) que (?:pueda"
    r"|puedo) hablar"
    r"|que (?:me )?(?:pueda|puede) (?:ayudar|atender)(?:me)?))+",
    rf"(?:{_ONE}|{_DESK}) (?:por favor|porfa|porfavor)",
    r"(?:transferir|pasar|conectar|derivar) (?:con|a|al) (?:un )?(?:agente|humano|asesor|representante|operador)",
)
_WHOLE = (
    rf"{_LEAD}*(?:(?:un )?(?:agente|humano|asesor|operador|representante|ejecutivo)|(?:un )?(?:agente|asesor)"
    r" (?:humano|real|en vivo)"
    r"|(?:una )?persona (?:real|humana|de verdad)|chat en vivo|soporte humano|atencion humana)(?: (?:por favor"
    r"|porfa|ya|ahora))*"
)
REQUESTS = Requests.of(_LEAD, _OWN, _OTHERS, _TAIL, _WHOLE)
