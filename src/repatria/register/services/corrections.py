"""Rows corrected in a spreadsheet: they make the list's next version.

What comes back is put into the list as it came, and the whole goes the way of every
upload: it is looked at, compared with the version before, and imported by a person.
So a correction is one more statement beside the old one, and no page or count has to
know of corrections at all.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from repatria.register import files
from repatria.register.core.correcting import (
    UnfitError,
    cells_of,
    corrected_list,
    corrections,
)
from repatria.register.core.refusals import CorrectionError
from repatria.register.core.remarks import UNREADABLE
from repatria.register.engine.apart import read_apart
from repatria.register.engine.records import ReadList
from repatria.register.models import SourceFile, Upload
from repatria.register.queries import faulty
from repatria.register.services.uploads import keep_upload
from repatria.shared.actors import Actor


def correct_rows(
    *, actor: Actor, version: SourceFile, raw: bytes, name: str, at: datetime
) -> Upload:
    """Return the list with its corrected rows, waiting to be looked at and imported.

    ``raw`` is the file of rows to correct, as it was downloaded and then changed; a
    row left out of it stays as it is.  Raises ``CorrectionError`` where it does not
    fit this version, ``ListRefusedError`` where it cannot be read.
    """
    told = read_apart(raw, name=name, header_line=1)
    whole = read_apart(
        files.open_source(version),
        name=version.name,
        sheet=version.summary.get("sheet", ""),
    )
    columns = faulty.columns_of(version)
    try:
        corrected = corrections(
            told.own.columns, told.own.iter_rows(), columns=columns, lines=whole.lines
        )
    except UnfitError as unfit:
        raise CorrectionError(file=name, reason=str(unfit)) from unfit
    rows = zip(whole.lines.to_list(), whole.own.iter_rows(), strict=True)
    content = corrected_list(
        whole.own.columns, rows, lost=_lost(whole), corrected=corrected
    )
    return keep_upload(
        actor=actor, raw=content, name=_name(version.name, at), at=at,
        told={
            "sender": version.source.sender,
            "subject": version.subject,
            "holder": version.holder,
            "home": version.home,
            "said_on": version.said_on.isoformat(),
            "corrects": {"version": version.version, "rows": len(corrected)},
        },
    )  # fmt: skip


def _lost(whole: ReadList) -> dict[int, list[str]]:
    """Return the cells of rows that could not be read, by line, as they came in."""
    lines = whole.lines.to_list()
    found = whole.faults.select("row", "severity", "text").iter_rows()
    return {
        lines[row - 1]: cells_of([("", text)], [], whole.layout.delimiter)
        for row, severity, text in found
        if severity == UNREADABLE and text
    }


def _name(name: str, at: datetime) -> str:
    return f"{PurePath(name).stem}-corrected-{at:%Y-%m-%d-%H%M}.csv"
