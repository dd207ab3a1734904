"""The decision table of parsing: which word of a name plays which part.

A name is reduced to its *shape*, one code for each word or mark, and the table
answers shapes alone.  A row (``names.parse``) and a column
(``names.engine.parse``) ask the same table, so they cannot drift apart.

Codes of words: C a most common given name, G another one, g a short form,
P a patronymic whose father's name is known, p one by its ending only, f a
daughter's patronymic, F a word that ends as surnames do, S any other word,
I an initial or abbreviation, D a particle, O "son of" after a name,
W a word before a call sign, N a remark or number.  ``^`` follows words in
capitals, ``{...}`` holds a word that may be part of a rank.
Codes of marks: ``,`` ``;`` ``(`` ``)`` ``"``.
Roles: F family, G given, P patronymic, R rank, C call sign, X the rest, ``.`` a mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain, takewhile

from repatria.names.ranks import leading_rank

MARK_ROLE = "."
MARKS = frozenset(',;()"')
_GIVEN_LIKELIHOOD = {
    "C": 4,
    "G": 3,
    "g": 2,
    "I": 2,
    "S": 1,
    "P": 0,
    "p": 0,
    "f": 0,
    "F": 0,
}
_LEAST_AFTER_DOUBTFUL_RANK = 2
MOST_UNITS = 12  # no name has more; what follows is a remark
_TWO_WORDS = re.compile("[CGgSF]{2}")


class NameOrder(StrEnum):
    """Which comes first where nothing else tells: in rows, or as a column showed."""

    UNKNOWN = "unknown"
    FAMILY_FIRST = "family-first"
    GIVEN_FIRST = "given-first"


# Read from the top; the first line that fits the whole name decides. The groups of
# the pattern are the roles. "e": family first, as in lists of the east; "w": given
# first; "*": both. G stands for C, G and g here.
WHOLE_NAME = """
* (?P<G>[GI]+)(?P<P>[fPp])(?P<F>[SFGPpf]+)
* (?P<G>S)(?P<P>[fPp])(?P<F>[SF]+)
* (?P<G>F)(?P<P>[fPp])(?P<F>F)
e (?P<G>G+)(?P<F>F+)(?P<P>[fPp])(?P<X>.*)
w (?P<G>G+)(?P<F>[SF]+)(?P<P>[fPp])(?P<X>.*)
* (?P<F>[^I]+?)(?P<G>G+|[SFI])(?P<P>[fPp])(?P<X>.*)
* (?P<G>I)(?P<F>[Pp])
w (?P<G>[GS])(?P<F>[Pp])
* (?P<G>[GS])(?P<P>[Pf])
* (?P<G>[GS])(?P<F>p)
* (?P<F>[FPp])(?P<P>[Pfp])
* (?P<F>[Ppf])(?P<G>[GIS]+)
* (?P<G>G)(?P<F>[SF])(?P<P>I+)
* (?P<F>[SF]+)(?P<G>G+)(?P<P>I+)
* (?P<F>[GSF])(?P<G>[GS])(?P<P>I)
* (?P<F>[SFGPp]+)(?P<G>I)(?P<P>I)?(?P<X>I*)
* (?P<G>I+G+)(?P<F>[SF]+)
* (?P<G>I)(?P<P>I)?(?P<X>I*)(?P<F>[SFGPp]+)
* (?P<G>[GS]+)(?P<P>I+)(?P<F>[SFG]+)
* (?P<G>I)(?P<P>I)?(?P<X>I*)
* (?P<F>F)(?P<G>G)(?P<X>F)
* (?P<G>SG)(?P<F>F)
e (?P<F>[SFPp])(?P<G>G)(?P<P>[GS]+)
w (?P<F>F)(?P<G>G[GS]*)
* (?P<F>[SF]+)(?P<G>G+)
w (?P<G>SG+)(?P<F>[SF]+)
* (?P<G>G+)(?P<F>[SFp]+)
e (?P<F>G)(?P<G>G)(?P<P>G)(?P<X>G*)
w (?P<G>G+)(?P<F>G)
* (?P<G>G)(?P<F>[SF])(?P<P>G)
* (?P<G>S+)(?P<F>F+)
e (?P<F>[SF])(?P<G>[SF])(?P<P>[SF])
w (?P<G>[SF]+)(?P<F>[SF])
* (?P<F>.)(?P<G>.)(?P<P>.)(?P<X>.*)
* (?P<F>.)(?P<X>.*)
"""

WITHOUT_FAMILY = """
* (?P<P>[Pfp])
* (?P<G>.+?)(?P<P>[Pfp])(?P<X>.*)
* (?P<G>[GSF]+)(?P<P>I+)
* (?P<G>I)(?P<P>I)(?P<X>I*)
e (?P<G>.)(?P<P>[GSF])
* (?P<G>.+)
"""


@cache
def _table(text: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = [line.partition(" ") for line in text.strip().splitlines()]
    return tuple((order, re.compile(pattern)) for order, _, pattern in lines)


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that move together, such as "von" and its name.

    Where they stand, their code, and whether they are written in capitals.
    """

    places: tuple[int, ...]
    kind: str
    capitals: bool


