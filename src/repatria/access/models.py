"""People of one organisation, their roles and cases, and the keys of sealed values."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from repatria.access.core import break_glass, exports, restrictions
from repatria.access.core.roles import ROLE_NAMES, Role


class Installation(models.Model):
    """The organisation that this installation serves: one row, written once."""

    class Kind(models.TextChoices):
        """A party to the conflict, or a neutral agency between them."""

        PARTY = "party", _("Party to the conflict")
        AGENCY = "agency", _("Neutral agency")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    party = models.CharField(
        _("party it serves"), max_length=40, blank=True, help_text=_("Empty: neutral.")
    )
    synthetic = models.BooleanField(
        _("everybody is invented"), default=False, help_text=_("Shown on every page.")
    )
    created_at = models.DateTimeField(_("created"))
    only = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="one_installation"),
        ]

    def __str__(self) -> str:
        return self.code


class User(AbstractUser):
    """A person of the organisation who signs in.

    Known by a user name alone; the register has no use for an address.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(
        _("name shown to colleagues"), max_length=120, blank=True
    )

    def __str__(self) -> str:
        return f"user:{self.pk}"


class RoleGrant(models.Model):
    """Somebody was given a role; ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(
        _("role"), max_length=40, choices=[(r.value, ROLE_NAMES[r]) for r in Role]
    )
    granted_by = models.CharField(_("granted by"), max_length=80)
    granted_at = models.DateTimeField(_("granted"))
    ended_by = models.CharField(_("ended by"), max_length=80, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_at=None),
                name="a_role_is_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"user:{self.user_id} {self.role}"


class Assignment(models.Model):
    """A case was entrusted to somebody; ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    assigned_by = models.CharField(_("assigned by"), max_length=80)
    assigned_at = models.DateTimeField(_("assigned"))
    ended_by = models.CharField(_("ended by"), max_length=80, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case_ref"],
                condition=Q(ended_at=None),
                name="a_case_is_assigned_once",
            ),
        ]

    def __str__(self) -> str:
        return f"user:{self.user_id} {self.case_ref}"


class DataKey(models.Model):
    """The wrapped key of one owner of sealed values ("record:12", "requester:3").

    Erasure blanks ``wrapped``; the row stays as the proof that it was there.
    """

    owner = models.CharField(max_length=80, unique=True)
    wrapped = models.BinaryField(blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.owner


class LeftAloneRequest(models.Model):
    """A returned person asked to be left alone, or later took that back.

    Not the wish about going home.  Honoured by every page that would ask: doors
    look at the newest row of a case.
    """

    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    leave_alone = models.BooleanField(_("leave alone"))
    said_at = models.DateTimeField(_("said"))
    heard_by = models.CharField(_("heard by"), max_length=80)

    class Meta:
        ordering = ["case_ref", "said_at", "pk"]

    def __str__(self) -> str:
        return self.case_ref


class OneTimeLink(models.Model):
    """A link that opens one page once: to set a password, or to set up all of this.

    Only the hash of its token is kept, so the table opens nothing.
    """

    class Purpose(models.TextChoices):
        """What the page behind the link is for."""

        SET_UP = "set-up", _("Setting up the installation")
        PASSWORD = "password", _("Setting a password")

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(_("made by"), max_length=80)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Restriction(models.Model):
    """A case that only the roles listed for restricted cases may see; ended, kept.

    The reasons may tell what would harm the person, so they are sealed.
    """

    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    ground = models.CharField(
        _("ground"), max_length=20, choices=list(restrictions.GROUNDS.items())
    )
    ref = models.CharField(max_length=20, unique=True)
    sealed_reason = models.BinaryField()
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("since"))
    sealed_end_reason = models.BinaryField(blank=True)
    ended_by = models.CharField(_("ended by"), max_length=80, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_ref"],
                condition=Q(ended_at=None),
                name="a_case_is_restricted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.case_ref

    @property
    def owner(self) -> str:
        """The owner of the key that seals the reasons."""
        return f"restriction:{self.ref}"


class Opening(models.Model):
    """Break-glass: somebody opened a case not entrusted to them, for a while."""

    user = models.ForeignKey(User, models.PROTECT, related_name="openings")
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    ground = models.CharField(
        _("ground"), max_length=20, choices=list(break_glass.GROUNDS.items())
    )
    ref = models.CharField(max_length=20, unique=True)
    sealed_reason = models.BinaryField()
    opened_at = models.DateTimeField(_("opened"))
    until = models.DateTimeField(_("until"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.ref} {self.case_ref}"

    @property
    def owner(self) -> str:
        """The owner of the key that seals the reason."""
        return f"opening:{self.ref}"

    @property
    def who(self) -> str:
        """Who opened it, as every room knows them."""
        return f"user:{self.user_id}"


class OpeningReview(models.Model):
    """What an auditor made of an opening; the newest one counts, none is changed."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="reviews")
    verdict = models.CharField(
        _("verdict"), max_length=20, choices=list(break_glass.VERDICTS.items())
    )
    sealed_words = models.BinaryField(blank=True)
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("reviewed"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.opening_id}: {self.verdict}"


class Export(models.Model):
    """A file with persons in it that somebody asked for: for what, for whom.

    It lies sealed until it is fetched, once, by whoever asked for it; then, or when
    its time has passed, its key is destroyed.  ``what`` is a stable word such as
    "register.list" and ``title`` says it in marked words; ``about`` is an opaque
    reference; ``people`` how many it shows.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    what = models.CharField(_("what"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    about = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=list(exports.PURPOSES.items())
    )
    sealed_recipient = models.BinaryField()
    sealed_file = models.BinaryField(blank=True)
    sealed_cases = models.BinaryField(blank=True)
    file_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    people = models.PositiveIntegerField(_("people"))
    sensitive = models.BooleanField(_("sensitive"))
    needs_approval = models.BooleanField(_("needs approval"))
    by = models.CharField(_("asked for by"), max_length=80, db_index=True)
    at = models.DateTimeField(_("asked for"))
    expires_at = models.DateTimeField(_("expires"), db_index=True)
    decided_by = models.CharField(_("decided by"), max_length=80, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    approved = models.BooleanField(_("approved"), null=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.ref

    @property
    def owner(self) -> str:
        """The owner of the key that seals the file."""
        return f"export:{self.ref}"

    @property
    def about_owner(self) -> str:
        """The owner of the key that seals for whom it was; it outlives the file."""
        return f"export-about:{self.ref}"


class ApiToken(models.Model):
    """The key of a program to the interface, kept as its hash; ended, never deleted.

    It acts for ``user`` and never does more than their roles allow: ``scopes`` are
    names of rights.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(_("program"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("rights"), default=list)
    made_by = models.CharField(_("made by"), max_length=80)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("used last"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=80, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"token:{self.pk}"


class ApiRequest(models.Model):
    """A write that a program has asked for, by its own key: sent twice, done once."""

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="requests")
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64, help_text="SHA-256 of what was asked.")
    status = models.PositiveSmallIntegerField(default=0)
    sealed_answer = models.BinaryField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"], name="a_request_is_done_once"
            ),
        ]

    def __str__(self) -> str:
        return f"token:{self.token_id} {self.pk}"
