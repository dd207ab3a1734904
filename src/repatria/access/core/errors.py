"""Refusals of the room ``access``."""

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class NothingHereError(RepatriaError):
    """What is asked for does not exist, or not for this reader: one answer to both.

    Carries no facts on purpose.  A page that names this error answers 404, exactly
    as for an address that was never there.
    """

    code = "access.nothing-here"
    what = _("There is nothing here for you.")
    remedy = _("Check the case number, or ask whoever assigns the cases.")


class ErasedError(RepatriaError):
    """The key of a sealed value has been destroyed."""

    code = "access.erased"
    what = _(
        "What was written here has been erased; only the proof that it was is kept."
    )
    remedy = _("The ledger tells when and why.")


class NotSetUpError(RepatriaError):
    """The installation does not know yet whose it is."""

    code = "access.not-set-up"
    what = _("This installation does not know yet which organisation it serves.")
    remedy = _("Start it once with: repatria serve --data FOLDER")


class AlreadySetUpError(RepatriaError):
    """The installation serves an organisation already, and serves only one."""

    code = "access.already-set-up"
    what = _("This installation serves {organisation} already.")
    remedy = _("For another organisation, start with an empty folder.")


class NotACaseNumberError(RepatriaError):
    """What was written cannot be a case number."""

    code = "access.not-a-case-number"
    what = _("This is not a case number.")
    remedy = _("Write it as it stands on the page of the case: R- and eight signs.")


class UserNameTakenError(RepatriaError):
    """Somebody has signed in under this name before."""

    code = "access.user-name-taken"
    what = _("This user name is taken, perhaps by an account that has been closed.")
    remedy = _("Choose another one.")


class LastAdministratorError(RepatriaError):
    """Without an administrator nobody could let anybody in."""

    code = "access.last-administrator"
    what = _("This is the only administrator.")
    remedy = _("Make somebody else administrator first.")


class RolesDoNotMixError(RepatriaError):
    """The administrator sees no case, so holds no role that sees one."""

    code = "access.roles-do-not-mix"
    what = _("An administrator sees no case, and so holds no other role.")
    remedy = _("Make a second account for the other work.")


class RoleNotHereError(RepatriaError):
    """A role of the neutral agency does not exist in a party's installation."""

    code = "access.role-not-here"
    what = _("This role exists in the neutral agency's installation alone.")
    remedy = _("Choose another role.")


class LinkSpentError(RepatriaError):
    """A one-time link that nobody made, that has been used, or that has expired."""

    code = "access.link-spent"
    what = _("This link has been used, or its time has passed.")
    remedy = _("Ask your administrator for a new one.")
