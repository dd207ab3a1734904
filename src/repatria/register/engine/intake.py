"""Reading a list file of captives, whatever made it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from errno import ENAMETOOLONG
from pathlib import Path

import polars as pl

from repatria.register.core.choices import Chosen, header_of, map_of
from repatria.register.core.errors import (
    ListEmptyError,
    ListForbiddenError,
    ListIsFolderError,
    ListMissingError,
    ListTooLargeError,
)
from repatria.register.core.fields import (
    DATE_FIELDS,
    ColumnMap,
    Layout,
    Limits,
    MappedColumn,
)
from repatria.register.core.header_row import numbers_columns
from repatria.register.core.mapping import map_columns
from repatria.register.engine.columns import (
    REPLACEMENT,
    build_fields,
    hidden_marks,
    suspect_columns,
)
from repatria.register.engine.dates import column_order
from repatria.register.engine.decode import Decoded, decode, repair_lines
from repatria.register.engine.delimited import read_delimited, rows_on_lines
from repatria.register.engine.grid import table_of_grid
from repatria.register.engine.parquet import read_parquet
from repatria.register.engine.records import FAULT_SCHEMA, ReadList
from repatria.register.engine.sniff import FileKind, file_kind
from repatria.register.engine.table import Fault, Table, unreadable
from repatria.register.engine.workbook import read_workbook
from repatria.shared.text import mark as _
from repatria.shared.text import say

_SAMPLE_VALUES = 400
_MOST_REPLACED = 2
_TEXT_KEPT = 2_000


def read_list(
    path: Path, *, columns: ColumnMap | None = None, limits: Limits | None = None
) -> ReadList:
    """Read a list of captives from CSV, TSV, XLSX, XLS, ODS or Parquet.

    The format is told by the file's bytes, not its name.  ``file.xlsx#Sheet``
    names a sheet, unless a file of that very name exists.  ``columns`` settles
    what the file does not say by itself.  Every data row becomes a row of the
    result; what is wrong is said in ``faults``.  Raises a
    ``ListRefusedError`` that names the file and the remedy.
    """
    given, bounds = columns or ColumnMap(), limits or Limits()
    place, sheet = _split_sheet(path)
    given = replace(given, sheet=sheet or given.sheet)
    raw = _bytes_of(place, bounds)
    return read_content(raw, name=place.name, columns=given, limits=bounds)


def read_content(
    raw: bytes,
    *,
    name: str,
    columns: ColumnMap | None = None,
    limits: Limits | None = None,
    chosen: Mapping[str, Chosen] | None = None,
) -> ReadList:
    """Read a list whose bytes are here already; ``name`` is what its file is called.

    ``chosen`` holds by heading (``core.choices.header_of``) what somebody said of its
    columns; for a heading that is among them it says what ``columns`` would.
    """
    given, bounds = columns or ColumnMap(), limits or Limits()
    if not raw:
        raise ListEmptyError(file=name)
    with ThreadPoolExecutor(1) as aside:  # hashing runs beside the parsing
        digest = aside.submit(lambda: hashlib.sha256(raw).hexdigest())
        kind = file_kind(raw, file=name)
        table, encoding = _table(raw, kind, given, bounds, name)
        said = (chosen or {}).get(header_of(table.frame.columns))
        if said:
            told = map_of(said)
            given = replace(given, columns=told.columns, ignored=told.ignored)
        return _understood(table, kind, encoding, given, name, digest.result())


def _split_sheet(path: Path) -> tuple[Path, str]:
    name, hash_sign, sheet = path.name.rpartition("#")
    if not hash_sign or not name or _is_there(path):
        return path, ""
    return path.with_name(name), sheet


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return False


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            raise (ListIsFolderError if path.exists() else ListMissingError)(
                file=path.name or str(path)
            )
        size = path.stat().st_size
        if size > limits.file_bytes:
            most = str(limits.file_bytes)
            raise ListTooLargeError(
                file=path.name, found=str(size), of=say(_("bytes")), limit=most
            )
        raw = path.read_bytes()
    except OSError as refusal:
        if refusal.errno == ENAMETOOLONG:
            raise ListMissingError(file=path.name[:100]) from refusal
        reason = refusal.strerror or "unknown"
        raise ListForbiddenError(file=path.name[:100], reason=reason) from refusal
    except ValueError as odd:  # a NUL in the name
        raise ListMissingError(file=path.name[:100]) from odd
    return raw


def _table(
    raw: bytes, kind: FileKind, given: ColumnMap, limits: Limits, file: str
) -> tuple[Table, str]:
    """Return the rows and, for text, the encoding."""
    if kind is FileKind.TEXT:
        return _text_table(raw, given, limits, file)
    if kind is FileKind.PARQUET:
        return read_parquet(raw, limits=limits, file=file), ""
    grid = read_workbook(
        raw, kind=kind.value, sheet=given.sheet, limits=limits, file=file
    )
    return table_of_grid(grid, given=given, file=file), ""


def _text_table(
    raw: bytes, given: ColumnMap, limits: Limits, file: str
) -> tuple[Table, str]:
    text = decode(raw, encoding=given.encoding, file=file)
    try:
        table = read_delimited(text.data, given=given, limits=limits, file=file)
    except UnicodeError:  # unsound beyond the samples that were looked at
        text = replace(repair_lines(text.data), encoding=text.encoding)
        table = read_delimited(text.data, given=given, limits=limits, file=file)
    return _with_decoding_faults(table, text), text.encoding


def _with_decoding_faults(table: Table, text: Decoded) -> Table:
    repaired = rows_on_lines(table.lines, [line + 1 for line in text.repaired])
    return replace(
        table,
        faults=[*table.faults, *(Fault(row, "other-encoding") for row in repaired)],
    )


def _undecodable(frame: pl.DataFrame) -> list[Fault]:
    """Return a fault for rows with letters lost; more than two make it unreadable."""
    whole = frame.select(
        pl.concat_str(pl.all().fill_null(""), separator=" ")
    ).to_series()
    lost = whole.str.count_matches(REPLACEMENT, literal=True).fill_null(0)
    return [
        Fault(row + 1, "undecodable")
        if lost[row] <= _MOST_REPLACED
        else unreadable(row + 1, "undecodable", whole[row][:_TEXT_KEPT])
        for row in (lost > 0).arg_true().to_list()
    ]


def _understood(
    table: Table,
    kind: FileKind,
    encoding: str,
    given: ColumnMap,
    file: str,
    digest: str,
) -> ReadList:
    """Say what the columns mean, and gather what is wrong."""
    own = table.frame
    samples = [_sample(column) for column in own.iter_columns()]
    mapping = map_columns(
        own.columns, samples, given=given, has_header=table.has_header, file=file
    )
    suspects = suspect_columns(own)
    fields = build_fields(own, mapping, suspects)
    layout = Layout(
        format=_format(kind, table),
        encoding=encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        sheets=table.sheets,
        header_line=table.header_line,
        mapping=mapping,
        blank_lines=table.blank_lines,
        notes=tuple(table.notes),
    )
    return ReadList(
        name=file,
        sha256=digest,
        rows=own.height,
        layout=layout,
        own=own,
        fields=fields,
        lines=table.lines,
        faults=_fault_frame(
            [*table.faults, *_row_faults(own), *_marked(own, mapping, suspects)]
        ),
        date_orders=_orders(fields, given),
    )


def _format(kind: FileKind, table: Table) -> str:
    return "tsv" if kind is FileKind.TEXT and table.delimiter == "\t" else kind.value


def _sample(column: pl.Series) -> list[str]:
    """Return values from all over a column, the same for the same list."""
    step = max(1, len(column) // _SAMPLE_VALUES)
    return [value or "" for value in column.gather_every(step).head(_SAMPLE_VALUES)]


def _row_faults(own: pl.DataFrame) -> list[Fault]:
    """Find rows of separators alone, and a first row that only counts the columns."""
    faults = []
    if own.height and numbers_columns([cell or "" for cell in own.row(0)]):
        faults.append(unreadable(1, "column-numbers", ""))
    if any(
        not column.null_count() and (column != "").all()
        for column in own.iter_columns()
    ):
        return faults
    silent = own.select(pl.all_horizontal(pl.all().fill_null("") == "")).to_series()
    return faults + [
        unreadable(row + 1, "no-text", "") for row in silent.arg_true().to_list()
    ]


def _marked(
    own: pl.DataFrame, mapping: Sequence[MappedColumn], suspects: frozenset[str]
) -> list[Fault]:
    """Find values with invisible marks, and rows in which letters were lost."""
    if not suspects:
        return []
    named = dict.fromkeys(one.column for one in mapping if one.field is not None)
    hidden = [
        Fault(row, "hidden-marks", column=name)
        for name in named
        if name in suspects
        for row in hidden_marks(own[name])
    ]
    return hidden + _undecodable(own.select(sorted(suspects)))


def _fault_frame(faults: Sequence[Fault]) -> pl.DataFrame:
    rows = [fault.as_row for fault in faults]
    frame = pl.DataFrame(rows, schema=FAULT_SCHEMA, orient="row")
    return frame.sort("row", "code", "column", maintain_order=True)


def _orders(fields: pl.DataFrame, given: ColumnMap) -> dict[str, str]:
    return {
        field.value: (
            given.date_orders.get(field) or column_order(fields[field.value])
        ).value
        for field in DATE_FIELDS
        if field.value in fields.columns
    }
