"""Addresses of crypto wallets; transaction hashes are public, and customers need them looked up, so they stay."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

from bot.masking.spans import Placeholder, Span

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE_ALPHABET = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_AS_BITCOIN = str.maketrans(_RIPPLE_ALPHABET, _ALPHABET)
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_CHECKSUM_BYTES = 4
_SOLANA_BYTES = 32

# In each pattern the ends stand against ASCII alone: Chinese and Arabic words touch what they name.
_START, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_BECH32 = "ac-hj-np-z02-9"
_CERTAIN = re.compile(
    _START + r"(?:"
    r"(?:0x|0X|xdc|ronin:)[0-9a-fA-F]{38,42}"  # Ethereum and its kin; people drop or double a character
    rf"|(?:bc|tb|ltc|vtc|dgb)1[{_BECH32}]{{20,90}}|(?:BC|TB|LTC)1[{_BECH32.upper()}]{{20,90}}"
    rf"|(?:bitcoincash|bchtest|ecash|kaspa):[{_BECH32}]{{40,70}}|[qp][{_BECH32}]{{41}}"
    rf"|(?:[PXC]-)?[a-z]{{1,12}}(?:_test)?1[{_BECH32}]{{38,110}}"  # Cosmos, Cardano, Avalanche …
    r"|[GM][A-Z2-7]{55}|[A-Z2-7]{58}"  # Stellar, Algorand
    r"|(?:EQ|UQ|kQ|0Q)[A-Za-z0-9_-]{46}"  # TON
    r"|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}(?:[1-9A-HJ-NP-Za-km-z]{11})?"  # Monero
    r"|f[0-4][a-z2-7]{38,84}"  # Filecoin
    r")" + _END
)
_TOKEN = re.compile(_START + r"[1-9A-HJ-NP-Za-km-z]{25,112}" + _END)
# By their first character: Bitcoin, Litecoin, Dogecoin, Dash, Tron, XRP, Zcash, test networks.
_FAMILIAR = re.compile(r"(?:[13mn2LMDA9XTFt][1-9A-HJ-NP-Za-km-z]{25,34}|r[1-9A-HJ-NP-Za-km-z]{24,34})")
_LABELLED = re.compile(
    r"(?:wallet|address|adresse|direcci[oó]n|monedero|billetera|endereço|地址|钱包|錢包|محفظة|المحفظة|عنوان)"
    r"(?: (?:is|ist|es|on \w{2,12} is))?\W{0,4}$",
    re.I,
)
_HEX_64 = re.compile(_START + r"(?:0x)?[0-9a-fA-F]{64}" + _END)
_LABEL_CHARS = 40


def wallets(text: str) -> Iterator[Span]:
    """The wallet addresses of a folded text."""
    end = 0
    for found in _CERTAIN.finditer(text):
        if not _all_one_kind(found[0]):
            end = found.end()
            yield Span(found.start(), end, Placeholder.WALLET)
    certain = {found.start() for found in _CERTAIN.finditer(text)}
    for found in _TOKEN.finditer(text):
        if found.start() not in certain and _is_base58_address(found[0]):
            yield Span(found.start(), found.end(), Placeholder.WALLET)
    # Sui, Aptos and NEAR: the same 64 characters as a transaction's hash, so only what is called an address.
    for found in _HEX_64.finditer(text):
        if _LABELLED.search(text[max(0, found.start() - _LABEL_CHARS) : found.start()]):
            yield Span(found.start(), found.end(), Placeholder.WALLET)


def _all_one_kind(token: str) -> bool:
    """Whether it has no digit after its prefix, or no letter: words and numbers, not addresses."""
    return not any(character.isdigit() for character in token[5:]) or token.isdigit()


def _is_base58_address(token: str) -> bool:
    if _passes_checksum(token) or (token[0] == "r" and _passes_checksum(token.translate(_AS_BITCOIN))):
        return True
    if not _looks_random(token):
        return False
    return bool(_FAMILIAR.fullmatch(token)) or _is_solana(token) or (len(token) in {47, 48} and token[0] in "15")


def _is_solana(token: str) -> bool:
    return 32 <= len(token) <= 44 and len(_decoded(token)) == _SOLANA_BYTES


def _looks_random(token: str) -> bool:
    """Whether capitals, small letters and digits change as in drawn characters, not as in CamelCase words."""
    kinds = ["d" if character.isdigit() else "u" if character.isupper() else "l" for character in token]
    changes = sum(one != other for one, other in pairwise(kinds))
    return len(set(kinds)) == 3 and kinds.count("d") >= 2 and changes >= 0.35 * len(token)


def _passes_checksum(token: str) -> bool:
    payload = _decoded(token)
    body, checksum = payload[:-_CHECKSUM_BYTES], payload[-_CHECKSUM_BYTES:]
    return len(body) >= 20 and hashlib.sha256(hashlib.sha256(body).digest()).digest()[:_CHECKSUM_BYTES] == checksum


def _decoded(token: str) -> bytes:
    number = 0
    for character in token:
        number = number * 58 + _VALUES[character]
    zeros = len(token) - len(token.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
