"""Refusals of the services of matching."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class SameListError(RepatriaError):
    """A list was to be compared with itself."""

    code = "matching.same-list"
    what = _("A list cannot be compared with itself here.")
    remedy = _("Choose another list to compare it with.")


class RunNotDoneError(RepatriaError):
    """A comparison has no result yet."""

    code = "matching.run-not-done"
    what = _("Comparison {run} is not finished.")
    remedy = _("Wait until it is, or start it again if it has stopped.")


class NothingToConfirmError(RepatriaError):
    """No proposal reaches the threshold."""

    code = "matching.nothing-to-confirm"
    what = _("No proposal that waits reaches {share}.")
    remedy = _("Choose a lower probability, or look at the pairs one by one.")


class AlreadyUndoneError(RepatriaError):
    """A batch was undone before."""

    code = "matching.already-undone"
    what = _("Confirmation {ref} was undone before.")
    remedy = _("Nothing had to be done.")


class NothingToUndoError(RepatriaError):
    """A pair has no answer that could be taken back."""

    code = "matching.nothing-to-undo"
    what = _("Nobody has answered this pair.")
    remedy = _("Nothing had to be done.")


class NotTheirListError(RepatriaError):
    """A reply would go to somebody who did not send the list."""

    code = "matching.not-their-list"
    what = _("This list came from {sender}; a reply to it goes to nobody else.")
    remedy = _("Choose the list that {to} has sent.")


class ReplyUnknownListError(RepatriaError):
    """A reply is about a list that does not stand here."""

    code = "matching.reply-unknown-list"
    what = _("The reply is about a list that does not stand here ({root}).")
    remedy = _("Import the list it answers, then read the transmission again.")


class ReplyPayloadError(RepatriaError):
    """A reply is not of the form that its kind promises."""

    code = "matching.reply-payload"
    what = _("The reply cannot be taken in: {reason}.")
    remedy = _("Ask the sender for it again; the transmission itself is kept.")
