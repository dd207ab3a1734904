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


class NotRestrictedError(RepatriaError):
    """There is no restriction that could be lifted, or none that could be added."""

    code = "access.restriction-stands-otherwise"
    what = _("Whether this case is restricted has changed in the meantime.")
    remedy = _("Look at it again, then decide.")


class WithheldError(RepatriaError):
    """Somebody is on a list whom a power must not learn of."""

    code = "access.withheld-from-powers"
    what = _("Somebody on this list is withheld from the powers, and {to} serves one.")
    remedy = _("Send it to the neutral agency, or a list without them.")


class SecondPersonError(RepatriaError):
    """Whoever asked for something cannot also agree to it."""

    code = "access.second-person"
    what = _("You asked for this yourself.")
    remedy = _("Somebody else who holds the right must decide.")


class ExportNotReadyError(RepatriaError):
    """A file that was fetched, refused, has expired, or waits for somebody."""

    code = "access.export-not-ready"
    what = _("The file {ref} cannot be had now.")
    remedy = _("See under Exports where it stands; ask for it again if you need it.")


class OwnOpeningError(RepatriaError):
    """An auditor does not review what they opened themselves."""

    code = "access.own-opening"
    what = _("You opened this case yourself.")
    remedy = _("Another auditor must review it.")


class ScopeTooWideError(RepatriaError):
    """A token would do more than the person it acts for."""

    code = "access.scope-too-wide"
    what = _("The roles of this person do not hold every right that you chose.")
    remedy = _("Choose fewer rights, or another person.")


class TokenNeededError(RepatriaError):
    """No token, or one that is unknown, has ended or has expired: one answer to all."""

    code = "access.token-needed"
    what = _("This needs a valid token.")
    remedy = _("Send one as: Authorization: Bearer TOKEN. An administrator makes it.")


class TooManyRequestsError(RepatriaError):
    """A program asks more often than it may."""

    code = "access.too-many-requests"
    what = _("This program asked more often than it may.")
    remedy = _("Wait a minute, then go on more slowly.")


class KeyUsedError(RepatriaError):
    """An idempotency key came with another request than the first time."""

    code = "access.idempotency-key-used"
    what = _("This Idempotency-Key was sent before with another request.")
    remedy = _("Make a new key for every new request.")


class KeyNeededError(RepatriaError):
    """A write came without a key that tells a repetition from a second wish."""

    code = "access.idempotency-key-needed"
    what = _("A write needs an Idempotency-Key of 8 to 80 signs.")
    remedy = _("Send a fresh random one with each request, the same on repeating.")


class LinkSpentError(RepatriaError):
    """A one-time link that nobody made, that has been used, or that has expired."""

    code = "access.link-spent"
    what = _("This link has been used, or its time has passed.")
    remedy = _("Ask your administrator for a new one.")
