"""Refusals of the room ``handover``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NobodyOnLegError(RepatriaError):
    """The agreed list has nobody in this direction."""

    code = "handover.nobody-on-leg"
    what = _("The agreed list of exchange {exchange}, round {round}, has nobody {leg}.")
    remedy = _("Check the direction; the list that both parties signed shows them.")


class PlannedAlreadyError(RepatriaError):
    """There is a handover for this leg of this round."""

    code = "handover.planned-already"
    what = _("Handover {handover} already carries {leg} of this round.")
    remedy = _("Open that one.")


class NoManifestError(RepatriaError):
    """Something needs the manifest, and there is none."""

    code = "handover.no-manifest"
    what = _("Handover {handover} has no manifest.")
    remedy = _("Make it first: the list is complete before departure (GC III 46).")


class NotOursError(RepatriaError):
    """A manifest that another organisation made is changed there and nowhere else."""

    code = "handover.not-ours"
    what = _("The manifest of handover {handover} was made by {maker}.")
    remedy = _("Ask them to change it; they then send a new version.")


class DepartedError(RepatriaError):
    """The manifest is complete before departure; afterwards it stays as it is."""

    code = "handover.departed"
    what = _("The people of handover {handover} have departed.")
    remedy = _(
        "The manifest stays as it was at departure (GC III 46). Record who did not "
        "cross; whoever is left goes onto the next list."
    )


class UnsignedError(RepatriaError):
    """Nobody departs on a manifest that the maker has not signed."""

    code = "handover.unsigned"
    what = _("Version {version} of the manifest is not signed by {party}.")
    remedy = _("Sign this version's file away from the server and attach the .sig.")


class ManifestChangedError(RepatriaError):
    """A signature covers an earlier version of the manifest."""

    code = "handover.manifest-changed"
    what = _(
        "This signature covers version {signed} of the manifest; it was changed "
        "afterwards, and version {version} is the one that counts now."
    )
    remedy = _(
        "The old signature does not cover the change. Compare the two versions, sign "
        "the file of version {version}, and attach that signature."
    )


class NotSignedByError(RepatriaError):
    """A signature does not belong to this document and this party."""

    code = "handover.not-their-signature"
    what = _("This is not a signature of {party} over this document.")
    remedy = _(
        "Download the file again, sign exactly that file with the organisation's key, "
        "and attach the new .sig."
    )


class NotOnManifestError(RepatriaError):
    """Somebody was looked for who is on no line."""

    code = "handover.not-on-manifest"
    what = _("{asked} is on no line of handover {handover}.")
    remedy = _("Read the number beside the name once more, or scan the code again.")


class OtherManifestError(RepatriaError):
    """A code belongs to another handover."""

    code = "handover.other-manifest"
    what = _("This code belongs to handover {other}, not to {handover}.")
    remedy = _("Bring the person to the other table, or open the other handover.")


class OutOfOrderError(RepatriaError):
    """What is to be recorded cannot follow what is recorded."""

    code = "handover.out-of-order"
    what = _("Line {line} stands at “{now}”; “{step}” cannot follow.")
    remedy = _("If the last entry was a mistake, undo it; then record what is so.")


class NothingToUndoError(RepatriaError):
    """There is no entry that could be undone."""

    code = "handover.nothing-to-undo"
    what = _("Nothing is recorded on line {line} that could be undone.")
    remedy = _("Reload the page; somebody may have been quicker.")


class ReserveTakenError(RepatriaError):
    """A substitution stays once the person who goes instead is recorded."""

    code = "handover.substitute-recorded"
    what = _("The person on line {line}, who goes instead, is already recorded.")
    remedy = _("Undo what is recorded on line {line} first.")


class NotLikeForLikeError(RepatriaError):
    """Only somebody from the agreed reserve of the same leg may go instead."""

    code = "handover.not-a-reserve"
    what = _("Case {case} is no reserve for line {line}.")
    remedy = _(
        "Choose from the reserve that both parties agreed for this direction. For "
        "anybody else both parties have to sign a new list."
    )


class NotNamedError(RepatriaError):
    """A substitution is agreed by an officer of each side, and both are named."""

    code = "handover.officers-not-named"
    what = _("A substitution needs the name of an officer of each side.")
    remedy = _("Agree it with the officer opposite, and write both names down.")


class CountsDifferError(RepatriaError):
    """The head count and the list do not agree."""

    code = "handover.counts-differ"
    what = _("You counted {counted}; by the list {listed} are here.")
    remedy = _(
        "Nothing was recorded. Count again, then check the list person by person."
    )


class UnsettledError(RepatriaError):
    """A receipt needs an outcome on every line."""

    code = "handover.unsettled"
    what = _("{open} lines have no outcome yet.")
    remedy = _("Record for each whether the person crossed; then make the receipt.")


class NoReceiptError(RepatriaError):
    """Something needs the receipt, and there is none of our own."""

    code = "handover.no-receipt"
    what = _("No receipt of handover {handover} has been made here yet.")
    remedy = _(
        "Make it from what was seen here; then compare it with the other side's."
    )


class ReceiptDiffersError(RepatriaError):
    """Two receipts of one crossing have different hashes."""

    code = "handover.receipt-differs"
    what = _(
        "The receipt of {sender} has another hash than the one made here. "
        "Lines that differ: {lines}."
    )
    remedy = _(
        "Their signature was not accepted. Both receipts are kept, side by side, on "
        "the page of the receipt: settle these lines with the officer opposite."
    )


class ReceiptChangedError(RepatriaError):
    """A signature covers an earlier receipt, made before something was corrected."""

    code = "handover.receipt-changed"
    what = _("This signature covers a receipt that was corrected afterwards.")
    remedy = _("Sign the newest receipt, and attach that signature.")


class NotReadableError(RepatriaError):
    """A manifest or receipt that came in does not hold together."""

    code = "handover.not-readable"
    what = _("The {kind} that came in does not hold together: {fault}.")
    remedy = _("Nothing was taken from it. Ask the sender to make and send it again.")


NO_HASH = _("its hash is not that of its content")
NO_LINES = _("a line or a number in it is missing or doubled")
NO_HANDOVER = _("no handover with its number is known here")
NO_VERSION = _("its version is not newer than the one that is here")
