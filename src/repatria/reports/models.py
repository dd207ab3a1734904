"""Reports as they came, what the machine drafted from them, and who decided what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """A published report or statement, as its bytes came in.

    ``language`` and ``published`` are the reader's word or the file's own; a day of
    publication that nobody knows is null, and weekdays then stay unknown.  The
    original and its text are sealed: they quote people who were held.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    name = models.CharField(_("name of the file"), max_length=200)
    title = models.CharField(_("title"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=12)
    published = models.DateField(_("published"), null=True, blank=True)
    source_class = models.CharField(
        _("class of the medium"),
        max_length=60,
        blank=True,
        help_text=_("Empty: not known."),
    )
    source_party = models.CharField(_("party of the medium"), max_length=40, blank=True)
    sealed_original = models.BinaryField()
    sealed_text = models.BinaryField()
    reader = models.CharField(_("read by version"), max_length=40)
    received_at = models.DateTimeField(_("received"))
    received_by = models.CharField(_("received by"), max_length=80)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.ref


class Draft(models.Model):
    """One value that the machine proposes, with the words that say it.

    Never changed: what a person makes of it is a ``DraftDecision``.  ``path`` is its
    place in the machine's whole answer, ``hints`` what its words suggest beside it.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField(_("number"))
    path = models.CharField(max_length=60)
    kind = models.CharField(_("kind"), max_length=20)
    value = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="a_draft_has_one_number"
            ),
            models.CheckConstraint(
                condition=Q(span_end__gt=F("span_start")), name="a_draft_quotes_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.number}"


class DraftDecision(models.Model):
    """Somebody confirmed or rejected a draft, or undid that; the newest counts.

    ``value`` holds what was confirmed where it differs from the draft, ``made`` what
    was recorded from it: a kind and a number or reference.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")
        UNDONE = "undone", _("Undone")

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    value = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"draft {self.draft_id}: {self.kind}"


class Testimony(models.Model):
    """What somebody who was held tells in a report; of whom, nobody says.

    The report's own description of the speaker stays ("one of the soldiers"): a
    person's record holds it only by that person's consent (``TestimonyTie``).
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="testimonies")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="testimony")
    speaker = models.CharField(_("who tells it"), max_length=200)
    sealed_words = models.BinaryField()
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"testimony {self.pk}"


class TestimonyTie(models.Model):
    """A person agreed that a testimony is theirs and kept, or took that back."""

    class Consent(models.TextChoices):
        """What the person said."""

        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="ties")
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    consent = models.CharField(_("consent"), max_length=10, choices=Consent)
    denied_care_ref = models.CharField(_("denied care"), max_length=20, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"testimony {self.testimony_id}: {self.consent}"
