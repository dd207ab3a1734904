"""Case numbers as far as this room needs them: their shape, nothing behind them."""

from __future__ import annotations

import re

from repatria.access.core.errors import NotACaseNumberError

# "R-" and eight signs of Crockford's base 32: no I, L, O or U to be misread.
_SHAPE = re.compile(r"R-[0-9A-HJKMNP-TV-Z]{8}")


def case_number(written: str) -> str:
    """Return a case number as it is stored; refuse what cannot be one.

    Whether there is such a case is not told: whoever assigns cases sees none.

    >>> case_number(" r-4k7qz2m8 ")
    'R-4K7QZ2M8'
    """
    number = written.strip().upper()
    if not _SHAPE.fullmatch(number):
        raise NotACaseNumberError
    return number
