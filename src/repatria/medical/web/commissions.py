"""Pages of commissions: set up, appointed, approved, and where they sat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from repatria.access.doors import may
from repatria.access.restricted import hidden_cases
from repatria.access.web.requests import actor_of, page
from repatria.bureau.core.words import STOPS
from repatria.medical import doors, services
from repatria.medical.core.commission import (
    DOUBT_WORDS,
    FAULT_WORDS,
    FIELD_WORDS,
    SEAT_WORDS,
    Field,
    Seat,
    Whom,
)
from repatria.medical.models import Commission, Member
from repatria.medical.queries.commission_clocks import clocks
from repatria.medical.queries.commissions import CommissionFile, commission_file
from repatria.medical.web.commission_forms import (
    ApprovalForm,
    CommissionForm,
    MemberForm,
    SittingForm,
)
from repatria.medical.web.forms import ReasonForm
from repatria.shared.errors import RepatriaError, in_words

WRITING = ("GET", "HEAD", "POST")


def act_page(
    request: HttpRequest,
    *,
    form: forms.Form,
    act: Callable[[datetime], Any],
    title: str,
    button: str,
    back: str,
    remark: str = "",
    about: str = "",
) -> HttpResponse:
    """Ask, act, and go back; a refusal stands at the top of the form."""
    if request.method == "POST" and form.is_valid():
        try:
            act(datetime.now(UTC))
        except RepatriaError as refusal:
            form.add_error(None, in_words(refusal))
        else:
            messages.success(request, _("Recorded. It can be taken back."))
            return redirect(back)
    told = {
        "form": form, "title": title, "act": button, "back": back, "remark": remark,
        "about": about,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "medical/act.html", told, status=status)


@page(doors.COMMISSIONS)
def commissions(request: HttpRequest) -> HttpResponse:
    """Show every commission."""
    files = [commission_file(one) for one in Commission.objects.all()]
    told = {"files": files, "may_set_up": may(actor_of(request), doors.SET_UP)}
    return render(request, "medical/commissions.html", told)


@page(doors.SET_UP, methods=WRITING)
def new(request: HttpRequest) -> HttpResponse:
    """Set up a commission."""
    form = CommissionForm(request.POST or None)
    return act_page(
        request,
        form=form,
        act=lambda at: services.set_up_commission(
            actor=actor_of(request), at=at, **form.cleaned_data
        ),
        title=_("Set up a commission"),
        button=_("Set up"),
        back=reverse("medical:commissions"),
    )


@page(doors.COMMISSIONS)
def commission(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a commission: who is on it, what it lacks, where it sat, its clocks."""
    actor, today = actor_of(request), datetime.now(UTC).date()
    file = doors.open_commission(actor, ref)
    address = reverse("medical:commission", args=[ref])
    told = {
        "file": file,
        "members": [_member(one) for one in file.members],
        "faults": [FAULT_WORDS[one] for one in file.faults],
        "doubts": [DOUBT_WORDS[one] for one in file.doubts],
        "approvals": [(file.approvals.get(one), one) for one in _PARTIES],
        "sittings": file.sittings,
        "clocks": [
            {"one": one, "late": one.late(on=today), "stops": STOPS[one.clock.stops]}
            for one in clocks(today, hidden_cases(actor))
            if one.address == address
        ],
        "may_set_up": may(actor, doors.SET_UP),
    }
    return render(request, "medical/commission.html", told)


_PARTIES = (Whom.HOLDER, Whom.HOME)


def _member(one: Member) -> dict[str, Any]:
    return {
        "one": one,
        "seat": SEAT_WORDS[Seat(one.seat)],
        "field": FIELD_WORDS[Field(one.field)],
    }


def _file_to_set_up(request: HttpRequest, ref: str) -> CommissionFile:
    return doors.open_commission(actor_of(request), ref, right=doors.SET_UP)


@page(doors.SET_UP, methods=WRITING)
def member(request: HttpRequest, ref: str) -> HttpResponse:
    """Appoint somebody."""
    file, form = _file_to_set_up(request, ref), MemberForm(request.POST or None)
    return act_page(
        request,
        form=form,
        act=lambda at: services.appoint(
            actor=actor_of(request), commission=file.commission, at=at,
            **form.cleaned_data,
        ),
        title=_("Appoint a member"),
        button=_("Appoint"),
        back=reverse("medical:commission", args=[ref]),
        about=file.commission.name,
    )  # fmt: skip


@page(doors.SET_UP, methods=WRITING)
def approval(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that a party approved the neutral members."""
    file, form = _file_to_set_up(request, ref), ApprovalForm(request.POST or None)
    return act_page(
        request,
        form=form,
        act=lambda at: services.approve(
            actor=actor_of(request), commission=file.commission, at=at,
            **form.cleaned_data,
        ),
        title=_("An approval of the members"),
        button=_("Record the approval"),
        back=reverse("medical:commission", args=[ref]),
        remark=_(
            "From the later of both approvals the commission has three months to begin."
        ),
        about=file.commission.name,
    )  # fmt: skip


@page(doors.SET_UP, methods=WRITING)
def sitting(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the commission sat."""
    file = _file_to_set_up(request, ref)
    full = [one.ref for one in file.members if not one.deputy]
    form = SittingForm(
        request.POST or None, members=file.members, initial={"members": full}
    )

    def act(at: datetime) -> None:
        told = dict(form.cleaned_data)
        chosen = told.pop("members")
        sat = [one for one in file.members if one.ref in chosen]
        services.sit(
            actor=actor_of(request), commission=file.commission, members=sat, at=at,
            **told,
        )  # fmt: skip

    return act_page(
        request,
        form=form,
        act=act,
        title=_("A sitting"),
        button=_("Record the sitting"),
        back=reverse("medical:commission", args=[ref]),
        about=file.commission.name,
    )


@page(doors.SET_UP, methods=WRITING)
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back a member, an approval, a sitting, or that somebody was told."""
    actor = actor_of(request)
    held, form = doors.open_member_or_act(actor, ref), ReasonForm(request.POST or None)
    return act_page(
        request,
        form=form,
        act=lambda at: services.take_back_of_commission(
            actor=actor, commission=held, ref=ref, at=at, **form.cleaned_data
        ),
        title=_("Take back what was recorded"),
        button=_("Take it back"),
        back=reverse("medical:commission", args=[held.ref]),
        about=f"{held.name} · {ref}",
    )
