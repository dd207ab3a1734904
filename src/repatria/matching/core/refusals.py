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


class DecidedMeanwhileError(RepatriaError):
    """Somebody answered a pair between the page that was shown and this answer."""

    code = "matching.decided-meanwhile"
    what = _("Somebody has answered this pair since your page was made.")
    remedy = _("Look at what they said, and decide on that. Nothing was changed.")


class DecidedBeforeError(RepatriaError):
    """A pair was decided; another answer would stand beside a decision."""

    code = "matching.decided-before"
    what = _("This pair was decided before.")
    remedy = _("Undo that answer first; it stays written.")


class SecondPersonError(RepatriaError):
    """Two looks at a pair have to be by two persons."""

    code = "matching.second-person"
    what = _("You have looked at this pair already; now somebody else has to.")
    remedy = _("Leave it to a colleague, or undo your own answer.")


class NoThresholdError(RepatriaError):
    """Nobody has set and signed from which probability on many may be confirmed."""

    code = "matching.no-threshold"
    what = _("No signed threshold is in force, so nothing is confirmed together.")
    remedy = _("Ask whoever may set one, or look at the pairs one by one.")


class BelowThresholdError(RepatriaError):
    """Proposals less probable than the signed threshold were to be confirmed."""

    code = "matching.below-threshold"
    what = _("The threshold in force is {least}; {share} is below it.")
    remedy = _("Confirm from the threshold on, and look at the others one by one.")


class OwnThresholdError(RepatriaError):
    """Whoever set the threshold was to confirm by it."""

    code = "matching.own-threshold"
    what = _("You have set the threshold that is in force.")
    remedy = _("Somebody else has to confirm by it.")


class ThresholdSignatureError(RepatriaError):
    """A signature is not this organisation's over the threshold's text."""

    code = "matching.threshold-signature"
    what = _("This is not a signature of this organisation over threshold {ref}.")
    remedy = _(
        "Download the text again, sign that very file with the organisation's key, and "
        "attach the file ending in .sig."
    )


class ThresholdSettledError(RepatriaError):
    """A threshold was signed or withdrawn before."""

    code = "matching.threshold-settled"
    what = _("Threshold {ref} was signed or withdrawn before.")
    remedy = _("Set a new one.")
