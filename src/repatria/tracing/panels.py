"""What tracing shows on a person's page, and what waits for a family liaison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.access import doors as access
from repatria.access.queries import everybody_left_alone, left_alone_since
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number
from repatria.tracing import doors, queries
from repatria.tracing.core.contact import STANDING_WORDS, TONES, standing
from repatria.tracing.core.notices import STATE_WORDS, NoticeState
from repatria.tracing.core.notices import TONES as NOTICE_TONES
from repatria.tracing.core.relations import RELATION_WORDS, Relation
from repatria.tracing.core.withdrawals import Stands
from repatria.tracing.models import TracingRequest

_TO_SEND = mark_number("{n} notice waits to be sent", "{n} notices wait to be sent")
_TO_LINK = mark_number(
    "{n} request of a family is linked to nobody yet",
    "{n} requests of families are linked to nobody yet",
)
_TO_ANSWER = mark_number(
    "{n} request of a family has candidates from new lists",
    "{n} requests of families have candidates from new lists",
)
_TO_DECIDE = mark_number(
    "{n} conflict between relatives waits for a decision",
    "{n} conflicts between relatives wait for a decision",
)
_ON_THE_WAY = mark_number(
    "{n} letter between a prisoner and a family is on its way",
    "{n} letters between prisoners and families are on their way",
)
_TO_CALL = mark_number(
    "{n} family was told of a crossing that was taken back: call them",
    "{n} families were told of a crossing that was taken back: call them",
)
_UNRECORDED = mark_number(
    "{n} person crossed and nobody wrote down a call home",
    "{n} persons crossed and nobody wrote down a call home",
)


def _fill(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any]:
    del at
    where = standing(queries.logs_of([case_ref])[case_ref])
    return {
        "case_ref": case_ref,
        "requests": [_row(actor, each) for each in queries.requests_of(case_ref)],
        "stand": {"words": STANDING_WORDS[where], "tone": TONES[where]},
        "left_alone_since": left_alone_since(case_ref),
        "may_call": access.may_open(actor, doors.CONTACT, case_ref),
        "may_see_family": access.may_open(actor, doors.REQUEST, case_ref),
        "letters": queries.letters_about(case_ref).count(),
    }


def _row(actor: Actor, request: TracingRequest) -> dict[str, Any]:
    notice = queries.open_notice_of(request)
    state = queries.notice_state(notice) if notice else None
    return {
        "ref": request.ref,
        "may_open": doors.may_open_request(actor, request),
        "relation": RELATION_WORDS[Relation(request.relation)],
        "words": STATE_WORDS[state] if state else "",
        "tone": NOTICE_TONES[state] if state else "",
        "withdrawn": queries.is_withdrawn(request),
    }


def _wait(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del at
    unlinked = TracingRequest.objects.filter(state__stands=Stands.WAITING.value)
    proposed = [
        notice
        for notice in queries.notices_by_state()[NoticeState.PROPOSED]
        if doors.may_open_request(actor, notice.request)
    ]
    early = [
        notice
        for notice in queries.told_too_early()
        if doors.may_open_request(actor, notice.request)
    ]
    return (
        Waiting(_TO_CALL, len(early), "tracing:notices"),
        Waiting(_TO_SEND, len(proposed), "tracing:notices"),
        Waiting(_TO_DECIDE, queries.open_conflicts(), "tracing:requests"),
        Waiting(
            _TO_ANSWER,
            queries.with_candidates(doors.visible_requests(actor)),
            "tracing:requests",
        ),
        Waiting(_TO_LINK, unlinked.count(), "tracing:requests"),
        Waiting(
            _ON_THE_WAY, queries.on_the_way(), "tracing:requests", article="GC III 71"
        ),
    )


def _wait_for_calls(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del at
    logs, left_alone = queries.logs_of(queries.crossed_cases()), everybody_left_alone()
    silent = [
        case_ref
        for case_ref, log in logs.items()
        if not log
        and case_ref not in left_alone
        and access.may_open(actor, doors.CONTACT, case_ref)
    ]
    return [Waiting(_UNRECORDED, len(silent), "tracing:calls")]


PANELS = (
    Panel(
        key="tracing",
        right=doors.CONTACT,
        title=_("Family"),
        template="tracing/panel.html",
        fill=_fill,
        order=30,
    ),
)
WAITING = (
    WaitingSource(doors.REQUEST, _wait),
    WaitingSource(doors.CONTACT, _wait_for_calls),
)
