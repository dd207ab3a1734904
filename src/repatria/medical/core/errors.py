"""Refusals of the room ``medical``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NobodySaidSoError(RepatriaError):
    """A statement of health without anybody who states it."""

    code = "medical.nobody-said-so"
    what = _("The statement does not tell who makes it.")
    remedy = _("Write who said so: a doctor, the holder's list, the person.")


class EndsBeforeItBeginsError(RepatriaError):
    """An interval whose end lies before its beginning."""

    code = "medical.ends-before-it-begins"
    what = _("The denied care ends ({ended}) before it begins ({began}).")
    remedy = _("Compare both with the source; leave empty what it does not tell.")
