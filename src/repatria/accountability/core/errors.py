"""Refusals of the room ``accountability``."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NobodySaidItError(RepatriaError):
    """A claim without a claimant."""

    code = "accountability.nobody-said-it"
    what = _("This statement names nobody who made it.")
    remedy = _("Write who says so, as the report names them; or keep it out.")


class NarratorHasNoInferenceError(RepatriaError):
    """A speaker's own claim cannot rest on another one as an inference does."""

    code = "accountability.not-an-inference"
    what = _("Only what a narrator infers can rest on another statement.")
    remedy = _("Choose the modality “inferred”, or leave the other statement out.")


class SpanOutOfOrderError(RepatriaError):
    """A place in a text that ends before it begins."""

    code = "accountability.span-out-of-order"
    what = _("The place {span} in the report's text cannot be.")
    remedy = _("Give the first and the last character, the first one first.")


class IntervalBackwardsError(RepatriaError):
    """The latest day comes before the earliest."""

    code = "accountability.interval-backwards"
    what = _("The latest day, {latest}, comes before the earliest, {earliest}.")
    remedy = _("Compare both with the source. Leave empty what nobody knows.")


class SaidBeforeItHappenedError(RepatriaError):
    """A statement about an incident that, as dated here, was still to come."""

    code = "accountability.said-before-it-happened"
    what = _(
        "The statement is dated {said_on}, before the earliest day of the incident, "
        "{earliest}."
    )
    remedy = _("Compare the dates with the report; correct the incident if it is off.")


class PatternHasIncidentError(RepatriaError):
    """A pattern hangs on no single incident."""

    code = "accountability.pattern-has-incident"
    what = _("An allegation of a pattern was tied to one incident.")
    remedy = _("Record it without an incident, then count its instances one by one.")


class NotAPatternError(RepatriaError):
    """Instances are counted for a pattern only."""

    code = "accountability.not-a-pattern"
    what = _("This allegation is about one act, and has no instances.")
    remedy = _("Record the pattern as an allegation of its own, with who alleges it.")


class InstanceUnchangedError(RepatriaError):
    """Counting again what is counted, or taking back what is not."""

    code = "accountability.instance-unchanged"
    what = _("Incident {incident} already stands so in this pattern.")
    remedy = _("Open the pattern to see who counted it, and when.")


class AnswerToNothingError(RepatriaError):
    """An answer that names nothing it answers."""

    code = "accountability.answer-to-nothing"
    what = _("This answer names neither an allegation nor an incident.")
    remedy = _("Choose what it answers.")


class NotTogetherError(RepatriaError):
    """Two things that must be of one incident are not."""

    code = "accountability.not-together"
    what = _("The two do not belong to the same incident.")
    remedy = _("Choose both from the list of incident {incident}.")


class NotConsecutiveError(RepatriaError):
    """An unseen interval lies between two neighbours of a sequence."""

    code = "accountability.not-consecutive"
    what = _("Items {after} and {before} are not one directly after the other.")
    remedy = _("Choose two neighbours of the sequence, the earlier one first.")


class SequenceTakenError(RepatriaError):
    """A place in the sequence of an incident is already taken."""

    code = "accountability.sequence-taken"
    what = _("Place {sequence} in the sequence of incident {incident} is taken.")
    remedy = _("Choose the next free place, or none where the order is not known.")


class EvidenceHeldError(RepatriaError):
    """An item whose file is already here is given a second one."""

    code = "accountability.evidence-held"
    what = _("The file of item {item} is already here, with SHA-256 {sha256}.")
    remedy = _("Add another copy as an item of its own.")


class SameBytesError(RepatriaError):
    """The very same file is already held, for another item."""

    code = "accountability.same-bytes"
    what = _("Exactly this file is already held as item {item}.")
    remedy = _("Open that item; where two sources sent it, say so in a claim about it.")


class EmptyFileError(RepatriaError):
    """A file without content proves nothing."""

    code = "accountability.empty-file"
    what = _("The file is empty.")
    remedy = _("Copy it from its source again and compare the sizes.")


class FileTooLargeError(RepatriaError):
    """A file beyond what is sealed in one piece."""

    code = "accountability.file-too-large"
    what = _("The file has {size} MB; at most {most} MB are sealed in one piece.")
    remedy = _("Cut it without re-encoding, and add the parts in sequence.")


class NotHeldError(RepatriaError):
    """An item was announced; its file never came."""

    code = "accountability.not-held"
    what = _("Item {item} was announced only: its file is not held here.")
    remedy = _("Ask whoever announced it for the file, and add it then.")


class EvidenceAlteredError(RepatriaError):
    """The stored file is not the one that was received."""

    code = "accountability.evidence-altered"
    what = _("The stored file of item {item} is missing or is not what was received.")
    remedy = _(
        "Do not use it. Restore it from the backup, and tell the auditor: the entry "
        "of its receipt holds the SHA-256."
    )


class ReasonMissingError(RepatriaError):
    """An act that must say why does not."""

    code = "accountability.reason-missing"
    what = _("This needs a reason, and none was given.")
    remedy = _("Say in a few words why, without anybody's name.")


class ConsentMissingError(RepatriaError):
    """A statement is to be tied to a person who has not agreed."""

    code = "accountability.consent-missing"
    what = _("Case {case} has not agreed that this statement is kept in its record.")
    remedy = _("Ask in private, then record the answer; until then leave it untied.")


class LeftAloneError(RepatriaError):
    """The person asked to be left alone: nobody asks them about a statement."""

    code = "accountability.left-alone"
    what = _("Case {case} asked to be left alone.")
    remedy = _("Do not ask. The statement stays in its report, tied to nobody.")


class TieUnchangedError(RepatriaError):
    """Tying again what is tied, or taking back what is not."""

    code = "accountability.tie-unchanged"
    what = _("This statement already stands so for case {case}.")
    remedy = _("Open the person's page to see since when.")


class NothingChangedError(RepatriaError):
    """A correction that says the same as what it corrects."""

    code = "accountability.nothing-changed"
    what = _("The correction says the same as what it corrects.")
    remedy = _("Change what is wrong, or leave it as it is.")


class AlreadyCorrectedError(RepatriaError):
    """A statement that has been corrected once is corrected through the newest."""

    code = "accountability.already-corrected"
    what = _("This statement has already been corrected.")
    remedy = _("Correct the newest version; all of them are kept.")
