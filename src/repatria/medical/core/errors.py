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


class SamePartyError(RepatriaError):
    """A commission between a party and itself."""

    code = "medical.same-party"
    what = _("{party} is named on both sides of the commission.")
    remedy = _("Name the detaining power and the power of origin.")


class NotProperlyComposedError(RepatriaError):
    """A sitting of people who are no commission as the annex asks."""

    code = "medical.not-properly-composed"
    what = _("This is no commission as annex II asks: {fault}")
    remedy = _("Correct the members or the approvals; a deputy may stand in.")


class BeforeApprovalError(RepatriaError):
    """A sitting before both parties had approved the members."""

    code = "medical.before-approval"
    what = _("The sitting of {on} lies before the approval of {approved}.")
    remedy = _("Compare both days with the papers.")


class ExaminedAlreadyError(RepatriaError):
    """Somebody stands twice before one sitting."""

    code = "medical.examined-already"
    what = _("{case} is before this sitting already.")
    remedy = _("Open the examination that is there.")


class OtherSidesError(RepatriaError):
    """Somebody is held by, or of, another power than the commission is for."""

    code = "medical.other-sides"
    what = _("{case} is held by {holder} and of {home}: not of this commission.")
    remedy = _("Choose the commission of these two powers, or correct the lists.")


class VoteMissingError(RepatriaError):
    """Not everybody who sits has voted."""

    code = "medical.vote-missing"
    what = _("Not all who sat have voted on {examination}.")
    remedy = _("Record each member's vote: a majority of the three decides.")


class VotedAlreadyError(RepatriaError):
    """Votes are recorded where votes stand."""

    code = "medical.voted-already"
    what = _("The votes on {examination} are recorded.")
    remedy = _("Take them back first, with the reason; both stay written.")


class ToldAlreadyError(RepatriaError):
    """A decision is to be taken back that was told."""

    code = "medical.told-already"
    what = _("The decision on {examination} was told already.")
    remedy = _("Put the person before another sitting, or take the telling back.")


class NoDecisionError(RepatriaError):
    """Something rests on a decision that is not there, or is another."""

    code = "medical.no-decision"
    what = _("There is no decision on {examination} on which this could rest.")
    remedy = _("Only a majority decides; look at the votes.")


class BeforeTheSittingError(RepatriaError):
    """An act on a sitting that would lie before it."""

    code = "medical.before-the-sitting"
    what = _("{on} lies before the sitting of {sat}.")
    remedy = _("Compare both days with the papers.")


class NoSuchLineError(RepatriaError):
    """A line that Annex I does not have."""

    code = "medical.no-such-line"
    what = _("Annex I has no line {line}.")
    remedy = _("Choose the lines on the page.")
