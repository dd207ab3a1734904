"""Learn which Cyrillic letters stand for which Latin ones, and the reverse.

Run: ``python bench/fit_latin_cyrillic.py``.  Reads ``coling_en_ru_dev.tsv`` of
the benchmark data (``REPATRIA_DATA``, default ``../shared/data``; CC0) and
writes ``src/repatria/names/data/latin_cyrillic.tsv``.  The same input gives the
same bytes.  The test file of that study is never opened here.

Each letter of one word is aligned to 0 to 3 letters of the other by expectation
maximisation; then it is counted, inside windows of its neighbours, what it
became.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from repatria.names.costs import FILE, WIDEST, plain_cyrillic, plain_latin, windows

DATA = Path(os.environ.get("REPATRIA_DATA", "../shared/data"))
INTO = Path(__file__).parents[1] / "src" / "repatria" / "names" / "data" / FILE
LONGEST = 18  # letters; longer words are left out of the fit
PASSES = 12
LEAST_COUNT = 3.0  # a rarer window says nothing that its narrower one does not
LEAST_OUTCOME = 0.5  # what came rarer is a wrong pair more often than a spelling
LEAST_SHARE = 0.004  # of its window
FORESEEN = 0.97  # share in the narrower window that makes a lone outcome no news

Pair = tuple[str, str]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Counts = dict[str, dict[str, float]]

HEAD = """\
# What a letter became beside which neighbours: counts, learned by alignment.
# Source: coling_en_ru_dev.tsv, one word of a person's name in two scripts, from
# Wikidata through the COLING 2018 transliteration study. Licence: CC0-1.0.
# Made by bench/fit_latin_cyrillic.py; not to be edited by hand.
# Direction, window ("#" is the edge of the word, the letter stands in brackets),
# then what it became and how often; "-" is nothing.
"""


def read_pairs(file: str) -> list[Pair]:
    """Return the (Latin, Cyrillic) words of ``file`` in the letters of the model."""
    with (DATA / "names" / file).open(encoding="utf-8") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        read = [
            (plain_latin(row["latin"]), plain_cyrillic(row["native"])) for row in rows
        ]
    return [pair for pair in read if all(0 < len(word) <= LONGEST for word in pair)]


def fit(pairs: Sequence[Pair]) -> Counts:
    """Return for each window of the first words what its letter became, counted."""
    table = _Alignment(pairs)
    for _ in range(PASSES):
        table.improve()
    return table.counts()


class _Alignment:
    """All pairs side by side; ``chance`` is what each letter becomes, so far."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = pairs
        self.chunks = _numbered(
            chunk for _, target in pairs for chunk in _chunks(target)
        )
        self.letters = _numbered(letter for source, _ in pairs for letter in source)
        self.long = np.array([len(source) for source, _ in pairs])
        self.wide = np.array([len(target) for _, target in pairs])
        self.source = self._sources()
        self.target = self._targets()
        self.chance = self._first_guess()

    def _sources(self) -> Ints:
        found = np.full((len(self.pairs), LONGEST), -1)
        for row, (source, _) in enumerate(self.pairs):
            found[row, : len(source)] = [self.letters[letter] for letter in source]
        return found

    def _targets(self) -> Ints:
        """Return the chunk that starts at each place with each width, -1 for none."""
        found = np.full((len(self.pairs), LONGEST + 1, WIDEST + 1), -1)
        for row, (_, target) in enumerate(self.pairs):
            for start in range(len(target) + 1):
                for width in range(min(WIDEST, len(target) - start) + 1):
                    found[row, start, width] = self.chunks[
                        target[start : start + width]
                    ]
        return found

    def _first_guess(self) -> Floats:
        """Prefer one letter for one letter: it keeps the passes from drifting."""
        widths = np.array([len(chunk) for chunk in self.chunks])
        share = np.array([0.2, 1.0, 0.02, 0.001])[widths]
        return np.tile(share / share.sum(), (len(self.letters), 1))

    def _weights(self, place: int) -> Floats:
        """Return the chance of each (pair, start, width), for the letter there."""
        letter = self.source[:, place]
        found: Floats = self.chance[letter[:, None, None], self.target]
        found[self.target < 0] = 0.0
        found[letter < 0] = 0.0
        return found

    def _forward(self) -> list[Floats]:
        reached = np.zeros((len(self.pairs), LONGEST + 1))
        reached[:, 0] = 1.0
        steps = [reached]
        for place in range(LONGEST):
            weights = self._weights(place)
            after = np.zeros_like(reached)
            for width in range(WIDEST + 1):
                moved = (
                    steps[-1][:, : LONGEST + 1 - width]
                    * weights[:, : LONGEST + 1 - width, width]
                )
                after[:, width:] += moved
            steps.append(after)
        return steps

    def posteriors(self) -> Iterator[tuple[int, Floats]]:
        """Yield each place, last first, and how likely each (pair, start, width) is."""
        steps = self._forward()
        rows = np.arange(len(self.pairs))
        total = np.array(
            [
                steps[n][row, m]
                for row, (n, m) in enumerate(zip(self.long, self.wide, strict=True))
            ]
        )
        total[total == 0.0] = np.inf
        left = np.zeros((len(self.pairs), LONGEST + 1))
        for place in reversed(range(LONGEST)):
            ends = self.long == place + 1
            left[ends] = 0.0
            left[rows[ends], self.wide[ends]] = 1.0
            weights = self._weights(place)
            likely = np.zeros_like(weights)
            before = np.zeros_like(left)
            for width in range(WIDEST + 1):
                part = weights[:, : LONGEST + 1 - width, width] * left[:, width:]
                before[:, : LONGEST + 1 - width] += part
                likely[:, : LONGEST + 1 - width, width] = (
                    part * steps[place][:, : LONGEST + 1 - width]
                )
            yield place, likely / total[:, None, None]
            left = before

    def improve(self) -> None:
        """Run one pass of expectation maximisation."""
        counted = np.full_like(self.chance, 1e-6)
        for place, likely in self.posteriors():
            rows, starts, widths = np.nonzero(likely > 1e-9)
            np.add.at(
                counted,
                (self.source[rows, place], self.target[rows, starts, widths]),
                likely[rows, starts, widths],
            )
        self.chance = counted / counted.sum(axis=1, keepdims=True)

    def counts(self) -> Counts:
        """Return the expected counts of what each window's letter became."""
        names = list(self.chunks)
        found: Counts = defaultdict(lambda: defaultdict(float))
        for place, likely in self.posteriors():
            rows, starts, widths = np.nonzero(likely > 0.02)
            for row, start, width in zip(
                rows.tolist(), starts.tolist(), widths.tolist(), strict=True
            ):
                became = names[self.target[row, start, width]]
                share = float(likely[row, start, width])
                for window in windows(self.pairs[row][0], place):
                    found[window][became] += share
        return found


