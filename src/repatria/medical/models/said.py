"""What is said about somebody's health; each statement stays beside the others."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.medical.core.words import MODALITY_WORDS

# Plain values: a migration stands alone and knows none of our words.
_MODALITIES = [(modality.value, words) for modality, words in MODALITY_WORDS.items()]


class HealthStatement(models.Model):
    """Somebody's statement about the health of a person, as of one day.

    The statement itself (category, seriousness, fitness, words) is sealed; in clear
    stands only that there is one, and who made it.  Never edited: a change in health
    or in opinion is a new statement.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    said_by = models.CharField(_("said by"), max_length=120)
    said_on = models.CharField(
        _("said on"), max_length=10, blank=True, help_text=_("Empty: not known.")
    )
    source_ref = models.CharField(_("source"), max_length=80, blank=True)
    sealed_statement = models.BinaryField()
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["case_ref", "said_on", "pk"]

    def __str__(self) -> str:
        return self.ref


class DeniedCare(models.Model):
    """Somebody's statement that care was refused, for a time whose ends may be unknown.

    A gap in treatment is a reportable fact (GC III 15, 30, 31).  ``duration_said``
    keeps the source's own words ("four months"); no date is worked out from it.
    ``case_ref`` is empty where the source does not tell who it was.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(
        _("case number"), max_length=20, blank=True, db_index=True
    )
    began = models.CharField(_("from"), max_length=10, blank=True)
    ended = models.CharField(_("until"), max_length=10, blank=True)
    duration_said = models.CharField(_("duration as said"), max_length=80, blank=True)
    said_by = models.CharField(_("said by"), max_length=120)
    said_on = models.CharField(_("said on"), max_length=10, blank=True)
    modality = models.CharField(_("how it is said"), max_length=12, choices=_MODALITIES)
    source_ref = models.CharField(_("source"), max_length=80, blank=True)
    sealed_condition = models.BinaryField()
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["case_ref", "began", "pk"]

    def __str__(self) -> str:
        return self.ref


class TakenBack(models.Model):
    """Somebody takes back what was recorded under ``about``, and says why.

    What was recorded stays, and nothing rests on it any more.
    """

    about = models.CharField(_("number"), max_length=20, unique=True)
    sealed_reason = models.BinaryField()
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.about


class Diagnosis(models.Model):
    """A doctor held what was found against the lines of Annex I.

    Which lines, the facts, and what each rule answered with its version are sealed; in
    clear stands only that there is one, and who made it.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    said_by = models.CharField(_("said by"), max_length=120)
    said_on = models.CharField(
        _("said on"), max_length=10, blank=True, help_text=_("Empty: not known.")
    )
    sealed_found = models.BinaryField()
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["case_ref", "said_on", "pk"]

    def __str__(self) -> str:
        return self.ref
