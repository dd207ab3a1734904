"""Numbers as the reader's language writes them; the digits stay European."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from repatria.shared.text import current_language

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Habit:
    """How a language groups thousands, marks decimals and sets the percent sign."""

    group: str
    decimal: str
    before_percent: str


ENGLISH = Habit(group=",", decimal=".", before_percent="")
SLAVIC = Habit(group=NO_BREAK, decimal=",", before_percent=NO_BREAK)
HABITS = {"en": ENGLISH, "uk": SLAVIC, "ru": SLAVIC}


def number(value: float, decimals: int = 0) -> str:
    """Return ``value`` with grouped thousands in the language now spoken.

    >>> number(12345), number(0.34, 1)
    ('12,345', '0.3')
    """
    habit = HABITS.get(current_language(), ENGLISH)
    written = f"{value:,.{decimals}f}"
    whole, _, rest = written.partition(".")
    whole = whole.replace(",", habit.group).replace("-", MINUS)
    return f"{whole}{habit.decimal}{rest}" if rest else whole


def percent(share: float, decimals: int = 0) -> str:
    """Return a share between 0 and 1 in per cent.

    >>> percent(0.125, 1)
    '12.5%'
    """
    habit = HABITS.get(current_language(), ENGLISH)
    return f"{number(100 * share, decimals)}{habit.before_percent}%"


def probability(p: float) -> str:
    """Return a probability in per cent; never quite 0 or 100, for nobody is sure.

    >>> probability(0.834), probability(1.0).split(), probability(0.0).split()
    ('83.4%', ['>', '99.9%'], ['<', '0.1%'])
    """
    if p > 0.999:
        return f">{NO_BREAK}{percent(0.999, 1)}"
    if p < 0.001:
        return f"<{NO_BREAK}{percent(0.001, 1)}"
    return percent(p, 1)


def rate(share: float) -> str:
    """Return an error rate in per cent with two telling digits.

    >>> rate(0.0), rate(0.0213), rate(0.00043)
    ('0%', '2.1%', '0.043%')
    """
    if share <= 0:
        return percent(0.0)
    return percent(share, max(0, 1 - floor(log10(100 * share))))


def bits(weight: float) -> str:
    """Return a weight in bits with its sign.

    >>> bits(6.24), bits(-0.5), bits(0.0)
    ('+6.2', '−0.5', '0.0')
    """
    rounded = round(weight, 1) or 0.0  # no minus zero
    return f"+{number(rounded, 1)}" if rounded > 0 else number(rounded, 1)


def expected(count: float) -> str:
    """Return an expected number of pairs: one decimal below ten, whole above."""
    return number(count, 1 if count < 10 else 0)
