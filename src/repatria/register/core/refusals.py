"""Refusals of the register's services."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class ListAlreadyHereError(RepatriaError):
    """These very bytes were imported before."""

    code = "register.list-already-here"
    what = _(
        "This very file stands here already: {file}, version {version}, "
        "received on {day}."
    )
    remedy = _("Nothing was imported twice. Open that version, or choose another file.")


class NoReadableRowError(RepatriaError):
    """A list of which no row could be read."""

    code = "register.no-readable-row"
    what = _("No row of the file {file} could be read: nothing was imported.")
    remedy = _(
        "A file that ends in .repatria is opened under Transmissions. For any other, "
        "ask the sender for the list as CSV or XLSX."
    )


class ListChangedError(RepatriaError):
    """The file changed between being read and being sealed."""

    code = "register.list-changed"
    what = _("The file {file} changed while it was being read.")
    remedy = _("Close it elsewhere and import it again; nothing was kept.")


class SamePartyError(RepatriaError):
    """A list names one party as holder and as home."""

    code = "register.same-party"
    what = _("{party} cannot be both the detaining power and the power of origin.")
    remedy = _("Say who holds the people, and where they come from.")


class PartyUnknownError(RepatriaError):
    """A code that no party has."""

    code = "register.party-unknown"
    what = _("No party is called {party} here.")
    remedy = _("Register the party first, or correct its code.")


class SenderUnknownError(RepatriaError):
    """A list of an organisation that nobody has registered here."""

    code = "register.sender-unknown"
    what = _("No organisation with the code of the sender is registered here.")
    remedy = _("Add it under Correspondents, or correct the code.")


class PartyCodeError(RepatriaError):
    """A code that could not stand in a direction such as A>B."""

    code = "register.party-code"
    what = _("{party} cannot be the code of a party.")
    remedy = _("Use capital letters, digits and hyphens, such as NORLAND.")


class UploadGoneError(RepatriaError):
    """What was uploaded is no longer waiting."""

    code = "register.upload-gone"
    what = _("This uploaded file is no longer waiting: it was imported or thrown away.")
    remedy = _("Look among the lists, or upload it again.")


class DiskFullError(RepatriaError):
    """The disk had no room for what was to be kept."""

    code = "register.disk-full"
    what = _("The disk has no room left: nothing was kept.")
    remedy = _("Make room, then do it again. What stood here before is whole.")


class ImportStoppedError(RepatriaError):
    """The process that imported a list ended before it was done."""

    code = "register.import-stopped"
    what = _("The import was stopped before it was done: nothing of it was kept.")
    remedy = _("Do it again; the uploaded file still waits.")


class ImportFaultError(RepatriaError):
    """Something unforeseen happened during an import."""

    code = "register.import-fault"
    what = _("The import was stopped by a fault ({kind}): nothing of it was kept.")
    remedy = _(
        "Do it again; if it stops again, tell whoever looks after the server this word."
    )


class OtherListError(RepatriaError):
    """Two versions that are not of one list."""

    code = "register.other-list"
    what = _("These are not two versions of one list.")
    remedy = _("Choose two versions of the same sender and direction.")


class NothingToCarryOnError(RepatriaError):
    """No row of two versions is left that could go on under its earlier number."""

    code = "register.nothing-to-carry-on"
    what = _(
        "No row is left that could go on under its earlier case number; {left} rows "
        "were decided to be two persons."
    )
    remedy = _("Look at the rows that changed, and decide about them one by one.")


class ColumnChoiceError(RepatriaError):
    """Columns were chosen in a way that leaves nothing to read."""

    code = "register.column-choice"
    what = _("No column would be used, or one for something that there is not.")
    remedy = _("Say at least which column holds the name.")


class CorrectionError(RepatriaError):
    """A file of corrected rows does not fit the list."""

    code = "register.correction"
    what = _("The file {file} cannot correct this list: {reason}.")
    remedy = _(
        "Download the rows again, correct the cells, and leave the column "
        "repatria_line as it is."
    )


class ListPayloadError(RepatriaError):
    """A list that came as a transmission is not what its kind promises."""

    code = "register.list-payload"
    what = _("The list in this transmission cannot be taken in: {reason}.")
    remedy = _("Ask the sender for it again; the transmission itself is kept.")


class SameRecordError(RepatriaError):
    """One record was named twice."""

    code = "register.same-record"
    what = _("Both are one and the same record.")
    remedy = _("Choose two records.")


class PartedError(RepatriaError):
    """Joining would contradict a separation that somebody decided."""

    code = "register.parted"
    what = _(
        "Somebody decided that two of these records are about two persons "
        "(decision {decision})."
    )
    remedy = _("Undo that decision first, if it was wrong; nothing was changed.")


class JoinedElsewhereError(RepatriaError):
    """Separating would leave the two joined through other records."""

    code = "register.joined-elsewhere"
    what = _("The two stay joined through other records (decisions {decisions}).")
    remedy = _("Undo one of those decisions first; nothing was changed.")


class AlreadyUndoneError(RepatriaError):
    """The decision was undone before."""

    code = "register.already-undone"
    what = _("Decision {decision} was undone before.")
    remedy = _("Nothing had to be done. To have it again, decide again.")


class UndoOfUndoError(RepatriaError):
    """An undoing itself cannot be undone."""

    code = "register.undo-of-undo"
    what = _("Decision {decision} is itself an undoing.")
    remedy = _("Decide anew instead.")


class IndexUnreadableError(RepatriaError):
    """The folder holds no index, or one of another version."""

    code = "register.index-unreadable"
    what = _("There is no index that can be read in {folder}.")
    remedy = _("Make one: repatria index LIST... --out {folder}")
