"""Recording the stages of a return."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from repatria.care import queries
from repatria.care.core.errors import NoDayError, NothingToUndoError, NotReturnedError
from repatria.care.core.stages import ASKS, Stage, Step, effective
from repatria.care.models import StageEvent
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.tracing.queries import crossed_on
from repatria.tracing.services import refuse_to_ask


def refuse_unless_returned(case_ref: str) -> None:
    """Raise ``NotReturnedError`` where nobody says that the person crossed."""
    if crossed_on(case_ref) is None:
        raise NotReturnedError(case=case_ref)


@transaction.atomic
def record_stage(
    *,
    actor: Actor,
    case_ref: str,
    stage: Stage | str,
    step: Step | str,
    at: datetime,
    due_on: date | None = None,
) -> StageEvent:
    """Record that a stage is planned, began or is done.

    ``due_on`` is the day a plan is for, and is needed for one.  A conversation is
    neither planned nor held with somebody who asked to be left alone.
    """
    refuse_unless_returned(case_ref)
    stage, step = Stage(stage), Step(step)
    if stage in ASKS:
        refuse_to_ask(case_ref)
    if step is Step.PLANNED and due_on is None:
        raise NoDayError
    return _keep(actor, case_ref, stage, step, due_on=due_on, at=at)


@transaction.atomic
def undo_last_stage(*, actor: Actor, case_ref: str, at: datetime) -> StageEvent:
    """Undo the last entry about somebody's stages by another entry; both stay."""
    held = effective([queries.value_of(row) for row in queries.stage_events(case_ref)])
    if not held:
        raise NothingToUndoError
    last = held[-1]
    return _keep(actor, case_ref, last.stage, Step.UNDONE, undoes=last.number, at=at)


def _keep(
    actor: Actor,
    case_ref: str,
    stage: Stage,
    step: Step,
    *,
    at: datetime,
    due_on: date | None = None,
    undoes: int | None = None,
) -> StageEvent:
    event = StageEvent.objects.create(
        case_ref=case_ref,
        stage=stage,
        step=step,
        due_on=due_on,
        undoes_id=undoes,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="care.stage-recorded",
        about=case_ref,
        facts={"stage": stage.value, "step": step.value},
        at=at,
    )
    return event
