"""Refusals of ``backup``, ``backup-keys`` and ``restore``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NotARecipientError(RepatriaError):
    """What was given is no public key of age."""

    code = "site.not-an-age-key"
    what = _("“{key}” is not a public key of age.")
    remedy = _(
        "Make a pair of keys elsewhere with age-keygen, and give the line that begins "
        "with age1."
    )


class NotAnIdentityError(RepatriaError):
    """The key file holds no identity of age."""

    code = "site.not-an-age-identity"
    what = _("{file} holds no identity of age.")
    remedy = _("Give the file that age-keygen wrote; it has a line AGE-SECRET-KEY-1...")


class OtherIdentityError(RepatriaError):
    """The backup was sealed for another key."""

    code = "site.backup-of-another-key"
    what = _("{file} was sealed for another key than the one given.")
    remedy = _("Give the identity whose public key the backup was made for.")


class BackupDamagedError(RepatriaError):
    """A backup is cut short, altered, or not one at all."""

    code = "site.backup-damaged"
    what = _("{file} is not a whole backup: it was cut short, altered, or is another.")
    remedy = _("Nothing was restored. Take another copy, or the backup before it.")


class BackupUnfitError(RepatriaError):
    """What was restored is not what the backup says it holds."""

    code = "site.backup-does-not-fit"
    what = _("{file} does not hold what it says: {part} differs.")
    remedy = _("Nothing was restored. Take another copy, or the backup before it.")


class NewerBackupError(RepatriaError):
    """A backup in a form that this version does not know."""

    code = "site.backup-of-another-version"
    what = _("{file} was made by another version of this program (form {form}).")
    remedy = _("Restore it with the version that made it, then upgrade.")


class FolderNotEmptyError(RepatriaError):
    """A restore never writes over anything."""

    code = "site.folder-not-empty"
    what = _("The folder {folder} is not empty.")
    remedy = _("Name a new folder: a backup is never restored over something else.")


class DatabaseNotEmptyError(RepatriaError):
    """A restore never writes over anything, in PostgreSQL either."""

    code = "site.database-not-empty"
    what = _("The database that DATABASE_URL names has tables already.")
    remedy = _("Create an empty one: a backup is never restored over something else.")


class OtherDatabaseError(RepatriaError):
    """A backup goes back into the kind of database that it came from."""

    code = "site.backup-of-other-database"
    what = _("This is the backup of an installation on {kind}.")
    remedy = _(
        "On postgresql, set DATABASE_URL to an empty database; on sqlite, set it to "
        "nothing."
    )


class NoClientProgramError(RepatriaError):
    """PostgreSQL is saved and put back by its own programs."""

    code = "site.no-client-program"
    what = _("The program {program} of PostgreSQL is not on this machine.")
    remedy = _("Install PostgreSQL's client programs, of the server's version.")


class ClientProgramError(RepatriaError):
    """A program of PostgreSQL gave up."""

    code = "site.client-program-failed"
    what = _("The program {program} of PostgreSQL gave up.")
    remedy = _(
        "Look whether its version is the server's, whether the database answers, "
        "and whether the disk is full. Nothing was kept."
    )


class KeysTwiceError(RepatriaError):
    """The key that opens the backup must not open the keys as well."""

    code = "site.keys-beside-backup"
    what = _("The keys would be sealed for the same key as the backup.")
    remedy = _(
        "Seal them for another key that somebody else holds: one theft must not open "
        "both."
    )
