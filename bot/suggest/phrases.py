"""How customers put things: the phrases by which questions, problems, wishes and courtesy are told apart."""

from __future__ import annotations

import re


def _either(lines: str) -> str:
    """A pattern of which any line matches."""
    return f"(?:{'|'.join(line.strip() for line in lines.strip().splitlines())})"


_AUXILIARY = (
    r"(?:can|could|do|does|did|is|are|am|was|were|will|would|should|shall|may|might|must|has|have|had)(?:n['’]?t)?"
)
_SUBJECT = _either(r"""
    i|you|u|we|it|its|this|that|they|he|she|there
    my|your|our|the|these|those|any|anyone|someone|somebody|a|an
""")
# "are withdrawals locked", "do deposits count"
_PLURAL = r"(?!always|sometimes|perhaps|besides|afterwards|nowadays)\w{2,}[^\W\ds]s"
_ASKS = _either(rf"""
    (?:how|what|why|which|who|whom|whose|what's|whats|how's|who's)\b
    (?:when|where)(?:['’]?s)?\s+(?:{_AUXILIARY}|to)\b
    (?:{_AUXILIARY}|can['’]?t|won['’]?t)\s+{_SUBJECT}\b
    (?:can|could|do|did|are|were|will|would|should|may|must)\s+{_PLURAL}\s+\w
    (?:wie|was|wann|wo|warum|wieso|weshalb|welche[rsnm]?|wer|kann (?:ich|man)|darf ich|muss ich|gibt es)\b
    (?:c[oó]mo|qu[eé]|cu[aá]ndo|d[oó]nde|por qu[eé]|cu[aá]nto|cu[aá]l|puedo|hay|es posible)\b
""")
# Where the verb comes before its subject, a question begins, with or without a comma before it.
_INVERTED = (
    rf"(?:(?:what|how|why|which|where|when|who)\s+)?{_AUXILIARY}"
    r"\s+(?:i|you|u|we|they|he|she|it|my|your|the|this|there)\b"
)
_JOINING = _either(r"""
    and|but|also|plus|or|so|then|ok|okay|well|now|anyways?|by the way|btw|next|first|second|finally|lastly
    one more (?:thing|question)
    y|und|aber|oder
""")
_WANTS_TO_KNOW = _either(r"""
    i(?:['’]?d| would)? (?:also |just |only )?(?:want|need|like|love) to (?:know|understand|learn)
    tell me|explain|describe
    (?:i['’]?m |i am |im |was )?(?:just )?wondering
    (?:i['’]?m|i am|im) curious
    ich (?:m[oö]chte|will) wissen
    quiero saber
""")
ASKING = re.compile(rf"\b{_ASKS}", re.IGNORECASE)
QUESTION = re.compile(
    rf"\W*(?:{_JOINING}\W+)*(?:please\W+)?(?:{_ASKS}|{_WANTS_TO_KNOW}\b)|.*,\s*{_INVERTED}", re.IGNORECASE | re.DOTALL
)
# "If I lose my key, which other options do I have"
CONDITIONAL = re.compile(
    r"\W*(?:and |but |so |or )?(?:if|when|while|because|since|after|before|once|as|until|unless|wenn|si)\b[^?]*,\s*"
    rf"(?:then\s+)?{_ASKS}",
    re.IGNORECASE,
)
# "…, which I already sold": tells more of what stands before it. Where nothing is asked, "which is …" does, too.
RELATIVE = re.compile(r"\W*(?:which|who|whom|whose)\s+(?:i|we|you|he|she|it|they)\b", re.IGNORECASE)
RELATIVE_OR_ASKING = re.compile(r"\W*(?:which|who|whom|whose)\b", re.IGNORECASE)
EXCLAMATION = re.compile(r"\W*(?:what (?:a|an)\b|how \w+\W*!)", re.IGNORECASE)
REQUEST = re.compile(
    r"\b"
    + _either(r"""
    i (?:really |just |also |only )?(?:want|need|wish|would like|wanna)
    i['’]?d (?:also )?(?:like|love|need)
    (?:i['’]?m|i am|im|we['’]?re|we are) (?:trying|looking|wondering|interested|curious)
    wondering|please|pls|plz|help me|tell me|explain|describe|give me|show me|let me know|need help
    any (?:idea|way|chance|advice)
    ich (?:m[oö]chte|will|brauche)|quiero|necesito
    """)
    + r"\b",
    re.IGNORECASE,
)
PROBLEM = re.compile(
    r"\b"
    + _either(r"""
    not|\w+n['’]t|never|cannot|cant|dont|doesnt|didnt|isnt|wont|hasnt|havent|wasnt|couldnt|unable|nothing|no longer
    fail(?:s|ed|ing|ure)?|errors?|stuck|missing|lost|forgot(?:ten)?|wrong|declined|rejected|blocked|locked|frozen
    suspended|pending|broken?|crash(?:es|ed|ing)?|hacked|stolen|disappeared|refused|denied|expired|invalid|problems?
    issues?|trouble|stopped|still|delayed|waiting|waited|nobody|no ?one|no (?:answer|reply|response)|twice
    disabled|unauthori[sz]ed|scam(?:med)?|charged|gone|cancelled|closes|dropped
    [A-Z]{2,5}-\d{2,5}
    nicht|kein\w*|fehler|no (?:puedo|funciona|llega|me)|nunca
    """)
    + r"\b",
    re.IGNORECASE,
)
# What is said beside the matter. A problem in the same sentence makes it one of the matter again.
_ACKNOWLEDGED = _either(r"""
    ok(?:ay)?|k|alright|right|great|perfect|awesome|cool|nice|excellent|thanks?(?: you| u)?|thx|ty|cheers|sure|got it
    found (?:it|that)|done|i see|understood|makes sense|good to know|noted|fine|ah+|oh+|wow|hello|hi|hey|yes|yep|yeah
""")
_BESIDE = _either(r"""
    i['’]?(?:ll| will) (?:try|do|check|wait|look|give it)\b.*
    (?:that|this|it)(?:['’]s| has| is)? (?:really |now )?(?:help(?:ed|s)|work(?:ed|s)|clear(?:s|ed)?)\b.*
    (?:that|this|it)(?:['’]s| has| is)? (?:really |now )?(?:great|perfect|did (?:it|the trick)|makes sense)\b.*
    i (?:can )?(?:see|found|find|got) (?:it|that|the|them)\b.*
    (?:so|very) much\b.*
    for (?:the|your|all|getting)\b.*
    (?:please |kindly )?(?:see|read|check|find|look at)(?: (?:the|my|this))? (?:below|attached|thread|e-?mail|mail)\b.*
    in advance\b.*
    (?:best|kind|warm|many)? ?(?:regards|wishes)\b.*
    (?:sincerely|yours|cheers)\b.*
    have a \w+ .*
    (?:i )?hope (?:to hear|you|this finds|all)\b.*
    (?:i )?(?:look|looking) forward\b.*
    that(?:['’]?s| is| will be|['’]?ll be) all(?: (?:for (?:now|today)|i (?:need|want)\w*.{0,20}|then|folks))?
    no (?:more|further|other) questions\b.*
    sorry (?:for|to)\b.*
    (?:much |really |i )?appreciate\w*\b.*
    (?:my|the) name is\b.*
    sent from my\b.*
    good (?:morning|day|evening)\b.*
    (?:dear|hi|hello|hey) [^.?!]{0,40}
    quick question
    (?:i have )?(?:a|two|three|a couple of|several|some|2|3) (?:quick |more )?(?:questions?|things|points)\b.{0,20}
""")
COURTESY = re.compile(
    rf"\W*(?:{_ACKNOWLEDGED}\b[\s,.!:)-]*)*{_BESIDE}?\W*(?:{_ACKNOWLEDGED}\b\W*)*", re.IGNORECASE | re.DOTALL
)
ACKNOWLEDGEMENT = re.compile(rf"\b(?:{_ACKNOWLEDGED}|(?:so|very) much|a lot|guys|team)\b", re.IGNORECASE)
# By which a sentence opens that then comes to the point.
OPENING = re.compile(
    rf"\W*(?:{_ACKNOWLEDGED}\b[\s,.!:)-]*)*"
    + _either(r"""
    sorry (?:for|to|about)\b.*|apologies\b.*|excuse me
    good (?:morning|afternoon|day|evening)\b.*|(?:dear|hi|hello|hey) [^.?!]{0,40}
    (?:my|the) name is\b.*|(?:so|very) much\b.*|for (?:the|your|all|getting) (?:\w+ ){0,2}\w*|in advance\b.*
    (?:i )?hope (?:you are|you['’]re|all is|this finds)\b.*|quick question
    """)
    + r"?\W*",
    re.IGNORECASE | re.DOTALL,
)
ADVERSE = re.compile(r"\W*(?:but|yet|however|though|aber|jedoch|pero)\b\W*", re.IGNORECASE)
# A push for an answer, which asks nothing new.
NUDGE = re.compile(
    r"\W*"
    + _either(r"""
    hell+o+|hey+|\?+|any (?:news|updates?)|(?:is )?any(?:one|body) (?:there|here)|are you (?:still )?there|you there
    (?:i['’]?m )?(?:still )?waiting|bump|ping|please (?:reply|respond|answer|hurry)|asap|urgent
    """)
    + r"\W*",
    re.IGNORECASE,
)
SETTLED = re.compile(
    r"\b"
    + _either(r"""
    never ?mind|nvm|forget (?:it|about it)|found (?:it|the (?:answer|solution))
    sorted(?: it)?(?: out)?|(?:is |it['’]s |all )?solved
    (?:is |it['’]s )?(?:fixed|resolved)(?: it| now)?|(?:it )?work(?:s|ing|ed) (?:again|now|fine)|all good
    """)
    + r"\b",
    re.IGNORECASE,
)
NOT_HELPED = re.compile(
    r"\b"
    + _either(r"""
    (?:that|this|it|which)\W?(?:is|was|has|does|did|do)?(?: ?n['’]?o?t| not) (?:really )?(?:help|work|answer|solve)
    (?:that|this|it)\W?(?:is|was|['’]s)? ?n(?:['’]?|o)t (?:really )?(?:what i|it|true|correct|right)
    (?:did|does|do)(?: not|n['’]?t) (?:help|work|answer|solve|change)
    not what i|same (?:problem|issue|error|thing|result)|no luck|not help\w*|unhelpful|useless
    still (?:not|no|the same|does|doesn|have the|don|can['’]?t|cannot|nothing|stuck|says|get)
    already (?:tried|did|done|read|know|told)
    tried (?:that|this|all|it|everything)
    did (?:that|all that|this) (?:already|before)
    (?:you )?(?:did ?n['’]?t|have ?n['’]?t) answer
    (?:that|this)['’]?s not
    (?:that|this|it|which)\W?(?:is|was|['’]?s)? ?(?:all |just |simply |totally )?(?:wrong|incorrect|untrue|nonsense)
    wrong (?:answer|article|page|link|one)
    nichts? geholfen|hilft (?:mir )?nicht|(?:stimmt|funktioniert|klappt) (?:aber |leider |so )?nicht|das ist falsch
    falsche antwort|no me (?:ayuda|sirve)|no es (?:lo que|correcto|eso)|no funciona|eso no|respuesta incorrecta
    """)
    + r"|没有?(?:帮助|用|解决)|不对|答非所问|لم (?:يساعد|ينفع|تساعد)|غير صحيح",
    re.IGNORECASE,
)
# A wish that stands after a courtesy in the same sentence.
WANTS = re.compile(
    r"\b(?:(?:i|we) (?:(?:really|just|also|still|only) )?(?:want|need|wanna|would (?:like|love)(?! to thank))"
    r"|(?:i|we)['’]d (?:also )?(?:like|love|need)(?! to thank))\b",
    re.IGNORECASE,
)
BEGINS_A_CLAUSE = re.compile(
    r"\W*(?:(?:and|but|so|yet|und|aber|y|pero)\s+)?(?:i|we|my|our|the|a|an|there|please|pls|want|need|would|can|could|is|are|do|does|how|what|when|where|which|why|who"
    r"|ich|mein\w*|wir|bitte|kann|wie|yo|mi|mis|quiero|necesito|puedo|c[oó]mo)\b",
    re.IGNORECASE,
)
# What is asked of nobody, or of the company's conduct: no article is about it.
_YOU = "(?:you guys|you|u|anyone|anybody|someone|somebody)"
_SENT = "(?:message|mail|e-?mail|screenshot|ticket|last|reply|file|photo|attachment)s?"
RHETORICAL = re.compile(
    r"\W*(?:(?:and|but|so|seriously|honestly|really|come on|hello)\W+)*"
    + _either(rf"""
    (?:are|r) {_YOU} (?:even )?(?:kidding|joking|serious|for real|crazy|deaf|blind|reading|listening|sleeping)\b.*
    is (?:this|that|it) (?:some (?:kind|sort) of |even |all )?(?:an? )?(?:joke|serious|for real|normal for you)\b.*
    (?:is|was) (?:this|that) how you (?:treat|handle|work)\b.*
    what (?:kind|sort|type) of (?:company|support|service|people|joke|business)\b.*
    why (?:should|would|do) (?:i|anyone|we) (?:even )?(?:trust|use|stay with|believe) (?:you|this)\b.*
    (?:do|don['’]?t|does) {_YOU} (?:even )?(?:care|read|reply|answer|listen|work|reali[sz]e)\b.*
    do {_YOU} (?:think|believe|find) (?:this|that|it)(?:['’]s| is)?\b.*
    do {_YOU} have (?:a|one) (?:minute|moment|second|sec)\b.*
    (?:can|could|may) (?:i|we) ask (?:you )?(?:something|a|another|one|some|two|you)\b.*
    (?:can|could) {_YOU} (?:please )?(?:just )?(?:help|answer|reply|respond)(?: me| us| here| already)*
    did {_YOU} (?:even )?(?:get|receive|see|read) (?:my|the|our) {_SENT}\b.*
    who is (?:in charge|responsible|your (?:boss|manager))\b.*
    how dare you\b.*|how (?:can|could) (?:this|that|it) be\b|how is (?:this|that) (?:even )?possible
    wtf\b.*|what the (?:hell|heck|f\S*)\b.*|seriously|really|huh|what|why not|are you (?:ok|okay|sure)
    """)
    + r"\W*",
    re.IGNORECASE | re.DOTALL,
)
NO = re.compile(r"\W*(?:no|nope|nein|not really|not yet|nah)\W*", re.IGNORECASE)
# Where a sentence holds a second question: before "and can I …", "; how …".
JOINT = re.compile(
    rf"\s*(?:[,;–—]|\s-\s)\s*(?:(?:and|but|also|or|plus|und|y|e)\s+)?(?:also\s+)?(?={_ASKS})"
    rf"|\s+(?:and|but|plus|und|y)\s+(?:also\s+)?(?={_ASKS})",
    re.IGNORECASE,
)
# … and where it does so without any joint.
RUN_ON = re.compile(rf"\s+(?=(?:what|how|why|which)\s+{_AUXILIARY}\s+{_SUBJECT}\b)", re.IGNORECASE)
# What is said before a comma and belongs to what follows.
SUBORDINATE = re.compile(
    r"\W*(?:and |but |so |or )?"
    r"(?:if|when|while|because|since|after|before|once|as|although|until|unless|assuming|wenn|si)\b",
    re.IGNORECASE,
)
# Many write without capitals, so that a stop is followed by a small letter.
STOP = re.compile(
    r"(?<=[?？؟])[?？؟!\s]*(?=\S)|(?<=[!])[!\s]+(?=\S)"
    r"|(?<=\w\w[.])(?<!\bmin\.)(?<!\bmax\.)(?<!approx\.)(?<!\bincl\.)(?<!\betc\.)(?<!\bvs\.)\s+(?=[a-z])"
)
SIGN_OFF = re.compile(
    r"^\W*"
    + _either(r"""
    (?:best|kind|warm|many|with)\b.{0,20}\b(?:regards|wishes)
    best|regards|sincerely|cheers|mfg|yours \w+|saludos
    (?:viele|mit freundlichen) gr[uü](?:ß|ss)en?
    """)
    + r"\W*$",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"^\W*p\.?\s?s\.?(?:[\s:,.-]+|$)", re.IGNORECASE)
