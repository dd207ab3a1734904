"""A lot as it was called, committed to, and shown; nothing of it is ever changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.exchange.models.exchanges import Round


class LotCall(models.Model):
    """The agency called a lot over fixed inputs: the rules, and who could go.

    ``inputs`` is canonical JSON and ``sha256`` its hash, by which everybody speaks of
    it.  ``said_by`` is the organisation that called it.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField(_("lot"))
    inputs = models.TextField(_("inputs"))
    sha256 = models.CharField(_("hash of the inputs"), max_length=64, unique=True)
    said_by = models.CharField(_("called by"), max_length=40)
    by = models.CharField(_("recorded by"), max_length=80)
    at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], name="a_lot_is_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class LotWord(models.Model):
    """What a participant gave to a lot: its commitment, then its secret."""

    class Kind(models.TextChoices):
        """Which of the two."""

        COMMITMENT = "commitment", _("Commitment")
        SECRET = "secret", _("Secret")

    call = models.ForeignKey(LotCall, models.PROTECT, related_name="words")
    party = models.CharField(_("participant"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=64)
    by = models.CharField(_("recorded by"), max_length=80)
    at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "party", "kind"], name="a_participant_says_each_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.party} {self.kind}"


class LotEvent(models.Model):
    """A lot takes no more commitments, or was given up for a secret never shown."""

    class Kind(models.TextChoices):
        """Which of the two."""

        CLOSED = "closed", _("Closed")
        GIVEN_UP = "given-up", _("Given up")

    call = models.ForeignKey(LotCall, models.PROTECT, related_name="events")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    by = models.CharField(_("recorded by"), max_length=80)
    at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "kind"], name="a_lot_is_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind}"
