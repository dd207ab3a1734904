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


class WeightImpossibleError(RepatriaError):
    """A weight that nobody has."""

    code = "medical.weight-impossible"
    what = _("A weight of {written} kg cannot be.")
    remedy = _("Write kilograms, such as 61.5; leave it empty where it is unknown.")


class DayMissingError(RepatriaError):
    """An inspection of which not even the year is told."""

    code = "medical.day-missing"
    what = _("The inspection of {case} has no day.")
    remedy = _("Write it as far as it is known, such as 2022-07: the gap counts.")


class NotYetError(RepatriaError):
    """Something that would lie in the future."""

    code = "medical.not-yet"
    what = _("{on} has not come yet.")
    remedy = _("Compare the day with the paper; record what has happened.")


class NoSuchRowsError(RepatriaError):
    """A file of inspections of which no row, or not every row, can be used."""

    code = "medical.rows-unusable"
    what = _("Row {row} of the file cannot be used: {fault}.")
    remedy = _("Nothing was recorded. Correct the row and read the whole file again.")


class ReasonMissingError(RepatriaError):
    """Something is taken back without a reason."""

    code = "medical.reason-missing"
    what = _("It is not said why {about} is taken back.")
    remedy = _("Write the reason in a few words.")


class TakenBackAlreadyError(RepatriaError):
    """What is to be taken back was taken back before."""

    code = "medical.taken-back-already"
    what = _("{about} was taken back before.")
    remedy = _("Nothing rests on it any more; record what is so instead.")
