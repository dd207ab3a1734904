"""Refusals of the room ``publication``."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NothingOverError(RepatriaError):
    """No crossing of this exchange is over yet."""

    code = "publication.nothing-over"
    what = _("No crossing of exchange {exchange} is over.")
    remedy = _(
        "Wait until everybody on the manifests has an outcome and the receipts are "
        "made; nothing is published before."
    )


class SecondPersonError(RepatriaError):
    """Whoever proposed the totals cannot publish them."""

    code = "publication.second-person"
    what = _("You proposed these totals yourself.")
    remedy = _("Ask another publication officer to look at them and publish them.")


class NoLongerSoError(RepatriaError):
    """The counts have changed since the totals were proposed."""

    code = "publication.no-longer-so"
    what = _("The counts have changed since {proposal} was proposed.")
    remedy = _("Propose the totals anew, so that what is published is what is so.")


class AlreadyDecidedError(RepatriaError):
    """The proposal has been published, withdrawn or replaced."""

    code = "publication.already-decided"
    what = _("{proposal} does not wait for publication any more.")
    remedy = _("Open it to see what was decided, by whom and when.")


class NotPublicError(RepatriaError):
    """Only what is public can be withdrawn."""

    code = "publication.not-public"
    what = _("{proposal} is not public.")
    remedy = _("Open the list of publications to see which one is.")


class SameAgainError(RepatriaError):
    """Exactly these totals are already proposed or public."""

    code = "publication.same-again"
    what = _("Exactly these totals are already there as {proposal}.")
    remedy = _("Open it; propose again once a count has changed.")


class WhyMissingError(RepatriaError):
    """A withdrawal must say why."""

    code = "publication.why-missing"
    what = _("A withdrawal needs a reason, and none was given.")
    remedy = _("Say in a few words why, without anybody's name.")
