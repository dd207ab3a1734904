"""What is erased, by two people, and how long anything is kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.register.models.lists import Source
from repatria.register.models.records import Record


class RetentionRule(models.Model):
    """How long statements of one kind are kept; the newest rule counts, None keeps.

    ``automatic``: a person switched on here that no second person is asked.
    """

    class Since(models.TextChoices):
        """From when the days count."""

        SAID = "said", _("the day of the statement")
        CLOSED = (
            "closed",
            _("the day on which the person is said home or dead"),
        )

    kind = models.CharField(_("kind"), max_length=20, choices=Source.Kind)
    since = models.CharField(_("counted from"), max_length=10, choices=Since)
    days = models.PositiveIntegerField(_("days"), null=True, blank=True)
    automatic = models.BooleanField(_("erase without asking"), default=False)
    reasons = models.TextField(_("reasons"))
    set_by = models.CharField(_("set by"), max_length=80)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class Erasure(models.Model):
    """Somebody asks that statements be erased; somebody else decides.

    ``case_ref`` names the case of all of them, "" where single ones are erased.
    """

    class Reason(models.TextChoices):
        """Why."""

        ASKED = "asked", _("The person, or the family, asks for it")
        MISTAKE = "mistake", _("It was taken in by mistake")
        ORDERED = "ordered", _("A court or an authority ordered it")
        RETENTION = "retention", _("The time for which it is kept is over")
        AGAIN = "again", _("Erased before; an older backup had brought it back")

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(
        _("case number"), max_length=20, blank=True, db_index=True
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    words = models.TextField(_("in words"), blank=True)
    rule = models.ForeignKey(
        RetentionRule, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by = models.CharField(_("asked by"), max_length=80)
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_done(self) -> bool:
        """Whether somebody confirmed it, so that what it names is gone."""
        return hasattr(self, "step") and self.step.kind == ErasureStep.Kind.CONFIRMED


class ErasureRecord(models.Model):
    """One statement that an erasure names."""

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="named")
    record = models.ForeignKey(Record, models.PROTECT, related_name="erasures")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["erasure", "record"], name="named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.erasure_id}: record {self.record_id}"


class ErasureStep(models.Model):
    """The second person's word on an erasure: one, and final."""

    class Kind(models.TextChoices):
        """What was decided."""

        CONFIRMED = "confirmed", _("Erased")
        DECLINED = "declined", _("Declined")

    erasure = models.OneToOneField(Erasure, models.PROTECT, related_name="step")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    by = models.CharField(_("decided by"), max_length=80)
    at = models.DateTimeField(_("decided"))

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.kind}"
