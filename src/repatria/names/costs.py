"""How badly a Latin word fits a Cyrillic one, by learned correspondences.

Each letter of a word turned into none to three letters of the other script;
how it turned depends on its neighbours.  The counts of ``data/latin_cyrillic.tsv``
were learned by alignment (``bench/fit_latin_cyrillic.py`` says from what), in both
directions.  A cost is a negative logarithm: 0 is certain, each unit less so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from repatria.names.fold import fold, skeleton
from repatria.names.script import clean, scripts_in

FILE = "latin_cyrillic.tsv"
WIDEST = 3  # letters that one letter may become
EDGE = "#"
IMPOSSIBLE = 1e9
FLOOR = 1e-4  # chance of what was never seen, for each letter
TRUST = 1.0  # weight of the narrower window, in sorts of outcome
SHORTLIST = 60  # words that are worth a cost; 120 found no more on held-out pairs

LATIN_KEPT = frozenset(
    "abcdefghijklmnopqrstuvwxyz'ōéćáščöüūíóäńłçžýèışñøğāəăėåśīúïņæżëđșâ"
)
CYRILLIC_KEPT = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
NEIGHBOURS = {
    "і": "и",
    "ї": "и",
    "є": "е",
    "ґ": "г",
    "ў": "у",
    "ј": "й",
    "ќ": "к",
    "қ": "к",
}


def plain_latin(word: str) -> str:
    """Return ``word`` in the Latin letters of the model, others less their accents."""
    return "".join(_plain(clean(word).lower(), LATIN_KEPT))


def plain_cyrillic(word: str) -> str:
    """Return ``word`` in the Cyrillic letters of the model."""
    known = (NEIGHBOURS.get(letter, letter) for letter in clean(word).lower())
    return "".join(_plain("".join(known), CYRILLIC_KEPT))


def _plain(word: str, kept: frozenset[str]) -> Iterator[str]:
    for letter in word:
        if letter in kept:
            yield letter
        else:
            yield from (c for c in unicodedata.normalize("NFD", letter) if c in kept)


def windows(word: str, place: int) -> Iterator[str]:
    """Yield the letter at ``place`` alone, then in ever wider windows.

    >>> list(windows("sch", 1))
    ['[c]', '[c]h', 's[c]h', 's[c]h#', '#s[c]h#']
    """
    padded = EDGE * 2 + word + EDGE * 2
    at = place + 2
    letter = f"[{word[place]}]"
    for before, after in ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2)):
        yield padded[at - before : at] + letter + padded[at + 1 : at + 1 + after]


Counts = dict[str, dict[str, float]]


@cache
def _learned() -> dict[str, Counts]:
    found: dict[str, Counts] = {"latin": {}, "cyrillic": {}}
    text = (files("repatria.names") / "data" / FILE).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        direction, window, *became = line.split("\t")
        pairs = (item.split(" ") for item in became)
        found[direction][window] = {c.replace("-", ""): float(n) for c, n in pairs}
    return found


Turns = dict[str, float]


@lru_cache(maxsize=1 << 14)
def _turns(word: str, direction: str) -> list[Turns]:
    """Return for each letter of ``word`` the cost of each thing it may become."""
    return [_turn(tuple(windows(word, place)), direction) for place in range(len(word))]


def _turn(nested: tuple[str, ...], direction: str) -> Turns:
    """Return the costs in those of the nested windows that were ever seen."""
    learned = _learned()[direction]
    return _window_costs(tuple(w for w in nested if w in learned), direction)


@cache
def _window_costs(nested: tuple[str, ...], direction: str) -> Turns:
    chances = _window_chances(nested, direction)
    return {chunk: -log(share) for chunk, share in chances.items() if share > FLOOR}


@cache
def _window_chances(nested: tuple[str, ...], direction: str) -> Turns:
    """Blend the windows, the narrower standing in where the wider saw little."""
    if not nested:
        return {}
    seen = _learned()[direction][nested[-1]]
    narrower = _window_chances(nested[:-1], direction)
    weight = TRUST * len(seen)
    total = sum(seen.values()) + weight
    return {
        chunk: (seen.get(chunk, 0.0) + weight * narrower.get(chunk, 0.0)) / total
        for chunk in sorted(narrower.keys() | seen.keys())
    }


def _cost(source: str, target: str, direction: str) -> float:
    """Return the least cost of turning ``source`` into the whole of ``target``."""
    strange = -log(FLOOR)
    reached = [0.0, *(strange * n for n in range(1, len(target) + 1))]
    for turns in _turns(source, direction):
        nothing = turns.get("", strange)
        after = [cost + nothing for cost in reached]
        for start, cost in enumerate(reached):
            for end in range(start + 1, min(start + WIDEST, len(target)) + 1):
                step = turns.get(target[start:end], strange * (end - start))
                if cost + step < after[end]:
                    after[end] = cost + step
        reached = after
    return reached[-1]


def latin_cyrillic_cost(latin: str, cyrillic: str) -> float:
    """Return how badly two single words fit: 0 is certain, each unit e times less so.

    The mean of both directions, so that neither a long nor a short word gains.
    """
    left, right = plain_latin(latin), plain_cyrillic(cyrillic)
    if not left or not right:
        return IMPOSSIBLE
    return (_cost(left, right, "latin") + _cost(right, left, "cyrillic")) / 2


class Near(NamedTuple):
    """A word of the pool, and its cost against the word looked for."""

    word: str
    cost: float


def nearest(query: str, pool: Sequence[str], k: int) -> list[Near]:
    """Return the ``k`` words of ``pool`` that fit ``query`` best, the best first.

    One side is Latin and the other Cyrillic, whichever way round.  Fold and
    skeleton pick the words that are worth a cost, so at most ``SHORTLIST`` are
    returned.  Equal costs stand in the order of the pool.
    """
    swapped = "cyrillic" in scripts_in(query)
    kept = [pool[place] for place in _shortlist(query, tuple(pool))]
    costs = (
        latin_cyrillic_cost(word, query)
        if swapped
        else latin_cyrillic_cost(query, word)
        for word in kept
    )
    near = [Near(word, cost) for word, cost in zip(kept, costs, strict=True)]
    return sorted(near, key=lambda found: found.cost)[:k]


def _shortlist(query: str, pool: tuple[str, ...]) -> list[int]:
    """Return the places of the words most alike in fold and skeleton, ascending."""
    folds, skeletons = _prepared(pool)
    folded = fold(query)
    alike: dict[int, float] = {}
    for wanted, codes in ((folded, folds), (skeleton(folded), skeletons)):
        found = extract(
            wanted, codes, scorer=OSA.normalized_similarity, limit=SHORTLIST * 5
        )
        for _, share, place in found:
            alike[place] = alike.get(place, 0.0) + share
    best = sorted(alike, key=lambda place: (-alike[place], place))
    return sorted(best[:SHORTLIST])


@lru_cache(maxsize=8)
def _prepared(pool: tuple[str, ...]) -> tuple[list[str], list[str]]:
    folds = [fold(word) for word in pool]
    return folds, [skeleton(folded) for folded in folds]
