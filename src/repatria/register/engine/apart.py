"""Reading a list in a process of its own, so that no file can harm the server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from repatria.register.core import errors
from repatria.register.core.choices import Chosen
from repatria.register.core.errors import ListRefusedError, ListTooHeavyError
from repatria.register.core.fields import Field, Layout, Limits, MappedColumn
from repatria.register.core.remarks import Remark
from repatria.register.engine.records import ReadList
from repatria.shared.text import current_language, say
from repatria.shared.text import mark as _

# The child runs the very package that we are, wherever it lies, and nothing else.
_PACKAGE = str(Path(__file__).resolve().parents[3])
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from repatria.register.engine.apart_child import main; sys.exit(main())"
)
# What an upload through a page may be and take; lists of a million rows come by the
# command, which reads under the wider limits of ``Limits`` itself.
UPLOADED = Limits(
    file_bytes=64 * 2**20,
    columns=500,
    rows=500_000,
    cells=20_000_000,
    unpacked_bytes=512 * 2**20,
    sheet_text_bytes=256 * 2**20,
    seconds=60,
    memory=3 * 2**30,
)
_REFUSALS: dict[str, type[ListRefusedError]] = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, ListRefusedError)
}


def read_apart(
    raw: bytes,
    *,
    name: str,
    limits: Limits = UPLOADED,
    chosen: Mapping[str, Chosen] | None = None,
    header_line: int | None = None,
    sheet: str = "",
) -> ReadList:
    """Read a list as ``read_content`` does, in a child under limits of time and memory.

    The bytes go through a pipe and touch no disk.  Raises what ``read_list`` raises,
    and ``ListTooHeavyError`` where the child was stopped or fell.
    """
    request = {
        "name": name,
        "language": current_language(),
        "chosen": chosen or {},
        "header_line": header_line,
        "sheet": sheet,
        "limits": {key: getattr(limits, key) for key in Limits.__slots__},
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own script
            [sys.executable, "-I", "-X", "utf8", "-c", _CHILD, _PACKAGE],
            input=json.dumps(request).encode() + b"\n" + raw,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env={"POLARS_MAX_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as late:
        limit = say(_("{seconds} seconds"), seconds=limits.seconds)
        raise ListTooHeavyError(file=name, limit=limit) from late
    if done.returncode != 0:
        raise ListTooHeavyError(file=name, limit=f"{limits.memory // 2**20} MB")
    return _understood(done.stdout)


def _understood(answer: bytes) -> ReadList:
    head, _newline, rest = answer.partition(b"\n")
    facts: dict[str, Any] = json.loads(head)
    if "refused" in facts:
        raise _REFUSALS[facts["refused"]](**facts["facts"])
    frames, start = [], 0
    for size in facts["sizes"]:
        frames.append(pl.read_ipc_stream(BytesIO(rest[start : start + size])))
        start += size
    own, fields, faults, lines = frames
    return ReadList(
        own=own,
        fields=fields,
        faults=faults,
        lines=lines.to_series(),
        layout=_layout(facts["layout"]),
        **facts["told"],
    )


def _layout(told: dict[str, Any]) -> Layout:
    mapping = tuple(
        MappedColumn(**{**one, "field": Field(one["field"]) if one["field"] else None})
        for one in told.pop("mapping")
    )
    notes = tuple(
        Remark(text, tuple((key, value) for key, value in values))
        for text, values in told.pop("notes")
    )
    sheets = tuple(told.pop("sheets"))
    return Layout(**told, mapping=mapping, notes=notes, sheets=sheets)
