"""The words near a number that say what it is, in the languages customers write; all of them match folded text."""

from __future__ import annotations

import re
from typing import Final

# Right before a number: what it is when it is neither a phone number nor a code. Order numbers, errors, amounts …
OTHER_BEFORE: Final = re.compile(
    r"(?:(?<![a-zà-ÿ])(?:"
    r"orders?|tickets?|cases?|uids?|ids?|user|users?|accounts?|acct|ref|refs|references?|invoices?|receipts?"
    r"|txn?|txid"
    r"|transactions?|trades?|hash|blocks?|heights?|slots?|epochs?|nonce|tags?|memos?|destination tag|articles?"
    r"|sections?"
    r"|versions?|builds?|releases?|errors?|err|status|https?|zip|postcode|postal|plz|sku|products?|items?"
    r"|models?|serial"
    r"|s/n|imei|iccid|ean|upc|isbn|issn|tracking|parcel|shipment|batch|policy|claims?|applications?|requests?|ports?"
    r"|chains?|pages?|steps?|chapters?|rooms?|flights?|bookings?|customer|client|members?|employee|merchants?"
    r"|passport"
    r"|licen[cs]e|gas|amounts?|prices?|fees?|balances?|limits?|totals?|qty|quantity|volumes?|size|level|top|year"
    r"|since"
    r"|until|worth|lost|over|under|than|about|around|roughly|nearly|approx|exactly|withdrew|withdraw|deposited"
    r"|transferred|paid|pay|bought|buy|sold|sell|costs?|earned|pin code for|sort code|promo|coupon|voucher|referral"
    r"|invitation|invite|discount|swift|bic|mcc|vin|ip|asn?|rfc|api|ticker|series|no|nº|№|q|v|build no"
    # German
    r"|[a-zäöüß]{0,24}(?:bestellung|bestellnummer|auftrag|auftragsnummer|ticketnummer|kundennummer|rechnungsnummer"
    r"|vorgangsnummer|vorgang|sendungsnummer|referenznummer|rechnung|artikelnummer|kontonummer|fehler|betrag"
    r"|fehlernummer"
    r"|block|blockhöhe|seriennummer|nutzernummer|aktenzeichen|version|preis|seit|jahr)"
    # Spanish, Portuguese, French
    r"|pedidos?|n[úu]mero de (?:pedido|orden|cuenta|ticket|caso|cliente|seguimiento)|orden|factura|caso|cuenta"
    r"|cantidad"
    r"|precio|bloque|usuario|referencia|error|erro|commande|facture|erreur|montant|compte|saldo|cliente|seguimiento"
    r")"
    r"|заказа?|тикет|ошибка|блок|订单|訂單|单号|工单|编号|編號|流水号|用户|区块|高度|错误|错误代码|金额|价格|版本|余额|邮编|订单号"
    r"|注文|주문|طلبي|طلب|الطلب|المعرف|معرف|الكتلة|خطأ|الخطأ|تذكرة|التذكرة|فاتورة|المبلغ|مبلغ|رقم الطلب|رقم التذكرة"
    r"|رقم المعرف"
    r"|رقم الحساب)"
    r"(?:[ -]?(?:numbers?|num|no|nr|n[º°]|nummer|n[úu]mero|ids?|codes?|key|height|ref|号码|号|編號|ID))?"
    r"[\s.:=#№º(\"'-]{0,5}(?:(?:is|are|was|says|ist|lautet|war|es|era|est|é|是|为)[\s:\"'#]{0,3})?$",
    re.IGNORECASE,
)
# A number that something else is counted in: '#482913', 'ORD-482913'.
HASH_BEFORE: Final = re.compile(r"(?:#|№|\bNo\.|\bNr\.|\bNº|\bn°)\s?$", re.IGNORECASE)

