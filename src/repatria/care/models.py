"""What happens after return: events, and what is sealed in a referral."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.care.core.referrals import (
    STATE_WORDS,
    URGENCY_WORDS,
    ReferralState,
    Urgency,
)
from repatria.care.core.stages import STAGE_WORDS, STEP_WORDS, Stage, Step
from repatria.care.core.visits import VISIT_WORDS, Visit


class StageEvent(models.Model):
    """A stage of somebody's return was planned, began or is done."""

    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    stage = models.CharField(
        _("stage"),
        max_length=30,
        choices=[(each.value, STAGE_WORDS[each]) for each in Stage],
    )
    step = models.CharField(
        _("how far"),
        max_length=10,
        choices=[(each.value, STEP_WORDS[each]) for each in Step],
    )
    due_on = models.DateField(_("planned for"), null=True, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_ref} {self.stage} {self.step}"


class VisitEvent(models.Model):
    """The family's first visit was asked for, allowed from a day, or happened."""

    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    kind = models.CharField(
        _("what"),
        max_length=15,
        choices=[(each.value, VISIT_WORDS[each]) for each in Visit],
    )
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_ref} {self.kind}"


class Referral(models.Model):
    """Somebody is sent to treatment.  Where to and why is sealed, ``care:<ref>``.

    ``because_ref`` names the statement of denied care (medical) that it answers.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    sealed_to = models.BinaryField()
    sealed_reason = models.BinaryField()
    urgency = models.CharField(
        _("urgency"),
        max_length=10,
        choices=[(each.value, URGENCY_WORDS[each]) for each in Urgency],
    )
    because_ref = models.CharField(_("answers"), max_length=20, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=80)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.ref

    @property
    def owner(self) -> str:
        """Return the owner of this referral's sealed values."""
        return f"care:{self.ref}"


class ReferralEvent(models.Model):
    """A referral came to a state; the last one counts."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="events")
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=[(each.value, STATE_WORDS[each]) for each in ReferralState],
    )
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.state}"
