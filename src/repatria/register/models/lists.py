"""Who sends lists, and the versions that came in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LONG = 400  # characters of one value that are kept in clear; all of it is sealed


class Subject(models.TextChoices):
    """What a list says of the people on it."""

    HELD = "held", _("Held: people whom the sender holds")
    MISSING = "missing", _("Missing: people whom the sender believes held by another")


class Party(models.Model):
    """A party to the conflict.  How it is called is data, in the reader's language."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    names = models.JSONField(_("names by language"), default=dict)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Source(models.Model):
    """Where statements come from: one sender's list, a kind of card, a letter.

    ``title`` is a code, such as "held SUDMARK>NORLAND": each source of a sender has
    one, and the versions of a list are those of one source.
    """

    class Kind(models.TextChoices):
        """How the statements reached us."""

        LIST = "list", _("List")
        CARD = "card", _("Capture card")
        LETTER = "letter", _("Letter or message")
        SIGHTING = "sighting", _("Sighting by a witness")
        REQUEST = "request", _("Request of a family")
        REPORT = "report", _("Published report")
        NOTIFICATION = "notification", _("Notification")
        VISIT = "visit", _("Report of a visit")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    sender = models.CharField(_("who says so"), max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    reliability = models.CharField(
        _("reliability"), max_length=40, blank=True, help_text=_("Empty: not assessed.")
    )
    retain_until = models.DateField(_("keep until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sender", "title"], name="a_source_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.sender}:{self.title}"


class SourceFile(models.Model):
    """One version of a list as it came in.  The file itself is sealed beside.

    ``merkle_root`` is the version's hash: the root over its rows in canonical JSON
    (RFC 8785).  A row can be destroyed and the version still verifies.  ``summary``
    tells how the file was understood, without a name.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="files")
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    merkle_root = models.CharField(_("version hash"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    subject = models.CharField(_("what it says"), max_length=10, choices=Subject)
    holder = models.CharField(_("detaining power"), max_length=40)
    home = models.CharField(_("power of origin"), max_length=40)
    said_on = models.DateField(_("date of the list"))
    received_at = models.DateTimeField(_("received"))
    received_by = models.CharField(_("received by"), max_length=80)
    transmission_ref = models.CharField(_("transmission"), max_length=80, blank=True)
    file = models.CharField(max_length=200, blank=True)
    summary = models.JSONField(_("how it was understood"), default=dict)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "version"], name="versions_of_a_list_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.pk}, version {self.version}"

    @property
    def owner(self) -> str:
        """The owner of the sealed file's key."""
        return f"sourcefile:{self.sha256}"


class Upload(models.Model):
    """A list that somebody has uploaded and not yet confirmed; sealed, and passing.

    ``told`` is what was said about it on the form, without a name.
    """

    ref = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    told = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.ref

    @property
    def owner(self) -> str:
        """The owner of the sealed file's key."""
        return f"upload:{self.ref}"
