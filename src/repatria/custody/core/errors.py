"""Refusals of the room ``custody``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NobodySaidSoError(RepatriaError):
    """A statement without anybody who makes it."""

    code = "custody.nobody-said-so"
    what = _("The statement does not tell who makes it.")
    remedy = _("Name the organisation or say in which position somebody speaks.")


class NotOfThisKindError(RepatriaError):
    """A word that a statement of this kind cannot have."""

    code = "custody.not-of-this-kind"
    what = _("A statement of the kind {kind} cannot say {said}.")
    remedy = _("Use one of: {known}.")


class NotADateError(RepatriaError):
    """Words in the place of a date that are none."""

    code = "custody.not-a-date"
    what = _("The date {field} could not be read.")
    remedy = _("Write it as 9 May 2022, 05.2022 or 2022, or leave it empty.")


class NotYetError(RepatriaError):
    """Something that happened, or was said, after it was received."""

    code = "custody.not-yet"
    what = _("It is dated {happened}, after the day it was received, {received}.")
    remedy = _("Compare both with the paper.")


class NotTheirsError(RepatriaError):
    """A correction by somebody who did not make the statement."""

    code = "custody.not-theirs"
    what = _("{statement} was said by somebody else.")
    remedy = _(
        "Only who said it can correct it or take it back. Record what you were told "
        "as a statement of its own: both will stand side by side."
    )


class AlreadyReplacedError(RepatriaError):
    """A statement that was corrected or taken back before."""

    code = "custody.already-replaced"
    what = _("{statement} was corrected or taken back before, by {by}.")
    remedy = _("Correct that one instead.")


class ReasonMissingError(RepatriaError):
    """A statement is taken back and nobody says why."""

    code = "custody.reason-missing"
    what = _("{statement} cannot be taken back without a reason.")
    remedy = _("Write down why it is taken back.")


class PayloadError(RepatriaError):
    """What arrived is no statement about a captivity."""

    code = "custody.payload"
    what = _("This is no statement about a captivity: {reason}.")
    remedy = _("Ask the sender to make it again; nothing was kept.")
