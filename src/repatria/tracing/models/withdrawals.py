"""Requests taken back, how they are known again, and where each request stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.tracing.core.withdrawals import (
    CAUSE_WORDS,
    SAID_BY_WORDS,
    STANDS_WORDS,
    TURN_WORDS,
    About,
    Cause,
    SaidBy,
    Stands,
    Turn,
)
from repatria.tracing.models.requests import TracingRequest


class Withdrawal(models.Model):
    """A request was withdrawn, or opened again; the newest counts."""

    request = models.ForeignKey(
        TracingRequest, models.PROTECT, related_name="withdrawals"
    )
    turn = models.CharField(
        _("what happened"),
        max_length=10,
        choices=[(each.value, TURN_WORDS[each]) for each in Turn],
    )
    said_by = models.CharField(
        _("who asked for it"),
        max_length=10,
        choices=[(each.value, SAID_BY_WORDS[each]) for each in SaidBy],
    )
    cause = models.CharField(
        _("why"),
        max_length=16,
        blank=True,
        choices=[(each.value, CAUSE_WORDS[each]) for each in Cause],
    )
    reason = models.CharField(_("reason, without names"), max_length=400, blank=True)
    forgotten = models.BooleanField(_("its words were erased"), default=False)
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.turn}"


class WithdrawnPrint(models.Model):
    """A keyed fingerprint by which a withdrawn request is known again."""

    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="prints")
    about = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in About]
    )
    digest = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return f"{self.withdrawal_id} {self.about}"


class RequestState(models.Model):
    """Where a request stands, worked out from its events; made anew from them.

    Kept so that tens of thousands of requests can be listed, filtered and counted.
    ``candidates`` counts those of new lists that nobody has answered.
    """

    request = models.OneToOneField(
        TracingRequest, models.PROTECT, primary_key=True, related_name="state"
    )
    stands = models.CharField(
        _("where it stands"),
        max_length=10,
        choices=[(each.value, STANDS_WORDS[each]) for each in Stands],
        default=Stands.WAITING.value,
    )
    checked = models.CharField(
        _("checked"),
        max_length=8,
        choices=[("yes", _("yes")), ("no", _("no")), ("open", _("open"))],
        default="open",
    )
    candidates = models.PositiveIntegerField(_("candidates"), default=0)

    class Meta:
        indexes = [
            models.Index(fields=["stands", "request"], name="requests_by_standing"),
            models.Index(fields=["candidates"], name="requests_by_candidates"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.stands}"
