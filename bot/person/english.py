"""Requests for a person in English."""

from __future__ import annotations

from bot.person.requests import Requests

_KIND_OF = r"(?:real|actual|live|human|proper|customer|support|service|services|care|help|client|technical|tech|chat)"
_ONE = (
    rf"(?:(?:a|an|the|some|any|one of|your|actual) ){{0,3}}(?:{_KIND_OF} ){{0,4}}"
    r"(?:humans?(?: being)?|persons?|agents?|representatives?|reps?|operators?|advis[eo]rs?|supervisors?"
    r"|consultants?|executives?)"
)
_SEVERAL = (
    rf"(?:(?:a|the|some|any|your) ){{0,3}}(?:{_KIND_OF} ){{1,4}}(?:people|staff|team|team members?|employees?"
    r"|specialists?|managers?)"
)
_DESK_NAME = (
    r"(?:(?:live |human )?(?:customer|client) (?:service|services|support|care|help)|live chat|(?:tech|technical)"
    r" support)"
)
_DESK = rf"(?:(?:the|your|a) )?(?:{_DESK_NAME}|(?:live |human )?support|help ?desk)(?: (?:team|staff|desk|department))?"
_ANYONE = (
    rf"(?:some|any)(?:one|body)(?: (?:real|else|human))?(?: (?:from|in|at|of) (?:{_DESK}|your (?:team|side|company)))?"
)
_PERSON = rf"(?:{_ONE}|{_SEVERAL}|{_ANYONE}|(?:a|the|your) manager)"
_TARGET = rf"(?:{_PERSON}|{_DESK})"
_TALK = (
    r"(?:(?:talk|speak|chat|live chat)(?: directly| live)?(?: to| with)"
    r"|(?:have|start|open) (?:a )?(?:live )?(?:chat|call|conversation)(?: with)"
    r"|be (?:connected|transferred|put through|passed)(?: to| with)"
    r"|get (?:hold of|in touch with|through to|connected to|transferred to))"
)
_WANT = (
    r"(?:i|id|we|im)(?: (?:really|just|still|only|now|also|would|do|am))*"
    r" (?:want|wanna|need|wish|prefer|demand|have|must|like|love|rather|insist on|trying|asking|looking)(?: to)?"
)
_BOT = r"(?:(?:a|an|the|this|your|some|stupid|another|any) ){0,3}(?:bots?|robots?|machines?|computers?|ai|chat ?bots?)"
_LEAD = (
    r"(?:(?:please|pls|plz|ok|okay|no|nope|yes|yeah|hi|hello|hey|just|stop|sorry|well|but|and|so|then|now|actually"
    r"|instead|look"
    r"|listen|seriously|enough|again|kindly|i said|bot|still|can you|could you|would you|will you|can u|i want you to"
    r"|i need you to|id like you to|i would like you to) )"
)
_TAIL = (
    r"(?: (?:please|pls|plz|now|right now|right away|here|instead|today|asap|immediately|urgently|directly|live|first"
    r"|at once|for help|already|again|in person|thanks?|thank you|or something|not (?:to )?" + _BOT + r""
    r"|(?:on|via|by|over|through) (?:the |a |live )*(?:phone|chat|call)))*"
    r"(?: (?:(?:about|regarding|concerning) (?!what|which|who)|(?:because|since|as|cause|cuz|who|that|for|so|and|with) "
    r"|to (?:help|assist|solve|fix|resolve|discuss|look|check|let|tell|sort|get|explain|understand|talk|speak|chat"
    r"|handle)\b)[^|]*)?"
)
_OWN = (
    rf"{_WANT} {_TALK} {_TARGET}",
    rf"{_WANT} (?:contact|reach|call) {_TARGET}",
    rf"(?:can|could|may) (?:i|we)(?: (?:please|pls|plz|just|maybe|also))* {_TALK} {_TARGET}",
    rf"(?:let|allow|help) (?:me|us)(?: to)? (?:{_TALK}|contact|reach) {_TARGET}",
    rf"(?:i|id|we)(?: (?:really|just|still|only|now|would|do))* (?:want|need|demand|like|prefer|require|request)"
    rf"(?: to have)? (?:{_ONE}|(?:a |the )?{_DESK_NAME}|{_SEVERAL})",
    r"(?:connect|transfer|put|pass|hand|route|redirect|refer|direct|forward|take|patch|switch|link|escalate)"
    r" (?:me|us|this(?: chat)?|(?:me|us) directly|my (?:chat|call|case|issue|ticket|question|problem))"
    rf"(?: over| through| on| back| up)?(?: to| with)? {_TARGET}",
    rf"(?:get|give|find|bring|assign) (?:me|us) (?:{_PERSON}|(?:a |the )?{_DESK_NAME})",
)
_OTHERS = (
    rf"(?:(?:need|want|wanna|wish|would like)(?: to)? )?{_TALK} {_TARGET}",
    r"(?:connect|transfer|hand over|switch|escalate)(?: (?:me|this|it))?(?: over)?(?: to| with) (?:a |an |the"
    rf" )?(?:{_KIND_OF} ){{0,4}}"
    rf"(?:human|agent|representative|operator|support|{_DESK_NAME})",
    r"(?:i want to )?escalate(?: (?:this|it|my (?:case|issue|ticket|problem|complaint)))?",
    rf"(?:can|could|will|would|may) (?:{_ONE}|{_SEVERAL}|(?:some|any)(?:one|body) (?:from|in|at|of) (?:{_DESK}"
    r"|your (?:team|side|company)))(?: please| actually)?"
    r" (?:help|assist|call|contact|talk to|speak to|speak with|chat with|take over|look at|look into|reply to|get"
    r" back to)"
    r"(?: (?:me|us|this|it|here|my \w+))?",
    rf"(?:is|are) there {_PERSON}(?: (?:here|available|online|around|who can help(?: me)?"
    r"|(?:that |who |whom )?(?:i|we) can (?:talk|speak|chat) (?:to|with)|to (?:talk|speak|chat) (?:to|with)))+",
    r"(?:how|where|(?:is|would) it (?:be )?possible|is there (?:a|any) way|any way|any chance)(?: (?:do|can|could"
    rf"|would|to|for|i|we|me))* {_TALK} {_PERSON}",
    r"(?:(?:i|we) )?(?:dont|do not|wont|will not|cant|cannot|refuse to|hate|am not|not)(?: (?:want|like|going|need"
    r"|wanna))?"
    rf"(?: to)?(?: be)? (?:talk|speak|chat|talking|speaking|chatting)(?: to| with)? {_BOT}",
    r"no (?:more )?(?:bots?|robots|chat ?bots?|ai)",
    rf"(?:{_ONE}|{_DESK}) (?:please|pls|plz)",
)
_WHOLE = (
    rf"{_LEAD}*(?:(?:(?:a|an) )?(?:{_KIND_OF} ){{0,4}}(?:human(?: being)?|agent|representative|rep|operator|person)"
    r"|live (?:chat|support|help|person)|human (?:support|help|assistance)|(?:real|live) people)"
    rf"(?: (?:please|pls|plz|now|asap|here|{_BOT}|not {_BOT}))*"
)
REQUESTS = Requests.of(_LEAD, _OWN, _OTHERS, _TAIL, _WHOLE)
