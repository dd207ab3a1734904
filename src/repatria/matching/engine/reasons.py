"""Why: for each pair a sentence of what agrees and what does not, with bits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.core.ladders import Ladder
from repatria.matching.core.model import Model, ladder_named
from repatria.matching.engine.features import Features
from repatria.matching.engine.levels import Levels
from repatria.matching.engine.scores import Scored
from repatria.matching.engine.weights import Bits, field_bits, rarities, weights_of
from repatria.shared.text import say

ARTICLE_17 = ("family", "given", "patronymic", "birth_date", "rank", "service_number")


def bits_by_field(
    features: Features, model: Model, pairs: Scored, at: npt.NDArray[np.int64]
) -> dict[str, Bits]:
    """Return what each field says for or against the pairs at these positions."""
    weights = weights_of(model, rarities(model, features), features.fields)
    left, right = pairs.left[at], pairs.right[at]
    return {
        name: field_bits(weights[name], pairs.levels[name][at], left, right)
        for name in weights
    }


def sentences(
    features: Features, levels: Mapping[str, Levels], bits: Mapping[str, Bits]
) -> pl.Series:
    """Put each pair's findings into words, the fields in their usual order."""
    parts = {
        name: _field_sentences(words_of(name, features), levels[name], bits[name])
        for name in levels
    }
    if not parts:
        return pl.Series([], dtype=pl.String)
    joined = pl.concat_str(list(parts), separator="; ", ignore_nulls=True)
    return pl.DataFrame(parts).select(joined).to_series()


def words_of(name: str, features: Features) -> list[str]:
    """Return the words of each level of a field, best first."""
    column = features.titles.get(name, "")
    return [say(level.says, column=column) for level in ladder_named(name).levels]


def _field_sentences(words: list[str], level: Levels, bits: Bits) -> pl.Series:
    """Word one field; null where one side does not state it."""
    rounded = np.rint(bits).astype(np.int32)
    code = level.astype(np.int32) * 1000 + (rounded + 500)
    distinct, place = np.unique(code, return_inverse=True)
    said = [
        None if one < 1000 else f"{words[one // 1000 - 1]} ({one % 1000 - 500:+d})"
        for one in distinct
    ]
    return pl.Series(said, dtype=pl.String).gather(place)


def differences(levels: Mapping[str, Levels]) -> pl.Series:
    """List, for each pair, the article 17 fields in conflict, parted by semicolons."""
    fields = [name for name in ARTICLE_17 if name in levels]
    if not fields:
        size = max((len(level) for level in levels.values()), default=0)
        return pl.Series([""] * size, dtype=pl.String)
    flags = {
        name: pl.Series([None, name], dtype=pl.String).gather(
            in_conflict(ladder_named(name), levels[name]).astype(np.uint32)
        )
        for name in fields
    }
    return (
        pl.DataFrame(flags)
        .select(pl.concat_str(fields, separator=";", ignore_nulls=True))
        .to_series()
    )


def in_conflict(ladder: Ladder, level: Levels) -> npt.NDArray[np.bool_]:
    """Say where a reader would call the two values different."""
    return np.array(ladder.conflicts)[level]
