"""Who wrote which row, and in which manner each clerk writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.chance import Chance, Ints
from repatria.matching.engine.synthetic.coded import Coded
from repatria.matching.engine.synthetic.sides import Side


@dataclass(frozen=True, slots=True)
class Clerks:
    """The clerks' habits, by row: which scheme, date style and manners each has.

    clerk: number of the clerk, below ``count``. scheme: place in ``schemes``.
    date_style: place in the side's ``dates``.
    """

    schemes: tuple[str, ...]
    scheme: Ints
    date_style: Ints
    clerk: Ints
    chance: Chance
    count: int

    def manner(self, subject: str, weights: tuple[float, ...]) -> Ints:
        """Return which of the ways of writing ``subject`` each row's clerk keeps to."""
        return self.chance.of("manner", subject).pick(self.count, weights)[self.clerk]


def _dealt(shares: Mapping[str, float], count: int, chance: Chance) -> Ints:
    """Deal the keys of ``shares`` to ``count`` clerks, so that the shares hold."""
    upto = np.cumsum(np.array(list(shares.values())))
    places = np.searchsorted(upto / upto[-1], (np.arange(count) + 0.5) / count)
    return places.astype(np.int64)[chance.order(count)]


def appoint(size: int, side: Side, chance: Chance) -> Clerks:
    """Return who writes each of ``size`` rows of ``side``."""
    clerk = chance.of("clerk").below(size, side.clerks)
    return Clerks(
        schemes=tuple(side.schemes),
        scheme=_dealt(side.schemes, side.clerks, chance.of("scheme"))[clerk],
        date_style=_dealt(side.dates, side.clerks, chance.of("dates"))[clerk],
        clerk=clerk,
        chance=chance,
        count=side.clerks,
    )


def written(
    local: Ints, forms: int, clerks: Clerks, make: Callable[[str, Ints], pl.Series]
) -> Coded:
    """Write each row's form (``local``, below ``forms``) in the scheme of its clerk.

    ``make(scheme, wanted)`` returns the texts of the wanted forms; it is asked
    once a scheme, for forms that occur.
    """
    codes = clerks.scheme * forms + local
    occurs = np.zeros(forms * len(clerks.schemes), dtype=bool)
    occurs[codes] = True
    place_of = np.cumsum(occurs) - 1
    wanted = np.flatnonzero(occurs)
    texts = [
        make(scheme, wanted[wanted // forms == place] % forms)
        for place, scheme in enumerate(clerks.schemes)
    ]
    return Coded(pl.concat(texts, rechunk=True), place_of[codes])
