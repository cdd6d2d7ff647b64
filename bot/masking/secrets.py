"""Keys, passwords and seed phrases that customers paste; only where the form or the words before leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.masking.spans import Placeholder, Span

_KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
    r"|(?<![A-Za-z0-9_-])(?:"
    r"eyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{8,2000})?"  # JSON Web Tokens
    r"|sk-[\w-]{20,200}|[srp]k_(?:live|test)_\w{16,200}|whsec_\w{20,100}"
    r"|A(?:KIA|SIA)[0-9A-Z]{16}|AIza[\w-]{35}|ya29\.[\w-]{20,300}"
    r"|gh[pousr]_\w{36,100}|github_pat_\w{22,120}|glpat-[\w-]{20,60}|xox[abeprs]-[\w-]{10,200}"
    r"|SG\.[\w-]{16,40}\.[\w-]{16,80}|hf_\w{30,60}|npm_\w{36}|pypi-[\w-]{40,300}|\d{8,10}:AA[\w-]{33}"
    r"|[xyz]prv\w{107}|S[A-Z2-7]{55}|[5KL][1-9A-HJ-NP-Za-km-z]{50,51}|nsec1[a-z0-9]{58}"  # keys of wallets
    r")(?![A-Za-z0-9_-])"
)
# An exchange's keys: 64 mixed characters. Hashes are written in one case.
_MIXED_64 = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9]{64}(?![A-Za-z0-9_-])")
_LABELLED_KEY = re.compile(
    r"(?:api[ _-]?(?:key|secret|token)|secret[ _-]?key|app[ _-]?secret|client[ _-]?secret|private[ _-]?key"
    r"|access[ _-]?token"
    r"|(?:refresh|session|auth)[ _-]?token|bearer|schlüssel|clave (?:privada|secreta|api)|私钥|密钥|المفتاح الخاص)"
    r"(?: (?:is|was|ist|es|key|secret)|是|为){0,2}[\s:=：\"'`]{1,6}((?=[^\s\0]{0,200}\d)[\w+/=.-]{16,512})",
    re.I,
)
_PASSWORD = re.compile(
    r"(?:password|passwd|pwd|passwort|kennwort|contraseña|mot de passe|senha|пароль|登录密码|密码|密碼|كلمة (?:المرور"
    r"|السر)(?: الخاصة بي)?)"
    r"(?: (?:is|was|ist|lautet|es|est|é|هي)|是|为)?[ :=：\"'`]{0,4}(?<![A-Za-z])([\x21-\x7e]{6,64})",
    re.I,
)
_AROUND = ".,;:!?)\"'`"
_SEED_LABEL = re.compile(
    r"(?:seed|recovery|secret|backup|mnemonic|wiederherstellungs|wallet)[ -]?(?:recovery )?(?:phrase|words"
    r"|wörter|seed)"
    r"|mnemonic|seed|frase (?:semilla|de recuperaci[oó]n)|助记词|助記詞|عبارة الاسترداد",
    re.I,
)
_SEED_WORDS = re.compile(
    r"(?<![A-Za-z])(?:\d{1,2}[.)]? ?)?[a-z]{3,8}(?:(?:[ ,]{1,2}|\n)(?:\d{1,2}[.)]? ?)?[a-z]{3,8}){11,23}(?![A-Za-z])"
)
_SEED_LENGTHS = frozenset({12, 15, 18, 21, 24})
_LABEL_CHARS = 60
# The commonest words that the list from which seed phrases are drawn does not hold.
_NEVER_IN_A_SEED = frozenset(
    """
    and are been bitcoin but could crypto days did does for from get got had has her him his hours how its let may
    might money not our out please she should than thanks the their them these those through too was were which who why
    withdraw would yes
    """.split()  # noqa: SIM905 (a list of words reads better than a list of strings)
)


def secrets(text: str) -> Iterator[Span]:
    """The keys, passwords and seed phrases of a folded text."""
    found = [Span(*match.span(), Placeholder.KEY) for match in _KEY.finditer(text)]
    found += [Span(*match.span(1), Placeholder.KEY) for match in _LABELLED_KEY.finditer(text)]
    found += [Span(*match.span(), Placeholder.KEY) for match in _MIXED_64.finditer(text) if _is_mixed(match[0])]
    for match in _PASSWORD.finditer(text):
        word = match[1].rstrip(_AROUND)
        if _is_password(word):
            found.append(Span(match.start(1), match.start(1) + len(word), Placeholder.PASSWORD))
    found += _seed_phrases(text)
    end = 0
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            end = span.end
            yield span


def _is_mixed(token: str) -> bool:
    return any(c.islower() for c in token) and any(c.isupper() for c in token) and any(c.isdigit() for c in token)


def _is_password(token: str) -> bool:
    """Whether it has letters and digits, as no word of a sentence about passwords has; numbers alone are codes."""
    letters = sum(c.isalpha() for c in token)
    return len(token) >= 6 and letters >= 2 and any(c.isdigit() for c in token) and "://" not in token


def _seed_phrases(text: str) -> Iterator[Span]:
    for found in _SEED_WORDS.finditer(text):
        start, end = found.span()
        # Without a colon the words that announce the phrase look like its first.
        labels = list(_SEED_LABEL.finditer(text, max(0, start - _LABEL_CHARS), start + _LABEL_CHARS))
        if labels and labels[-1].end() > start:
            start = labels[-1].end() + 1
        words = re.findall("[a-z]+", text[start:end])
        alone = len(words) in _SEED_LENGTHS and not text[:start].strip() and not text[end:].strip()
        if len(words) >= min(_SEED_LENGTHS) - 1 and _NEVER_IN_A_SEED.isdisjoint(words) and (labels or alone):
            yield Span(start, end, Placeholder.SEED)
