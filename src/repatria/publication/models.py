"""Totals as proposed, and what was decided about them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TotalsProposal(models.Model):
    """The totals of one exchange exactly as they would be public; never changed.

    ``document`` is canonical JSON (RFC 8785) and ``sha256`` its hash.  It names no
    person and no case, and holds nothing of a crossing that is not over.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    exchange_ref = models.CharField(_("exchange"), max_length=20, db_index=True)
    document = models.TextField(_("document"))
    sha256 = models.CharField(_("hash"), max_length=64, db_index=True)
    least_shown = models.PositiveSmallIntegerField(_("least count shown"))
    proposed_by = models.CharField(_("proposed by"), max_length=80)
    proposed_at = models.DateTimeField(_("proposed"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.ref


class TotalsEvent(models.Model):
    """A proposal was published, withdrawn or set aside; the newest event tells."""

    class Kind(models.TextChoices):
        """What was decided."""

        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SET_ASIDE = "set_aside", _("Set aside")

    proposal = models.ForeignKey(TotalsProposal, models.PROTECT, related_name="events")
    kind = models.CharField(_("what was decided"), max_length=10, choices=Kind)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.kind}"
