"""Refusals of erasing, and how long what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NothingToEraseError(RepatriaError):
    """What was named is not there, or erased already."""

    code = "register.nothing-to-erase"
    what = _("Nothing is left to erase of {about}.")
    remedy = _("Compare the number with the page of the case or of the statement.")


class OnePersonError(RepatriaError):
    """An erasure needs two people."""

    code = "register.erasure-needs-two"
    what = _("Whoever asks for the erasure {erasure} cannot confirm it as well.")
    remedy = _("Ask a colleague who may confirm erasures.")


class ErasureDecidedError(RepatriaError):
    """Somebody has decided already."""

    code = "register.erasure-decided"
    what = _("The erasure {erasure} has been decided already.")
    remedy = _("Open its page: it says by whom and when.")


class NoSuchErasureError(RepatriaError):
    """No erasure has this number."""

    code = "register.no-such-erasure"
    what = _("There is no erasure {erasure}.")
    remedy = _("Write its number as the page Erasures shows it: D- and eight signs.")


class RowsErasedError(RepatriaError):
    """A version of which rows were erased cannot be proved row by row any more."""

    code = "register.rows-erased"
    what = _("Rows of this version of the list have been erased.")
    remedy = _("Send a newer version of the list, without them.")


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long one kind of statement is kept: ``days`` from ``since``; None keeps.

    ``since`` is "said" or "closed".
    """

    since: str
    days: int | None
    automatic: bool = False

    def due_before(self, today: date) -> date | None:
        """Return the day on or before which what began is due; None: nothing is.

        >>> Keeping("said", 30).due_before(date(2022, 12, 31))
        datetime.date(2022, 12, 1)
        """
        return None if self.days is None else today - timedelta(days=self.days)


# Where nobody has set anything.  What article 122 asks a bureau to keep is kept;
# sightings are witnesses' words, of use until the person is home.
DEFAULTS = {"sighting": Keeping("closed", 90)}
KEPT = Keeping("said", None)


def default_for(kind: str) -> Keeping:
    """Return how long a kind is kept where nobody has set anything."""
    return DEFAULTS.get(kind, KEPT)
