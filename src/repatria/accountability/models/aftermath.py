"""What is promised, what is done about it, and how far anything is established."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from repatria.accountability.core.levels import CREDIBILITY, LEVELS, RELIABILITY
from repatria.accountability.models.choices import State
from repatria.accountability.models.claims import Claim
from repatria.accountability.models.incidents import Incident


class Undertaking(models.Model):
    """Somebody vowed to do something: what, and by when if they said so."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="undertaking")
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="undertakings"
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"undertaking {self.pk}"


class Proceeding(models.Model):
    """A case that some authority opened, or is said to have opened."""

    ref = models.CharField(_("number"), max_length=20, unique=True)
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="proceedings"
    )
    undertaking = models.ForeignKey(
        Undertaking, models.PROTECT, null=True, blank=True, related_name="proceedings"
    )
    body = models.CharField(_("authority"), max_length=200)
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=120,
        help_text=_("Whose law: a state, a court, a commission."),
    )
    offence = models.CharField(_("for what offence"), max_length=200, blank=True)
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.ref


class ProceedingEvent(models.Model):
    """A proceeding came to a state on a day, as somebody says."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="events")
    state = models.CharField(_("state"), max_length=14, choices=State)
    on = models.DateField(_("on"), null=True, blank=True)
    said_by = models.CharField(_("who says so"), max_length=200)
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["proceeding", "pk"]

    def __str__(self) -> str:
        return f"{self.proceeding_id}: {self.state}"


class Assessment(models.Model):
    """Somebody judged how far a claim, or an incident as a whole, is established."""

    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    level = models.CharField(
        _("level"),
        max_length=20,
        choices=[(level.value, words) for level, words in LEVELS.items()],
    )
    source_reliability = models.CharField(
        _("reliability of the source"),
        max_length=1,
        choices=list(RELIABILITY.items()),
        default="F",
    )
    content_credibility = models.CharField(
        _("credibility of the content"),
        max_length=1,
        choices=list(CREDIBILITY.items()),
        default="6",
    )
    reason = models.TextField(_("why"))
    sampling_note = models.CharField(
        _("what could and could not be looked at"), max_length=300, blank=True
    )
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, incident=None)
                | Q(claim=None, incident__isnull=False),
                name="an_assessment_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}: {self.level}"
