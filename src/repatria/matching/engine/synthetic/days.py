"""Dates as clerks write them: whole, in part, and sometimes wrong."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.chance import Chance, Ints
from repatria.matching.engine.synthetic.coded import Coded
from repatria.matching.engine.synthetic.people import EPOCH
from repatria.matching.engine.synthetic.resources import sections, words

WHOLE, MONTH, YEAR = 0, 1, 2
# Date styles: how a whole date, a month of a year, and a year are written.
STYLES = {
    "dmy.": ("{d:02}.{m:02}.{y}", "{m:02}.{y}", "{y}"),
    "dmy?": ("{d:02}.{m:02}.{y}", "??.{m:02}.{y}", "??.??.{y}"),
    "dmy/": ("{d:02}/{m:02}/{y}", "{m:02}/{y}", "{y}"),
    "ymd-": ("{y}-{m:02}-{d:02}", "{y}-{m:02}", "{y}"),
    "words": ("{d} {word} {y}", "{word} {y}", "{y}"),
}


def parts(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Return year, month and day of ``days`` since 1970."""
    date = days.astype("datetime64[D]")
    months = date.astype("datetime64[M]")
    year = date.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    return year, month, (date - months).astype(np.int64) + 1


def joined(year: Ints, month: Ints, day: Ints) -> Ints:
    """Return days since 1970; a day past the month's end becomes its last."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[D]").astype(np.int64) - first
    return np.asarray(first + np.minimum(day, length) - 1)


def mistaken(days: Ints, chance: Chance) -> Ints:
    """Return ``days`` each wrong in one way.

    Day and month exchanged (where both can be, one in three), a digit of the day,
    the month next to it, the year before or after, a digit of the year.
    """
    year, month, day = parts(days)
    how, size = chance.of("how").shares(len(days)), len(days)
    step = np.where(chance.of("step").happens(size, 0.5), 1, -1)
    swap = (how < 0.33) & (day <= 12) & (day != month)
    day_digit = ~swap & (how < 0.60)
    new_day = np.where(
        chance.of("tens").happens(size, 0.4), (day + 9) % 30 + 1, day + step
    )
    other_month = ~swap & (how >= 0.60) & (how < 0.72)
    next_year = (how >= 0.72) & (how < 0.90)
    decade = how >= 0.90
    return joined(
        year + np.where(next_year, step, 0) + np.where(decade, 10 * step, 0),
        np.where(swap, day, np.where(other_month, (month + step - 1) % 12 + 1, month)),
        np.where(swap, month, np.where(day_digit, np.clip(new_day, 1, 31), day)),
    )


def _text(day: int, form: int, style: str, months: tuple[str, ...]) -> str:
    date = EPOCH + dt.timedelta(day)
    return STYLES[style][form].format(
        y=date.year, m=date.month, d=date.day, word=months[date.month - 1]
    )


def _months(language: str) -> tuple[str, ...]:
    return tuple(words(sections("headers.txt")[f"months.{language}"]))


def written(
    days: Ints, form: Ints, style: Ints, *, styles: tuple[str, ...], language: str
) -> Coded:
    """Write ``days`` whole, as month and year, or as a year, in each row's style.

    ``form`` is ``WHOLE``, ``MONTH`` or ``YEAR``; ``style`` a place in ``styles``;
    ``language`` that of the months' names.
    """
    first = int(days.min()) if len(days) else 0
    span = int(days.max()) - first + 1 if len(days) else 1
    codes = (style * 3 + form) * span + days - first
    occurs = np.zeros(len(styles) * 3 * span, dtype=bool)
    occurs[codes] = True
    months = _months(language)
    texts = [
        _text(first + code % span, code // span % 3, styles[code // span // 3], months)
        for code in np.flatnonzero(occurs).tolist()
    ]
    return Coded(pl.Series(texts, dtype=pl.String), (np.cumsum(occurs) - 1)[codes])