PHONE: Final = re.compile(
    r"(?<![a-zà-ÿ])(?:(?:tele|cell|mobile |smart)?phones?(?: ?number)?|mobile(?: number)?|mobil|cell(?: number)?"
    r"|tel\.?|tlf"
    r"|whats?app|wa\.me|viber|telegram|signal|call(?: me| us)?|ring|text me|contact (?:me|us|him|her|number"
    r"|no\.?|details|phone)|reach (?:me|us|him|her)|dial|fax|landline|hotline"
    r"|(?:my|his|her|new|old|this|that|the following|registered|linked|bound|sms) (?:cell |mobile )?number"
    r"|sms to|texts? to"
    r"|[a-zäöü]{0,16}(?:telefon|handy|mobil|ruf|fax|festnetz)(?:nummer|nr\.?)?|(?:meine|neue|alte) (?:nummer|nr\.?)"
    r"|ruf(?:en|t)?|anrufen|erreich\w{0,6}"
    r"|(?:n[úu]mero de )?(?:tel[eé]fono|telefone|m[oó]vil|celular|telemóvel|cel|whatsapp)|mi n[úu]mero|ll[aá]m\w{2,6}"
    r"|t[eé]l[eé]phone|portable|mon num[eé]ro|cellulare|telefono|telefoon|telefon\w{0,4}|numer|gsm)(?![a-zà-ÿ])"
    r"|телефон\w{0,3}|мобильн\w{0,4}|звон\w{1,5}|мой номер"
    r"|手机|手機|电话|電話|号码|號碼|座机|致电|拨打|联系|聯繫|微信|携帯|휴대폰|전화|번호"
    r"|هاتف|تلفون|تليفون|جوال|موبايل|محمول|رقمي|واتساب|واتس|اتصل|للتواصل",
    re.IGNORECASE,
)

