"""What speaks for and against a pair, field by field, and who else is in question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.core.model import ladder_named
from repatria.matching.engine.levels import Levels
from repatria.matching.engine.link import Reconciliation
from repatria.matching.engine.reasons import bits_by_field, words_of
from repatria.matching.engine.resolve import REVIEW_FROM
from repatria.matching.engine.weights import Bits
from repatria.matching.report.data import Agreement, Compared, Pair
from repatria.matching.report.figures import number, probability
from repatria.matching.report.shown import Shown, place_of
from repatria.shared.text import mark as _
from repatria.shared.text import say

_CLOSE = {
    "variant", "initial", "month", "year", "shared", "near", "slip", "swapped",
    "partly",
}  # fmt: skip
_SAID_BY_THE_FINDING = {"same", "differs"}  # whose reason would only repeat it
NOTEWORTHY = 0.05  # bits; less rounds to nothing

FOR = _("For one person: {fields}.")
AGAINST = _("Against: {fields}.")
LEFT_BETTER = _("Row {row} of the left list goes better with row {other} ({share}).")
RIGHT_BETTER = _("Row {row} of the right list goes better with row {other} ({share}).")

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Levels and bits of the pairs at some positions, and the words of each level."""

    answer: Reconciliation
    shown: tuple[Shown, Shown]
    at: Positions
    levels: Mapping[str, Levels]
    bits: Mapping[str, Bits]
    words: Mapping[str, list[str]]
    differs: list[tuple[str, ...]]
    rivals: list[int]

    def pair(self, n: int) -> Pair:
        """Return the ``n``-th pair as the report shows it."""
        found, split = self.answer.resolved, self.answer.left.rows
        at = int(self.at[n])
        rows = (
            int(found.pairs.left[at]) + 1,
            int(found.pairs.right[at]) + 1 - split,
        )
        stated = sum(float(bits[n]) for bits in self.bits.values())
        prior = self.answer.model.prior
        return Pair(
            left=self.shown[0].row(rows[0]),
            right=self.shown[1].row(rows[1]),
            probability=float(found.probability[at]),
            compared=tuple(self._compared(n, rows)),
            differs=self.differs[n],
            why=" ".join((*for_and_against(self._weights(n)), *self._better(at))),
            rivals=self.rivals[n],
            start=prior,
            overlap=float(found.pairs.bits[at]) - prior - stated,
        )

    def _code(self, field: str, n: int) -> str:
        step = int(self.levels[field][n])
        return ladder_named(field).levels[step - 1].code if step else ""

    def _compared(self, n: int, rows: tuple[int, int]) -> Iterator[Compared]:
        for field in sorted(self.levels, key=place_of):
            code = self._code(field, n)
            step = int(self.levels[field][n])
            plain = not code or code in _SAID_BY_THE_FINDING
            yield Compared(
                self._title(field),
                self.shown[0].text(rows[0], field),
                self.shown[1].text(rows[1], field),
                agreement=agreement(code),
                bits=round(float(self.bits[field][n]), 1) if code else None,
                why="" if plain else self.words[field][step - 1],
            )

    def _title(self, field: str) -> str:
        return self.shown[0].titles.get(field, field)

    def _weights(self, n: int) -> dict[str, float]:
        return {
            named(field, self.shown[0].titles): float(self.bits[field][n])
            for field in sorted(self.bits, key=place_of)
        }

    def _better(self, at: int) -> Iterator[str]:
        """Say of either row whether it has a likelier partner."""
        found, group = self.answer.resolved, self.answer.duplicates.group
        split, pairs = self.answer.left.rows, self.answer.resolved.pairs
        left, right = int(pairs.left[at]), int(pairs.right[at])
        sides = (
            (LEFT_BETTER, left, right, pairs.right, (1, 1 - split)),
            (RIGHT_BETTER, right, left, pairs.left, (1 - split, 1)),
        )
        for sentence, here, there, partners, (own, other) in sides:
            best = int(found.best[here])
            partner = int(partners[best])
            if best != at and group[partner] != group[there]:
                yield say(
                    sentence,
                    row=number(here + own),
                    other=number(partner + other),
                    share=probability(float(found.probability[best])),
                )


def for_and_against(weights: Mapping[str, float]) -> Iterator[str]:
    """Sum up in a sentence each what speaks for one person and what against.

    ``weights`` are bits by the field's words; what weighs most is named first.
    """
    ranked = sorted(weights.items(), key=lambda one: -abs(one[1]))
    for sentence, sign in ((FOR, 1), (AGAINST, -1)):
        fields = [words for words, bits in ranked if sign * bits > NOTEWORTHY]
        if fields:
            yield say(sentence, fields=", ".join(fields))


def named(field: str, titles: Mapping[str, str]) -> str:
    """Return the reader's words for a field inside a sentence."""
    return titles[field] if field in titles else say(ladder_named(field).title)


def evidence(
    answer: Reconciliation, shown: tuple[Shown, Shown], rows: pl.DataFrame
) -> Evidence:
    """Gather the evidence of these rows of the pairs table."""
    at = rows["position"].to_numpy()
    pairs = answer.resolved.pairs
    return Evidence(
        answer,
        shown,
        at,
        levels={name: level[at] for name, level in pairs.levels.items()},
        bits=bits_by_field(answer.features, answer.model, pairs, at),
        words={name: words_of(name, answer.features) for name in pairs.levels},
        differs=[tuple(one.split(";")) if one else () for one in rows["differs"]],
        rivals=_rivals(answer, at).tolist(),
    )


def _rivals(answer: Reconciliation, at: Positions) -> Positions:
    """Count, for each pair, the other groups of rows in question for either row."""
    found, group = answer.resolved, answer.duplicates.group
    left, right = group[found.pairs.left[at]], group[found.pairs.right[at]]
    asked = np.zeros(len(group), dtype=bool)
    asked[left] = asked[right] = True
    one, other = group[found.pairs.left], group[found.pairs.right]
    near = (asked[one] | asked[other]) & (found.probability >= REVIEW_FROM)
    both = np.unique(one[near].astype(np.int64) << 32 | other[near])
    partners = np.bincount(both >> 32, minlength=len(group))
    partners += np.bincount(both & 0xFFFFFFFF, minlength=len(group))
    itself = (found.probability[at] >= REVIEW_FROM).astype(np.int64)
    rivals: Positions = partners[left] + partners[right] - 2 * itself
    return rivals


def agreement(code: str) -> Agreement:
    """Return what a level's code says to a reader."""
    if not code:
        return Agreement.UNKNOWN
    if code in {"same", "spelling"}:
        return Agreement.SAME
    return Agreement.CLOSE if code in _CLOSE else Agreement.DIFFERS
