"""What agents say to one customer beside the matter, in five languages, as patterns without regard to case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Courtesies:
    """The courtesies of one language.

    `greeting` opens a message and may be followed by a `title` and a name; `sign_off` ends one. `sentence` is a whole
    sentence or clause that only the one customer needed, `filler` what stands before a comma and says nothing. Words by
    which a step may begin ("please wait", "melden Sie sich") count only with what makes them courtesies.

    What follows a courtesy in its sentence, after a comma, an `and_word` or a `but_word`, belongs to it where it begins
    with something `dependent` or has words of `no_matter` alone. After a `subordinator` in it, as in lists, only what
    begins with an `opener` is a clause of its own.
    """

    greeting: str
    sign_off: str
    sentence: str
    filler: str
    and_word: str
    but_word: str
    subordinator: str
    dependent: str
    opener: str
    no_matter: str = r"(?!)"
    no_matter_unspaced: str = r"(?!)"
    title: str = r"(?!)"


# Whom a Chinese letter speaks to, written without a blank before or behind.
_ADDRESSED = r"(?:尊敬的|亲爱的)?(?:客户|用户|顾客|\[name\]|\w{1,4}(?:先生|女士|小姐))"

COURTESIES: Mapping[str, Courtesies] = {
    "en": Courtesies(
        greeting=r"hi|hello|hey|dear|good (?:morning|afternoon|evening|day)",
        title=r"mr|mrs|ms|dr|there|again|everyone|all|team|customer|sir|madam",
        sign_off=r"(?:best|kind|warm|many|with kind|with best)\s+(?:regards|wishes)|regards|sincerely|yours \w+|cheers",
        sentence=(
            r"(?:many )?(?:thanks|thank you|thx)\b(?! to (?!you|all|every)).{0,80}"
            r"|(?:i|we) (?:really )?(?:hope|trust) (?:this|that|it|you)\b.{0,60}"
            r"|(?:please |just )*(?:let (?:me|us) know|don.t hesitate|do not hesitate)\b.{0,120}"
            r"|(?:please |just )*feel free"
            r"(?: to (?:ask|call|come|contact|drop|get|let|message|reach|reply|respond|return|tell|write)\b.{0,120})?"
            r"|(?:please |just )*(?:reach out|get in touch)"
            r"(?: (?:again|to (?:me|us)|with (?:me|us)|any ?time|if|whenever)\b.{0,120})?"
            r"|(?:is there|do you have|was there) (?:anything|something|any(?: other| further| more)?) .{0,60}"
            r"|have an? (?:very |really )?(?:nice|good|great|lovely|wonderful|pleasant|fantastic|amazing|safe|happy)"
            r" (?:rest of (?:your|the) )?(?:day|evening|night|weekend|week|one|time|afternoon|morning)\b.{0,30}"
            r"|enjoy (?:your|the) (?:rest of (?:your|the) )?(?:day|evening|night|weekend|week|afternoon)\b.{0,20}"
            r"|(?:i am|i.m|we are|we.re) (?:very |so |really )*sorry .{0,80}"
            r"|(?:i am|i.m|we are|we.re) (?:very |so |really |always )*(?:glad|happy)"
            r" (?:to (?:help|assist|hear|see|know|read|be)|that|it|you|for you)\b.{0,80}"
            r"|(?:very )?sorry (?:to|about|for) .{0,80}"
            r"|apologies .{0,80}|(?:i|we) (?:do )?(?:apologi[sz]e|understand) .{0,80}"
            r"|(?:i|we)(?: will|.ll| am going to|.m going to)(?: just)? (?:check|look|have a look|take a look)\b.{0,60}"
            r"|(?:i|we)(?: just)? (?:check|look|have a look|take a look)"
            r" (?:at |into )?(?:it|this|that|your \w+)(?: for you)?"
            r"|let me (?:just )?(?:check|look|see|have a look|take a look|find out)\b.{0,60}"
            r"|(?:one|just a|a) (?:moment|minute|second|sec)(?:,? (?:please|while|for me|i|let me|to)\b.{0,30})?"
            r"|please (?:hold(?: on| the line)?|wait(?: (?:a|one|just a) (?:moment|minute|second|bit))?"
            r"|bear with (?:me|us))"
            r"(?:,? while (?:i|we) .{0,40})?"
            r"|my name is .{0,40}"
            r"|(?:this is|i.m|i am) (?:\[name\]|(?-i:[A-Z])\w+) (?:from|of|at|with) .{0,40}"
            r"|you(?:.re| are) (?:very |most )?welcome(?: back)?|no (?:problem|worries)(?: at all)?"
            r"|(?:always )?happy to help\b.{0,20}"
            r"|of course|sure|certainly|absolutely|great question|good question"
        ),
        filler=r"sure|of course|certainly|absolutely|no problem|yes|ok|okay",
        and_word=r"and|so",
        but_word=r"but|however",
        subordinator=r"that|if|whether|when|how|why|where|which",
        dependent=(
            r"which|who|whose|especially|particularly|while|(?:as|since|because) (?:i|we|our|my)|until (?:i|we)|or"
        ),
        opener=(
            r"please|you|your|we|our|i|it|its|this|these|those|the|an?|there|here|then|otherwise|meanwhile|if|once"
            r"|after|before|when|first|just|simply|add|change|check|choose|clear|click|close|delete|disable|download|enable|enjoy"
            r"|enter|follow|go|install|keep|log|make|note|open|press|reinstall|remember|remove|restart|scan|select|send|set"
            r"|sign|tap|try|turn|update|upload|use|verify|visit|wait"
        ),
        no_matter=(
            r"i|we|you|it|me|us|they|them|my|our|your|this|that|these|the|an?|any|all|some|other|every|everything"
            r"|anything|something|further|more|much|very|really|so|too|again|now|soon|shortly|right|away|today|still"
            r"|and|or|of|to|for|in|on|at|by|with|from|about|if|as|is|are|am|was|were|be|been|have|has|had|do|does|did"
            r"|will|would|ll|m|re|ve|s|may|might|just|only|here|there|out|up|back|please|ok|okay|bye|dear"
            r"|patien(?:t|ce)|understanding|time|delays?|wait(?:ing|ed)?|troubles?|confusion|inconveniences?|frustrations?"
            r"|frustrating|annoying|mistakes?|mess|caused?|causing|feel|feeling|questions?|comments?|concerns?|doubts?"
            r"|problems?|issues?|help(?:s|ed|ful|ing)?|assist(?:ance|ing)?|support(?:ing)?|team|message|feedback"
            r"|contact(?:ing|ed)?|reach(?:ing|ed)?|writing|wrote|let(?:ting)?|know|hear(?:ing)?|get|got|bear|hold|moment"
            r"|minute|second|sec|check(?:ing)?|look(?:ing)?|take|care|day|evening|weekend|week|night|nice|good|great"
            r"|lovely|best|kind|thanks?|sorry|apolog\w+|appreciate\w*|welcome|happy|glad|hope|wish|sir|madam"
            r"|trust(?:ing)?|cooperation|works?|stay|safe"
        ),
    ),
    "de": Courtesies(
        greeting=r"hallo|guten (?:tag|morgen|abend)|moin|servus|liebe[r]?|sehr geehrte[r]?",
        title=r"herr|frau|dr|zusammen|damen und herren",
        sign_off=(
            r"(?:mit )?(?:viele[n]?|liebe[n]?|beste[n]?|schöne[n]?|freundliche[n]?|herzliche[n]?) grü(?:ß|ss)e[n]?"
            r"|(?:mfg|lg)(?=\s*(?:[,.!\n]|$))"
        ),
        sentence=(
            r"(?:(?:vielen|herzlichen|besten) dank|danke)\b.{0,80}"
            r"|(?:ich hoffe|wir hoffen)\b.{0,60}"
            r"|(?:bitte )?(?:zögern sie nicht|zögere nicht|lassen sie (?:mich|uns) wissen|lass (?:mich|uns) wissen"
            r"|(?:sagen sie|sag|geben sie|gib) (?:mir|uns) bescheid)\b.{0,120}"
            r"|(?:melden sie sich|melde dich) (?:gern|gerne|jederzeit|einfach wieder)\b(?!.*\ban\W*$).{0,100}"
            r"|bei (?:weiteren )?(?:fragen|rückfragen)\b.{0,60}(?:melden|gern|gerne|verfügung)\b.{0,30}"
            r"|kann ich (?:ihnen|dir) (?:sonst|noch|weiter)\b.{0,60}"
            r"|(?:gibt es|haben sie|hast du) (?:sonst )?noch (?:etwas|fragen|weitere)\b.{0,60}"
            r"|(?:ich wünsche|wir wünschen) (?:ihnen|dir)\b.{0,60}"
            r"|(?:noch )?(?:einen schönen (?:tag|abend|nachmittag)|ein schönes wochenende)\b.{0,30}"
            r"|(?:es|das) tut (?:mir|uns) (?:sehr |wirklich )?leid\b.{0,80}"
            r"|(?:entschuldigung|entschuldigen sie|entschuldige)\b.{0,80}"
            r"|(?:ich bitte|wir bitten) um (?:entschuldigung|verständnis|geduld)\b.{0,80}"
            r"|(?:ich verstehe|wir verstehen)\b.{0,60}"
            r"|ich (?:schaue|sehe|prüfe) (?:das |mir das |gleich |kurz )+.{0,60}"
            r"|(?:einen )?(?:kleinen )?(?:moment|augenblick)(?:,? bitte)?"
            r"|mein name ist .{0,40}|hier ist (?:\[name\]|(?-i:[A-ZÄÖÜ])\w+) (?:von|vom) .{0,40}"
            r"|gern|gerne|gern geschehen|gerne geschehen|(?:gar )?kein problem|natürlich|selbstverständlich|gute frage"
        ),
        filler=r"ja|natürlich|gern|gerne|klar|selbstverständlich|kein problem",
        and_word=r"und|also",
        but_word=r"aber|doch|jedoch|allerdings",
        subordinator=r"dass|ob|wenn|falls|wie|warum|wo",
        dependent=r"dass|ob|welche\w*|insbesondere|besonders|während ich|während wir|da (?:ich|wir)|weil|oder",
        opener=(
            r"bitte|sie|du|ihre?|dein\w*|wir|unser\w*|ich|es|das|diese\w*|die|der|den|dem|eine?\w?|dann|ansonsten"
            r"|wenn|falls|sobald|nachdem|zuerst|einfach|\w+en sie"
        ),
        no_matter=(
            r"ich|wir|sie|ihnen|du|dir|dich|uns|mir|mich|ihre?\w{0,2}|dein\w{0,2}|unser\w{0,2}|es|das|dies\w{0,2}|die|der"
            r"|den|dem|des|eine?\w?|und|oder|für|zu|zur|zum|von|mit|an|auf|bei|im|in|ist|sind|war|waren|sein|haben|hat"
            r"|habe|hatte|hatten|werden|wird|wurde|sehr|gern|gerne|jederzeit|noch|weiter\w*|mehr|etwas|alles|allen|gleich"
            r"|sofort|nun|jetzt|heute|wieder|bald|so|auch|lange?\w?|bitte|geduld|verständnis|wartezeit|warten|verzögerung"
            r"|unannehmlichkeit\w*|umstände|mühe|verwirrung|entstand\w*|anfrage|nachricht|vertrauen|rückmeldung|fragen?"
            r"|hilfe|helfen|weiterhelfen|geholfen|support|team|kontakt\w*|melden|meldest|wissen|bescheid|verfügung|stehen"
            r"|moment|augenblick|prüfe|schaue|nach|schönen?|guten?|tag|abend|wochenende|danke?|vielen|tut|leid|ärgerlich"
            r"|entschuldig\w*|verursacht\w*|erhalten|tschüss"
        ),
    ),
    "es": Courtesies(
        greeting=r"hola|buenas(?: (?:tardes|noches))?|buenos días|buen día|estimad[oa]s?|querid[oa]s?",
        title=r"sr|sra|señor|señora|cliente|de nuevo",
        sign_off=r"(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|cordialmente",
        sentence=(
            r"(?:muchas |mil )?gracias\b(?! a (?:l[ao]|est|nuestr|l\b)).{0,80}"
            r"|(?:espero|esperamos) (?:que|haber)\w*\b.{0,60}"
            r"|no dudes? en\b.{0,120}"
            r"|si (?:tiene|tienes) (?:alguna|más|otra|cualquier) (?:otra )?(?:pregunta|duda)s?\b.{0,120}"
            r"|¿?(?:hay|puedo ayudar(?:le|te) (?:con|en)) (?:algo|alguna cosa) más\b.{0,60}|¿?en qué más\b.{0,60}"
            r"|¡?que (?:tenga|tengas|pase|pases)\b.{0,60}|¡?buen (?:día|fin de semana).{0,20}"
            r"|(?:lo|le|te) (?:siento|sentimos|lamento|lamentamos)\b.{0,80}|(?:lamento|lamentamos|sentimos)\b.{0,80}"
            r"|(?:disculpe|disculpa|perdone|perdón)\b.{0,80}|(?:pido|pedimos) disculpas\b.{0,80}"
            r"|(?:entiendo|entendemos)\b.{0,60}"
            r"|(?:(?:espere|espera|deme|dame) )?un (?:momento|segundo)(?:,? por favor)?"
            r"|(?:déjeme|déjame|permítame|permíteme|voy a) (?:ver|comprobar|revisar|mirar|consultar)(?:lo)?\b.{0,60}"
            r"|(?:me llamo|mi nombre es) .{0,40}|soy (?:\[name\]|(?-i:[A-ZÁÉÍÓÚÑ])\w+) del? .{0,40}"
            r"|de nada|con (?:mucho )?gusto|por supuesto|claro(?: que sí)?|sin problema|no hay (?:de qué|problema)"
            r"|¡?buena pregunta"
        ),
        filler=r"sí|claro(?: que sí)?|por supuesto|de acuerdo|sin problema",
        and_word=r"y|e|así que",
        but_word=r"pero|sin embargo",
        subordinator=r"que|si|cuando|cómo|como|por qué|dónde|cuál",
        dependent=r"que|especialmente|sobre todo|mientras|ya que|porque (?:estamos|tenemos)|o",
        opener=(
            r"por favor|usted|tú|sus?|tus?|nosotros|nuestr[oa]s?|yo|est[eao]s?|el|la|los|las|una?|hay|luego|entonces"
            r"|si|cuando|después|antes|primero|solo|debe|debes|puede|puedes|abra|actualice|borre|elija|entre|envíe|espere"
            r"|haga|intente|pruebe|pulse|reinicie|seleccione|use|vaya"
        ),
        no_matter=(
            r"yo|usted(?:es)?|tú|le|les|te|me|nos|lo|la|los|las|el|su|sus|tu|tus|mi|nuestr[oa]s?|est[eao]s?|es[eao]|una?"
            r"|y|e|o|de|del|a|al|por|para|en|con|que|si|se|es|son|está|ha|han|he|hemos|haya|muy|más|algo|todo|cualquier"
            r"|algun[ao]?s?|otr[ao]s?|ya|ahora|pronto|hoy|enseguida|favor|paciencia|comprensión|espera|esperar|demora"
            r"|retraso|molestias?|inconvenientes?|confusión|ocasionad[oa]s?|causad[oa]s?|preguntas?|dudas?|consultas?|ayuda"
            r"|ayudar\w*|mensaje|contactar\w*|escribir\w*|confianza|confiar|nosotros|equipo|soporte|momento|segundo"
            r"|reviso|compruebo|miro|consulto|gracias|siento|disculp\w+|saludos?|buen[oa]?s?|día|tarde|noche|adiós"
        ),
    ),
    "zh": Courtesies(
        greeting=(
            rf"(?:{_ADDRESSED}\s*[\uff0c,]?\s*)?(?:您好|你好|早上好|上午好|中午好|下午好|晚上好)|(?:尊敬的|亲爱的){_ADDRESSED}"
        ),
        sign_off=r"此致|祝好|顺祝商祺",
        sentence=(
            r"(?:非常|十分)?(?:感谢|谢谢|多谢).{0,30}|希望.{0,20}(?:帮助|帮到|解决).{0,10}"
            r"|(?:如果|如|若)(?:您|你)?(?:还)?有(?:任何|其他|其它|别的|什么).{0,6}(?:问题|疑问|需要).{0,30}"
            r"|(?:欢迎|请)?随时(?:联系|告诉|咨询)(?:我|我们)?.{0,10}"
            r"|(?:请问)?还有(?:什么|其他|其它|别的).{0,15}|祝(?:您|你).{0,20}"
            r"|(?:非常|很|真的)?(?:抱歉|对不起|不好意思).{0,30}|(?:给|为)(?:您|你)(?:带来|造成).{0,20}"
            r"|我(?:们)?(?:理解|明白).{0,30}|(?:请)?(?:您)?(?:稍等|稍候|等一下|等一会儿?)(?:片刻|一下)?"
            r"|我(?:来)?(?:帮(?:您|你))?(?:查|看)(?:一下|看).{0,20}|不客气.{0,6}|没问题|好的|当然(?:可以)?|没关系"
        ),
        filler=r"好的|是的|没问题|当然(?:可以)?",
        and_word=r"并且|而且|所以",
        but_word=r"但是?|不过|然而",
        subordinator=r"(?!)",
        dependent=r"(?!)",
        opener=r"请|您|你|我们?",
        no_matter_unspaced=(
            r"敬请|谅解|理解|见谅|体谅|原谅|支持|耐心|等待|久等|配合|稍等|稍候|请|您|你|我们?|的|了|让|对此|为此|给|带来"
            r"|造成|不便|困扰|麻烦|延误|帮助|问题|疑问|联系|随时|欢迎|非常|感谢|谢谢|抱歉|对不起|深表|歉意|马上|查看|查询"
            r"|一下|这就|帮|为|和|与|及|信任|咨询|来信|祝|愉快|生活"
        ),
    ),
    "ar": Courtesies(
        greeting=(
            r"مرحب[اً]{1,2}(?: بك(?:م)?)?|أهل[اً]{1,2}(?: وسهل[اً]{1,2})?(?: بك(?:م)?)?"
            r"|السلام عليكم|صباح الخير|مساء الخير|عزيزي|عزيزتي"
        ),
        title=r"السيد|السيدة|العميل",
        sign_off=r"مع (?:أطيب |خالص )?(?:التحيات|تحياتي|التحية|التقدير)|تحياتي",
        sentence=(
            r"(?:شكر[اً]{1,2}|نشكرك|نشكركم)(?!\w).{0,80}|(?:آمل|أتمنى|نأمل|نتمنى) (?:أن|لك|لكم)\b.{0,60}"
            r"|لا تتردد.{0,120}|(?:إذا|اذا) كان(?:ت)? (?:لديك|عندك) (?:أي|اي) (?:سؤال|أسئلة|استفسار|استفسارات)\b.{0,80}"
            r"|هل (?:هناك|يوجد|لديك) (?:أي )?(?:شيء|شئ|سؤال|أمر) (?:آخر|اخر)\b.{0,60}|هل يمكنني مساعدتك\b.{0,60}"
            r"|(?:أعتذر|نعتذر|آسف|عذر[اً]{1,2}|نأسف|يؤسفني|يؤسفنا)(?!\w).{0,80}|(?:أتفهم|نتفهم|أفهم)\b.{0,60}"
            r"|لحظة(?: واحدة)?(?:،? من فضلك)?|(?:دعني|اسمح لي) .{0,60}|اسمي .{0,40}"
            r"|على الرحب والسعة|العفو|عفو[اً]{1,2}|بالتأكيد|بالطبع|طبع[اً]{1,2}"
        ),
        filler=r"نعم|بالتأكيد|بالطبع|طبع[اً]{1,2}|حسن[اً]{1,2}",
        and_word=r"ثم",
        but_word=r"و?لكن",
        subordinator=r"أن|أنك|إذا|اذا|متى|كيف",
        dependent=r"الذي|التي|أن|خاصة|لأننا|أو",
        opener=r"يرجى|من فضلك|رجاء\w*|يمكنك|يجب|عليك|هذا|هذه|إذا|عند|بعد|قبل|ال\w+",
        no_matter=(
            r"و?(?:على|من|في|عن|إلى|ل|لك|لكم|لنا|هذا|هذه|أي|كل|جدا|الآن|فضلك|صبرك|صبركم|تفهمك|تفهمكم|انتظارك|انتظاركم"
            r"|لانتظارك|لصبرك|لتفهمك|لتواصلك|تواصلك|معنا|بنا|الإزعاج|التأخير|ال?مساعدة|مساعدتك|سؤال|أسئلة|استفسار\w*"
            r"|شكر[اً]{1,2}|آسف|عذر[اً]{1,2}|لحظة|سأتحقق|سوف|أتحقق|ثقتك|ثقتكم|رسالتك|وقتك)"
        ),
    ),
}


def in_any_language(part: str) -> str:
    """A pattern for one of the parts of Courtesies, in whatever language it is said."""
    return "(?:" + "|".join(getattr(one, part) for one in COURTESIES.values()) + ")"
