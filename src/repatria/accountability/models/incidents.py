"""Incidents: something that may have happened, somewhere, on some day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from repatria.accountability.core.intervals import Interval
from repatria.accountability.models.choices import PlacePrecision


class Incident(models.Model):
    """Something that somebody says happened: a place to hang statements on.

    It asserts nothing of its own, not even that anything happened.  When and where
    stand in its outlines, the newest of which is shown.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.CharField(_("opened by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.ref

    @property
    def outline(self) -> IncidentOutline:
        """The newest outline; read ``outlines`` ahead for many incidents."""
        return max(self.outlines.all(), key=lambda outline: outline.pk)


class IncidentOutline(models.Model):
    """When and where, as understood on one day; a correction is a newer outline."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="outlines")
    title = models.CharField(
        _("what it is called here"),
        max_length=200,
        help_text=_("A working name that takes no side and names nobody."),
    )
    earliest = models.DateField(_("earliest day"), null=True, blank=True)
    latest = models.DateField(_("latest day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    precision = models.CharField(
        _("how closely the place is known"),
        max_length=12,
        choices=PlacePrecision,
        default=PlacePrecision.UNKNOWN,
    )
    basis = models.CharField(
        _("what day and place rest on"), max_length=300, blank=True
    )
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["incident", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest=None)
                | Q(latest=None)
                | Q(latest__gte=F("earliest")),
                name="incident_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}, {self.at:%Y-%m-%d}"

    @property
    def interval(self) -> Interval:
        """The days on which it can have happened."""
        return Interval(self.earliest, self.latest)
