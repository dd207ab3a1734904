"""How good links are: precision, recall, F1, and what probabilities are worth.

Two truths are told apart.  *Strict*: only the pairs of ``truth.csv``, in which a
person has one row on each list.  *Closed*: a second entry of a person
(``duplicates.csv``) counts as that person too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

BINS = 10
SURE = 0.99

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, 0 to 1; ``threshold`` if one was sought."""

    precision: float
    recall: float
    f1: float
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """One tenth of the scale: how many pairs, what they were given, what was true."""

    pairs: int
    given: float
    true: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """``sure`` counts pairs given at least ``SURE``; ``error`` is the expected one."""

    pairs: int
    error: float
    sure: int
    sure_true: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """Pairs of rows that are one person; ``person_of`` leads second entries home."""

    pairs: pl.DataFrame  # left_id, right_id
    person_of: pl.DataFrame  # id, first

    @property
    def people(self) -> int:
        """How many people stand on both lists."""
        return self.pairs.height

    def strict(self, links: pl.DataFrame) -> Truths:
        """Say of each link whether it is a pair of ``truth.csv``."""
        return self._known(links)

    def closed(self, links: pl.DataFrame) -> Truths:
        """Say of each link whether both rows speak of one person."""
        return self._known(self.at_home(links))

    def at_home(self, links: pl.DataFrame) -> pl.DataFrame:
        """Replace second entries by the first entry of their person."""
        homes = dict(self.person_of.iter_rows())
        return links.with_columns(pl.col("left_id", "right_id").replace(homes))

    def _known(self, links: pl.DataFrame) -> Truths:
        marked = self.pairs.with_columns(known=True)
        joined = links.join(
            marked, on=["left_id", "right_id"], how="left", maintain_order="left"
        )
        return joined["known"].fill_null(value=False).to_numpy()


def read_truth(folder: Path) -> Truth:
    """Read what the generator wrote about two lists."""
    pairs = pl.read_csv(folder / "truth.csv", infer_schema=False)
    second = pl.read_csv(folder / "duplicates.csv", infer_schema=False)
    return Truth(pairs, second.select("id", first="duplicate_of"))


def read_links(path: Path) -> pl.DataFrame:
    """Read links as an engine wrote them; ids stay texts."""
    texts = {"left_id": pl.String, "right_id": pl.String}
    return pl.read_csv(path, schema_overrides=texts, infer_schema_length=None)


def score(true: int, found: int, people: int, threshold: float | None = None) -> Score:
    """Return precision, recall and F1 from counts."""
    return Score(
        true / max(found, 1),
        true / max(people, 1),
        2 * true / max(found + people, 1),
        threshold,
    )


def strict_score(links: pl.DataFrame, truth: Truth) -> Score:
    """Score links against the strict truth."""
    return score(int(truth.strict(links).sum()), links.height, truth.people)


def closed_score(links: pl.DataFrame, truth: Truth) -> Score:
    """Score links against the closed truth; a person found twice is found once."""
    right = truth.closed(links)
    people = truth.at_home(links).filter(right).unique(["left_id", "right_id"]).height
    precision, recall = right.sum() / max(links.height, 1), people / truth.people
    return Score(
        precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
    )


def best_score(links: pl.DataFrame, truth: Truth, by: str = "score") -> Score:
    """Return the best F1 that any threshold gives: the truth chooses it, a gift."""
    ordered = links.sort(by, descending=True)
    true = np.cumsum(truth.strict(ordered))
    found = np.arange(1, len(true) + 1)
    values = ordered[by].to_numpy()
    ends = np.append(
        values[1:] != values[:-1], True
    )  # equal scores stand or fall together
    at = int(np.argmax(np.where(ends, 2 * true / (found + truth.people), 0)))
    return score(int(true[at]), at + 1, truth.people, float(values[at]))


def calibration(probability: npt.NDArray[np.float64], right: Truths) -> Calibration:
    """Compare probabilities with what was true, in ten bins of equal width."""
    place = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    bins = []
    for number in range(BINS):
        here = place == number
        size = int(here.sum())
        given, true = (
            float(x[here].mean()) if size else 0.0 for x in (probability, right)
        )
        bins.append(Bin(size, given, true))
    sure = probability >= SURE
    return Calibration(
        pairs=len(probability),
        error=sum(b.pairs * abs(b.given - b.true) for b in bins)
        / max(len(probability), 1),
        sure=int(sure.sum()),
        sure_true=float(right[sure].mean()) if sure.any() else 0.0,
        bins=tuple(bins),
    )
