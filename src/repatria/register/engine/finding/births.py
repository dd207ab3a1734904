"""How dates of birth agree with what was asked, for many rows at once."""

from __future__ import annotations

from math import log2

import numpy as np
import numpy.typing as npt

from repatria.register.core.born import Born
from repatria.register.core.found import Birth
from repatria.register.engine.finding.rows import Dates

Bits = npt.NDArray[np.float32]
_DAY, _MONTH = log2(0.93 * 365), log2(0.95 * 12)
_HOLDS = 0.95  # how often the year of one person agrees
_TURNED, _ONE_PART = 4.0, 0.5  # judgements, fitted to nothing
_YEAR_NEAR, _YEAR_SLIP, _YEAR_OTHER, _DAY_OTHER, _WORST = -1.0, -1.5, -5.0, -3.5, -6.5


def year_bits(born: Born, dates: Dates) -> float:
    """Weigh an agreeing year by how many share it."""
    if not born.first_year:
        return 0.0
    among = (dates.year >= born.first_year) & (dates.year <= born.last_year)
    said = max(int(np.count_nonzero(dates.year)), 1)
    return max(0.0, log2(_HOLDS * said / max(int(np.count_nonzero(among)), 1)))


def rough(born: Born, dates: Dates, *, year: float) -> Bits:
    """Return what speaks for each row at first sight."""
    found = np.zeros(len(dates.year), np.float32)
    if year:
        among = (dates.year >= born.first_year) & (dates.year <= born.last_year)
        found += np.float32(year) * among
    if born.month:
        same = dates.month == born.month
        if born.day:
            same &= dates.day == born.day
        found += np.float32(_DAY if born.day else _MONTH) * same
    return found


def weighed(
    born: Born, dates: Dates, rows: npt.NDArray[np.int64], *, year: float
) -> tuple[Bits, npt.NDArray[np.uint8]]:
    """Return the weight of each row's date of birth, and how it agrees."""
    y, m, d = dates.year[rows], dates.month[rows], dates.day[rows]
    years, year_fits = _years(born, y, year)
    days, day_fits, turned = _days(born, m, d)
    bits = np.maximum(years + days, _WORST).astype(np.float32)
    kinds = np.full(len(rows), Birth.DIFFERS, np.uint8)
    asked_day = born.month > 0
    whole = (y > 0) & (m > 0) & (d > 0) & bool(born.year and born.month and born.day)
    kinds[bits > _ONE_PART] = Birth.NEAR
    if asked_day:
        kinds[year_fits & ~day_fits & (m > 0)] = Birth.YEAR_ONLY
    kinds[turned & year_fits] = Birth.TURNED
    kinds[year_fits & day_fits] = Birth.AS_FAR_AS_KNOWN
    kinds[year_fits & day_fits & whole] = Birth.SAME
    silent = (y == 0) & (m == 0)
    kinds[silent], bits[silent] = Birth.UNSAID, 0.0
    return bits, kinds


def _years(
    born: Born, y: npt.NDArray[np.int16], bits: float
) -> tuple[Bits, npt.NDArray[np.bool_]]:
    if not born.first_year:
        return np.zeros(len(y), np.float32), np.ones(len(y), np.bool_)
    year = y.astype(np.int32)
    away = np.maximum(np.maximum(born.first_year - year, year - born.last_year), 0)
    table = np.full(len(y), _YEAR_OTHER, np.float32)
    table[away % 10 == 0] = _YEAR_SLIP
    table[away <= 1] = _YEAR_NEAR
    table[away == 0] = bits
    table[y == 0] = 0.0
    return table, (away == 0) | (y == 0)


def _days(
    born: Born, m: npt.NDArray[np.int8], d: npt.NDArray[np.int8]
) -> tuple[Bits, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    bits = np.zeros(len(m), np.float32)
    if not born.month:
        nothing = np.zeros(len(m), np.bool_)
        return bits, ~nothing, nothing
    month, day = m == born.month, d == born.day
    known = (d > 0) & (born.day > 0)
    fits = np.where(known, month & day, month) | (m == 0)
    turned = known & (m == born.day) & (d == born.month) & ~fits
    bits[m > 0] = _DAY_OTHER
    bits[known & (month | day)] = _ONE_PART
    bits[turned] = _TURNED
    bits[fits & (m > 0)] = _MONTH
    bits[fits & known] = _DAY
    return bits, fits, turned
