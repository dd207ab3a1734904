"""Recording the family's first visit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from repatria.care import queries
from repatria.care.core.errors import VisitTooEarlyError
from repatria.care.core.stages import STAGE_WORDS, open_before_visit
from repatria.care.core.visits import Visit
from repatria.care.models import VisitEvent
from repatria.care.services.stages import refuse_unless_returned
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.shared.text import say
from repatria.tracing.services import refuse_to_ask


@transaction.atomic
def record_visit(
    *, actor: Actor, case_ref: str, kind: Visit | str, on: date, at: datetime
) -> VisitEvent:
    """Record that a visit was asked for, is allowed from ``on``, or happened.

    It is allowed only once rehabilitation of body and mind is done, and nothing is
    asked of somebody who wants to be left alone.
    """
    refuse_unless_returned(case_ref)
    refuse_to_ask(case_ref)
    kind = Visit(kind)
    if kind is Visit.ALLOWED_FROM:
        _refuse_too_early(case_ref)
    event = VisitEvent.objects.create(
        case_ref=case_ref, kind=kind, on=on, at=at, by=actor.ref
    )
    append(
        actor=actor,
        act="care.visit-recorded",
        about=case_ref,
        facts={"kind": kind.value, "on": on.isoformat()},
        at=at,
    )
    return event


def _refuse_too_early(case_ref: str) -> None:
    rows = queries.stage_events(case_ref)
    still = open_before_visit([queries.value_of(row) for row in rows])
    if still:
        raise VisitTooEarlyError(stages=", ".join(say(STAGE_WORDS[s]) for s in still))
