"""Cyrillic into Latin letters, as one scheme or another writes it."""

from __future__ import annotations

from functools import cache

import polars as pl

from repatria.matching.engine.synthetic.resources import sections, words


def _pairs(section: str) -> dict[str, str]:
    pairs = (
        token.split("=", 1) for token in words(sections("romanisation.txt")[section])
    )
    return {left: "" if right == "-" else right for left, right in pairs}


@cache
def table(scheme: str) -> tuple[list[str], list[str]]:
    """Return the patterns of ``scheme``, longest first, and the Latin of each."""
    pairs = _pairs("common") | _pairs(scheme)
    capitals = {
        pattern[0].upper() + pattern[1:]: latin[:1].upper() + latin[1:]
        for pattern, latin in pairs.items()
        if pattern[0].islower()
    }
    shouted = {p.upper(): latin.upper() for p, latin in pairs.items() if len(p) > 1}
    merged = shouted | capitals | pairs
    patterns = sorted(merged, key=lambda pattern: (-len(pattern), pattern))
    return patterns, [merged[pattern] for pattern in patterns]


def romanise(values: pl.Series, scheme: str) -> pl.Series:
    """Return ``values`` in the Latin letters of ``scheme``; Latin passes unchanged."""
    patterns, latin = table(scheme)
    return values.str.replace_many(patterns, latin, leftmost=True)
