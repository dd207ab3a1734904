"""The stages of a return: what was planned, began, and is done.

Practice, not law: a medical check within hours, quarantine, recovery of body and
mind, papers, a year of follow-up.  The order in which they stand here is the usual
one; nothing forbids another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from repatria.shared.text import mark as _


class Stage(StrEnum):
    """One part of coming back."""

    MEDICAL_CHECK = "medical_check"
    QUARANTINE = "quarantine"
    PHYSICAL_REHABILITATION = "physical_rehabilitation"
    PSYCHOLOGICAL_REHABILITATION = "psychological_rehabilitation"
    DOCUMENTS = "documents"
    CONVERSATION = "conversation"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class Step(StrEnum):
    """How far a stage has come."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"
    UNDONE = "undone"


STAGE_WORDS = {
    Stage.MEDICAL_CHECK: _("Medical check"),
    Stage.QUARANTINE: _("Quarantine"),
    Stage.PHYSICAL_REHABILITATION: _("Physical rehabilitation"),
    Stage.PSYCHOLOGICAL_REHABILITATION: _("Psychological rehabilitation"),
    Stage.DOCUMENTS: _("Papers and payments"),
    Stage.CONVERSATION: _("Conversation about others who were seen"),
    Stage.FOLLOW_UP: _("Follow-up"),
    Stage.CLOSED: _("Care is closed"),
}
STEP_WORDS = {
    Step.PLANNED: _("Planned"),
    Step.BEGUN: _("Begun"),
    Step.DONE: _("Done"),
    Step.UNDONE: _("The entry before was undone"),
}
NOT_RECORDED = _("Not recorded")
TONES = {Step.PLANNED: "open", Step.BEGUN: "waiting", Step.DONE: "good"}
BEFORE_VISIT = (Stage.PHYSICAL_REHABILITATION, Stage.PSYCHOLOGICAL_REHABILITATION)
"""What has to be done before the family's first visit is allowed."""
ASKS = frozenset({Stage.CONVERSATION})
"""Stages in which somebody asks the person something that is not about their health."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry; ``due`` is the day a planned stage is for, None where none was set."""

    number: int
    stage: Stage
    step: Step
    due: date | None = None
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one stage stands; ``step`` is None where nothing is recorded."""

    stage: Stage
    step: Step | None = None
    due: date | None = None

    def late(self, today: date) -> bool:
        """Tell whether a planned day has gone by.

        >>> Stand(Stage.FOLLOW_UP, Step.PLANNED, date(2022, 12, 1)).late(
        ...     date(2022, 12, 2))
        True
        """
        planned = self.step is Step.PLANNED and self.due is not None
        return planned and self.due is not None and self.due < today


def in_words(stand: Stand) -> dict[str, Any]:
    """Return where a stage stands as pages show it.

    >>> in_words(Stand(Stage.FOLLOW_UP))["tone"]
    'open'
    """
    return {
        "stage": stand.stage,
        "words": STAGE_WORDS[stand.stage],
        "step": STEP_WORDS[stand.step] if stand.step else NOT_RECORDED,
        "tone": TONES[stand.step] if stand.step else "open",
        "due": stand.due,
    }


def effective(events: Iterable[Event]) -> list[Event]:
    """Return the entries that hold, oldest first."""
    held = list(events)
    undone = {event.undoes for event in held}
    return [
        event
        for event in held
        if event.step is not Step.UNDONE and event.number not in undone
    ]


def stands(events: Iterable[Event]) -> Mapping[Stage, Stand]:
    """Return where every stage stands, in the usual order; none is left out.

    >>> stands([])[Stage.QUARANTINE].step is None
    True
    """
    found = {stage: Stand(stage) for stage in Stage}
    for event in effective(events):
        found[event.stage] = Stand(event.stage, event.step, event.due)
    return found


def open_before_visit(events: Iterable[Event]) -> list[Stage]:
    """Return what still has to be done before a first visit can be allowed."""
    held = stands(events)
    return [stage for stage in BEFORE_VISIT if held[stage].step is not Step.DONE]