_CODE_KINDS = (
    r"verification|verify|verifying|security|log-?in|sign-?in|confirmation|confirm|sms|text|access"
    r"|authenticat\w{0,4}|auth"
    r"|2[ -]?fa|mfa|tfa|two[ -]factor|2[ -]step|two[ -]step|one[ -]time|single[ -]use|activation|backup|recovery"
    r"|reset|otp"
    r"|e-?mail|phone|google|unlock|safety|withdrawal|anti-phishing|secret|private|pass|temporary|whatsapp"
    r"|telegram|totp"
    r"|verif\w{0,3}"
)
# A code that nobody has to hide: 'error code', 'código de error'; six digits behind 'PIN code' are an Indian postcode.
_OTHER_CODE: Final = (
    r"pin[ -]?codes?(?=[^\d\n]{0,12}\d{3} ?\d{3}(?!\d))|(?<=\d{6} )pin ?code"
    r"|(?:what(?:'s| is| does| means)|about|meaning of|means) (?:the )?codes?(?= \d)|(?:error|status|http|exit"
    r"|response|return|result|promo(?:tion)?|coupon|discount|voucher|referral|ref"
    r"|invit\w{2,6}"
    r"|affiliate|zip|postal|post|area|country|dial(?:l?ing)?|currency|iso|swift|bic|sort|branch|bank|routing|qr"
    r"|bar|product"
    r"|article|item|source|dress|tax|mcc|merchant|tracking|order|ticket|booking|airport|stock|color|colour"
    r"|country calling"
    r"|hex|reason|event|issue|failure|fault|decline|rejection|reject|message|sample|example|network|bonus"
    r"|campaign|vip)"
    r"(?:[ -](?:calling|identifier))?[ -]?codes?(?![a-z])"
    r"|(?:fehler|status|rabatt|gutschein|promo|aktions|empfehlungs|einladungs|l[äa]nder|quell|artikel|strich"
    r"|qr-?|fehler-)"
    r"-?codes?|postleitzahl|vorwahl|rückgabecode"
    r"|c[oó]digo (?:de |del )?(?:error|postal|pa[ií]s|descuento|promoci\w+|referid\w+|referencia|invitaci[oó]n"
    r"|producto"
    r"|[aá]rea|estado|barras|swift|moneda|erro|desconto|convite)|code (?:d['’ ]?erreur|postal|promo)"
    r"|код\w{0,2} (?:ошибки|страны|товара)|codice (?:errore|postale|sconto|fiscale)"
    r"|(?:错误|錯誤|状态|邀请|邀請|推荐|优惠|折扣|国家|邮政|股票|货币|商品|故障|报错)(?:代)?[码碼]|错误代码|代码|代碼|エラーコード"
    r"|(?:رمز|كود) (?:ال)?(?:خطأ|خصم|دعوة|إحالة|بريدي|بريد|دولة|منتج|حالة|عملة)|الرمز البريدي"
)
_STRONG_CODE: Final = (
    rf"(?<![a-zà-ÿ])(?:(?:{_CODE_KINDS})[ -]?(?:{_CODE_KINDS})?[ -]?(?:pass)?(?:codes?|pins?|token|otp)"
    r"|(?:my|your|received|texted|6|six|4|four|8|eight)(?:[ -](?:digit|new|first|last|old|current"
    r"|temporary))?[ -]codes?"
    r"|otps?|totp|2[ -]?fa|mfa|two[ -]factor(?: authentication)?|pass-?codes?|pins?|m?tan"
    r"|one[ -]time (?:password|pin|pw)"
    r"|(?:google )?authenticator|authy"
    r"|(?:best[äa]tigungs|verifizierungs|verifikations|sicherheits|zugangs|zugriffs|anmelde|login|sms|einmal"
    r"|freischalt"
    r"|aktivierungs|authentifizierungs|prüf|pin|tan|2fa|e-?mail|auth|reset|wiederherstellungs|backup|geheim)-?"
    r"(?:codes?|passwort|kennwort|pins?|zahl)|mein(?:en|e)? codes?|(?:dein|ihr)e?n? code|einmalpasswort|geheimzahl"
    r"|c[oó]digos? (?:de |del )?(?:verificaci[oó]n|seguridad|confirmaci[oó]n|acceso|sms|autenticaci[oó]n|inicio"
    r"|respaldo"
    r"|google|2fa|activaci[oó]n|un solo uso|verificaç[aã]o|segurança|confirmaç[aã]o|whatsapp|recuperaci[oó]n"
    r"|autenticador"
    r"|dos factores)|(?:mi|tu|su|meu|seu) c[oó]digo|(?:mi |tu |su |la )?clave(?: din[aá]mica| de acceso"
    r"| temporal| sms)?"
    r"|contrase[ñn]a de un solo uso"
    r"|codes? (?:de |d['’])(?:v[eé]rification|s[eé]curit[eé]|confirmation|validation|acc[eè]s|authentification"
    r"|connexion)"
    r"|(?:mon|votre) code|codice (?:di )?(?:verifica|sicurezza|conferma|accesso)|do[ğg]rulama kodu|onay kodu"
    r"|verificatiecode|kode (?:verifikasi|otp)|kod weryfikacyjny|m[ãa] (?:x[áa]c (?:minh|nh[ậa]n|th[ựu]c)"
    r"|otp))(?![a-zà-ÿ])"
    r"|код\w{0,2} (?:подтверждения|безопасности|из (?:смс|sms)|доступа|верификации)|пин-?код|смс-?код|мой код"
    r"|(?:邮箱|短信|手机|谷歌|身份|登录|登陆|二次|双重|安全)?(?:验证|驗證|动态|動態|校验|确认|確認|認証)(?:码|碼|密码|口令|コード)"
    r"|(?:短信|动态|安全|登录|取款|支付|资金|我的)(?:代)?(?:码|密码|口令)|口令|谷歌验证器?|密码|密碼"
    r"|認証コード|確認コード|暗証番号|인증 ?(?:번호|코드)|보안 ?코드"
    r"|(?:ال)?(?:رمز|كود|الرمز|الكود) (?:ال)?(?:تحقق|تأكيد|أمان|امان|دخول|مرور|سري|المرسل|تفعيل|توثيق|مصادقة|تسجيل)"
    r"|(?:ال)?رقم (?:ال)?سري|كلمة (?:ال)?(?:مرور|سر) (?:ال)?(?:مؤقتة|لمرة)|رمزي|(?:رمز|كود) (?:otp|sms|2fa|pin)"
)
_WEAK_CODE: Final = (
    r"(?<![a-zà-ÿ])(?:codes?|c[oó]digos?|codice|kodu?|kode|sms|verification|verificaci[oó]n|verifizierung"
    r"|text message"
    r"|authentication|cl[aá]ve)(?![a-zà-ÿ])|код\w{0,2}|验证|短信|コード|코드|(?:ال)?رمز|(?:ال)?كود"
)
CODE: Final = re.compile(f"(?P<other>{_OTHER_CODE})|(?P<strong>{_STRONG_CODE})|(?P<weak>{_WEAK_CODE})", re.IGNORECASE)
