"""Refusals of the room ``ledger``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NotACheckpointError(RepatriaError):
    """The file is no checkpoint, or not a whole one."""

    code = "ledger.not-a-checkpoint"
    what = _("{file} is not a checkpoint of a ledger, or not a whole one.")
    remedy = _("Take the file as it was downloaded or received, and try again.")


class CheckpointForgedError(RepatriaError):
    """A checkpoint's signature does not fit what it says."""

    code = "ledger.checkpoint-forged"
    what = _("The checkpoint of {organisation} does not carry its own signature.")
    remedy = _("Keep the file as it is, and ask its sender for the checkpoint again.")


class HistoryRewrittenError(RepatriaError):
    """A newer checkpoint does not continue one that is held."""

    code = "ledger.history-rewritten"
    what = _(
        "The ledger of {organisation} with {size} entries does not continue the one "
        "with {held} entries that is held here: its past was changed."
    )
    remedy = _(
        "Keep both checkpoints; tell the auditors of both organisations and the "
        "neutral agency."
    )


class NoLedgerHereError(RepatriaError):
    """There is no ledger in the folder that could be read without a server."""

    code = "ledger.none-here"
    what = _("The folder {file} holds no ledger: there is no {database} in it.")
    remedy = _(
        "Name the data folder of an installation. Where the data lies in PostgreSQL, "
        "verify it on the page Ledger."
    )


class LedgerUnreadableError(RepatriaError):
    """The database cannot be read as one of ours."""

    code = "ledger.unreadable"
    what = _("{file} could not be read as the database of an installation.")
    remedy = _("Take a whole copy of the data folder, made while nothing writes to it.")


class NoAnswerFromLedgerError(RepatriaError):
    """A read could not be written down in time, so nothing is shown."""

    code = "ledger.no-answer"
    what = _("The ledger did not take the entry that you were shown this.")
    remedy = _("Try again; if it stays so, tell whoever looks after the machine.")
