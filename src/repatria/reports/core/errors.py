"""Refusals of reports: what is so with the file, and what to do about it."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class ReportRefusedError(RepatriaError):
    """A report cannot be read.  ``facts`` name the file, never a person."""

    code = "reports.refused"
    what = _("The file {file} cannot be read as a report.")
    remedy = _("Save the report as text (UTF-8) or as a web page and try again.")


class ReportMissingError(ReportRefusedError):
    """There is no such file, or it may not be read."""

    code = "reports.missing"
    what = _("The file {file} cannot be opened: {reason}.")
    remedy = _("Check the name, the folder and the right to read it.")


class ReportEmptyError(ReportRefusedError):
    """No text was found."""

    code = "reports.empty"
    what = _("No text was found in {file}.")
    remedy = _("Check that the report was saved whole, or paste its text into a file.")


class ReportNotTextError(ReportRefusedError):
    """The bytes are no text, web page or letter."""

    code = "reports.not-text"
    what = _("{file} is neither text nor a web page nor a letter.")
    remedy = _("Save the report as text (UTF-8) or as a web page and try again.")


class ReportJsonError(ReportRefusedError):
    """A JSON file is broken or holds no ``text``."""

    code = "reports.json"
    what = _('{file} is not JSON with a "text".')
    remedy = _('Write {{"text": "...", "published": "2022-11-24", "lang": "en"}}.')


class ReportTooLargeError(ReportRefusedError):
    """The file is beyond the stated limit."""

    code = "reports.too-large"
    what = _("The file {file} has {found} bytes; at most {limit} are read.")
    remedy = _("Check that this is the report you meant, and save it alone.")


class ReportTooLongError(ReportRefusedError):
    """The text is longer than any report, and reading it would hold up others."""

    code = "reports.too-long"
    what = _("The text in {file} has {found} characters; at most {limit} are read.")
    remedy = _("Save the report alone, or cut it and give its parts one by one.")


class DraftDecidedError(RepatriaError):
    """A draft that somebody has already confirmed or rejected."""

    code = "reports.draft-decided"
    what = _("Draft {number} of report {report} is already decided.")
    remedy = _("Open the report to see by whom; undo the decision first.")


class NothingToUndoError(RepatriaError):
    """A draft on which nobody has decided."""

    code = "reports.nothing-to-undo"
    what = _("Nobody has decided on draft {number} of report {report}.")
    remedy = _("Confirm or reject it.")


class RecordedElsewhereError(RepatriaError):
    """A confirmed draft that has become a statement of its own."""

    code = "reports.recorded"
    what = _("Draft {number} was confirmed, and a statement was recorded from it.")
    remedy = _("Nothing that is recorded is taken away. Correct the statement itself.")


class NotRecordableError(RepatriaError):
    """What a person answered about a draft does not fit together."""

    code = "reports.not-recordable"
    what = _("This answer names no allegation of this report and no incident.")
    remedy = _("Confirm the allegation it answers first, or choose an incident.")


class ConsentNeededError(RepatriaError):
    """A testimony is to be kept with a person who has not agreed."""

    code = "reports.consent-needed"
    what = _("Case {case} has not agreed that this testimony is kept in its record.")
    remedy = _("Ask in private and record the answer; until then leave it untied.")


class AskedToBeLeftAloneError(RepatriaError):
    """Nobody asks a person about a testimony who asked to be left alone."""

    code = "reports.left-alone"
    what = _("Case {case} asked to be left alone.")
    remedy = _("Do not ask. The testimony stays in its report, tied to nobody.")
