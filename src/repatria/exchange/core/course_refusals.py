"""Refusals of what people decide about a round on its way."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class StateStandsError(RepatriaError):
    """The newest event of a round is not one that can be taken back here."""

    code = "exchange.state-stands"
    what = _("Nothing that happened last in round {round} can be taken back here.")
    remedy = _("Look at its events: what others told, they have to take back.")


class StoppedByOthersError(RepatriaError):
    """Somebody else suspended the round."""

    code = "exchange.stopped-by-others"
    what = _("The round was suspended by {by}.")
    remedy = _("It goes on when they say so, or the neutral agency does.")


class HeadsMissingError(RepatriaError):
    """Not every leg has a number of heads, or one has that nobody agreed."""

    code = "exchange.heads-missing"
    what = _("The heads of each of these legs have to be counted: {legs}.")
    remedy = _("Count them at the place; write 0 where nobody is there.")


class InterviewsOpenError(RepatriaError):
    """The neutral interviewer has not closed the interviews of a round."""

    code = "exchange.interviews-open"
    what = _("The interviews of round {round} are not closed.")
    remedy = _("Ask the neutral interviewer to close them; nobody leaves before.")


class NotAssembledError(RepatriaError):
    """People would leave before they were counted at the place."""

    code = "exchange.not-assembled"
    what = _("Round {round} of exchange {exchange} is not assembled.")
    remedy = _("Count heads at the place and record it on the page of the round first.")


class RoundStoppedError(RepatriaError):
    """A round that is suspended or cancelled goes nowhere."""

    code = "exchange.round-stopped"
    what = _("Round {round} of exchange {exchange} is suspended or cancelled.")
    remedy = _("Wait until it is resumed on its page; nobody leaves before.")


class RoundUnknownError(RepatriaError):
    """Something was told about a round that this installation does not know."""

    code = "exchange.round-unknown"
    what = _("Round {round} of exchange {exchange} is not known here.")
    remedy = _("Receive its proposal first, then this once more.")
