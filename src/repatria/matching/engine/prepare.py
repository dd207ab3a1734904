"""Two lists as read become features that can be compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from repatria.matching.engine.codes import MISSING, Codes, coded, ended
from repatria.matching.engine.features import DateFeature, Features
from repatria.matching.engine.named import name_features
from repatria.matching.engine.worded import (
    number_feature,
    place_feature,
    plain_feature,
    unit_feature,
)
from repatria.names.engine.ranks import rank_level_values
from repatria.register.engine.dates import read_dates
from repatria.register.engine.records import ReadList
from repatria.register.engine.stated import stated_by
from repatria.shared.dates import DateOrder

_TEXTS = {
    "birth_place": place_feature,
    "unit": unit_feature,
    "service_number": number_feature,
    "captured_at": place_feature,
    "call_sign": plain_feature,
    "sex": plain_feature,
}
_NAMES = ("family", "given", "patronymic")
MOST_EXTRAS = 6


def prepared(*lists: ReadList) -> Features:
    """Stack the lists, left first, and turn what both state into numbers."""
    return features_of(lists, [stated_by(one) for one in lists])


def features_of(lists: Sequence[ReadList], stated: Sequence[pl.DataFrame]) -> Features:
    """Turn what the lists state, names already taken apart, into numbers."""
    rows = [one.height for one in stated]
    both = [
        name for name in (*_TEXTS, "rank") if all(name in one.columns for one in stated)
    ]
    texts = {
        name: _TEXTS[name](_stacked(stated, name)) for name in both if name != "rank"
    }
    titles = {f"extra{n}": column for n, column in enumerate(shared_columns(lists), 1)}
    for extra, column in titles.items():
        texts[extra] = plain_feature(pl.concat([one.own[column] for one in lists]))
    dates = {
        name: _dates(lists, name)
        for name in ("birth_date", "captured_on")
        if all(name in one.columns for one in stated)
    }
    return Features(
        rows=sum(rows),
        left_rows=rows[0],
        names=name_features({name: _stacked(stated, name) for name in _NAMES}),
        dates=dates,
        texts=texts,
        ranks=_ranks(_stacked(stated, "rank")) if "rank" in both else None,
        titles=titles,
    )


def _stacked(stated: Sequence[pl.DataFrame], name: str) -> pl.Series:
    """Put one column of all lists under each other, null where a list lacks it."""
    return pl.concat(
        [
            one[name]
            if name in one.columns
            else pl.Series(name, [None] * one.height, pl.String)
            for one in stated
        ]
    )


def shared_columns(lists: Sequence[ReadList]) -> list[str]:
    """Return the columns of no known field that all lists have by the same name.

    They are compared as they stand, unless they only number the rows.
    """
    unknown = [
        {used.column for used in one.layout.mapping if not used.field and not used.how}
        for one in lists
    ]
    shared = sorted(set.intersection(*unknown))
    return [name for name in shared if not _numbers_rows(lists, name)][:MOST_EXTRAS]


def _numbers_rows(lists: Sequence[ReadList], name: str) -> bool:
    return all(one.own[name].n_unique() == one.rows for one in lists)


def _dates(lists: Sequence[ReadList], name: str) -> DateFeature:
    read = pl.concat([_read_dates(one, name) for one in lists])
    year, month, day = (
        read[part].fill_null(0).to_numpy() for part in ("year", "month", "day")
    )
    whole = year.astype(np.int32) * 10_000 + month.astype(np.int32) * 100 + day
    dates, rows = np.unique(whole, return_inverse=True)
    return DateFeature(
        rows=rows.astype(np.int32),
        year=(dates // 10_000).astype(np.int16),
        month=(dates // 100 % 100).astype(np.int8),
        day=(dates % 100).astype(np.int8),
        whole=dates,
    )


def _read_dates(one: ReadList, name: str) -> pl.DataFrame:
    order = DateOrder(one.date_orders[name]) if name in one.date_orders else None
    return read_dates(one.fields[name], order=order)


def _ranks(column: pl.Series) -> Codes:
    ranks = coded(column)
    levels = rank_level_values(ranks.values).to_numpy().astype(np.int32)
    return ended(np.where(levels > 0, levels, MISSING))[ranks.codes]