LEADING = re.compile(
    r"^\W*(?:(?:and|but|also|plus|so|then|or|separately"
    r"|besides(?: that)?|first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|lastly|finally|however|\d[.)])\b[\s,:]*"
    r"|(?:(?:one|1) (?:more|last)|another|last) (?:thing|question|point)\s*[,:–—-]\s*"
    r"|q(?:uestion)?\.?\s*\d{1,2}\s*[:.)]\s*)+",
    re.IGNORECASE,
)
FURTHER = re.compile(
    r"\W*(?:and |but )?"
    + _either(r"""
    also|another|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|lastly|last(?=,)|last (?:one|thing|question)|finally(?=,)
    plus|besides|separately|apart from|additionally|on top|next|(?:one|1) (?:more|last)|\d[.)]
    (?:and )?for my own|q(?:uestion)?\.?\s*\d{1,2}(?=\s*[:.)])
    """)
    + r"\b",
    re.IGNORECASE,
)
# "Do you also have …": asks for something else than what was told before.
ALSO = re.compile(r"\b(?:also|as well|another question)\b", re.IGNORECASE)
QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)
# "On … wrote:", which programs wrap, a bar of dashes or underscores, or a block of headers.
_HEADER = (
    r"(?:\*?(?:from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|enviado|fecha|para|asunto)\*?:[^\n]*)"
)
QUOTED_REST = re.compile(
    r"^[ \t]*(?:-{2,}\s*(?:original|forwarded|urspr[uü]ngliche|weitergeleitete)\b[^\n]*|begin forwarded message:?|_{5,}"
    r"|on [^\n]{5,120}(?:\n[^\n]{0,120})?\bwrote:"
    r"|am [^\n]{5,120}(?:\n[^\n]{0,120})?\bschrieb\b[^\n]*(?:\n[^\n]{0,120})?:"
    r"|el [^\n]{5,120}(?:\n[^\n]{0,120})?\bescribi[oó]\b[^\n]*(?:\n[^\n]{0,120})?:|--"
    rf"|{_HEADER}(?:\n{_HEADER})+)[ \t]*$.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
QUOTE_HEADER = re.compile(
    rf"^[ \t>]*(?:{_HEADER}|-{{2,}}[^\n]*|_{{5,}}|begin forwarded message:?|on [^\n]{{5,160}}\bwrote:)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
QUOTE_MARK = re.compile(r"^[ \t]*>+[ \t]?", re.MULTILINE)


def asks_or_wants(text: str) -> bool:
    """Whether a sentence is put as a question or as a wish."""
    return bool(WANTS.search(text) or REQUEST.search(text) or (QUESTION.match(text) and not EXCLAMATION.match(text)))
