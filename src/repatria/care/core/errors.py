"""Refusals of the room ``care``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NotReturnedError(RepatriaError):
    """Care after return begins with the crossing."""

    code = "care.not-returned"
    what = _("Case {case} is not recorded as crossed.")
    remedy = _("Wait until the handover officer confirms the crossing.")


class VisitTooEarlyError(RepatriaError):
    """A first visit is allowed after rehabilitation."""

    code = "care.visit-too-early"
    what = _("The first visit cannot be allowed yet. Not done: {stages}.")
    remedy = _("Record these stages as done; then say from which day on.")


class NothingToUndoError(RepatriaError):
    """There is no entry that could be undone."""

    code = "care.nothing-to-undo"
    what = _("Nothing is recorded that could be undone.")
    remedy = _("Reload the page; somebody may have been quicker.")


class ReferralOrderError(RepatriaError):
    """A referral cannot come to this state from where it stands."""

    code = "care.referral-order"
    what = _("Referral {referral} stands at “{now}”; “{following}” cannot follow.")
    remedy = _("Open the referral again and choose from what can follow.")


class NoDayError(RepatriaError):
    """A plan needs its day."""

    code = "care.no-day"
    what = _("A planned stage needs the day it is planned for.")
    remedy = _("Give the day, so that nobody is forgotten when it has gone by.")


class UnknownDeniedCareError(RepatriaError):
    """A referral names a statement of denied care that this case does not have."""

    code = "care.unknown-denied-care"
    what = _("Case {case} has no statement {statement} of denied care.")
    remedy = _("Open the person's health page and start the referral from there.")
