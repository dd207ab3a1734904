"""Refusals of what happens around a lot, each with what to do instead."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class LotUnknownError(RepatriaError):
    """Something came about a lot that was not called here."""

    code = "exchange.lot-unknown"
    what = _("No lot over the inputs {inputs} was called here.")
    remedy = _("Receive the agency's call first, then this once more.")


class LotStandsError(RepatriaError):
    """A lot is under way, or drawn over just these people and rules."""

    code = "exchange.lot-stands"
    what = _("The lot of round {round} stands: over the same people and rules.")
    remedy = _("Finish it. Another is called once people or rules have changed.")


class LotUnderWayError(RepatriaError):
    """A list would be worked out while its lot is not drawn."""

    code = "exchange.lot-under-way"
    what = _("The lot of round {round} is called and not drawn yet.")
    remedy = _("Wait for every secret, or give the lot up, and work out the list then.")


class NotACommitmentError(RepatriaError):
    """What was given is no commitment."""

    code = "exchange.not-a-commitment"
    what = _("This is no commitment: 64 characters, digits and a to f.")
    remedy = _(
        "Make a secret with: repatria lot new --out FILE, and give what it shows."
    )


class LateForTheLotError(RepatriaError):
    """A commitment came after the inputs were fixed."""

    code = "exchange.lot-late"
    what = _("The lot of round {round} takes no commitment any more.")
    remedy = _("Nobody may commit once others could know more; wait for the next lot.")


class CommittedAlreadyError(RepatriaError):
    """A participant has committed to something else before."""

    code = "exchange.lot-committed-already"
    what = _("{party} has committed to another secret in this lot.")
    remedy = _("The first commitment counts; show its secret when all are in.")


class CommitmentUsedError(RepatriaError):
    """The commitment is somebody else's, or of an earlier lot."""

    code = "exchange.lot-commitment-used"
    what = _("This commitment was made before, in this lot or in an earlier one.")
    remedy = _("Make a new secret for each lot; nobody else may have it.")


class CommitmentsMissingError(RepatriaError):
    """The lot cannot be closed while somebody has not committed."""

    code = "exchange.lot-commitments-missing"
    what = _("These have not committed yet: {parties}.")
    remedy = _("Wait for them: a lot in which somebody does not take part is none.")


class InputsChangedError(RepatriaError):
    """People or rules changed between the call and the closing."""

    code = "exchange.lot-inputs-changed"
    what = _("People or rules of round {round} have changed since the lot was called.")
    remedy = _("Give it up and call it anew, so that all commit to the same inputs.")


class RevealedEarlyError(RepatriaError):
    """A secret would be shown before every commitment is in."""

    code = "exchange.lot-too-early"
    what = _("Not every commitment is in: a secret shown now would let others choose.")
    remedy = _("Keep it until the agency says that the lot is closed.")


class SecretDoesNotFitError(RepatriaError):
    """A secret is not the one committed to."""

    code = "exchange.lot-secret-does-not-fit"
    what = _("The secret of {party} is not the one it committed to.")
    remedy = _("Show the file that was made with the commitment, unchanged.")


class NoLotOpenError(RepatriaError):
    """There is no lot with which this could be done."""

    code = "exchange.no-lot"
    what = _("Round {round} has no lot that waits for this.")
    remedy = _("The page of the lot says where it stands.")
