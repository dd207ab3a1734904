"""How well ``repatria.names.compare`` tells names of one person from names of two.

Data: ``names/name_pairs_public_figures.csv`` (nomenklatura, MIT), read through
``REPATRIA_DATA``.  The pairs are parted in two halves by a hash of their text.
Weights are fitted on one half (``--fit`` prints them) and measured on the other.

    python bench/name_pairs.py [--fit]
"""

from __future__ import annotations

import csv
import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein

from repatria.names import compare as comparing
from repatria.names.align import align, name_to_compare
from repatria.names.compare import START, WEIGHTS, compare, evidence

DATA = Path(os.environ.get("REPATRIA_DATA", "../shared/data"))
FILE = "names/name_pairs_public_figures.csv"
ROUNDS, STEP, RESTRAINT = 4000, 0.5, 0.002


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names, and whether people said that they are one person's."""

    one: str
    other: str
    same: bool

    @property
    def to_fit(self) -> bool:
        """Whether the pair belongs to the half that weights are fitted on."""
        text = "\x1f".join(sorted((self.one, self.other)))
        return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def name_pairs(data: Path = DATA) -> list[NamePair]:
    """Return the labelled pairs."""
    with (data / FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [NamePair(r["name1"], r["name2"], r["is_match"] == "True") for r in rows]


def accuracy(pairs: Sequence[NamePair], said: Sequence[bool]) -> Accuracy:
    """Return how well the answers fit the labels."""
    hits = sum(pair.same and yes for pair, yes in zip(pairs, said, strict=True))
    return Accuracy(
        hits / max(1, sum(said)), hits / max(1, sum(pair.same for pair in pairs))
    )


def measure(
    pairs: Sequence[NamePair], judge: Callable[[str, str], bool]
) -> dict[str, Accuracy]:
    """Return the accuracy on the half to fit, the half to measure, and the whole."""
    parts = {
        "fitted half": [pair for pair in pairs if pair.to_fit],
        "measured half": [pair for pair in pairs if not pair.to_fit],
        "whole": list(pairs),
    }
    return {
        name: accuracy(part, [judge(pair.one, pair.other) for pair in part])
        for name, part in parts.items()
    }


def best_threshold(
    pairs: Sequence[NamePair], score: Callable[[str, str], float]
) -> float:
    """Return the threshold of best F1 on the half to fit."""
    part = [pair for pair in pairs if pair.to_fit]
    scores = [score(pair.one.lower(), pair.other.lower()) for pair in part]
    steps = [step / 100 for step in range(30, 100)]
    return max(steps, key=lambda t: accuracy(part, [s >= t for s in scores]).f1)


def from_threshold(
    score: Callable[[str, str], float], least: float
) -> Callable[[str, str], bool]:
    """Return a judge that says same where the score reaches ``least``."""
    return lambda a, b: score(a.lower(), b.lower()) >= least


def fitted(pairs: Sequence[NamePair]) -> tuple[dict[str, float], float]:
    """Return weights and start of the score, fitted on the half to fit.

    Logistic regression by plain descent, lightly held back: the same weights
    from the same pairs.
    """
    names = list(WEIGHTS)
    rows, answers = [], []
    for pair in (pair for pair in pairs if pair.to_fit):
        aligned = align(*(name_to_compare(n).words for n in (pair.one, pair.other)))
        if aligned.pairs:
            found = evidence(aligned)
            rows.append([found[name] for name in names] + [1.0])
            answers.append(float(pair.same))
    facts, wanted = np.array(rows), np.array(answers)
    weights = np.zeros(len(names) + 1)
    for _ in range(ROUNDS):
        expected = 1 / (1 + np.exp(-facts @ weights))
        slope = facts.T @ (expected - wanted) / len(wanted)
        slope[:-1] += RESTRAINT * weights[:-1]
        weights -= STEP * slope
    rounded = [round(float(weight), 2) for weight in weights]
    return dict(zip(names, rounded[:-1], strict=True)), rounded[-1]


def main() -> None:
    """Print the accuracy of our comparison and of two plain distances."""
    pairs = name_pairs()
    if "--fit" in sys.argv[1:]:
        weights, start = fitted(pairs)
        sys.stdout.write(f"fitted: {weights} start {start}\n")
        sys.stdout.write(f"in use: {WEIGHTS} start {START}\n")
    judges: dict[str, Callable[[str, str], bool]] = {
        f"repatria at {comparing.SAME_FROM}": lambda a, b: compare(a, b).same
    }
    for name, score in (
        ("Levenshtein", Levenshtein.normalized_similarity),
        ("Jaro-Winkler", JaroWinkler.similarity),
    ):
        least = best_threshold(pairs, score)
        judges[f"{name} at {least}"] = from_threshold(score, least)
    for name, judge in judges.items():
        for part, found in measure(pairs, judge).items():
            sys.stdout.write(
                f"{name:24}{part:15} P {found.precision:.3f} R {found.recall:.3f}"
                f" F1 {found.f1:.3f}\n"
            )


if __name__ == "__main__":
    main()
