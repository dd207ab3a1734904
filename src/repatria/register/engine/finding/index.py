"""The index: what stands in memory of every record that can be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.register.engine.finding import rows as said
from repatria.register.engine.finding.maps import Flags, MultiMap, Values
from repatria.register.engine.finding.terms import Terms, hashed

SLOTS = {
    "family": "family",
    "family2": "family",
    "given": "given",
    "patronymic": "patronymic",
}
UNLISTED = 2_000
FIELDS = ("family", "given", "patronymic", "context")


def _no_words() -> dict[str, Values]:
    return {slot: np.zeros(0, np.int32) for slot in SLOTS}


@dataclass(frozen=True, slots=True)
class Index:
    """Everybody who can be found.  Never changed: what is new makes a new one.

    ``pks`` are the numbers of the records, ascending, one a row; ``slots`` hold for
    each part of the name the number of its word among ``terms``, -1 where it is not
    said.
    ``gone`` marks rows that have left: they are never found again.
    """

    pks: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    slots: Mapping[str, Values] = field(default_factory=_no_words)
    terms: Mapping[str, Terms] = field(
        default_factory=lambda: {name: Terms(name) for name in FIELDS}
    )
    numbers: MultiMap = field(default_factory=MultiMap)
    born: said.Dates = field(
        default_factory=lambda: said.Dates(
            np.zeros(0, np.int16), np.zeros(0, np.int8), np.zeros(0, np.int8)
        )
    )
    gone: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))

    @property
    def size(self) -> int:
        """How many rows there are, those that have left among them."""
        return len(self.pks)

    @property
    def others(self) -> int:
        """Among how many somebody is looked for.

        A short list is weighed as if many stood beside it who are on no list: that a
        name is the only one of its kind among five says little.
        """
        return int(self.size - np.count_nonzero(self.gone)) + UNLISTED

    def rows_of(self, pks: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Return the rows of records, those that are here."""
        wanted = np.asarray(pks, np.int64)
        at = np.minimum(np.searchsorted(self.pks, wanted), max(self.size - 1, 0))
        found: npt.NDArray[np.int64] = at[self.pks[at] == wanted]
        return found

    def extended(self, frame: pl.DataFrame) -> Index:
        """Return the index with more records: ``pk`` and ``rows.TEXTS`` of each."""
        if frame.is_empty():
            return self
        rows = np.arange(self.size, self.size + frame.height, dtype=np.int32)
        terms, slots = self._with_names(frame, rows)
        context = said.context_words(frame)
        grown, codes = terms["context"].numbered(context.folds)
        terms["context"] = grown.with_rows(codes, rows[context.places])
        numbers = said.number_keys(frame)
        born = said.birth_dates(frame)
        return Index(
            pks=np.concatenate([self.pks, frame["pk"].to_numpy()]),
            slots={
                slot: np.concatenate([self.slots[slot], slots[slot]]) for slot in SLOTS
            },
            terms=terms,
            numbers=self.numbers.extended(hashed(numbers.folds), rows[numbers.places]),
            born=said.Dates(
                np.concatenate([self.born.year, born.year]),
                np.concatenate([self.born.month, born.month]),
                np.concatenate([self.born.day, born.day]),
            ),
            gone=np.concatenate([self.gone, np.zeros(frame.height, np.bool_)]),
        )

    def without(self, pks: npt.ArrayLike) -> Index:
        """Return the index after records have left it: no way leads to them."""
        leaving = np.isin(self.pks, np.asarray(pks, np.int64))
        if not leaving.any():
            return self
        slots = {
            slot: np.where(leaving, -1, codes).astype(np.int32)
            for slot, codes in self.slots.items()
        }
        none = ~leaving
        return replace(
            self,
            slots=slots,
            terms={name: one.without(leaving) for name, one in self.terms.items()},
            numbers=self.numbers.without(leaving),
            born=said.Dates(
                self.born.year * none, self.born.month * none, self.born.day * none
            ),
            gone=self.gone | leaving,
        )

    def compact(self) -> Index:
        """Return the same index, quicker to search."""
        terms = {name: one.compact() for name, one in self.terms.items()}
        return replace(self, terms=terms, numbers=self.numbers.compact())

    def _with_names(
        self, frame: pl.DataFrame, rows: Values
    ) -> tuple[dict[str, Terms], dict[str, Values]]:
        terms, slots = dict(self.terms), {}
        for slot, folds in said.name_folds(frame).items():
            grown, slots[slot] = terms[SLOTS[slot]].numbered(folds)
            terms[SLOTS[slot]] = grown.with_rows(slots[slot], rows)
        return terms, slots


def nobody() -> Index:
    """Return an index of nobody."""
    return Index()