@lru_cache(maxsize=1 << 15)
def roles_of(shape: tuple[str, ...], order: NameOrder, *, cyrillic: bool) -> str:
    """Return the role of each word and mark of a shape, one letter each."""
    roles = [MARK_ROLE if code in MARKS else "" for code in shape]
    _set_asides(shape, roles)
    segments = _segments(shape, roles)
    _take_ranks(shape, roles, segments)
    east = order is NameOrder.FAMILY_FIRST or (order is NameOrder.UNKNOWN and cyrillic)
    names = [_units(shape, roles, segment) for segment in segments]
    _assign([units for units in names if units], roles, order, "e" if east else "w")
    return "".join(role or "X" for role in roles)


def _set_asides(shape: tuple[str, ...], roles: list[str]) -> None:
    """Give call signs, former names in brackets, and remarks their roles."""
    daughter = any(code[0] == "f" for code in shape)
    for start, end in _spans(shape):
        role = _role_inside(shape, start, end, daughter=daughter)
        for place in range(start, end):
            roles[place] = roles[place] or role
    called = False
    for place, code in enumerate(shape):
        if roles[place]:
            called = called and code == '"'
        elif code[0] == "W" or (code[0] == "N" and "{" not in code):
            roles[place] = "X"
            called = called or code[0] == "W"
        elif called:
            roles[place] = "C"


