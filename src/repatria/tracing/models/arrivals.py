"""How requests reached us, and what other registers noted on them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.tracing.models.requests import TracingRequest


class Arrival(models.Model):
    """A request reached us, at the desk or from another register; maybe once more.

    ``digest`` is a keyed fingerprint of its number in that register.  ``request`` is
    empty for one that was stopped because it had been withdrawn: nothing else of it
    was kept, and ``stopped_by`` is the withdrawal.  With both, somebody let it in
    nevertheless, for a ``reason``.
    """

    class Channel(models.TextChoices):
        """By which way."""

        DESK = "desk", _("At the desk")
        PFIF = "pfif", _("From another register (PFIF)")

    request = models.ForeignKey(
        TracingRequest, models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    stopped_by = models.ForeignKey(
        "tracing.Withdrawal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stopped",
    )
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    repository = models.CharField(_("register"), max_length=255, blank=True)
    own_id = models.CharField(_("number there"), max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    said_at = models.DateTimeField(_("said there"), null=True, blank=True)
    expires_at = models.DateTimeField(_("to be kept until"), null=True, blank=True)
    sealed_verbatim = models.BinaryField(default=bytes)
    reason = models.CharField(_("reason, without names"), max_length=400, blank=True)
    at = models.DateTimeField(_("arrived"))
    by = models.CharField(_("taken in by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class RequestNote(models.Model):
    """What somebody wrote on a request in another register, sealed.

    ``status`` is PFIF's word, "" where the note has none.  What it says of the person
    is that register's statement and decides nothing here.
    """

    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="notes")
    digest = models.CharField(max_length=64, db_index=True)
    repository = models.CharField(_("register"), max_length=255)
    status = models.CharField(_("status"), max_length=20, blank=True)
    sealed_text = models.BinaryField()
    sealed_verbatim = models.BinaryField()
    said_at = models.DateTimeField(_("said there"), null=True, blank=True)
    at = models.DateTimeField(_("arrived"))
    by = models.CharField(_("taken in by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "digest"], name="a_note_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class PfifExport(models.Model):
    """A file for other registers was made: for what purpose, with how many requests."""

    purpose = models.CharField(_("purpose, without names"), max_length=400)
    sha256 = models.CharField(_("hash of the file"), max_length=64)
    requests = models.PositiveIntegerField(_("requests"))
    with_contact = models.PositiveIntegerField(_("with who asks"))
    at = models.DateTimeField(_("made"))
    by = models.CharField(_("made by"), max_length=80)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"export {self.pk}"
