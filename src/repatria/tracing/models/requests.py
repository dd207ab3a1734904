"""Who asks, about whom, what was tried, and what families were told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.register.models import Decision, Record
from repatria.tracing.core.contact import CONTACT_WORDS, Contact
from repatria.tracing.core.notices import STATE_WORDS, NoticeState
from repatria.tracing.core.relations import (
    CHECK_WORDS,
    RELATION_WORDS,
    CheckedBy,
    Relation,
)


class Requester(models.Model):
    """Somebody who asks after a person: kept apart from whom they seek.

    Name and contact are sealed under ``requester:<ref>`` and never cross to
    a party; other registers get them only where that person agreed.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    sealed_name = models.BinaryField()
    sealed_contact = models.BinaryField()
    language = models.CharField(_("language"), max_length=5)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)

    def __str__(self) -> str:
        return self.ref

    @property
    def owner(self) -> str:
        """Return the owner of this requester's sealed values."""
        return f"requester:{self.ref}"


class TracingRequest(models.Model):
    """One family's question about one person, in the family's own words.

    What the family says of the person is a statement in the register like any
    other (``record``), with its own case until somebody decides whose it is.
    ``case_ref`` is what the newest ``RequestLink`` says, kept for finding; empty
    while nobody has decided.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    requester = models.ForeignKey(
        Requester, models.PROTECT, related_name="requests", verbose_name=_("who asks")
    )
    relation = models.CharField(
        _("relation"),
        max_length=20,
        choices=[(each.value, RELATION_WORDS[each]) for each in Relation],
    )
    sealed_sought = models.BinaryField()
    record = models.OneToOneField(
        Record,
        models.PROTECT,
        related_name="tracing_request",
        verbose_name=_("statement in the register"),
    )
    case_ref = models.CharField(
        _("case number"), max_length=20, blank=True, db_index=True
    )
    received_at = models.DateTimeField(_("received"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.ref


class RequestLink(models.Model):
    """A decision: the request is about this case, or no longer about it."""

    request = models.ForeignKey(
        TracingRequest, models.PROTECT, related_name="decisions"
    )
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    linked = models.BooleanField(_("linked"))
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision of the register"),
    )
    reasons = models.JSONField(_("reasons"), default=list)
    at = models.DateTimeField(_("decided"))
    by = models.CharField(_("decided by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.case_ref}"


class RequesterCheck(models.Model):
    """Somebody checked who asks; the newest word counts."""

    requester = models.ForeignKey(Requester, models.PROTECT, related_name="checks")
    holds = models.BooleanField(_("is who they say"))
    how = models.CharField(
        _("how it was checked"),
        max_length=20,
        choices=[(each.value, CHECK_WORDS[each]) for each in CheckedBy],
    )
    at = models.DateTimeField(_("checked"))
    by = models.CharField(_("checked by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.requester_id} {self.at:%Y-%m-%d}"


class CrossingWord(models.Model):
    """The handover said that somebody crossed, or took that back.

    Tracing keeps its own copy of that word: no notice and no call depends on a
    later room.  The newest word of a case counts.
    """

    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    crossed = models.BooleanField(_("crossed"))
    crossed_on = models.DateField(_("day of the crossing"))
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.case_ref


class ContactEvent(models.Model):
    """What happened about one call home.  A correction is another event."""

    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    request = models.ForeignKey(
        TracingRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("family"),
    )
    kind = models.CharField(
        _("what happened"),
        max_length=20,
        choices=[(each.value, CONTACT_WORDS[each]) for each in Contact],
    )
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case_ref} {self.kind}"


class Notice(models.Model):
    """What one family is told about one person, word for word.

    Sealed with the requester's key: erasing the requester erases the notice too.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    request = models.ForeignKey(TracingRequest, models.PROTECT, related_name="notices")
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    language = models.CharField(_("language"), max_length=5)
    sealed_text = models.BinaryField()
    sha256 = models.CharField(_("hash of the words"), max_length=64)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.ref


class NoticeEvent(models.Model):
    """A notice was proposed, sent or withdrawn; the last one is its state."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="events")
    kind = models.CharField(
        _("what happened"),
        max_length=12,
        choices=[(each.value, STATE_WORDS[each]) for each in NoticeState],
    )
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)
    reason = models.CharField(_("reason"), max_length=20, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "kind"], name="a_notice_goes_through_a_state_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.kind}"
