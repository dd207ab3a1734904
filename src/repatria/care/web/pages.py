"""Who returned and where their care stands; one person's stages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.doors import may_open
from repatria.access.queries import everybody_left_alone, left_alone_since
from repatria.access.web.requests import actor_of, page
from repatria.care import doors, queries, services
from repatria.care.core.referrals import (
    STATE_WORDS,
    URGENCY_WORDS,
    ReferralState,
    Urgency,
    following,
)
from repatria.care.core.referrals import TONES as REFERRAL_TONES
from repatria.care.core.stages import Stage, Stand, in_words
from repatria.care.web.forms import StageForm
from repatria.register.queries import name_of, names_of
from repatria.shared.actors import Actor
from repatria.tracing.queries import crossed_cases, crossed_on


@page("care.read")
def returned(request: HttpRequest) -> HttpResponse:
    """Show everybody who returned and is entrusted to the reader: who is late?"""
    actor, today = actor_of(request), datetime.now(UTC).date()
    crossed = crossed_cases()
    shown = doors.cases_for(actor, crossed)
    names, late = names_of(shown), queries.late_follow_ups(today)
    visits, left_alone = queries.visits_of_many(shown), everybody_left_alone()
    rows = [
        {
            "case_ref": case_ref,
            "name": names.get(case_ref, ""),
            "crossed_on": crossed[case_ref],
            "stage": _newest(held),
            "visit": visits[case_ref],
            "late": late.get(case_ref),
            "left_alone": case_ref in left_alone,
        }
        for case_ref, held in queries.stages_of_many(shown).items()
    ]
    rows.sort(key=lambda row: (row["late"] is None, row["late"] or today))
    return render(request, "care/returned.html", {"rows": rows})


def _newest(held: Mapping[Stage, Stand]) -> dict[str, Any]:
    """Return the furthest stage that is on record, in words."""
    known = [stand for stand in held.values() if stand.step is not None]
    return in_words(known[-1]) if known else {}


@page("care.read")
def one_case(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show one person's care after return."""
    actor = actor_of(request)
    doors.open_care(actor, case_ref)
    context = context_of(actor, case_ref, today=datetime.now(UTC).date())
    return render(request, "care/case.html", context)


def context_of(
    actor: Actor, case_ref: str, *, today: date, form: StageForm | None = None
) -> dict[str, Any]:
    """Return what the page of somebody's care shows, and what this reader may do."""
    since = left_alone_since(case_ref)
    held = queries.stages_of(case_ref)
    rows = [{**in_words(stand), "late": stand.late(today)} for stand in held.values()]
    return {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "crossed_on": crossed_on(case_ref),
        "left_alone_since": since,
        "stages": rows,
        "events": queries.stage_events(case_ref),
        "visit": queries.visit_of(case_ref),
        "referrals": _referrals(actor, case_ref, today),
        "may_write": may_open(actor, doors.WRITE, case_ref),
        "may_visit": may_open(actor, doors.VISIT, case_ref),
        "may_refer": may_open(actor, doors.REFER, case_ref),
        "may_hear": may_open(actor, doors.LEFT_ALONE, case_ref),
        "form": form or StageForm(may_ask=since is None),
    }


def _referrals(actor: Actor, case_ref: str, today: date) -> list[dict[str, Any]]:
    """Return the referrals, for those alone who may refer."""
    if not may_open(actor, doors.REFER, case_ref):
        return []
    return [
        {
            "opened": each,
            "words": STATE_WORDS[each.state],
            "tone": REFERRAL_TONES[each.state],
            "urgency": URGENCY_WORDS[Urgency(each.referral.urgency)],
            "late": each.late(today),
            "following": [
                {"state": state, "words": STATE_WORDS[ReferralState(state)]}
                for state in following(each.state)
            ],
        }
        for each in queries.referrals_of(case_ref)
    ]


@page("care.write", methods=("POST",))
def record_stage(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Record that a stage is planned, began or is done."""
    actor, now = actor_of(request), datetime.now(UTC)
    doors.open_care(actor, case_ref, right=doors.WRITE)
    # The whole choice: what must not be asked is refused with its reason.
    form = StageForm(request.POST, may_ask=True)
    if not form.is_valid():
        context = context_of(actor, case_ref, today=now.date(), form=form)
        return render(request, "care/case.html", context, status=422)
    told = form.cleaned_data
    services.record_stage(
        actor=actor,
        case_ref=case_ref,
        stage=told["stage"],
        step=told["step"],
        due_on=told["due_on"],
        at=now,
    )
    messages.success(request, _("Recorded. It can be undone on this page."))
    return redirect("care:case", case_ref=case_ref)


@page("care.write", methods=("POST",))
def undo_stage(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Undo the last entry about the stages."""
    actor = actor_of(request)
    doors.open_care(actor, case_ref, right=doors.WRITE)
    services.undo_last_stage(actor=actor, case_ref=case_ref, at=datetime.now(UTC))
    messages.success(request, _("The last entry is undone; both stay on record."))
    return redirect("care:case", case_ref=case_ref)
