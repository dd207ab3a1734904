"""Who a request may be about: proposed by the machine, answered by people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.register.models import Record, SourceFile
from repatria.tracing.models.requests import TracingRequest


class Candidate(models.Model):
    """A row of a new list that may be whom a family seeks.

    ``why`` holds codes and weights of the fields, never a name.
    """

    request = models.ForeignKey(
        TracingRequest, models.PROTECT, related_name="candidates"
    )
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    source_file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    probability = models.FloatField(_("probability"))
    why = models.JSONField(_("reasons"), default=list)
    found_at = models.DateTimeField(_("found"))

    class Meta:
        ordering = ["-probability", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "record"], name="a_candidate_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class CandidateAnswer(models.Model):
    """A person answered whether a statement is about whom the family seeks."""

    class Said(models.TextChoices):
        """What they answered."""

        SAME = "same", _("This is the person")
        DIFFERENT = "different", _("Somebody else")
        UNSURE = "unsure", _("Cannot be told yet")

    request = models.ForeignKey(
        TracingRequest, models.PROTECT, related_name="candidate_answers"
    )
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    said = models.CharField(_("answer"), max_length=10, choices=Said)
    reason = models.CharField(_("reason, without names"), max_length=400, blank=True)
    at = models.DateTimeField(_("answered"))
    by = models.CharField(_("answered by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.said}"
