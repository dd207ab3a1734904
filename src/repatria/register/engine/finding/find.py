"""Finding: from what was asked to the rows that answer it, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.names.classes import looks_patronymic
from repatria.register.core.found import Agreement, Birth, Reasons
from repatria.register.core.search import Asked, code_of, number_key
from repatria.register.engine.finding import births
from repatria.register.engine.finding.index import FIELDS, SLOTS, Index
from repatria.register.engine.finding.likeness import Bits, Likeness, likenesses
from repatria.register.engine.finding.maps import Values
from repatria.register.engine.finding.terms import hashed

Rows = npt.NDArray[np.int64]
MOST_WEIGHED = 1_500  # rows that are weighed in full
_NUMBER_HOLDS, _PLACE_HOLDS = 0.9, 0.5
_NAMED = (Agreement.SAME, Agreement.ALIKE)
_WEAK = 0.5  # bits below which an agreement brings nobody to the table
_NO_PLACE, _NO_PLACE_ASKED = -4.5, -0.7  # of a word that the row does not hold
_NO_FATHER_SAID, _NOTHING_SAID = -0.7, -2.5
_NOTHING = -1
_LEAST, _FAR = 0.0, 14.0  # bits: what speaks against, or far less for, is no answer


@dataclass(frozen=True, slots=True)
class Answer:
    """A record that answers, how strongly (in bits), and why."""

    pk: int
    bits: float
    reasons: Reasons


def find(
    index: Index, asked: Asked, *, most: int, within: npt.ArrayLike | None = None
) -> list[Answer]:
    """Return at most ``most`` records, those for which most speaks first.

    ``within`` are the only records (their ``pks``) that may be found; None: any.
    """
    if not index.size or not asked.anything:
        return []
    search = _Search(index, asked)
    rows = search.candidates(None if within is None else index.rows_of(within))
    if not len(rows):
        return []
    found = search.answers(rows, most)
    least = max(_LEAST, found[0].bits - _FAR)
    return [one for one in found if one.bits > least]


class _Search:
    """One search while it is being answered."""

    def __init__(self, index: Index, asked: Asked) -> None:
        self.index, self.asked = index, asked
        self.live = index.others
        self.words = likenesses(asked.words, index.terms, rows=self.live)
        self.places = [self._context(word) for word in asked.places]
        self.units = [self._context(word) for word in asked.units]
        self.numbers = [self._numbered(number) for number in asked.numbers]
        born = asked.born
        self.year = births.year_bits(born, index.born) if born else 0.0

    def _context(self, word: str) -> tuple[Values, float]:
        """Return the rows that name a place or unit, and what that says."""
        terms = self.index.terms["context"]
        if any(letter.isdigit() for letter in word):
            digits = "".join(letter for letter in word if letter.isdigit())
            at = terms.by_fold.values_of(hashed(pl.Series([f"#{digits}"])))
        else:
            [like] = likenesses([word], {"context": terms}, rows=self.live)
            named = like["context"].rows
            found = [named[one] for one in _NAMED if one in named]
            rows = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int32)
            return rows, self._rarity(len(rows), _PLACE_HOLDS)
        rows = np.unique(terms.rows.values_of(at))
        return rows, self._rarity(len(rows), _PLACE_HOLDS)

    def _numbered(self, number: str) -> tuple[Values, float]:
        key = hashed(pl.Series([number_key(number)]))
        rows = np.unique(self.index.numbers.values_of(key))
        if not len(rows):
            return self._context(number)
        return rows, self._rarity(len(rows), _NUMBER_HOLDS)

    def _rarity(self, rows: int, holds: float) -> float:
        return max(0.0, log2(holds * self.live / max(rows, 1)))

    def candidates(self, within: Rows | None) -> Rows:
        """Return the rows worth weighing in full."""
        total = np.zeros(self.index.size, np.float32)
        for word in self.words:
            total += self._word_total(word)
        for rows, bits in (*self.places, *self.units, *self.numbers):
            total[rows] += np.float32(bits)
        if self.asked.born:
            total += births.rough(self.asked.born, self.index.born, year=self.year)
        total[self.index.gone] = 0.0
        if within is None:
            return _best(total)
        kept = np.zeros_like(total)
        kept[within] = total[within]
        return _best(kept)

    def _word_total(self, word: dict[str, Likeness]) -> Bits:
        total = np.zeros(self.index.size, np.float32)
        for like in word.values():
            for agreement, rows in like.rows.items():
                bits = like.bits[agreement]
                if bits >= _WEAK:
                    total[rows] = np.maximum(total[rows], bits)
        return total

    def answers(self, rows: Rows, most: int) -> list[Answer]:
        """Weigh rows in full and return the best."""
        names, chosen = self._names(rows)
        bits = names
        kinds = np.zeros(len(rows), np.uint8)
        if self.asked.born:
            weight, kinds = births.weighed(
                self.asked.born, self.index.born, rows, year=self.year
            )
            bits = bits + weight
        number, unit, place = (
            self._extra(rows, asked, absent)
            for asked, absent in (
                (self.numbers, _NO_PLACE), (self.units, _NO_PLACE_ASKED),
                (self.places, _NO_PLACE_ASKED),
            )
        )  # fmt: skip
        bits = bits + number[0] + unit[0] + place[0]
        order = np.lexsort((self.index.pks[rows], -bits))[:most]
        return [
            Answer(
                pk=int(self.index.pks[rows[at]]),
                bits=float(bits[at]),
                reasons=self._reasons(
                    rows[at], [int(one[at]) for one in chosen], Birth(int(kinds[at])),
                    number=bool(number[1][at]), unit=bool(unit[1][at]),
                    place=bool(place[1][at]),
                ),
            )
            for at in order
        ]  # fmt: skip

    def _extra(
        self, rows: Rows, asked: Sequence[tuple[Values, float]], absent: float
    ) -> tuple[Bits, npt.NDArray[np.bool_]]:
        bits = np.zeros(len(rows), np.float32)
        named = np.zeros(len(rows), np.bool_)
        for holding, weight in asked:
            has = self._holds(rows, holding)
            bits += np.where(has, weight, absent).astype(np.float32)
            named |= has
        return bits, named

    def _holds(self, rows: Rows, holding: Values) -> npt.NDArray[np.bool_]:
        marked = np.zeros(self.index.size, np.bool_)
        marked[holding] = True
        return marked[rows]

    def _names(self, rows: Rows) -> tuple[Bits, list[npt.NDArray[np.int8]]]:
        """Give each word the part of the name that it fits, so that most agrees.

        Returns the weight of each row, and for each word the slot it took.
        """
        codes = {name: self.index.slots[name][rows] for name in SLOTS}
        slots = [name for name in SLOTS if (codes[name] >= 0).any()]
        fits = [
            [like[SLOTS[name]].bits[like[SLOTS[name]].levels[codes[name]]]
             for name in slots]
            for like in self.words
        ]  # fmt: skip
        free = [self._unplaced(at, rows) for at in range(len(self.words))]
        bits, chosen = _assigned(fits, free, len(rows))
        numbers = np.array([*(list(SLOTS).index(name) for name in slots), _NOTHING])
        return bits, [numbers[taken].astype(np.int8) for taken in chosen]

    def _unplaced(self, at: int, rows: Rows) -> Bits:
        """Weigh a word that is no part of the name: a place, or not there at all."""
        word, like = self.asked.words[at], self.words[at]["context"]
        silent = {
            name: self.index.slots[name][rows] < 0 for name in ("given", "patronymic")
        }
        bits = np.full(len(rows), _NO_PLACE, np.float32)
        bits[silent["given"] | silent["patronymic"]] = _NOTHING_SAID
        if looks_patronymic(code_of(word)):
            bits[silent["patronymic"]] = _NO_FATHER_SAID
        for agreement in _NAMED:
            if agreement in like.rows:
                has = self._holds(rows, like.rows[agreement])
                bits[has] = np.maximum(bits[has], like.bits[agreement])
        return bits

    def _reasons(
        self, row: np.int64, chosen: list[int], birth: Birth, **named: bool
    ) -> Reasons:
        slots = tuple(SLOTS)
        names: dict[str, Agreement] = {}
        unmatched = 0
        for word, slot in zip(self.words, chosen, strict=True):
            if slot == _NOTHING:
                unmatched += 1
                continue
            name = slots[slot]
            level = Agreement(
                int(word[SLOTS[name]].levels[self.index.slots[name][row]])
            )
            names[SLOTS[name]] = min(names.get(SLOTS[name], level), level)
        said = tuple((name, names[name]) for name in FIELDS if name in names)
        return Reasons(names=said, birth=birth, unmatched=unmatched, **named)


def _assigned(
    fits: list[list[Bits]], free: list[Bits], size: int
) -> tuple[Bits, list[npt.NDArray[np.int8]]]:
    states = 1 << (len(fits[0]) if fits else 0)
    best = np.full((states, size), -np.inf, np.float32)
    best[0] = 0.0
    steps: list[npt.NDArray[np.int8]] = []
    for places, alone in zip(fits, free, strict=True):
        after = best + alone
        chosen = np.full((states, size), _NOTHING, np.int8)
        for slot, bits in enumerate(places):
            for state in range(states):
                if state >> slot & 1:
                    continue
                to = state | 1 << slot
                gained = best[state] + bits
                better = gained > after[to]
                after[to][better] = gained[better]
                chosen[to][better] = slot
        best = after
        steps.append(chosen)
    return _traced(best, steps)


def _traced(
    best: Bits, steps: list[npt.NDArray[np.int8]]
) -> tuple[Bits, list[npt.NDArray[np.int8]]]:
    rows = np.arange(best.shape[1])
    state = best.argmax(axis=0)
    total = best[state, rows]
    taken = []
    for step in reversed(steps):
        slot = step[state, rows]
        taken.append(slot)
        state = np.where(slot >= 0, state & ~(1 << np.maximum(slot, 0)), state)
    return total, taken[::-1]


def _best(total: Bits) -> Rows:
    """Return the rows for which most speaks; of those that are even, the first."""
    touched = np.flatnonzero(total > 0)
    if len(touched) <= MOST_WEIGHED:
        return touched
    values = total[touched]
    least = np.partition(values, -MOST_WEIGHED)[-MOST_WEIGHED]
    better = touched[values > least]
    even = touched[values == least][: MOST_WEIGHED - len(better)]
    return np.concatenate([better, even])
