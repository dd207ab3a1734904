"""Reads one list in a process of its own, under limits of memory and time.

Started by ``apart.py``: on stdin one line of JSON and the file's bytes; on
stdout one line of JSON, then four tables as Arrow streams.  Whatever is thrown that is
no refusal ends the process, and the parent says that the file was too much.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from io import BytesIO
from typing import Any

import polars as pl

from repatria.register.core.errors import ListRefusedError
from repatria.register.core.fields import ColumnMap, Limits
from repatria.register.engine.intake import read_content
from repatria.register.engine.records import ReadList
from repatria.shared.text import use_language


def main() -> int:
    """Answer one request; the exit status is 0 also for a refusal that is told."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    _limit_memory(limits.memory)
    use_language(request["language"])
    out = sys.stdout.buffer
    try:
        raw = sys.stdin.buffer.read()
        one = read_content(
            raw,
            name=request["name"],
            columns=ColumnMap(
                header_line=request["header_line"], sheet=request["sheet"]
            ),
            limits=limits,
            chosen=request["chosen"],
        )
    except ListRefusedError as refusal:
        told = {"refused": type(refusal).__name__, "facts": refusal.facts}
        out.write(json.dumps(told).encode() + b"\n")
    else:
        _answer(one, out)
    out.flush()
    return 0


def _answer(one: ReadList, out: Any) -> None:
    tables = (one.own, one.fields, one.faults, one.lines.to_frame())
    streams = [_stream(table) for table in tables]
    layout = asdict(one.layout)
    layout["notes"] = [(note.text, note.values) for note in one.layout.notes]
    told = {
        "name": one.name,
        "sha256": one.sha256,
        "rows": one.rows,
        "date_orders": dict(one.date_orders),
    }
    head = {"sizes": [len(one) for one in streams], "layout": layout, "told": told}
    out.write(json.dumps(head).encode() + b"\n")
    for stream in streams:
        out.write(stream)


def _stream(table: pl.DataFrame) -> bytes:
    written = BytesIO()
    table.write_ipc_stream(written)
    return written.getvalue()


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there the time limit alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
