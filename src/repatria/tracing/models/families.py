"""Several relatives of one person: what each agreed to, and who may be told what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.tracing.core.consents import SHARE_WORDS, Share
from repatria.tracing.core.telling import (
    AGREES_WORDS,
    CONFLICT_WORDS,
    HEARD_WORDS,
    MAY_TELL_WORDS,
    Agrees,
    ConflictKind,
    HeardHow,
    MayTell,
)
from repatria.tracing.models.requests import TracingRequest


class Consent(models.Model):
    """What somebody who asks agreed to, or refused; the newest of each kind counts.

    ``channels`` are the ways by which this family may be reached, as they said.
    """

    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="consents")
    share = models.CharField(
        _("what is shared, with whom"),
        max_length=20,
        choices=[(each.value, SHARE_WORDS[each]) for each in Share],
    )
    given = models.BooleanField(_("agreed"))
    until = models.DateField(_("until"), null=True, blank=True)
    channels = models.JSONField(_("ways to reach them"), default=list)
    said_on = models.DateField(_("said on"))
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.share}"


class FamilyConflict(models.Model):
    """Two requesters contradict each other about one person.

    ``raised_by`` says so; ``other`` is the one whom it concerns.  What was said is
    sealed with the key of the one who said it.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    kind = models.CharField(
        _("in what"),
        max_length=20,
        choices=[(each.value, CONFLICT_WORDS[each]) for each in ConflictKind],
    )
    raised_by = models.ForeignKey(
        TracingRequest, models.PROTECT, related_name="conflicts_raised"
    )
    other = models.ForeignKey(
        TracingRequest, models.PROTECT, related_name="conflicts_met"
    )
    sealed_words = models.BinaryField()
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(raised_by=models.F("other")),
                name="a_conflict_has_two_sides",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class TellingDecision(models.Model):
    """A person decided how much one requester may be told; the newest counts."""

    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="tellings")
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    may_tell = models.CharField(
        _("may be told"),
        max_length=12,
        choices=[(each.value, MAY_TELL_WORDS[each]) for each in MayTell],
    )
    reason = models.CharField(_("reason, without names"), max_length=400)
    at = models.DateTimeField(_("decided"))
    by = models.CharField(_("decided by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.may_tell}"


class PersonAnswer(models.Model):
    """Whether the found person agrees that this relative is told; the newest counts."""

    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="answers")
    agrees = models.CharField(
        _("answer"),
        max_length=10,
        choices=[(each.value, AGREES_WORDS[each]) for each in Agrees],
    )
    heard = models.CharField(
        _("how it was heard"),
        max_length=12,
        choices=[(each.value, HEARD_WORDS[each]) for each in HeardHow],
    )
    said_on = models.DateField(_("said on"))
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.agrees}"


class WhoFiledAnswer(models.Model):
    """The person sought asked who filed a request, and was answered so."""

    request = models.ForeignKey(
        TracingRequest, models.PROTECT, related_name="who_filed"
    )
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    with_name = models.BooleanField(_("the name was told"))
    reason = models.CharField(_("reason, without names"), max_length=400)
    at = models.DateTimeField(_("answered"))
    by = models.CharField(_("answered by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.at:%Y-%m-%d}"
