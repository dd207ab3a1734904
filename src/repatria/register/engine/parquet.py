"""Reading Parquet: columns of any type become text."""

from __future__ import annotations

from io import BytesIO

import polars as pl
from polars import selectors as cs

from repatria.register.core.errors import ListDamagedError, ListTooLargeError
from repatria.register.core.fields import Limits
from repatria.register.core.header_row import unique_names
from repatria.register.engine.table import Table, line_numbers
from repatria.shared.text import mark as _
from repatria.shared.text import say


def read_parquet(raw: bytes, *, limits: Limits, file: str) -> Table:
    """Return the rows of a Parquet file; row 1 stands on "line" 1.

    Raises ``ListDamagedError`` and, going by the file's own statement of its
    size, ``ListTooLargeError``.
    """
    try:
        lazy = pl.scan_parquet(BytesIO(raw))
        schema = lazy.collect_schema()
        rows = int(lazy.select(pl.len()).collect().item())
        _check_size(rows, len(schema), limits, file)
        frame = lazy.select(
            _as_text(name, kind) for name, kind in schema.items()
        ).collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as damage:
        reason = str(damage).partition("\n")[0][:300]
        raise ListDamagedError(file=file, kind="Parquet", reason=reason) from damage
    names = unique_names(frame.columns)
    return Table(
        frame=frame.rename(dict(zip(frame.columns, names, strict=True))),
        lines=line_numbers(1, frame.height),
        header_line=0,
        has_header=True,
    )


def _check_size(rows: int, columns: int, limits: Limits, file: str) -> None:
    for found, of, most in (
        (columns, _("columns"), limits.columns),
        (rows, _("rows"), limits.rows),
        (rows * columns, _("cells"), limits.cells * 10),
    ):
        if found > most:
            raise ListTooLargeError(
                file=file, found=str(found), of=say(of), limit=str(most)
            )


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    column = cs.by_name(name).as_expr()  # a name may look like a pattern of names
    if isinstance(kind, pl.Datetime):
        return column.dt.to_string("%Y-%m-%d %H:%M:%S").str.replace(
            " 00:00:00", "", literal=True
        )
    if kind.is_float():
        return column.cast(pl.String).str.replace(r"\.0$", "")
    if isinstance(kind, pl.List):
        return column.cast(pl.List(pl.String)).list.join(", ", ignore_nulls=True)
    if isinstance(kind, pl.Binary):
        return column.map_elements(_text_of_bytes, return_dtype=pl.String)
    if kind.is_nested():
        return (
            column.struct.json_encode()
            if isinstance(kind, pl.Struct)
            else pl.lit(None, pl.String).alias(name)
        )
    return column.cast(pl.String, strict=False)


def _text_of_bytes(value: bytes) -> str:
    return value.decode("utf-8", errors="replace")
