"""Fit the slope and the offset that turn sums of bits into honest probabilities.

Run as ``python bench/fit_calibration.py``; it prints the two numbers that
``matching/core/model.py`` states.  Fitted on lists of the generator's own
vocabulary; ``make bench`` scores them on lists with other vocabularies and
other error rates.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine import scores
from repatria.matching.engine.candidates import candidates_between
from repatria.matching.engine.fit import fitted
from repatria.matching.engine.prepare import prepared
from repatria.matching.engine.rivals import certainty
from repatria.matching.engine.synthetic import PRESETS, generate
from repatria.register.engine.intake import read_list

LISTS = (
    ("default", 10_000, 901),
    ("default", 100_000, 902),
    ("cyrillic", 30_000, 903),
    ("latin", 30_000, 904),
    ("one-column", 30_000, 905),
)
SLOPES = np.arange(0.5, 1.11, 0.05)
OFFSETS = np.arange(-1.0, 4.01, 0.25)
LEAST = -16.0  # bits, before anything is straightened


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of one pair of lists: rows, raw bits, and whether they are one person."""

    name: str
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    bits: npt.NDArray[np.float32]
    true: npt.NDArray[np.bool_]

    def loss(self, slope: float, offset: float) -> float:
        """Return the log loss a pair, in bits."""
        straight = np.float32(slope) * self.bits + np.float32(offset)
        sure = certainty(self.left, self.right, straight).clip(1e-9, 1 - 1e-9)
        lost = -np.log2(np.where(self.true, sure, 1 - sure)).sum()
        return float(lost / self.true.sum())


def scored(preset: str, persons: int, seed: int, folder: Path) -> Scored:
    """Make two lists without second entries and score their pairs as they come."""
    left, right = (replace(side, duplicates=0.0) for side in PRESETS[preset])
    made = generate(folder, persons=persons, seed=seed, left=left, right=right)
    lists = read_list(made.left), read_list(made.right)
    features = prepared(*lists)
    keep = np.ones(features.rows, dtype=bool)
    candidates = candidates_between(features, keep)
    model = replace(fitted(features, candidates, keep), slope=1.0, offset=0.0)
    found = scores.ready(model, features).score(candidates)
    ids = [one.fields["id"] for one in lists]
    pairs = pl.DataFrame(
        {
            "left_id": ids[0].gather(found.left),
            "right_id": ids[1].gather(found.right - lists[0].rows),
        }
    )
    truth = pl.read_csv(made.truth, infer_schema=False).with_columns(true=pl.lit(1))
    ids_of = ["left_id", "right_id"]
    true = pairs.join(truth, on=ids_of, how="left", maintain_order="left")
    return Scored(
        f"{preset} {persons}",
        found.left,
        found.right,
        found.bits,
        true["true"].is_not_null().to_numpy(),
    )


def measured() -> Iterator[Scored]:
    """Yield the pairs of every pair of lists."""
    scores.LEAST_BITS = LEAST
    for preset, persons, seed in LISTS:
        with tempfile.TemporaryDirectory() as folder:
            yield scored(preset, persons, seed, Path(folder))


def main() -> None:
    """Try every slope and offset on all lists and print the best."""
    lists = list(measured())
    losses = {
        (float(slope), float(offset)): [one.loss(slope, offset) for one in lists]
        for slope, offset in product(SLOPES, OFFSETS)
    }
    best = min(losses, key=lambda both: sum(losses[both]))
    print(f"SLOPE = {best[0]:.2f}, OFFSET = {best[1]:.2f}")
    for number, one in enumerate(lists):
        alone = min((losses[both][number], both) for both in losses)[1]
        print(
            f"  {one.name}: loss {losses[best][number]:.4f} bits a true pair, "
            f"unstraightened {one.loss(1, 0):.4f}, "
            f"best alone {alone[0]:.2f}/{alone[1]:.2f} {losses[alone][number]:.4f}"
        )


if __name__ == "__main__":
    main()
