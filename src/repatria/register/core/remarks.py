"""Remarks on how a list was laid out, and the codes of what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.shared.text import mark as _
from repatria.shared.text import say


@dataclass(frozen=True, slots=True)
class Remark:
    """A marked sentence and its values; ``str()`` says it in the reader's language."""

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return say(self.text, **dict(self.values))


def remark(text: str, **values: object) -> Remark:
    """Return a remark with its values as text."""
    return Remark(text, tuple((name, str(value)) for name, value in values.items()))


UNREADABLE = "unreadable"
ONE_VALUE = "field"

FAULTS = {
    "too-few-cells": _("The row has fewer cells than the list has columns."),
    "too-many-cells": _("The row has more cells than the list has columns."),
    "missing-cells": _("The last cells of the row are missing; they were left blank."),
    "joined-cells": _(
        "A separator inside a cell had split it; the pieces were joined."
    ),
    "stray-quote": _(
        "A quotation mark stands where none belongs; it was kept as text."
    ),
    "open-quote": _("A quotation mark is opened and never closed."),
    "no-text": _("The row holds separators and no text."),
    "other-encoding": _(
        "The row is in another encoding than the file and was repaired."
    ),
    "undecodable": _("The row holds bytes that are no text in the file's encoding."),
    "nul-bytes": _("The row holds NUL bytes; they were removed."),
    "hidden-marks": _(
        "Invisible marks that turn or hide text were left out of what is compared."
    ),
    "mixed-scripts": _(
        "A word mixes letters of two scripts that look alike; it is kept as it stands."
    ),
    "no-value": _("The cell holds a formula whose result was not saved in the file."),
    "cell-error": _("The cell holds a formula error."),
    "column-numbers": _("The row only numbers the columns."),
}
