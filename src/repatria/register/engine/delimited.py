"""Reading delimited text: quickly where lines are sound, with care where not."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from repatria.register.core.delimited import (
    Record,
    guess_delimiter,
    records,
    usual_width,
)
from repatria.register.core.errors import ListEmptyError, ListTooLargeError
from repatria.register.core.fields import ColumnMap, Limits
from repatria.register.core.header_row import NO_HEADER, find_header, unique_names
from repatria.register.core.ragged import Kind, kinds_of_columns
from repatria.register.core.remarks import Remark, remark
from repatria.register.engine.careful import read_with_care
from repatria.register.engine.lines import count_bytes
from repatria.register.engine.table import Fault, Table, line_numbers, string_schema
from repatria.shared.text import mark as _
from repatria.shared.text import say

_SAMPLE_BYTES = 262_144
_SAMPLE_LINES = 400
_LONGEST_LINE = 64 * 2**20
_SEP_LINE = "sep="


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the text is laid out, judged on its first lines."""

    delimiter: str
    names: tuple[str, ...]
    unnamed: tuple[int, ...]
    kinds: tuple[Kind, ...]
    header_line: int
    body_line: int  # lines above the first data row
    blank_above: int
    notes: tuple[Remark, ...]


def read_delimited(
    data: bytes, *, given: ColumnMap, limits: Limits, file: str
) -> Table:
    """Return the rows of delimited text in sound or nearly sound UTF-8.

    Raises ``ListEmptyError`` where no row stands at all and
    ``ListTooLargeError`` beyond the limits; ``polars`` errors for text that is
    not UTF-8 are passed on as ``UnicodeError``.
    """
    text, nul_lines = _without_nuls(_line_feeds(data))
    plan = _plan(text, given, limits, file)
    start = _offset_of_line(text, plan.body_line)
    if start == 0 and text.startswith(BOM_UTF8):
        text = text[len(BOM_UTF8) :]
    table = _quick(text, start, plan) or _careful(text[start:], plan)
    if table.frame.height > limits.rows:
        rows, most = say(_("rows")), str(limits.rows)
        raise ListTooLargeError(
            file=file, found=str(table.frame.height), of=rows, limit=most
        )
    return _with_line_faults(
        _without_empty_columns(table, plan), nul_lines, "nul-bytes"
    )


def _line_feeds(data: bytes) -> bytes:
    """Turn the lone carriage returns of old systems into line feeds."""
    head = data[:_SAMPLE_BYTES]
    if head.count(b"\r") > 10 * head.count(b"\n"):
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _without_nuls(data: bytes) -> tuple[bytes, tuple[int, ...]]:
    """Remove NUL bytes and return the lines, from 1, on which they stood."""
    if b"\0" not in data:
        return data, ()
    lines = tuple(at for at, line in enumerate(data.split(b"\n"), 1) if b"\0" in line)
    return data.replace(b"\0", b""), lines


def _plan(text: bytes, given: ColumnMap, limits: Limits, file: str) -> _Plan:
    lines = _first_lines(text, file)
    told = _told_delimiter(lines)
    skipped = 1 if told else 0
    usable = lines[skipped:]
    if not any(line.strip() for line in usable):
        raise ListEmptyError(file=file)
    delimiter = given.delimiter or told or guess_delimiter(usable)
    rows = list(records(usable, delimiter))
    widest = max(len(row.cells) for row in rows)
    if widest > limits.columns:
        columns, most = say(_("columns")), str(limits.columns)
        raise ListTooLargeError(file=file, found=str(widest), of=columns, limit=most)
    at = _header_at(rows, given.header_line, skipped)
    below = [row.cells for row in rows[at + 1 :]]
    header = rows[at].cells if at != NO_HEADER else ()
    return _laid_out(rows, at, header, below, delimiter, skipped)


def _told_delimiter(lines: Sequence[str]) -> str:
    """Return what the line ``sep=;`` says that spreadsheets put on top."""
    first = lines[0].strip(" ").lower() if lines else ""
    told = first.removeprefix(_SEP_LINE)
    return told if first != told and len(told.encode()) == 1 and told != '"' else ""


def _first_lines(text: bytes, file: str) -> list[str]:
    """Return the first whole lines as text, at least one however long it is.

    Blank lines on top come with them but do not use up the sample.
    """
    start = 0
    while text[start : start + 1] in {b"\n", b"\r"}:
        start += 1
    end = len(text)
    if end > start + _SAMPLE_BYTES:
        end = text.rfind(b"\n", start, start + _SAMPLE_BYTES)
        if end < 0:
            end = text.find(b"\n", start)
        end = len(text) if end < 0 else end
    if end - start > _LONGEST_LINE:
        of, most = say(_("bytes in one line")), str(_LONGEST_LINE)
        raise ListTooLargeError(file=file, found=str(end - start), of=of, limit=most)
    sample = text[start:end].decode("utf-8", errors="replace").removeprefix("\ufeff")
    blank = [""] * text.count(b"\n", 0, start)
    lines = sample.split("\n")[:_SAMPLE_LINES]
    return blank + [line.removesuffix("\r") for line in lines]


def _header_at(rows: Sequence[Record], told: int | None, skipped: int) -> int:
    if told is None:
        return find_header([row.cells for row in rows])
    if told == 0:
        return NO_HEADER
    return next(
        (at for at, row in enumerate(rows) if row.first + skipped + 1 >= told),
        NO_HEADER,
    )


