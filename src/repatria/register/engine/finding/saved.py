"""An index in a folder, for the commands: the rows of lists, and the ways to them.

Names stand in it in clear, as in the lists it was made of.  The server writes none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.register.core.refusals import IndexUnreadableError
from repatria.register.engine.finding.index import FIELDS, SLOTS, Index, nobody
from repatria.register.engine.finding.maps import MultiMap
from repatria.register.engine.finding.rows import Dates
from repatria.register.engine.finding.terms import Terms
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import record_columns

ROWS, WAYS, ABOUT = "rows.arrow", "index.npz", "about.json"
FORM = 1
_LONGEST = 400
_IN_A_FRAME = 100_000
_MAPS = (
    "by_fold", "by_skeleton", "by_shorter", "by_initial", "by_class", "rows",
)  # fmt: skip
_TEXTS = ("texts", "stems")
_UNREADABLE = (OSError, ValueError, KeyError, BadZipFile)
Arrays = dict[str, npt.NDArray[Any]]


def rows_of(lists: Iterable[ReadList]) -> pl.DataFrame:
    """Return the rows of all lists: what each says, its ``list`` and ``pk``."""
    frames = [
        record_columns(one, longest=_LONGEST).with_columns(list=pl.lit(one.name))
        for one in lists
    ]
    every = pl.concat(frames)
    return every.with_columns(pk=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def indexed(rows: pl.DataFrame) -> Index:
    """Return the index of rows."""
    index = nobody()
    for frame in rows.iter_slices(_IN_A_FRAME):
        index = index.extended(frame)
    return index.compact()


def save(folder: Path, rows: pl.DataFrame, index: Index) -> None:
    """Write rows and index into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    rows.rechunk().write_ipc(folder / ROWS)
    content = BytesIO()
    np.savez(content, **cast(Any, _arrays(index)))
    (folder / WAYS).write_bytes(content.getbuffer())
    about = {"form": FORM, "keys": pl.__version__, "rows": rows.height}
    (folder / ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")


def load(folder: Path) -> tuple[pl.DataFrame, Index]:
    """Return rows and index.  Raises ``IndexUnreadableError``."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["form"] != FORM:
            raise IndexUnreadableError(folder=str(folder))
        rows = pl.read_ipc(folder / ROWS)
        if about["keys"] != pl.__version__:  # its keys are made another way now
            return rows, indexed(rows)
        with np.load(folder / WAYS, allow_pickle=False) as arrays:
            return rows, _index(dict(arrays))
    except (*_UNREADABLE, pl.exceptions.PolarsError) as odd:
        raise IndexUnreadableError(folder=str(folder)) from odd


def _arrays(index: Index) -> Arrays:
    arrays: Arrays = {
        "pks": index.pks, "gone": index.gone, "year": index.born.year,
        "month": index.born.month, "day": index.born.day,
        **{f"slot.{name}": index.slots[name] for name in SLOTS},
        **_of_map("numbers", index.numbers),
    }  # fmt: skip
    for field in FIELDS:
        terms = index.terms[field]
        for name in _MAPS:
            arrays |= _of_map(f"{field}.{name}", getattr(terms, name))
        for name in _TEXTS:
            text = "\n".join(getattr(terms, name)).encode()
            arrays[f"{field}.{name}"] = np.frombuffer(text, np.uint8)
    return arrays


def _of_map(name: str, one: MultiMap) -> Arrays:
    keys, values = (one.compact().segments or (_EMPTY,))[0]
    return {f"{name}.keys": keys, f"{name}.values": values}


_EMPTY = (np.zeros(0, np.uint64), np.zeros(0, np.int32))


def _index(arrays: Arrays) -> Index:
    return Index(
        pks=arrays["pks"],
        slots={name: arrays[f"slot.{name}"] for name in SLOTS},
        terms={field: _terms(field, arrays) for field in FIELDS},
        numbers=_map("numbers", arrays),
        born=Dates(arrays["year"], arrays["month"], arrays["day"]),
        gone=arrays["gone"],
    )


def _terms(field: str, arrays: Arrays) -> Terms:
    maps = {name: _map(f"{field}.{name}", arrays) for name in _MAPS}
    texts = {name: _objects(arrays[f"{field}.{name}"]) for name in _TEXTS}
    return replace(Terms(field), **maps, **texts)  # type: ignore[arg-type]


def _objects(text: npt.NDArray[np.uint8]) -> npt.NDArray[np.object_]:
    if not len(text):
        return np.zeros(0, dtype=object)
    return np.array(text.tobytes().decode().split("\n"), dtype=object)


def _map(name: str, arrays: Arrays) -> MultiMap:
    keys, values = arrays[f"{name}.keys"], arrays[f"{name}.values"]
    return MultiMap(((keys, values),)) if len(keys) else MultiMap()
