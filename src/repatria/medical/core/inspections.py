"""Inspections in a row: what lies between two of them, and how the weight went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from repatria.custody.core.spans import read_kept, span_of
from repatria.medical.core.errors import WeightImpossibleError
from repatria.rulebook.core.clock import Clock, months_later

LEAST_KG, MOST_KG = Decimal(15), Decimal(300)


@dataclass(frozen=True, slots=True)
class Seen:
    """One inspection: the days it can have been on, and the weight in kilograms.

    None is a weight that nobody wrote down.
    """

    first: date
    last: date
    kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without any inspection, longer than the rule allows.

    ``months`` are whole ones; ``open`` tells that it has not ended on ``to``.
    """

    since: date
    to: date
    months: int
    open: bool = False


def days_of(on: str) -> tuple[date, date]:
    """Return the first and the last day that a kept date can mean; a year is known.

    >>> days_of("2022-02")
    (datetime.date(2022, 2, 1), datetime.date(2022, 2, 28))
    """
    span = span_of(read_kept(on))
    return span.first or date.min, span.last or date.max


def gaps(seen: Sequence[Seen], clock: Clock, *, today: date | None) -> list[Gap]:
    """Return the gaps between inspections, and the one up to ``today`` if any.

    Of a month without a day each end counts as it shortens the gap: in doubt nobody
    is late.  ``today`` is None where nothing is owed any more.
    """
    ordered = sorted(seen, key=lambda one: (one.last, one.first))
    found = [
        _gap(before.last, after.first)
        for before, after in pairwise(ordered)
        if clock.late(clock.due(before.last), on=after.first)
    ]
    if ordered and today is not None:
        last = ordered[-1].last
        if clock.late(clock.due(last), on=today):
            found.append(_gap(last, today, is_open=True))
    return found


def _gap(since: date, to: date, *, is_open: bool = False) -> Gap:
    return Gap(since, to, whole_months(since, to), is_open)


def whole_months(since: date, to: date) -> int:
    """Return how many whole months lie between two days.

    >>> whole_months(date(2022, 7, 16), date(2022, 11, 16))
    4
    >>> whole_months(date(2022, 7, 16), date(2022, 11, 15))
    3
    """
    months = (to.year - since.year) * 12 + to.month - since.month
    return months if months_later(since, months) <= to else months - 1


def weight(written: str) -> Decimal | None:
    """Read a weight in kilograms; blank and "?" are unknown.

    Raises ``WeightImpossibleError`` for what no person weighs.

    >>> weight("61,5"), weight("?")
    (Decimal('61.5'), None)
    """
    word = written.strip().removesuffix("kg").strip().replace(",", ".")
    if word in {"", "?"}:
        return None
    try:
        kg = Decimal(word)
    except InvalidOperation:
        kg = Decimal(0)
    if not (kg.is_finite() and LEAST_KG <= kg <= MOST_KG):
        raise WeightImpossibleError(written=written.strip()[:12])
    return kg.quantize(Decimal("0.1"))