def _laid_out(
    rows: Sequence[Record],
    at: int,
    header: tuple[str, ...],
    below: Sequence[tuple[str, ...]],
    delimiter: str,
    skipped: int,
) -> _Plan:
    width = max(len(header), usual_width(below))
    padded = header + ("",) * (width - len(header))
    body_line = skipped + (rows[at].first + rows[at].lines if header else 0)
    above = [row for row in rows[:at] if header]
    blank_above = (
        body_line - skipped - sum(row.lines for row in rows[: at + 1]) if header else 0
    )
    notes = (remark(_TITLES, count=len(above)),) if above else ()
    return _Plan(
        delimiter=delimiter,
        names=unique_names(padded),
        unnamed=tuple(place for place, name in enumerate(padded) if not name.strip()),
        kinds=kinds_of_columns(below, width),
        header_line=skipped + rows[at].first + 1 if header else 0,
        body_line=body_line,
        blank_above=blank_above,
        notes=notes,
    )


_TITLES = _("Lines above the header that are no rows: {count}.")


def _offset_of_line(text: bytes, line: int) -> int:
    """Return where the line with this index (from 0) begins."""
    at = 0
    for _line in range(line):
        end = text.find(b"\n", at)
        if end < 0:
            return len(text)
        at = end + 1
    return at


def _quick(text: bytes, start: int, plan: _Plan) -> Table | None:
    """Read with the quick reader, or return ``None`` where a row might be lost.

    Without quotation marks every line is a row; then the number of delimiters
    shows whether every row is whole, since the reader refuses longer ones.
    """
    width = len(plan.names)
    end = _end_of_rows(text, start)
    if width < 2 or text.find(b'"', start) >= 0:
        return None
    newlines, delimiters = count_bytes(
        text, b"\n" + plan.delimiter.encode(), start, end
    )
    rows = newlines + (end > start and text[end - 1 : end] != b"\n")
    if delimiters != rows * (width - 1):
        return None
    whole = text if end == len(text) else text[:end]
    frame = quick_frame(
        whole, plan.delimiter, width, skip=plan.body_line if rows else -1
    )
    if frame is None or frame.height != rows:
        return None
    blank = text.count(b"\n", end)
    return _table(frame, line_numbers(plan.body_line + 1, rows), plan, (), blank)


def _end_of_rows(text: bytes, start: int) -> int:
    """Return where the last row ends, newline included; blank lines are below."""
    end = len(text)
    while end > start and text[end - 1] in b"\r\n":
        end -= 1
    newline = text.find(b"\n", end)
    return newline + 1 if newline >= 0 and end > start else end


def quick_frame(
    body: bytes, delimiter: str, width: int, *, skip: int = 0
) -> pl.DataFrame | None:
    """Return ``body`` read by polars as text columns, ``None`` where it refuses.

    ``skip`` lines at the top are passed over; -1 means that there is no row.
    Raises ``UnicodeError`` where the text is not UTF-8.
    """
    if not body or skip < 0:
        return pl.DataFrame(schema=string_schema(width))
    try:
        return pl.read_csv(
            body,
            separator=delimiter,
            has_header=False,
            skip_lines=skip,
            schema=string_schema(width),
            infer_schema=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError) as refusal:
        if "utf-8" in str(refusal):
            raise UnicodeError(str(refusal)) from refusal
        return None


def _careful(body: bytes, plan: _Plan) -> Table:
    read = read_with_care(
        body, delimiter=plan.delimiter, kinds=plan.kinds, quick=quick_frame
    )
    lines = (read.lines + plan.body_line + 1).alias("line")
    return _table(read.frame, lines, plan, read.faults, read.blank_lines)


def _table(
    frame: pl.DataFrame,
    lines: pl.Series,
    plan: _Plan,
    faults: Sequence[Fault],
    blank: int,
) -> Table:
    return Table(
        frame=frame.rename(dict(zip(frame.columns, plan.names, strict=True))),
        lines=lines,
        header_line=plan.header_line,
        has_header=plan.header_line > 0,
        faults=faults,
        blank_lines=plan.blank_above + blank,
        delimiter=plan.delimiter,
        notes=plan.notes,
    )


def _without_empty_columns(table: Table, plan: _Plan) -> Table:
    """Drop what trailing delimiters leave: last columns without name and text."""
    width = len(plan.names)
    while (
        width > 1
        and width - 1 in plan.unnamed
        and _empty(table.frame.to_series(width - 1))
    ):
        width -= 1
    if width == len(plan.names) or not table.has_header:
        return table
    kept = table.frame.select(table.frame.columns[:width])
    return replace(table, frame=kept)


def _empty(column: pl.Series) -> bool:
    return column.null_count() == len(column) or not (column.fill_null("") != "").any()


def _with_line_faults(table: Table, lines: Sequence[int], code: str) -> Table:
    """Add a fault for each data row on one of these lines of the file."""
    if not lines:
        return table
    rows = rows_on_lines(table.lines, lines)
    return replace(table, faults=[*table.faults, *(Fault(row, code) for row in rows)])


def rows_on_lines(starts: pl.Series, lines: Sequence[int]) -> list[int]:
    """Return the data rows, from 1, in which these lines of the file stand."""
    found = starts.search_sorted(pl.Series(lines, dtype=pl.Int64), side="right")
    return sorted({row for row in found.to_list() if row > 0})
