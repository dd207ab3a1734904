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


class ConflictUndecidedError(RepatriaError):
    """Requesters contradict each other and nobody has decided who is told."""

    code = "tracing.conflict-undecided"
    what = _(
        "Request {request} stands in a conflict with another about case {case}, and "
        "nobody has decided who may be told what."
    )
    remedy = _(
        "Hear both sides, then decide on the page of the family, with the reason. "
        "Until then neither of them is told anything."
    )


class ExcludedError(RepatriaError):
    """Somebody decided that this requester is not told."""

    code = "tracing.excluded"
    what = _(
        "It was decided on {day} that whoever asks in request {request} is not told "
        "where the person is."
    )
    remedy = _(
        "Read the reason on the page of the family. If something has changed, decide "
        "anew there; this notice can be withdrawn meanwhile."
    )


class PersonRefusedError(RepatriaError):
    """The found person does not agree that this relative is told."""

    code = "tracing.person-refused"
    what = _("The person does not agree that request {request} is answered with this.")
    remedy = _(
        "Withdraw the notice. If the person says otherwise later, write their new "
        "answer on the page of the family; the old one stays."
    )


class WithdrawnError(RepatriaError):
    """Nothing is done for a request that was taken back."""

    code = "tracing.withdrawn"
    what = _("Request {request} was withdrawn on {day}.")
    remedy = _("Open it again with a reason, if whoever asked wants that.")


class WithdrawnBeforeError(RepatriaError):
    """A request arrives that somebody has taken back before."""

    code = "tracing.withdrawn-before"
    what = _(
        "Such a request was withdrawn on {day} by {by} (number {request}). Nothing of "
        "it was taken in again."
    )
    remedy = _(
        "Ask whoever brings it whether they know of that. If it is to be open again, "
        "say why; the reason is kept."
    )


class NotWithdrawnError(RepatriaError):
    """A request that stands cannot be opened again."""

    code = "tracing.not-withdrawn"
    what = _("Request {request} is not withdrawn.")
    remedy = _("Go on with it as it stands.")


class ForgottenError(RepatriaError):
    """A request whose words were erased cannot be opened again."""

    code = "tracing.forgotten"
    what = _("What request {request} said was erased when it was withdrawn.")
    remedy = _("Take the request down anew, and say there why it is open again.")


class NotAboutThisCaseError(RepatriaError):
    """A decision on a family names a request that is not about this person."""

    code = "tracing.not-about-this-case"
    what = _("Request {request} is not linked to case {case}.")
    remedy = _("Link the request first, or open the page of its own case.")


class TooManyWordsError(RepatriaError):
    """A family news message holds at most 25 words."""

    code = "tracing.too-many-words"
    what = _("The message has {words} words; a family news form holds {most}.")
    remedy = _("Shorten it together with whoever sends it, or use a letter.")


class LetterStepError(RepatriaError):
    """A step of a letter cannot follow those before it."""

    code = "tracing.letter-step"
    what = _("That cannot happen to letter {letter} now.")
    remedy = _("Look at what happened to it so far; each side reads a letter once.")


class PfifUnreadableError(RepatriaError):
    """A file is no PFIF 1.4."""

    code = "tracing.pfif-unreadable"
    what = _("{file} cannot be read as PFIF 1.4: {why}.")
    remedy = _(
        "Nothing was taken in. Ask the register that sent it for a file by the "
        "specification of PFIF 1.4, without a document type."
    )


class NothingConsentedError(RepatriaError):
    """No request may leave: nobody agreed to it."""

    code = "tracing.nothing-consented"
    what = _("No open request may be given to other registers: nobody agreed to it.")
    remedy = _(
        "Ask the families on the page of each request; only those who agree are in "
        "the file."
    )
