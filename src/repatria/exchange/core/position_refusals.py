"""Refusals of answers and counter-proposals."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class OverUnknownListError(RepatriaError):
    """Something is said about a list that this installation does not hold."""

    code = "exchange.over-unknown-list"
    what = _("This is said about a list with the hash {hash}, which is not here.")
    remedy = _("Receive the proposal first, then read this once more.")


class OlderListError(RepatriaError):
    """Something is said or signed over a version that a newer one has replaced."""

    code = "exchange.older-list"
    what = _(
        "Version {version}, whose hash begins with {hash}, is no longer the newest: "
        "version {newest} is here, whose hash begins with {newest_hash}."
    )
    remedy = _("Open the newest version, and say or sign it over that one.")


class AnswerNotTheirsError(RepatriaError):
    """A party answers what is for the other one to say."""

    code = "exchange.answer-not-theirs"
    what = _("{party} cannot answer this of {entries}.")
    remedy = _(
        "Only the detaining power says who is held, and only the power of origin asks "
        "for its own people."
    )


class AnswerOutOfOrderError(RepatriaError):
    """An answer cannot follow on the one before it."""

    code = "exchange.answer-out-of-order"
    what = _("{entries} can no longer be answered so: every party signed this list.")
    remedy = _(
        "Say that somebody has died or is home already, or ask for a new version with "
        "a counter-proposal."
    )


class NothingToTakeBackError(RepatriaError):
    """There is no answer that could be taken back."""

    code = "exchange.nothing-to-take-back"
    what = _("There is no answer of yours here that could be taken back.")
    remedy = _("The page shows what stands now.")


class AnswerUnfitError(RepatriaError):
    """An answer comes without something that it needs, or with something too many."""

    code = "exchange.answer-unfit"
    what = _("The answer does not fit together: {part}.")
    remedy = _(
        "A day belongs to a death or a return, and is not in the future; another "
        "entry to a duplicate; what is missing to a question; a ground to a refusal."
    )


class NobodyChosenError(RepatriaError):
    """Nobody was chosen whom an answer could be about."""

    code = "exchange.nobody-chosen"
    what = _("Nobody is chosen.")
    remedy = _("Mark the people whom the answer is about, then answer.")


class NothingAskedError(RepatriaError):
    """A counter-proposal asks for nothing."""

    code = "exchange.nothing-asked"
    what = _("The counter-proposal asks for nothing.")
    remedy = _("Mark whom to take off the list, or whom to put on it.")


class AskedAlreadyError(RepatriaError):
    """What is asked of some people is so already, or they are not on the list."""

    code = "exchange.asked-already"
    what = _("Of {cases} nothing can be asked: it is so already, or they are not here.")
    remedy = _("Look at who goes by the newest version, and ask anew.")


class NoCounterError(RepatriaError):
    """Nobody has made a counter-proposal over the newest list."""

    code = "exchange.no-counter"
    what = _("No party has made a counter-proposal over this version.")
    remedy = _("Receive one first; those over an older version are not answered.")


class NotSettledError(RepatriaError):
    """The parties contradict each other and nobody has decided."""

    code = "exchange.not-settled"
    what = _("The parties ask the opposite of {cases}, and nobody has settled it.")
    remedy = _("Choose for each of them: goes, does not go, or left to the rules.")


class CannotBeMetError(RepatriaError):
    """What is asked cannot hold together with the agreed rules.

    Names nobody: who could go, and who could not, would tell of wishes.
    """

    code = "exchange.cannot-be-met"
    what = _("What the parties ask cannot hold together with the rules agreed on.")
    remedy = _(
        "Ask each party for fewer changes, or for changes of both directions, and "
        "answer again. The list stays as it is."
    )
