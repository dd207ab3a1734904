"""Refusals of the room ``tracing``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NotCrossedError(RepatriaError):
    """A notice was asked for about somebody who is not known to have crossed."""

    code = "tracing.not-crossed"
    what = _("Case {case} is not recorded as crossed, so no family is told anything.")
    remedy = _(
        "Wait until the handover officer confirms the crossing; the notice is then "
        "proposed by itself."
    )


class NotLinkedError(RepatriaError):
    """A notice was asked for although nobody decided whom the request is about."""

    code = "tracing.not-linked"
    what = _("Nobody has decided yet whom request {request} is about.")
    remedy = _("Open the request, compare the candidates, and link the right case.")


class NoticeClosedError(RepatriaError):
    """A notice that was sent or withdrawn cannot be sent or withdrawn again."""

    code = "tracing.notice-closed"
    what = _("Notice {notice} has already been sent or withdrawn.")
    remedy = _(
        "What a family was told cannot be untold: if something was wrong, call them "
        "and write it into the log. After a withdrawal, propose a new notice."
    )


class NotAgreedError(RepatriaError):
    """Relatives are told of a found person only with that person's agreement."""

    code = "tracing.not-agreed"
    what = _("Nobody has confirmed that the person agrees to this relative being told.")
    remedy = _(
        "Ask the person, unless they asked to be left alone; then confirm it on the "
        "page of the notice."
    )


class NotVerifiedError(RepatriaError):
    """A notice goes only to somebody whose kinship has been checked."""

    code = "tracing.not-verified"
    what = _("Nobody has checked yet who asks in request {request}.")
    remedy = _("Check papers or call back, and write on the request what came out.")


class LeftAloneError(RepatriaError):
    """A returned person asked to be left alone, so nobody asks them anything."""

    code = "access.left-alone"
    what = _("The person of case {case} asked to be left alone since {since}.")
    remedy = _(
        "Nothing was recorded. Do not ask again; the person may take it back at any "
        "time, on the page of the request."
    )


class AlreadyLinkedError(RepatriaError):
    """A request is about one person; another needs the first link taken back."""

    code = "tracing.already-linked"
    what = _("Request {request} is already linked to case {case}.")
    remedy = _("Take that link back first, with the reason; then link the other case.")
