"""Claims: who says what, how sure, in which words; and what kind of claim it is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from repatria.accountability.models.choices import (
    Act,
    AnswerKind,
    Consent,
    Modality,
    Part,
)
from repatria.accountability.models.incidents import Incident


class Claim(models.Model):
    """One statement by one claimant.  What it is about hangs on it, never the reverse.

    A correction is a new claim that ``replaces`` the old one; both stay.  A claim of
    the modality ``inferred`` is the narrator's own reading: ``inferred_from`` names
    the statement he reads it into, whose speaker did not say it.
    """

    claimant = models.CharField(_("who says so"), max_length=200)
    side = models.CharField(_("for which party"), max_length=40, blank=True)
    modality = models.CharField(_("how it is said"), max_length=12, choices=Modality)
    about = models.CharField(_("what is claimed"), max_length=300, blank=True)
    quotation = models.TextField(_("in their words"), blank=True)
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    report_ref = models.CharField(_("report"), max_length=20, blank=True, db_index=True)
    said_on = models.DateField(_("said on"), null=True, blank=True)
    inferred_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="inferences"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(replaces=F("id")), name="claim_corrects_another"
            ),
            models.CheckConstraint(
                condition=Q(inferred_from=None) | Q(modality="inferred"),
                name="only_an_inference_rests_on_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(span_start=None, span_end=None)
                | Q(span_end__gt=F("span_start")),
                name="claim_span_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"

    @property
    def narrator_infers(self) -> bool:
        """The narrator's own reading, not something that a speaker said."""
        return self.modality == Modality.INFERRED


class Allegation(models.Model):
    """A claim that an act was done, or left undone, by somebody to somebody.

    ``characterisation`` is the claimant's ("war crime"), never ours.  A ``pattern``
    ("widespread practice") hangs on no incident: its instances are counted apart.
    One without an incident that is no pattern speaks of conditions.
    """

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="allegation")
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="allegations"
    )
    act = models.CharField(_("act"), max_length=30, choices=Act)
    omission = models.BooleanField(_("something left undone"), default=False)
    characterisation = models.CharField(
        _("what the claimant calls it in law"), max_length=200, blank=True
    )
    pattern = models.BooleanField(_("a pattern, not one act"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pattern=False) | Q(incident=None),
                name="a_pattern_hangs_on_no_incident",
            ),
        ]

    def __str__(self) -> str:
        return f"allegation {self.pk}"


class Involved(models.Model):
    """Somebody's role in an allegation: a party's people, described, perhaps counted.

    ``number`` is None where it is not stated, which is not zero.
    """

    allegation = models.ForeignKey(Allegation, models.PROTECT, related_name="involved")
    part = models.CharField(_("role"), max_length=10, choices=Part)
    party = models.CharField(_("of which party"), max_length=40, blank=True)
    described = models.CharField(_("described as"), max_length=200, blank=True)
    number = models.PositiveIntegerField(_("how many"), null=True, blank=True)

    class Meta:
        ordering = ["allegation", "pk"]

    def __str__(self) -> str:
        return f"allegation {self.allegation_id}: {self.part}"


class PatternInstance(models.Model):
    """Somebody counted an incident as an instance of a pattern, or took that back."""

    pattern = models.ForeignKey(
        Allegation, models.PROTECT, related_name="instance_events"
    )
    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="pattern_events"
    )
    counted = models.BooleanField(_("counted"))
    reason = models.CharField(_("why"), max_length=300)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"allegation {self.pattern_id}, incident {self.incident_id}"


class ConditionClaim(models.Model):
    """A claim about conditions of captivity that hangs on no incident.

    Such as "in mortal danger", said by a party of its own people held by another.
    """

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="condition")
    captives_of = models.CharField(
        _("whose people"), max_length=40, help_text=_("The power of origin.")
    )
    holder = models.CharField(
        _("held by"), max_length=40, blank=True, help_text=_("The detaining power.")
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"condition {self.pk}"


class Answer(models.Model):
    """How a party meets an allegation, or all of an incident.

    Neither denial nor proof by itself: a justification says what it rests on
    (``ground``, such as "AP I 37") and leaves the allegation standing beside it.
    """

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="answer")
    allegation = models.ForeignKey(
        Allegation, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    kind = models.CharField(_("kind of answer"), max_length=20, choices=AnswerKind)
    ground = models.CharField(
        _("legal ground"),
        max_length=60,
        blank=True,
        help_text=_("The article the answer rests on, such as AP I 37."),
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(allegation__isnull=False) | Q(incident__isnull=False),
                name="an_answer_answers_something",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Tie(models.Model):
    """A statement was tied to a person's record by consent, or untied again.

    The newest row of a claim and a case decides; ``consent`` other than given unties.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="ties")
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    consent = models.CharField(_("consent"), max_length=10, choices=Consent)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"claim {self.claim_id}"
