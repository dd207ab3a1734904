"""Where care after return stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from repatria.access import vault
from repatria.access.numbers import all_numbers
from repatria.care.core import referrals, stages, visits
from repatria.care.core.referrals import UNSEEN, ReferralState, Urgency
from repatria.care.core.stages import Event, Stage, Stand, Step
from repatria.care.core.visits import FirstVisit
from repatria.care.models import Referral, StageEvent, VisitEvent
from repatria.tracing.queries import by_number


def stage_events(case_ref: str) -> list[StageEvent]:
    """Return what was recorded of somebody's stages, oldest first."""
    return list(StageEvent.objects.filter(case_ref__in=all_numbers(case_ref)))


def value_of(row: StageEvent) -> Event:
    """Return an entry as the value that core works on."""
    return Event(
        row.pk, Stage(row.stage), Step(row.step), row.due_on, row.undoes_id or 0
    )


def stages_of(case_ref: str) -> Mapping[Stage, Stand]:
    """Return where every stage of somebody's return stands."""
    return stages.stands([value_of(row) for row in stage_events(case_ref)])


def stages_of_many(case_refs: Iterable[str]) -> dict[str, Mapping[Stage, Stand]]:
    """Return where the stages of many persons stand, in one go."""
    events: dict[str, list[Event]] = {case_ref: [] for case_ref in case_refs}
    asked = by_number(events)
    for row in StageEvent.objects.filter(case_ref__in=asked):
        for case_ref in asked[row.case_ref]:
            events[case_ref].append(value_of(row))
    return {case_ref: stages.stands(held) for case_ref, held in events.items()}


def late_follow_ups(today: date) -> dict[str, date]:
    """Return whose follow-up was planned for a day that has gone by, with that day."""
    planned = StageEvent.objects.filter(
        stage=Stage.FOLLOW_UP, step=Step.PLANNED, due_on__lt=today
    )
    cases = set(planned.values_list("case_ref", flat=True))
    late = {}
    for case_ref, held in stages_of_many(sorted(cases)).items():
        stand = held[Stage.FOLLOW_UP]
        if stand.late(today) and stand.due and held[Stage.CLOSED].step is None:
            late[case_ref] = stand.due
    return late


def visit_of(case_ref: str) -> FirstVisit:
    """Return what is known of the family's first visit."""
    rows = VisitEvent.objects.filter(case_ref__in=all_numbers(case_ref))
    return visits.first_visit([(row.kind, row.on) for row in rows])


def visits_of_many(case_refs: Iterable[str]) -> dict[str, FirstVisit]:
    """Return what is known of the first visits to many persons, in one go."""
    events: dict[str, list[tuple[str, date]]] = {ref: [] for ref in case_refs}
    asked = by_number(events)
    for row in VisitEvent.objects.filter(case_ref__in=asked):
        for case_ref in asked[row.case_ref]:
            events[case_ref].append((row.kind, row.on))
    return {case_ref: visits.first_visit(held) for case_ref, held in events.items()}


def visits_waiting() -> list[str]:
    """Return the cases whose family asked for a visit and has no answer."""
    events: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for row in VisitEvent.objects.order_by("at", "pk"):
        events[row.case_ref].append((row.kind, row.on))
    return [
        case_ref for case_ref, held in events.items() if visits.first_visit(held).waits
    ]


@dataclass(frozen=True, slots=True)
class Opened:
    """A referral, opened for those who may read it."""

    referral: Referral
    to: str
    reason: str
    state: ReferralState
    due: date

    def late(self, today: date) -> bool:
        """Tell whether nobody has seen the person though the day has gone by."""
        return self.state in UNSEEN and self.due < today


def referrals_of(case_ref: str) -> list[Opened]:
    """Return somebody's referrals, oldest first, opened."""
    held = Referral.objects.filter(case_ref__in=all_numbers(case_ref))
    return [opened(referral) for referral in held]


def opened(referral: Referral) -> Opened:
    """Open one referral."""
    owner = referral.owner
    return Opened(
        referral=referral,
        to=vault.open_or_erased(owner, "to", bytes(referral.sealed_to)),
        reason=vault.open_or_erased(owner, "reason", bytes(referral.sealed_reason)),
        state=state_of(referral),
        due=due_of(referral),
    )


def state_of(referral: Referral) -> ReferralState:
    """Return where a referral stands."""
    held = referral.events.order_by("at", "pk").values_list("state", flat=True)
    return referrals.state_of(list(held))


def due_of(referral: Referral) -> date:
    """Return the day by which somebody has to have seen the person."""
    return referrals.due(referral.made_at.date(), Urgency(referral.urgency))


def late_referrals(today: date) -> list[Referral]:
    """Return the referrals on which nobody was seen though the day has gone by."""
    held = Referral.objects.prefetch_related("events")
    return [
        referral
        for referral in held
        if due_of(referral) < today and state_of(referral) in UNSEEN
    ]
