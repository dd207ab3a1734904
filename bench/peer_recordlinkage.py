"""recordlinkage on the lists' own columns, written in plain Latin letters.

Run in its own environment: ``python -m bench.peer_recordlinkage LEFT RIGHT OUT``.
Pairs that share one of several keys are compared field by field and the
likenesses added up, as its documentation begins.  Its classifier that learns
without labels (ECM) found fewer pairs on these lists.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pandas as pd
import recordlinkage

from bench.peer_lists import read_columns

KEYS = (
    ["birth_date"],
    ["service_number"],
    ["family", "given"],
    ["family", "patronymic"],
    ["family", "year"],
    ["given", "patronymic", "year"],
    ["family", "birth_place"],
)
LIKENESSES = (
    "family",
    "given",
    "patronymic",
    "birth_place",
    "unit",
    "service_number",
    "captured_at",
)
EQUALITIES = ("birth_date", "year", "rank", "captured_on")


def table(path: Path) -> pd.DataFrame:
    frame = pd.DataFrame(read_columns(path)).set_index("id")
    frame["year"] = frame["birth_date"].str.slice(0, 4)
    return frame


def candidates(left: pd.DataFrame, right: pd.DataFrame) -> pd.MultiIndex:
    """Return the pairs that share a key; what is not stated is no key."""
    found = None
    for key in KEYS:
        index = recordlinkage.Index()
        index.block(key)
        pairs = index.index(left.dropna(subset=key), right.dropna(subset=key))
        found = pairs if found is None else found.union(pairs)
    return found


def main() -> None:
    warnings.simplefilter("ignore")
    left, right = (table(Path(name)) for name in sys.argv[1:3])
    compare = recordlinkage.Compare(n_jobs=2)
    for name in LIKENESSES:
        compare.string(name, name, method="jarowinkler", label=name)
    for name in EQUALITIES:
        compare.exact(name, name, label=name)
    features = compare.compute(candidates(left, right), left, right)
    score = features.sum(axis=1)
    found = score.rename_axis(["left_id", "right_id"]).rename("score").reset_index()
    found = found.sort_values(
        ["score", "left_id", "right_id"], ascending=[False, True, True]
    )
    of_left = ~found["left_id"].duplicated()
    of_right = ~found["right_id"].duplicated()
    found[of_left & of_right].to_csv(sys.argv[3], index=False)


if __name__ == "__main__":
    main()
