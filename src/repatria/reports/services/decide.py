"""Deciding on drafts: a person confirms, rejects, and may take a decision back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.reports import queries
from repatria.reports.core.errors import (
    DraftDecidedError,
    NothingToUndoError,
    RecordedElsewhereError,
)
from repatria.reports.models import Draft, DraftDecision
from repatria.reports.services.answers import answers_for
from repatria.reports.services.recording import record
from repatria.shared.actors import Actor

Kind = DraftDecision.Kind


@transaction.atomic
def confirm(
    *,
    actor: Actor,
    draft: Draft,
    answers: Mapping[str, Any] | None = None,
    at: datetime,
) -> DraftDecision:
    """Record what a draft proposes as a statement, in the room it belongs to.

    ``answers`` are what the person says otherwise or beside it (``answers_for`` tells
    the names and what the draft answers itself).  The statement, the decision and
    the ledger's entries are written together or not at all.
    """
    _only_if_open(draft)
    given = answers_for(draft) | dict(answers or {})
    made = record(actor, draft, given, at)
    return _decided(
        draft, Kind.CONFIRMED, actor, at, value=_changed(draft, given), made=made
    )


@transaction.atomic
def reject(*, actor: Actor, draft: Draft, at: datetime) -> DraftDecision:
    """Record that a draft misreads the report; nothing comes of it."""
    _only_if_open(draft)
    return _decided(draft, Kind.REJECTED, actor, at)


@transaction.atomic
def undo(*, actor: Actor, draft: Draft, at: datetime) -> DraftDecision:
    """Take a decision back: the draft is open again, and both decisions stay.

    What was recorded from a confirmed draft is a statement of its own and is not
    taken away: then this raises ``RecordedElsewhereError``.
    """
    decision = _newest(draft)
    if queries.state_of(decision) == queries.OPEN or decision is None:
        raise NothingToUndoError(number=str(draft.number), report=draft.report.ref)
    if decision.made:
        raise RecordedElsewhereError(number=str(draft.number))
    return _decided(draft, Kind.UNDONE, actor, at)


def _newest(draft: Draft) -> DraftDecision | None:
    Draft.objects.select_for_update().get(pk=draft.pk)  # one decision at a time
    return queries.newest_decisions([draft]).get(draft.pk)


def _only_if_open(draft: Draft) -> None:
    if queries.state_of(_newest(draft)) != queries.OPEN:
        raise DraftDecidedError(number=str(draft.number), report=draft.report.ref)


def _changed(draft: Draft, given: Mapping[str, Any]) -> dict[str, str]:
    """Return what the person said otherwise than the draft, as plain text."""
    own = answers_for(draft)
    return {
        name: str(value)
        for name, value in given.items()
        if name in own and str(value) != str(own[name])
    }


def _decided(
    draft: Draft,
    kind: Kind,
    actor: Actor,
    at: datetime,
    *,
    value: Mapping[str, str] | None = None,
    made: Mapping[str, object] | None = None,
) -> DraftDecision:
    decision = DraftDecision.objects.create(
        draft=draft,
        kind=kind,
        value=dict(value or {}),
        made=dict(made or {}),
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act=f"reports.draft-{kind}",
        about=draft.report.ref,
        facts={"draft": draft.number, "kind": draft.kind, **dict(made or {})},
        at=at,
    )
    return decision
