"""Letters and cards that this bureau relays, both ways."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.tracing.core.letters import (
    FORM_WORDS,
    STEP_WORDS,
    WAY_WORDS,
    Form,
    Step,
    Way,
)
from repatria.tracing.models.requests import TracingRequest


class Letter(models.Model):
    """A letter or card between a prisoner and one family, sealed.

    ``under_duress``: a prisoner's words may have been written under pressure; they
    are taken so unless somebody had reason to say otherwise.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="letters")
    way = models.CharField(
        _("from whom to whom"),
        max_length=14,
        choices=[(each.value, WAY_WORDS[each]) for each in Way],
    )
    form = models.CharField(
        _("form"),
        max_length=12,
        choices=[(each.value, FORM_WORDS[each]) for each in Form],
    )
    language = models.CharField(_("language"), max_length=5, blank=True)
    sealed_text = models.BinaryField()
    words = models.PositiveIntegerField(_("words"))
    written_on = models.DateField(_("written on"), null=True, blank=True)
    under_duress = models.BooleanField(_("possibly written under duress"))
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.ref

    @property
    def owner(self) -> str:
        """Return the owner of this letter's sealed words."""
        return f"letter:{self.ref}"


class LetterEvent(models.Model):
    """What happened to a letter; the last one is where it stands."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="events")
    step = models.CharField(
        _("what happened"),
        max_length=14,
        choices=[(each.value, STEP_WORDS[each]) for each in Step],
    )
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.step}"