def _chunks(target: str) -> Iterator[str]:
    for width in range(WIDEST + 1):
        for start in range(len(target) + 1 - width):
            yield target[start : start + width]


def _numbered(values: Iterator[str]) -> dict[str, int]:
    return {value: number for number, value in enumerate(sorted(set(values)))}


def kept(counts: Counts) -> Counts:
    """Return the windows and outcomes that tell something."""
    trimmed = {window: _trimmed(became) for window, became in counts.items()}
    often = {
        w: became
        for w, became in trimmed.items()
        if sum(became.values()) >= LEAST_COUNT
    }
    return {w: became for w, became in often.items() if not _foreseen(w, became, often)}


def _trimmed(became: dict[str, float]) -> dict[str, float]:
    least = max(LEAST_OUTCOME, LEAST_SHARE * sum(became.values()))
    return {chunk: n for chunk, n in became.items() if n >= least}


def _foreseen(window: str, became: dict[str, float], all_kept: Counts) -> bool:
    """Say whether the window has one outcome, and the next narrower has it too."""
    narrower = all_kept.get(narrower_window(window), {})
    if len(became) != 1 or not narrower:
        return False
    return narrower.get(next(iter(became)), 0.0) >= FORESEEN * sum(narrower.values())


def narrower_window(window: str) -> str:
    """Return the window that :func:`windows` yields before this one.

    >>> narrower_window("s[c]h#"), narrower_window("[c]")
    ('s[c]h', '')
    """
    before, after = window.index("["), len(window) - window.index("]") - 1
    return {
        (0, 1): window[:-1],
        (1, 1): window[1:],
        (1, 2): window[:-1],
        (2, 2): window[1:],
    }.get((before, after), "")


def lines(direction: str, counts: Counts) -> Iterator[str]:
    """Yield the lines of one direction, in alphabetical order."""
    for window, became in sorted(kept(counts).items()):
        ranked = sorted(became.items(), key=lambda item: (-round(item[1], 1), item[0]))
        yield "\t".join(
            (direction, window, *(f"{chunk or '-'} {n:.1f}" for chunk, n in ranked))
        )


def write(pairs: Sequence[Pair], into: Path) -> None:
    """Fit both directions and write the data file."""
    swapped = [(cyrillic, latin) for latin, cyrillic in pairs]
    text = [*lines("latin", fit(pairs)), *lines("cyrillic", fit(swapped))]
    into.write_text(HEAD + "\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(read_pairs("coling_en_ru_dev.tsv"), INTO)
