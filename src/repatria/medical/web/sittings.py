"""Pages of a sitting: who is examined, the votes, the decision, and who was told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.web.requests import actor_of, page
from repatria.medical import doors, services
from repatria.medical.core.commission import (
    SEAT_WORDS,
    VOTE_WORDS,
    WHOM_WORDS,
    Seat,
    Step,
    Vote,
    Whom,
)
from repatria.medical.models import Member, Sitting
from repatria.medical.queries.commission_clocks import CARRY_OUT, TELL
from repatria.medical.queries.commissions import Examined, to_be_told, told_of
from repatria.medical.services import Found
from repatria.medical.web.commission_forms import (
    DayForm,
    PutForm,
    ToldForm,
    VotesForm,
    ground_words,
)
from repatria.medical.web.commissions import WRITING, act_page
from repatria.medical.web.forms import ReasonForm
from repatria.register.models import Subject
from repatria.register.queries import name_of, names_of, records_of
from repatria.rulebook.clocks import load_clock


@page(doors.COMMISSIONS)
def sitting(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a sitting: who sat, who was told, and whom the reader may read of."""
    actor = actor_of(request)
    held = doors.open_sitting(actor, ref)
    rows, others = _rows(request, held)
    told = {
        "sitting": held,
        "sat": [_seat(one) for one in who_sat(held)],
        "told": _told(held),
        "rows": rows,
        "others": others,
        "may_set_up": may(actor, doors.SET_UP),
        "may_examine": may(actor, doors.EXAMINE),
    }
    return render(request, "medical/sitting.html", told)


@page(doors.EXAMINE)
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Print a sitting's decisions, for the powers and the International Committee."""
    held = doors.open_sitting(actor_of(request), ref, right=doors.EXAMINE)
    rows, others = _rows(request, held)
    told = {
        "sitting": held,
        "sat": [_seat(one) for one in who_sat(held)],
        "to": [WHOM_WORDS[whom] for whom in to_be_told(held.commission)],
        "rows": [row for row in rows if row["one"].votes],
        "others": others,
        "clock": load_clock(TELL),
        "carry_out": load_clock(CARRY_OUT),
    }
    return render(request, "medical/notice.html", told)


@page(doors.EXAMINE)
def person_notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Print the decision for the person examined (annex II 11)."""
    one = doors.open_examination(actor_of(request), ref)
    if one.decision is None:
        raise NothingHereError
    told = {
        "sitting": one.sitting,
        "sat": [_seat(member) for member in who_sat(one.sitting)],
        "to": [WHOM_WORDS[Whom.PERSON]],
        "rows": [_row(one, name_of(one.case_ref))],
        "clock": load_clock(TELL),
        "carry_out": load_clock(CARRY_OUT),
    }
    return render(request, "medical/notice.html", told)


def who_sat(held: Sitting) -> list[Member]:
    """Return the members who sat."""
    return [one.member for one in held.sat.select_related("member")]


def _seat(one: Member) -> dict[str, Any]:
    return {"one": one, "seat": SEAT_WORDS[Seat(one.seat)]}


def _rows(request: HttpRequest, held: Sitting) -> tuple[list[dict[str, Any]], int]:
    found, others = doors.examined_at(actor_of(request), held)
    names = names_of(one.case_ref for one in found)
    return [_row(one, names.get(one.case_ref, "")) for one in found], others


def _row(one: Examined, name: str) -> dict[str, Any]:
    return {
        "one": one,
        "name": name,
        "decision": VOTE_WORDS[one.decision] if one.decision else "",
    }


def _told(held: Sitting) -> list[dict[str, Any]]:
    acts, clock = told_of(held), load_clock(TELL)
    due = clock.due(held.on)
    return [
        {"whom": WHOM_WORDS[whom], "act": acts.get(whom), "due": due, "clock": clock}
        for whom in to_be_told(held.commission)
    ]


@page(doors.EXAMINE, methods=WRITING)
def put(request: HttpRequest, ref: str) -> HttpResponse:
    """Put somebody before a sitting."""
    actor = actor_of(request)
    held = doors.open_sitting(actor, ref, right=doors.EXAMINE)
    cases = [one.case_ref for one in doors.cases_to_examine(actor, held.commission)]
    names = names_of(cases)
    choices = [(one, f"{one} {names.get(one, '')}") for one in cases]
    form = PutForm(request.POST or None, cases=choices)
    return act_page(
        request,
        form=form,
        act=lambda at: services.put_before(
            actor=actor, sitting=held, at=at, **form.cleaned_data
        ),
        title=_("Put somebody before the commission"),
        button=_("Put before the commission"),
        back=reverse("medical:sitting", args=[ref]),
        about=f"{held.place}, {held.on.isoformat()}",
    )


@page(doors.SET_UP, methods=WRITING)
def tell(request: HttpRequest, ref: str) -> HttpResponse:
    """Record whom the decisions of a sitting reached, and when."""
    actor = actor_of(request)
    held = doors.open_sitting(actor, ref, right=doors.SET_UP)
    whom = [one for one in to_be_told(held.commission) if one not in told_of(held)]
    form = ToldForm(request.POST or None, whom=whom)
    return act_page(
        request,
        form=form,
        act=lambda at: services.tell_power(
            actor=actor, sitting=held, at=at, **form.cleaned_data
        ),
        title=_("Who was told the decisions"),
        button=_("Record it"),
        back=reverse("medical:sitting", args=[ref]),
        remark=_(
            "From the day on which the detaining power was duly told it has three "
            "months to carry them out."
        ),
        about=f"{held.place}, {held.on.isoformat()}",
    )


@page(doors.EXAMINE)
def examination(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one examination: votes, decision, who was told, and what is next."""
    one = doors.open_examination(actor_of(request), ref)
    members = who_sat(one.sitting)
    holder_told = told_of(one.sitting).get(to_be_told(one.sitting.commission)[0])
    clock = load_clock(CARRY_OUT)
    due = clock.due(holder_told.on) if holder_told else None
    told = {
        "one": one,
        "name": name_of(one.case_ref),
        "votes": [
            {**_seat(member), "vote": VOTE_WORDS[one.votes[member.ref]]}
            for member in members
            if member.ref in one.votes
        ],
        "decision": VOTE_WORDS[one.decision] if one.decision else "",
        "proposes": one.decision is Vote.REPATRIATE,
        "ground": ground_words(one.ground) if one.ground else "",
        "clock": clock,
        "due": due,
        "late": clock.late(due, on=datetime.now(UTC).date()) if not one.done else 0,
    }
    return render(request, "medical/examination.html", told)


