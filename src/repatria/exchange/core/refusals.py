"""Refusals of exchanges as they are kept: lists, signatures, holds and states."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NotAgreedError(RepatriaError):
    """A round has no list that every party has signed."""

    code = "exchange.not-agreed"
    what = _("No list of exchange {exchange}, round {round}, is signed by every party.")
    remedy = _(
        "Wait for every signature over the same list; its page shows who signed."
    )


class NoSuchRoundError(RepatriaError):
    """An exchange has no round of this number."""

    code = "exchange.no-such-round"
    what = _("Exchange {exchange} has no round {round}.")
    remedy = _("The page of the exchange lists its rounds.")


class StateOutOfOrderError(RepatriaError):
    """A round cannot reach this state from where it stands."""

    code = "exchange.state-out-of-order"
    what = _("The round stands so: {now}. From there it cannot become: {following}.")
    remedy = _("The page of its course says which step is next, and whose act it is.")


class ListSettledError(RepatriaError):
    """A list would be asked about or drawn for that can no longer become another."""

    code = "exchange.list-settled"
    what = _("The list of round {round} is not changed any more. It stands so: {now}.")
    remedy = _("Whoever waits comes up in a later round: ask there.")


class SignedAnotherListError(RepatriaError):
    """A signature is over other bytes than the list version it is offered for."""

    code = "exchange.signed-another-list"
    what = _(
        "The signature of {party} is not over version {version}, whose hash begins "
        "with {hash}."
    )
    remedy = _(
        "Download the list from its page, sign that very file with: repatria sign "
        "FILE --key KEY, and upload the .sig file it writes."
    )


class ListUnknownError(RepatriaError):
    """A signature came for a list that this installation does not hold."""

    code = "exchange.list-unknown"
    what = _("A signature came for a list with the hash {hash}, which is not here.")
    remedy = _("Receive the proposal first, then the signature once more.")


class ProposalAlteredError(RepatriaError):
    """A document that came is not a proposal as the agency writes it."""

    code = "exchange.proposal-altered"
    what = _("The proposal cannot be read: {fault}.")
    remedy = _("Ask the agency to send it again, and compare the hash by telephone.")


class MessageAlteredError(RepatriaError):
    """A signature or a notification is not written as it is here."""

    code = "exchange.message-altered"
    what = _("What came about an exchange cannot be read: {fault}.")
    remedy = _("Ask the sender to prepare and send it again.")


class NotForTheSenderError(RepatriaError):
    """Somebody sent what another organisation would have to say."""

    code = "exchange.not-for-the-sender"
    what = _("{sender} cannot say this: another organisation has to.")
    remedy = _(
        "Proposals come from the neutral agency; the names of those held back from "
        "the power that holds them, or through the agency."
    )


class ProposalDiffersError(RepatriaError):
    """Another list came under the number of a version that is already here."""

    code = "exchange.proposal-differs"
    what = _("Version {version} of this list is already here with the hash {hash}.")
    remedy = _("Ask the agency which one stands; it sends changes as a new version.")


class NotOurExchangeError(RepatriaError):
    """A proposal came to somebody whom it does not concern."""

    code = "exchange.not-ours"
    what = _("Exchange {exchange} is between {parties}.")
    remedy = _("It was sent to the wrong organisation: tell the agency.")


class HoldNotLawfulError(RepatriaError):
    """The article named does not let anybody be held back on this ground."""

    code = "exchange.hold-not-lawful"
    what = _("{article} does not let anybody be held back for this: {ground}.")
    remedy = _(
        "A disciplinary penalty holds nobody back. Name another ground, or let the "
        "person go."
    )


class NotOurPrisonerError(RepatriaError):
    """A hold may only be said by the power that holds the person."""

    code = "exchange.not-the-holder"
    what = _("Case {case} is not on a list of people held by {party}.")
    remedy = _("Only the detaining power can say that it holds somebody back.")


class NobodyAtAllError(RepatriaError):
    """Nobody stands on both a held and a missing list."""

    code = "exchange.no-candidates"
    what = _("Nobody stands on a held list and on a missing list of these parties.")
    remedy = _("Import the parties' lists, compare them, and confirm who is the same.")


class RulesForOthersError(RepatriaError):
    """The rules are for other parties than the exchange."""

    code = "exchange.rules-for-others"
    what = _("The rules name the parties {rules}; the exchange is between {parties}.")
    remedy = _("Correct the key parties in the rules.")


class RulesElsewhereError(RepatriaError):
    """Rules cannot be changed where another organisation keeps them."""

    code = "exchange.rules-elsewhere"
    what = _("The rules of exchange {exchange} are kept by {by}.")
    remedy = _("Agree on the change there; its next proposal tells the new hash.")


class RulesChangedMeanwhileError(RepatriaError):
    """Somebody changed the rules while another person was at it."""

    code = "exchange.rules-changed-meanwhile"
    what = _("Version {newest} of the rules was kept after you opened version {seen}.")
    remedy = _("Look at what was changed, and make your change to the newest version.")


class AnotherCopyError(RepatriaError):
    """A copy of the rules is not the one whose hash was told."""

    code = "exchange.another-copy"
    what = _("The copy has the hash {here}, and the agency told {told}.")
    remedy = _("Ask the agency for its text; every sign of it counts.")


class RulesChangedSinceError(RepatriaError):
    """A list was worked out under rules that hold no more."""

    code = "exchange.rules-changed-since"
    what = _("The rules were changed after version {version} was worked out.")
    remedy = _("Work the round out again: the new list is the one to sign.")


class NothingCountedError(RepatriaError):
    """A claim of a count without anybody who makes it."""

    code = "exchange.nobody-counted"
    what = _("The count does not tell who states it.")
    remedy = _("Write who says so; where the text itself says it: the narrator.")
