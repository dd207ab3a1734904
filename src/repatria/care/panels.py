"""What care shows on a person's page, and what waits for those who care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.access.doors import may_open
from repatria.access.queries import everybody_left_alone, left_alone_since
from repatria.care import doors, queries
from repatria.care.core.stages import in_words
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number
from repatria.tracing.queries import crossed_on

_FOLLOW_UPS = mark_number("{n} follow-up is late", "{n} follow-ups are late")
_REFERRALS = mark_number(
    "{n} referral: nobody has seen the person in time",
    "{n} referrals: nobody has seen the person in time",
)
_VISITS = mark_number(
    "{n} family asked for a first visit and waits for an answer",
    "{n} families asked for a first visit and wait for an answer",
)


def _fill(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    if crossed_on(case_ref) is None:
        return None
    today = at.date()
    return {
        "case_ref": case_ref,
        "left_alone_since": left_alone_since(case_ref),
        "visit": queries.visit_of(case_ref),
        "may_hear": may_open(actor, doors.LEFT_ALONE, case_ref),
        "stages": [
            {**in_words(stand), "late": stand.late(today)}
            for stand in queries.stages_of(case_ref).values()
            if stand.step is not None
        ],
    }


def _follow_ups(actor: Actor, at: datetime) -> Sequence[Waiting]:
    late = queries.late_follow_ups(at.date())
    days = [day for ref, day in late.items() if may_open(actor, doors.READ, ref)]
    due = min(days, default=None)
    return [Waiting(_FOLLOW_UPS, len(days), "care:returned", due=due)]


def _referrals(actor: Actor, at: datetime) -> Sequence[Waiting]:
    days = [
        queries.due_of(each)
        for each in queries.late_referrals(at.date())
        if may_open(actor, doors.REFER, each.case_ref)
    ]
    due = min(days, default=None)
    return [Waiting(_REFERRALS, len(days), "care:returned", due=due)]


def _visits(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del at
    left_alone = everybody_left_alone()
    waiting = [
        case_ref
        for case_ref in queries.visits_waiting()
        if case_ref not in left_alone and may_open(actor, doors.VISIT, case_ref)
    ]
    return [Waiting(_VISITS, len(waiting), "care:returned")]


PANELS = (
    Panel(
        key="care",
        right=doors.READ,
        title=_("Care after return"),
        template="care/panel.html",
        fill=_fill,
        order=70,
    ),
)
WAITING = (
    WaitingSource(doors.READ, _follow_ups),
    WaitingSource(doors.REFER, _referrals),
    WaitingSource(doors.VISIT, _visits),
)