@page(doors.EXAMINE, methods=WRITING)
def votes(request: HttpRequest, ref: str) -> HttpResponse:
    """Record the votes of all who sat."""
    actor = actor_of(request)
    one = doors.open_examination(actor, ref)
    form = VotesForm(request.POST or None, members=who_sat(one.sitting))

    def act(at: datetime) -> None:
        told = form.cleaned_data
        found = Found(
            injury=told["injury"], ground=told["ground"], hospital=told["hospital"],
            fit_to_travel=told["fit_to_travel"],
        )  # fmt: skip
        services.record_votes(
            actor=actor, examination=one.examination, votes=form.votes(), found=found,
            at=at,
        )  # fmt: skip

    return act_page(
        request,
        form=form,
        act=act,
        title=_("The votes"),
        button=_("Record the votes"),
        back=reverse("medical:examination", args=[ref]),
        remark=_(
            "Each vote is sealed. What two of three decide is the decision; where no "
            "two agree there is none."
        ),
        about=f"{one.case_ref} {name_of(one.case_ref)}",
    )


@page(doors.EXAMINE, methods=WRITING)
def person_told(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the person examined was told."""
    return _dated(request, ref, services.tell_person, title=_("The person was told"))


@page(doors.EXAMINE, methods=WRITING)
def done(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the detaining power carried the decision out."""
    return _dated(
        request, ref, services.carry_out, title=_("The decision was carried out")
    )


def _dated(request: HttpRequest, ref: str, service: Any, *, title: str) -> HttpResponse:
    actor = actor_of(request)
    one = doors.open_examination(actor, ref)
    form = DayForm(request.POST or None)
    return act_page(
        request,
        form=form,
        act=lambda at: service(
            actor=actor, examination=one.examination, at=at, **form.cleaned_data
        ),
        title=title,
        button=_("Record it"),
        back=reverse("medical:examination", args=[ref]),
        about=f"{one.case_ref} {name_of(one.case_ref)}",
    )


@page(doors.EXAMINE, methods=WRITING)
def take_back(request: HttpRequest, ref: str, step: str) -> HttpResponse:
    """Take back the votes on somebody, or a later step."""
    actor = actor_of(request)
    if step not in set(Step):
        raise NothingHereError
    one = doors.open_examination(actor, ref)
    form = ReasonForm(request.POST or None)

    def act(at: datetime) -> None:
        services.take_back_step(
            actor=actor, examination=one.examination, step=step, at=at,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip

    return act_page(
        request,
        form=form,
        act=act,
        title=_("Take back what was recorded"),
        button=_("Take it back"),
        back=reverse("medical:examination", args=[ref]),
        about=f"{one.case_ref} {name_of(one.case_ref)}",
    )


@page(doors.EXAMINE)
def certificate(request: HttpRequest, ref: str) -> HttpResponse:
    """Print the certificate of a proposed repatriation (annex II 11, annex IV E)."""
    one = doors.open_examination(actor_of(request), ref)
    if one.decision is not Vote.REPATRIATE:
        raise NothingHereError
    records = records_of(one.case_ref)
    listed = [record for record in records if record.source_file is not None]
    own = [
        one.own_id
        for one in listed
        if one.source_file and one.source_file.subject == Subject.HELD
    ]
    chairs = [m for m in who_sat(one.sitting) if m.seat == Seat.CHAIR]
    told = {
        "one": one,
        "name": name_of(one.case_ref),
        "record": next(iter([*listed, *records]), None),
        "holders_own": own[0] if own else "",
        "chair": chairs[0].name if chairs else "",
    }
    return render(request, "medical/certificate.html", told)
