"""Numbers of payment cards, with what follows them on the card, and of bank accounts (IBAN)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stdnum import ean, luhn
from stdnum.iso7064 import mod_97_10

from bot.masking.spans import Placeholder, Span

_RUN = re.compile(r"(?<![A-Za-z0-9_.,])(?<![A-Za-z0-9][-/])\d(?:(?: ?[-.] ?| {0,2})\d){11,}(?![A-Za-z0-9_])")
_GROUP = re.compile(r"\d+")
_MAX_GROUPS = 6
_DIGITS = range(13, 20)
_EAN_DIGITS = 13
# The issuers' first digits and the lengths of their numbers.
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01]|720)\d{12,13}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|(?:6011|64[4-9]|65)\d{10,15}"  # Discover
    r"|35\d{14,17}"  # JCB
    r"|3(?:0|6|8|9)\d{12,17}"  # Diners Club
    r"|(?:62|81|82)\d{14,17}"  # UnionPay, RuPay
    r"|(?:50|5[6-9]|6[0-9])\d{11,17}"  # Maestro, Elo, RuPay, Verve, Hipercard
    r"|220[0-4]\d{12,15}|9792\d{12}"  # Mir, Troy
)
_LABEL_CHARS = 40
_LABEL = re.compile(
    r"(?:\bcards?|visa|master ?card|maestro|amex|american express|\w{0,20}karten?|tarjeta|carte|cart[aã]o|карт[аыу]"
    r"|银行卡|信用卡|借记卡|卡号|卡號|بطاقة|بطاقتي|البطاقة)(?: ?(?:number|no\.?|nr\.?|nummer|num|número|号码|号))?"
    r"(?: (?:is|ist|es|est))?\W{0,4}(?:是|为)?\W{0,2}$",
    re.I,
)
_OTHER = re.compile(
    r"(?:order|ticket|uid|\bid|ref|reference|invoice|txid|transaction|tracking|imei|iccid|serial|isbn|ean|barcode|trade"
    r"|bestell\w*|auftrag\w*|pedido|订单|单号|طلب)(?: ?(?:number|no\.?|nr\.?|nummer|id|号))?(?: is)?\W{0,3}$",
    re.I,
)
_CALLING_CODE = re.compile(r"\+\d{0,3}[ -]?$")
_REST_OF_CARD = re.compile(
    r"(?:[ ,;|/]{1,3}(?:exp\w{0,6}\.?:? ?)?(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[2-4]\d)?"
    r"(?:[ ,;|/]{1,3}(?:(?:cvv|cvc|cid|csc)2?:? ?)?\d{3,4}(?![\d.,]))?",
    re.I,
)
_SECURITY_CODE = re.compile(
    r"(?<![A-Za-z])(?:cvv2?|cvc2?|csc|prüfziffer|kartenprüfnummer|安全码|后三位)(?: ?(?:code|number|no\.?))?"
    r"(?: (?:is|ist|es)|是|为)?[ :=(-]{0,3}(\d{3,4})(?![\d.,]?\d)",
    re.I,
)

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){11,30}")
_IBAN_CHARS = {
    country: chars
    for chars, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FO GL NL SD",
        19: "MK SI",
        20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "LY PT ST",
        26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
        29: "BR EG PS QA UA",
        30: "JO KW MU YE",
        31: "MT SC",
        32: "LC",
        33: "RU",
    }.items()
    for country in countries.split()
}


def card_numbers(text: str) -> Iterator[Span]:
    """The card numbers of a folded text, with the expiry date and security code right behind; and such codes alone."""
    for run in _RUN.finditer(text):
        yield from _cards_in(text, [(group.start(), group.end()) for group in _GROUP.finditer(text, *run.span())])
    for code in _SECURITY_CODE.finditer(text):
        yield Span(*code.span(1), Placeholder.SECURITY_CODE)


def _cards_in(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[Span]:
    first = 0
    while first < len(groups):
        last = _card_from(text, groups, first)
        if last is None:
            first += 1
            continue
        start, end = groups[first][0], groups[last][1]
        rest = _REST_OF_CARD.match(text, end)
        end = rest.end() if rest else end
        yield Span(start, end, Placeholder.CARD)
        while first < len(groups) and groups[first][0] < end:
            first += 1


def _card_from(text: str, groups: Sequence[tuple[int, int]], first: int) -> int | None:
    """The last group of the longest card number that starts with the group; None if none does."""
    found = None
    digits = ""
    for last in range(first, min(first + _MAX_GROUPS, len(groups))):
        digits += text[slice(*groups[last])]
        if len(digits) >= _DIGITS.stop:
            break
        if len(digits) in _DIGITS and _is_card(
            text[max(0, groups[first][0] - _LABEL_CHARS) : groups[first][0]], digits
        ):
            found = last
    return found


def _is_card(before: str, digits: str) -> bool:
    if not _ISSUERS.fullmatch(digits) or _CALLING_CODE.search(before):
        return False
    if _LABEL.search(before):
        return len(digits) in {15, 16} or bool(luhn.is_valid(digits))  # a slip of the finger hides little of a number
    if _OTHER.search(before) or (len(digits) == _EAN_DIGITS and ean.is_valid(digits)):
        return False
    return bool(luhn.is_valid(digits))


def ibans(text: str) -> Iterator[Span]:
    """The international bank account numbers of a folded text."""
    end = 0
    for found in _IBAN.finditer(text):
        length = _iban_length(found[0])
        if length and found.start() >= end:
            end = found.start() + length
            yield Span(found.start(), end, Placeholder.ACCOUNT)


def _iban_length(written: str) -> int:
    """How many characters of what is written are an account number; 0 if it is none."""
    places = [place for place, character in enumerate(written) if character.isalnum()]
    wanted = _IBAN_CHARS.get(written[:2].upper(), len(places) + 1)
    if wanted > len(places):
        return 0
    number = "".join(written[place] for place in places[:wanted]).upper()
    return places[wanted - 1] + 1 if mod_97_10.is_valid(number[4:] + number[:4]) else 0
