"""Telling eight-bit encodings apart by how often letters occur.

Short lists in Cyrillic are often misread by general detectors: a few dozen
bytes in cp1251 are also good koi8-u, only of nonsense.  Ukrainian and Russian
use their letters so unevenly that a handful of words settles the matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

CYRILLIC = ("cp1251", "koi8_u", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5")
LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257")
CANDIDATES = CYRILLIC + LATIN
# What a stray line inside a sound file may be in: few programs write the others.
COMMON = ("cp1251", "koi8_u", "cp866", "cp1252", "cp1250")

# Letters in a thousand of Ukrainian and Russian text together, rounded; and
# letters with marks in a thousand such letters of French, German, Polish ...
_CYRILLIC_OFTEN = """
    о97 а84 и66 е66 н65 т56 і30 р47 в47 с45 л42 к38 м31 д30 п28 у28 я22 з22 ь17 б16
    г16 ы14 ч14 й12 х10 ж9 ш8 ц6 ю7 щ4 є4 ї6 ф3 э2 ё1 ґ0.3 ъ0.3 ў0.3
"""
_LATIN_OFTEN = """
    é80 ü80 ö60 ä60 è30 ß20 ç20 à20 ł60 ą40 ę50 ó50 ś30 ż40 ć25 ń12 ź5 í30 á30 ñ15
    ê15 ô10 î8 û6 ù6 ï5 ë5 â8 š20 č20 ž15 ř8 ý10 ě8 ů4 ú8 ő3 ű2 å8 ø8 æ5 œ2 ş8 ğ8
    ı10 ă4 ț1 ķ2 ļ2 ņ2 ē3 ī2 ū2
"""
_COMMON_SIGNS = frozenset("«»„“”’‘–—…№°§\xa0•´€")
_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]|\x98")
_RARE = log(0.02)
# What few programs still write must look clearly better to be believed.
_UNLIKELY = {"mac_cyrillic": 0.2, "iso8859_5": 0.2, "cp866": 0.1, "cp1254": 0.1}
_NONSENSE = -9.0


def _weights(table: str) -> dict[str, float]:
    return {item[0]: log(float(item[1:])) for item in table.split()}


_CYRILLIC_WEIGHTS = _weights(_CYRILLIC_OFTEN)
_LATIN_WEIGHTS = _weights(_LATIN_OFTEN)


class Candidate(NamedTuple):
    """An encoding and how much its reading looks like language (more is better)."""

    score: float
    encoding: str


def rank_encodings(
    sample: bytes, *, among: Sequence[str] = CANDIDATES
) -> list[Candidate]:
    """Return the encodings, best first; scores under 0 are hardly language.

    >>> rank_encodings("Шевченко Микола".encode("koi8_u"))[0].encoding
    'koi8_u'
    """
    scored = [
        Candidate(
            readability(sample.decode(name, errors="replace"))
            - _UNLIKELY.get(name, 0.0),
            name,
        )
        for name in among
    ]
    return sorted(scored, key=lambda one: (-one.score, among.index(one.encoding)))


def readability(text: str) -> float:
    """Rate how much the letters beyond ASCII look like a language, per letter."""
    score, letters = 0.0, 0
    for token in _TOKEN.findall(text):
        beyond = sum(sign > "\x7f" for sign in token)
        if beyond:
            letters += beyond
            score += _word(token, beyond) if token[0].isalpha() else _sign(token)
    return score / letters if letters else 0.0


def _sign(sign: str) -> float:
    return 0.0 if sign in _COMMON_SIGNS else _NONSENSE


def _word(word: str, beyond: int) -> float:
    lower = word.lower()
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in lower)
    if cyrillic:
        mixed = cyrillic < len(lower)
        score = sum(_CYRILLIC_WEIGHTS.get(s, _RARE * 2) for s in lower if s > "\x7f")
    else:
        mixed = beyond == len(lower) > 2  # no Latin word is all marks
        score = sum(
            _LATIN_WEIGHTS.get(sign, _RARE * 2) for sign in lower if sign > "\x7f"
        )
    if mixed:
        score -= 4.0 * beyond
    return score - 3.0 * _case_breaks(word)


def _case_breaks(word: str) -> int:
    """Count capitals after small letters: the mark of a wrong Cyrillic encoding."""
    return sum(a.islower() and b.isupper() for a, b in pairwise(word))
