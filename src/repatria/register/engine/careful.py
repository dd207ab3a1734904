"""Reading text whose lines are not all sound, so that no row is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from repatria.register.core.delimited import split_line, well_quoted
from repatria.register.core.ragged import Kind, repair
from repatria.register.engine.lines import Flags, LineFacts, line_facts
from repatria.register.engine.table import Fault, frame_of, string_schema, unreadable

_MOST_LINES_IN_A_RECORD = 200
_TEXT_KEPT = 2_000
_AT_A_TIME = 50_000

Quick = Callable[[bytes, str, int], pl.DataFrame | None]


class Careful(NamedTuple):
    """Rows in file order; ``lines`` says where each begins, counted from 0."""

    frame: pl.DataFrame
    lines: pl.Series
    faults: list[Fault]
    blank_lines: int


class _Odd(NamedTuple):
    """A row that the quick reader must not see."""

    line: int
    cells: tuple[str, ...]
    fault: str
    readable: bool
    text: str


def read_with_care(
    body: bytes, *, delimiter: str, kinds: Sequence[Kind], quick: Quick
) -> Careful:
    """Return every row of ``body``, sound ones by the quick reader.

    Lines that are not sound by themselves are taken apart one by one: cells
    that run over several lines, rows with too many or too few cells, stray
    quotation marks.  Blank lines are counted and are no rows.
    """
    facts = line_facts(body, delimiter)
    sound = _sound(facts, len(kinds))
    odd, blank = _odd_rows(body, facts, sound, delimiter, kinds)
    frame = quick(_kept(body, facts, sound), delimiter, len(kinds))
    if frame is None or frame.height != int(sound.sum()):
        # The quick reader and we disagree: every line is read with care.
        sound[:] = False
        odd, blank = _odd_rows(body, facts, sound, delimiter, kinds)
        frame = pl.DataFrame(schema=string_schema(len(kinds)))
    return _merged(frame, np.flatnonzero(sound), odd, blank)


def _sound(facts: LineFacts, width: int) -> Flags:
    sound: Flags = (facts.delimiters == width - 1) & ~facts.odd & ~facts.stray
    if width == 1:  # a short line may be blank, and must be looked at
        sound &= facts.ends - facts.starts > 8
    return sound


def _odd_rows(
    body: bytes, facts: LineFacts, sound: Flags, delimiter: str, kinds: Sequence[Kind]
) -> tuple[list[_Odd], int]:
    """Read the lines that are not sound.

    A cell that runs over many lines takes sound ones along.
    """
    rows: list[_Odd] = []
    blank = taken_to = 0
    for at in np.flatnonzero(~sound).tolist():
        if at < taken_to:
            continue
        count = _lines_joined(body, facts, at, delimiter) if facts.odd[at] else 1
        sound[at : at + count] = False
        taken_to = at + count
        text = _text(body, facts, at, count)
        if text.strip():
            rows.append(_odd(at, text, delimiter, kinds))
        else:
            blank += 1
    return rows, blank


def _lines_joined(body: bytes, facts: LineFacts, first: int, delimiter: str) -> int:
    """Return how many lines a row takes whose last quotation mark is left open."""
    until = first + _MOST_LINES_IN_A_RECORD
    closing = np.flatnonzero(facts.odd[first + 1 : until])
    if not len(closing):
        return 1
    count = int(closing[0]) + 2
    return count if well_quoted(_text(body, facts, first, count), delimiter) else 1


def _text(body: bytes, facts: LineFacts, first: int, count: int) -> str:
    piece = body[facts.starts[first] : facts.ends[first + count - 1]]
    return piece.decode("utf-8", errors="replace").removesuffix("\r")


def _odd(at: int, text: str, delimiter: str, kinds: Sequence[Kind]) -> _Odd:
    cells = split_line(text, delimiter)
    fault = "" if well_quoted(text, delimiter) else "stray-quote"
    if len(cells) != len(kinds) and fault:
        bare = tuple(text.split(delimiter))
        cells = bare if len(bare) == len(kinds) else cells
    if len(cells) == len(kinds):
        return _Odd(at, cells, fault, readable=True, text=text)
    mended = repair(cells, kinds, delimiter)
    return _Odd(at, mended.cells, mended.fault or fault, mended.readable, text)


def _kept(body: bytes, facts: LineFacts, sound: Flags) -> bytes:
    """Return the sound lines alone, copied in runs."""
    if sound.all():
        return body
    edges = np.flatnonzero(
        np.diff(np.concatenate(([False], sound, [False])).astype(np.int8))
    )
    firsts, lasts = edges[0::2], edges[1::2] - 1
    runs = zip(facts.starts[firsts].tolist(), facts.ends[lasts].tolist(), strict=True)
    return b"\n".join([body[start:end] for start, end in runs])


def _merged(
    frame: pl.DataFrame, frame_lines: np.ndarray, odd: Sequence[_Odd], blank: int
) -> Careful:
    """Put sound and odd rows back into the order of the file."""
    lines = pl.Series("line", frame_lines, dtype=pl.Int64)
    if not odd:
        return Careful(frame, lines, [], blank)
    width = frame.width
    pieces = [
        frame_of([row.cells for row in odd[at : at + _AT_A_TIME]], width)
        for at in range(0, len(odd), _AT_A_TIME)
    ]
    odd_lines = pl.Series("line", [row.line for row in odd], dtype=pl.Int64)
    together = pl.concat(
        [frame.with_columns(lines), pl.concat(pieces).with_columns(odd_lines)]
    )
    ordered = together.sort("line")
    return Careful(
        ordered.drop("line"), ordered["line"], _faults(odd, ordered["line"]), blank
    )


def _faults(odd: Sequence[_Odd], lines: pl.Series) -> list[Fault]:
    faulty = [row for row in odd if row.fault]
    places = lines.search_sorted(
        pl.Series([row.line for row in faulty], dtype=pl.Int64)
    )
    return [
        Fault(place + 1, row.fault)
        if row.readable
        else unreadable(place + 1, row.fault, row.text[:_TEXT_KEPT])
        for row, place in zip(faulty, places.to_list(), strict=True)
    ]
