"""One word written wrongly, in one of the ways people write words wrongly.

Each function takes the word and two numbers from 0 to 1 that decide where and
how; equal numbers give equal slips.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from repatria.matching.engine.synthetic.chance import Chance, Ints
from repatria.matching.engine.synthetic.coded import Coded
from repatria.matching.engine.synthetic.resources import sections, words

Slip = Callable[[str, float, float], str]


def _taken_for(kind: str) -> dict[str, str]:
    pairs = (pair.split("=") for pair in words(sections("slips.txt")[kind]))
    return dict(pairs)


def _beside() -> dict[str, str]:
    """Return the keys beside each key; the first keyboard that has it decides."""
    beside: dict[str, str] = {}
    for row in words(sections("slips.txt")["keyboard"]):
        for place, letter in enumerate(row):
            near = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            beside.setdefault(letter, near)
    return beside


_BESIDE = _beside()
_HEARD, _READ, _LOOKS_LIKE = map(_taken_for, ("heard", "read", "lookalike"))


def _alike(new: str, old: str) -> str:
    return new.capitalize() if old.isupper() else new


def mistyped(word: str, where: float, how: float) -> str:
    """A neighbouring key, a letter lost, doubled or exchanged with the next."""
    if len(word) < 3:
        return word
    place = 1 + int(where * (len(word) - 1))
    letter = word[place]
    if how < 0.35:
        near = _BESIDE.get(letter.lower(), letter)
        return (
            word[:place]
            + _alike(near[int(how * 2.8 * len(near))], letter)
            + word[place + 1 :]
        )
    if how < 0.60:
        return word[:place] + word[place + 1 :]
    if how < 0.75:
        return word[:place] + letter.lower() + word[place:]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _replaced(word: str, where: float, table: dict[str, str]) -> str:
    places = [place for place, letter in enumerate(word) if letter.lower() in table]
    if not places:
        return word
    place = places[int(where * len(places))]
    new = _alike(table[word[place].lower()], word[place])
    return word[:place] + new + word[place + 1 :]


def misheard(word: str, where: float, how: float) -> str:
    """A sound taken for a near one, or a letter doubled or undoubled."""
    if how > 0.2:
        return _replaced(word, where, _HEARD)
    for place in range(1, len(word)):
        if word[place] == word[place - 1]:
            return word[:place] + word[place + 1 :]
    places = [p for p, letter in enumerate(word) if letter in "нлстmnlst" and p]
    place = places[int(where * len(places))] if places else len(word) - 1
    return word[: place + 1] + word[place].lower() + word[place + 1 :]


def misread(word: str, where: float, how: float) -> str:
    """A letter taken for one of like shape, as a scanner or a tired eye does."""
    once = _replaced(word, where, _READ)
    return _replaced(once, how * 5, _READ) if how < 0.2 else once


def lookalike(word: str, where: float, _how: float) -> str:
    """A letter of the other script that looks the same."""
    return _replaced(word, where, _LOOKS_LIKE)


def untidy(word: str, _where: float, how: float) -> str:
    """Small letters, or a space before, after or twice."""
    if how < 0.4:
        return word.lower()
    return f" {word}" if how < 0.6 else f"{word} "


def slip(column: Coded, rate: float, wrong: Slip, chance: Chance, size: int) -> None:
    """Let ``wrong`` happen to a share ``rate`` of the rows of ``column``."""
    rows = chance.struck(size, rate)
    write(column, rows, wrong, chance.of("how"))


def write(column: Coded, rows: Ints, wrong: Slip, chance: Chance) -> None:
    """Let ``wrong`` happen to ``rows`` of ``column``."""
    where: Sequence[float] = chance.of("where").shares(len(rows)).tolist()
    how: Sequence[float] = chance.of("how").shares(len(rows)).tolist()
    written = (
        wrong(word, a, b) if word else word
        for word, a, b in zip(column.at(rows), where, how, strict=True)
    )
    column.put(rows, written)
