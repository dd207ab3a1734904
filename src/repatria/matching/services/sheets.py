"""What stands in a workbook of verdicts: its two sheets, in the reader's words."""

from __future__ import annotations

from datetime import datetime

from repatria.access.core.exports import PURPOSES
from repatria.access.models import Installation
from repatria.matching.models import Verdict, Workbook
from repatria.matching.queries import verdict_counts
from repatria.matching.queries.lines import Line
from repatria.register.core.words import FIELDS
from repatria.shared.text import mark as _
from repatria.shared.text import say

HEADER = (
    _("Row"),
    FIELDS["id"],
    FIELDS["family"],
    FIELDS["given"],
    FIELDS["patronymic"],
    FIELDS["birth_date"],
    FIELDS["rank"],
    FIELDS["unit"],
    FIELDS["service_number"],
    FIELDS["captured_on"],
    FIELDS["held_at"],
    _("Verdict"),
    _("Why"),
    _("In conflict"),
    _("Since the version before"),
    _("Case"),
)
_COLUMNS = (
    "own_id", "family", "given", "patronymic", "birth", "rank", "unit",
    "service_number", "captured_on", "place",
)  # fmt: skip
ABOUT = (_("What"), _("Which"))
NOT_STATED = _("not stated")


def titles() -> tuple[str, str]:
    """Return what the two sheets are called."""
    return say(_("About this file")), say(_("Rows"))


def cells(line: Line) -> tuple[object, ...]:
    """Return one row of the sheet; what is not stated says so."""
    said = (str(getattr(line.record, name)) or say(NOT_STATED) for name in _COLUMNS)
    return (
        line.record.row,
        *said,
        line.standing.words,
        line.standing.detail,
        ", ".join(line.conflicts),
        line.changed,
        line.case_ref,
    )


def totals(
    book: Workbook, mark: str, *, installation: Installation, at: datetime
) -> list[tuple[str, str]]:
    """Return what the first sheet says, a line for each fact; ``mark`` comes first."""
    file = book.source_file
    counts = verdict_counts(book.run, file)
    synthetic = [(say(_("Synthetic")), say(_("Everybody in this file is invented.")))]
    return [
        (say(_("Number of this file")), mark),
        *(synthetic if installation.synthetic else []),
        (say(_("Made by")), installation.name),
        (say(_("Made on")), at.date().isoformat()),
        (say(_("List")), f"{file.source.title}, {file.version}"),
        (say(_("Date of the list")), file.said_on.isoformat()),
        (say(_("Version hash")), file.merkle_root),
        (say(_("Comparison")), str(book.run_id)),
        (say(_("Purpose")), say(PURPOSES[book.purpose])),
        *((str(Verdict(code).label), str(count)) for code, count in counts.items()),
    ]
