"""What looks like a phone number or a code and is none: links, dates, times, amounts, versions, network addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.masking.spans import Span

_TICKERS = (
    "USDT|USDC|BUSD|USD|EUR|GBP|CHF|JPY|CNY|RMB|HKD|SGD|AUD|CAD|NZD|INR|RUB|TRY|BRL|MXN|ARS|COP|CLP|PEN|SAR|AED|EGP|KWD"
    "|QAR|PLN|SEK|NOK|DKK|CZK|HUF|KRW|THB|VND|IDR|PHP|MYR|NGN|KES|ZAR|UAH|PKR|BDT|BTC|XBT|ETH|SOL|XRP|TRX|BNB|ADA|DOGE"
    "|DOT|LTC|BCH|MATIC|POL|AVAX|LINK|SHIB|PEPE|TON|XLM|XMR|DAI|NFTs?|KB|MB|GB|TB|kB|ms|TH/s|MH/s|GH/s"
)
_UNITS = (
    r"dollars?|bucks|euros?|pounds?|yuan|yen|rupees?|d[oó]lares|pesos?|reais|rubles?|sats?|satoshis?|gwei|wei|coins?"
    r"|tokens?|usdt|usdc|btc|eth|usd|eur|gbp|sol|xrp|trx|doge|shib|points?|punkte|puntos|confirmations?|blocks?|users"
    r"|customers|members|orders|trades|contracts?|lots?|shares|units?|items?|articles?|characters?|chars|letters?|words"
    r"|digits?|bytes?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|sekunden|minuten|stunden"
    r"|tage|tagen|wochen|monate|jahre|segundos|minutos|horas|d[ií]as|semanas|meses|años|times|requests?|miles|km|kg"
    r"|people|steps|percent|prozent|bps|basis points|pips|logical|votes|views|followers"
)
_BARE_UNITS = (
    "%|‰|€|£|¥|₹|₿|₽|₩|[$]|元|块|塊|美元|美金|欧元|人民币|万|亿|个|個|枚|笔|天|小时|小時|分钟|分鐘|秒|年|月|日|号码以内"
    "|دولار|ريال|درهم|جنيه|يورو|دينار|ليرة|بيتكوين|دقيق|ساع|يوم|أيام|ثاني|円|원"
)
_NUMBER = (
    r"\d{1,3}(?:(?P<separator>[ ,.'’])\d{3}(?:(?P=separator)\d{3}){0,4})?(?:[.,]\d{1,18})?|\d{1,24}(?:[.,]\d{1,18})?"
)
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_HARMLESS = (
    # Links and paths, but not those that dial a number or hand over a code.
    re.compile(
        r"(?:https?|ftp|wss?)://(?!(?:api\.)?wa(?:\.me|\.link|tsapp))[^\s\0<>\"'，。、）」]{1,2000}"
        r"|(?<![\w.:/])/(?:[A-Za-z_-][\w.-]{0,60}/)[\w./?=&%-]{0,200}",
    ),
    re.compile(rf"(?<![\w.])(?:[$€£¥₹₿₽₩]|US[$]|R[$]|(?:{_TICKERS})(?= ?\d)) ?(?:{_NUMBER})(?![\d])"),
    re.compile(
        rf"(?<![\w.,])[+-]?(?:{_NUMBER.replace('separator', 'group')})"
        rf"(?: ?(?:{_BARE_UNITS})| ?(?:{_TICKERS})(?![A-Za-z])|[ -]?(?i:{_UNITS})(?![A-Za-z])|[kKmMbB](?![A-Za-z]))"
    ),
    # Dates and times.
    re.compile(r"(?<![\d.-])(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"(?<![\d./-])(?:{_DAY}([-./]){_MONTH}|{_MONTH}([-./]){_DAY})(?:\1|\2)?[-./](?:19|20)?\d\d(?![\d/-])"),
    re.compile(r"(?<![\d.-])(?:19|20)\d\d ?- ?(?:19|20)?\d\d(?![\d.-])"),
    re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d(?:[.,]\d{1,9})?)?(?!\d)"),
    # Decimals and thousands.
    re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,18})?(?![\d,]|\.\d)"),
    re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){1,6}(?:,\d{1,18})(?!\d)"),
    re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,6}(?![\d.-])"),
    re.compile(r"(?<![\d.,/-])(?:0|[1-9]\d{0,24})\.\d{1,30}(?![\d.-])"),
    # Network addresses, versions, UUIDs, ISBN.
    re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|/\d{1,2})?(?![\d.])"),
    re.compile(
        r"(?<![\w.+])(?!\d{3}\.\d{3}\.\d{4}(?!\d))[vV]?\d{1,4}\.\d{1,4}\.\d{1,6}(?:[.+-]\w{1,12}){0,2}(?![\w.]*\d)"
    ),
    re.compile(r"(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])"),
    re.compile(r"(?i:isbn(?:-1[03])?):? ?(?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dXx](?!\d)"),
    re.compile(r"(?<![\d-])97[89][ -]\d{1,5}[ -]\d{1,7}[ -]\d{1,7}[ -]\d(?!\d)"),
)


def harmless(text: str) -> Iterator[Span]:
    """The parts of a folded text that no phone number and no code stands in."""
    found = sorted((match.start(), match.end()) for pattern in _HARMLESS for match in pattern.finditer(text))
    end = 0
    for start, stop in found:
        if stop > end:
            yield Span(max(start, end), stop, None)
            end = stop
