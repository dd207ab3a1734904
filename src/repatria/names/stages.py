"""Ordered stages of replacements, read from a data file and run over one text.

The file is the whole definition; this module runs it over single texts,
``repatria.names.engine.columns`` over columns.  Both read :class:`Stage`, so
a change of the data changes both alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass over a text.

    ``pairs`` are (from, to).  A plain stage looks for all of them at once:
    the leftmost match wins, and of several there the longest, which stands
    first.  A pattern stage (``regex``) applies them one after the other.
    """

    name: str
    regex: bool
    pairs: tuple[tuple[str, str], ...]


@cache
def stages_of(file: str) -> tuple[Stage, ...]:
    """Return the stages that the data file ``file`` defines, in its order."""
    text = (files("repatria.names") / "data" / file).read_text(encoding="utf-8")
    return tuple(_stages(text))


def _stages(text: str) -> Iterator[Stage]:
    name, regex = "", False
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line.startswith("[") and "\t" not in line:
            if name:
                yield _stage(name, pairs, regex=regex)
            name, pairs = line.strip("[]~"), []
            regex = line.startswith("[~")
        elif line and not line.startswith("#"):
            source, _, target = line.partition("\t")
            pairs.append((source, "" if target == NOTHING else target))
    yield _stage(name, pairs, regex=regex)


def _stage(name: str, pairs: list[tuple[str, str]], *, regex: bool) -> Stage:
    return patterns(name, *pairs) if regex else plain(name, dict(pairs))


def plain(name: str, table: dict[str, str]) -> Stage:
    """Return a plain stage; a longer text is found before its own beginning."""
    longest_first = sorted(table.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    return Stage(name, regex=False, pairs=tuple(longest_first))


def patterns(name: str, *pairs: tuple[str, str]) -> Stage:
    """Return a pattern stage, in the order given.

    Only what Python and Rust read alike may be used: no look-around, no
    back-reference, no class that depends on a version of Unicode.
    """
    return Stage(name, regex=True, pairs=pairs)


Step = Callable[[str], str]


def step_of(stage: Stage) -> Step:
    """Return the function that runs ``stage`` over one text."""
    if stage.regex:
        return _pattern_step(stage.pairs)
    return _plain_step(stage.pairs)


def _plain_step(pairs: tuple[tuple[str, str], ...]) -> Step:
    table = dict(pairs)
    found = re.compile("|".join(re.escape(source) for source in table))

    def step(text: str) -> str:
        return found.sub(lambda match: table[match[0]], text)

    return step


def _pattern_step(pairs: tuple[tuple[str, str], ...]) -> Step:
    compiled = [
        (re.compile(source), re.sub(r"\$\{?(\d)\}?", r"\\g<\1>", target))
        for source, target in pairs
    ]

    def step(text: str) -> str:
        for pattern, target in compiled:
            text = pattern.sub(target, text)
        return text

    return step


def with_case_and_accents(table: dict[str, str]) -> dict[str, str]:
    """Return ``table`` with capitals, title case and composed or split accents added.

    Plain Latin letters stand for themselves, small; accents that the table
    does not decide are dropped.  Built from the decompositions of the ranges
    below, which Unicode never changes: every version answers alike.
    """
    full = dict.fromkeys(map(chr, range(0x300, 0x370)), "")
    for code in (*range(0x41, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00)):
        full.update(_spellings(chr(code), table))
    for source, target in table.items():
        for spelt in (source, source.upper(), source.title()):
            full[spelt] = target
            full[unicodedata.normalize("NFD", spelt)] = target
    return full


def _spellings(letter: str, table: dict[str, str]) -> dict[str, str]:
    """Return what ``letter`` and its split form become, empty if it is no letter."""
    small = letter.lower()
    if len(small) != 1 or not letter.isalpha():
        return {}
    base = small
    while base not in table and (below := _without_accent(base)):
        base = below
    if base not in table and not ("a" <= base <= "z"):
        return {}
    target = table.get(base, base)
    return {letter: target, unicodedata.normalize("NFD", letter): target}


def _without_accent(letter: str) -> str:
    """Return ``letter`` less its last accent, empty if it has none."""
    split = unicodedata.decomposition(letter).split()
    if len(split) != 2 or split[0].startswith("<"):
        return ""
    return chr(int(split[0], 16))
