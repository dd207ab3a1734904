"""Which word of a search is which part of a name, so that most of them agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from repatria.names.classes import looks_patronymic
from repatria.register.core.found import Agreement
from repatria.register.core.search import code_of
from repatria.register.engine.finding.index import FIELDS, SLOTS, Index
from repatria.register.engine.finding.likeness import Bits, Likeness, likenesses
from repatria.register.engine.finding.told import NAMED, NO_NUMBER, Rows, hold

Slots = npt.NDArray[np.int8]
_NOTHING = -1
_WEAK = 0.5  # bits below which an agreement brings nobody to the table
_NO_PART = NO_NUMBER  # of a word that the row holds nowhere
_NO_FATHER_SAID, _NOTHING_SAID = -0.7, -2.5  # where the row leaves a part of it unsaid
_LEFT_UNSAID = ("given", "patronymic")


class Naming:
    """The words of a search that may be parts of a name, against the names there are.

    ``likes`` holds, for each word, what it is to each field.
    """

    def __init__(self, words: Sequence[str], index: Index) -> None:
        self.words, self.index = words, index
        self.likes = likenesses(words, index.terms, rows=index.others)

    def rough(self) -> Bits:
        """Return what speaks for each row at first sight, whichever part a word is."""
        total = np.zeros(self.index.size, np.float32)
        for word in self.likes:
            total += self._best_of(word)
        return total

    def _best_of(self, word: Mapping[str, Likeness]) -> Bits:
        best = np.zeros(self.index.size, np.float32)
        for like in word.values():
            for agreement, rows in like.rows.items():
                bits = like.bits[agreement]
                if bits >= _WEAK:
                    best[rows] = np.maximum(best[rows], bits)
        return best

    def weighed(self, rows: Rows) -> tuple[Bits, list[Slots]]:
        """Give each word the part of the name that it fits, so that most agrees.

        Returns the weight of each row, and for each word the slot it took.
        """
        codes = {name: self.index.slots[name][rows] for name in SLOTS}
        slots = [name for name in SLOTS if (codes[name] >= 0).any()]
        fits = [
            [like[SLOTS[name]].bits[like[SLOTS[name]].levels[codes[name]]]
             for name in slots]
            for like in self.likes
        ]  # fmt: skip
        free = [self._unplaced(at, rows) for at in range(len(self.likes))]
        bits, chosen = _assigned(fits, free, len(rows))
        numbers = np.array([*(list(SLOTS).index(name) for name in slots), _NOTHING])
        return bits, [numbers[taken].astype(np.int8) for taken in chosen]

    def _unplaced(self, at: int, rows: Rows) -> Bits:
        """Weigh a word that is no part of the name: a place, or not there at all."""
        word, like = self.words[at], self.likes[at]["context"]
        silent = {name: self.index.slots[name][rows] < 0 for name in _LEFT_UNSAID}
        bits = np.full(len(rows), _NO_PART, np.float32)
        bits[silent["given"] | silent["patronymic"]] = _NOTHING_SAID
        if looks_patronymic(code_of(word)):
            bits[silent["patronymic"]] = _NO_FATHER_SAID
        for agreement in NAMED:
            if agreement in like.rows:
                has = hold(rows, like.rows[agreement], of=self.index.size)
                bits[has] = np.maximum(bits[has], like.bits[agreement])
        return bits

    def reasons(
        self, row: np.int64, chosen: Sequence[int]
    ) -> tuple[tuple[tuple[str, Agreement], ...], int]:
        """Return how each part of a name agrees, and how many words fit none.

        ``chosen`` are the slots that the words took in this row.
        """
        slots = tuple(SLOTS)
        names: dict[str, Agreement] = {}
        for word, slot in zip(self.likes, chosen, strict=True):
            if slot == _NOTHING:
                continue
            field, code = SLOTS[slots[slot]], self.index.slots[slots[slot]][row]
            level = Agreement(int(word[field].levels[code]))
            names[field] = min(names.get(field, level), level)
        said = tuple((field, names[field]) for field in FIELDS if field in names)
        return said, list(chosen).count(_NOTHING)


def _assigned(
    fits: list[list[Bits]], free: list[Bits], size: int
) -> tuple[Bits, list[Slots]]:
    """Return for each row the most that its words weigh together, no slot taken twice.

    Every set of slots that are taken already is a state, a bit for each slot.
    """
    states = 1 << (len(fits[0]) if fits else 0)
    best = np.full((states, size), -np.inf, np.float32)
    best[0] = 0.0
    steps: list[Slots] = []
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


def _traced(best: Bits, steps: list[Slots]) -> tuple[Bits, list[Slots]]:
    """Return the best of each row, and the slots by which it came about."""
    rows = np.arange(best.shape[1])
    state = best.argmax(axis=0)
    total = best[state, rows]
    taken = []
    for step in reversed(steps):
        slot = step[state, rows]
        taken.append(slot)
        state = np.where(slot >= 0, state & ~(1 << np.maximum(slot, 0)), state)
    return total, taken[::-1]