def _spans(shape: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where brackets and quotes hold words, as half-open ranges."""
    spans, start, closing = [], 0, ""
    for place, code in enumerate(shape):
        if closing and code == closing:
            spans.append((start, place))
            closing = ""
        elif not closing and code in '("':
            start, closing = place + 1, ")" if code == "(" else '"'
    return [*spans, (start, len(shape))] if closing else spans


def _role_inside(
    shape: tuple[str, ...], start: int, end: int, *, daughter: bool
) -> str:
    codes = shape[start:end]
    if codes and all("{" in code for code in codes) and _is_rank(codes):
        return "R"
    former = all(code[0] == "F" for code in codes) and shape[start - 1] == "("
    if former and (daughter or end + 1 < len(shape)):
        return "X"
    return "X" if any(code[0] == "N" for code in codes) else "C"


def _segments(shape: tuple[str, ...], roles: list[str]) -> list[list[int]]:
    """Return the places of words without a role, parted at commas and semicolons."""
    segments: list[list[int]] = [[]]
    for place, code in enumerate(shape):
        if code in {",", ";"}:
            segments.append([])
        elif not roles[place]:
            segments[-1].append(place)
    return [segment for segment in segments if segment]


def _take_ranks(
    shape: tuple[str, ...], roles: list[str], segments: list[list[int]]
) -> None:
    """Mark a rank before the name, and ranks alone between commas or at the end."""
    if not segments:
        return
    _mark(roles, segments[0][: _leading(shape, segments)], "R")
    for segment in segments[1:]:
        if _is_rank([shape[place] for place in segment]):
            _mark(roles, segment, "R")
    last = [place for place in segments[-1] if not roles[place]]
    tail = _tail_of_rank(shape, last)
    if len(last) - tail >= _LEAST_AFTER_DOUBTFUL_RANK:
        _mark(roles, last[len(last) - tail :], "R")


def _mark(roles: list[str], places: list[int], role: str) -> None:
    for place in places:
        roles[place] = role


def _rank_word(code: str) -> str:
    """Return the word of a rank that a code holds, empty for none."""
    return code.partition("{")[2].removesuffix("}")


def _leading(shape: tuple[str, ...], segments: list[list[int]]) -> int:
    """Return how many first words of the name are its rank."""
    words = []
    for place in segments[0]:
        if not (word := _rank_word(shape[place])):
            break
        words.append(word)
    rank = leading_rank(tuple(words))
    if not rank.doubtful:
        return rank.length
    if rank.length == len(segments[0]):
        return 0
    after = [place for segment in segments for place in segment][rank.length :]
    surname_follows = bool(after) and shape[after[0]][0] not in "CGgI"
    enough = len(after) > _LEAST_AFTER_DOUBTFUL_RANK or (
        len(after) == _LEAST_AFTER_DOUBTFUL_RANK and surname_follows
    )
    return rank.length if enough else 0


def _is_rank(codes: list[str] | tuple[str, ...]) -> bool:
    words = tuple(_rank_word(code) for code in codes)
    rank = leading_rank(words)
    return all(words) and rank.length == len(words) and not rank.doubtful


def _tail_of_rank(shape: tuple[str, ...], places: list[int]) -> int:
    """Return how many last words are a rank without doubt."""
    for start in range(max(1, len(places) - 5), len(places)):
        if _is_rank([shape[place] for place in places[start:]]):
            return len(places) - start
    return 0


def _units(shape: tuple[str, ...], roles: list[str], segment: list[int]) -> list[Unit]:
    """Join particles to the word after them, and "son of" to the word before."""
    units: list[Unit] = []
    waiting: tuple[int, ...] = ()
    for place in segment:
        if roles[place]:
            continue
        kind, capitals = shape[place][0], "^" in shape[place]
        if kind == "N":
            roles[place] = "X"
        elif kind == "D":
            waiting = (*waiting, place)
        elif kind == "O" and units:
            before = units.pop()
            units.append(Unit((*before.places, place), "P", before.capitals))
        else:
            joined = "F" if waiting else "S" if kind == "O" else kind
            units.append(Unit((*waiting, place), joined, capitals))
            waiting = ()
    return [*units, Unit(waiting, "S", capitals=False)] if waiting else units


def _assign(
    names: list[list[Unit]], roles: list[str], order: NameOrder, side: str
) -> None:
    """Decide the names between commas: one whole name, or family, then the others."""
    if not names:
        return
    first, *others = names
    if not others or _complete(first):
        _assign_one(first, roles, order, side)
        if others and "P" not in roles and all(u.kind in "Pfp" for u in others[0]):
            _give(others[0], roles, "P")
    else:
        _give(first, roles, "F")
        after = [others[0], *takewhile(_only_given_names, others[1:])]
        _by_table(WITHOUT_FAMILY, list(chain(*after)), roles, side)


def _only_given_names(units: list[Unit]) -> bool:
    return all(unit.kind in "CGgIPpf" for unit in units)


def _complete(units: list[Unit]) -> bool:
    """Say whether words before a comma are a whole name, not a family name alone."""
    return len(units) > 1 and any(unit.kind in "CGgIPf" for unit in units)


def _give(units: list[Unit], roles: list[str], role: str) -> None:
    for unit in units:
        _mark(roles, list(unit.places), role)


def _assign_one(
    units: list[Unit], roles: list[str], order: NameOrder, side: str
) -> None:
    """Decide a name that no comma parts."""
    kinds = "".join(unit.kind for unit in units)
    if family := _family_in_capitals(units):
        _give(family, roles, "F")
        others = [unit for unit in units if unit not in family]
        _by_table(WITHOUT_FAMILY, others, roles, side)
    elif len(units) == 1:
        role = "G" if kinds in "CGgI" else "P" if kinds == "f" else "F"
        _give(units, roles, role)
    elif _TWO_WORDS.fullmatch(kinds):
        given = _given_of_two(units, order, side)
        _give([units[given]], roles, "G")
        _give([units[1 - given]], roles, "F")
    else:
        _by_table(WHOLE_NAME, units, roles, side)


def _family_in_capitals(units: list[Unit]) -> list[Unit]:
    """Return the units in capitals where others are not: lists mark family so."""
    words = [unit for unit in units if unit.kind != "I"]
    capitals = [unit for unit in words if unit.capitals]
    if not capitals or len(capitals) == len(words):
        return []
    others = [unit for unit in words if not unit.capitals]
    contrary = all(unit.kind in "CGgPf" for unit in capitals) and all(
        unit.kind == "F" for unit in others
    )
    return [] if contrary else capitals


def _given_of_two(units: list[Unit], order: NameOrder, side: str) -> int:
    """Return which of two words is the given name: 0 or 1."""
    first, second = (_GIVEN_LIKELIHOOD[unit.kind] for unit in units)
    both_given = min(first, second) >= _GIVEN_LIKELIHOOD["g"]
    if first == second or (both_given and order is not NameOrder.UNKNOWN):
        return 1 if side == "e" else 0
    return 0 if first > second else 1


def _by_table(text: str, units: list[Unit], roles: list[str], side: str) -> None:
    _give(units[MOST_UNITS:], roles, "X")
    units = units[:MOST_UNITS]
    letters = "".join("G" if unit.kind in "Cg" else unit.kind for unit in units)
    for order, pattern in _table(text):
        if order in ("*", side) and (found := pattern.fullmatch(letters)):
            for role in found.groupdict():
                start, end = found.span(role)
                _give(units[start:end] if start >= 0 else [], roles, role)
            return


def shows_order(shape: tuple[str, ...], *, cyrillic: bool) -> NameOrder:
    """Return the order that a shape shows by itself, the same for either side.

    A column learns from its plain names which order to read the doubtful in.
    """
    east = roles_of(shape, NameOrder.FAMILY_FIRST, cyrillic=cyrillic)
    west = roles_of(shape, NameOrder.GIVEN_FIRST, cyrillic=cyrillic)
    family, given = east.find("F"), east.find("G")
    if east != west or min(family, given) < 0 or "," in shape:
        return NameOrder.UNKNOWN
    return NameOrder.FAMILY_FIRST if family < given else NameOrder.GIVEN_FIRST
