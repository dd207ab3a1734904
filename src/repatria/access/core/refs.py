"""Numbers of what is kept: opaque, short enough for a telephone, and checked.

A number is a letter for its kind, a hyphen, seven random characters and a check
character, such as ``R-4X0T9WKD``.  The alphabet is Crockford's base 32: no I, L, O
or U.  Nothing about the person, the list or the day can be read from it.
"""

from __future__ import annotations

import re
from functools import reduce
from random import Random, SystemRandom

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = 7
_BITS, _LARGEST = 5, len(ALPHABET) - 1
_FIELD = 0b100101  # x^5 + x^2 + 1, by which the field of 32 elements is made
_SECURE = SystemRandom()
_SHAPE = re.compile(rf"[A-Z]+-[{ALPHABET}]{{{_RANDOM + 1}}}")
# What is mistaken for what, written by hand or heard; Crockford's own choice.
_MISREAD = str.maketrans("ILO", "110")


def new_ref(kind: str, random: Random = _SECURE) -> str:
    """Return a new number of the kind that a capital letter names, such as "X"."""
    drawn = random.getrandbits(_BITS * _RANDOM)
    digits = [drawn >> _BITS * place & _LARGEST for place in range(_RANDOM)]
    written = "".join(ALPHABET[digit] for digit in [*digits, _check(digits)])
    return f"{kind}-{written}"


def is_ref(text: str, kind: str = "") -> bool:
    """Tell whether ``text`` is a number, of ``kind`` where one is given.

    Any single wrong character, and any two characters exchanged, are noticed.

    >>> is_ref("R-00000000"), is_ref("R-00000001"), is_ref("X-00000000", "R")
    (True, False, False)
    """
    if not _SHAPE.fullmatch(text) or (kind and not text.startswith(f"{kind}-")):
        return False
    *digits, last = (ALPHABET.index(letter) for letter in text.partition("-")[2])
    return _check(digits) == last


def read_ref(text: str) -> str:
    """Return the number somebody typed as it is kept, "" where it is none.

    >>> read_ref(" r-oooo ooo0 ")
    'R-00000000'
    """
    kind, hyphen, rest = "".join(text.upper().split()).partition("-")
    typed = f"{kind}{hyphen}{rest.translate(_MISREAD)}"
    return typed if is_ref(typed) else ""


def _check(digits: list[int]) -> int:
    """Return the sum of the digits, each times its own power of two in the field.

    The powers differ, so that exchanging two unlike digits changes the sum.
    """
    return reduce(lambda total, digit: _double(total ^ digit), digits, 0)


def _double(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD if doubled & len(ALPHABET) else doubled
