"""Pages of monthly inspections: one person, a whole list, a file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from repatria.access.doors import may_ask
from repatria.access.queries import assigned_cases
from repatria.access.web.requests import actor_of, page
from repatria.medical import doors, services
from repatria.medical.core.errors import NoSuchRowsError, WeightImpossibleError
from repatria.medical.core.inspection_file import read_rows
from repatria.medical.core.inspections import weight
from repatria.medical.doors import HealthFile
from repatria.medical.services import Inspected
from repatria.medical.web.forms import (
    InspectedForm,
    InspectionFileForm,
    InspectionForm,
    ReasonForm,
)
from repatria.medical.web.shown import month_of
from repatria.register.queries import name_of, names_of
from repatria.shared.errors import RepatriaError, in_words
from repatria.shared.text import mark

WRITING = ("GET", "HEAD", "POST")
_NOT_YOURS = mark("the case is not one that you may write of")


@page(doors.STATE, methods=WRITING)
def one(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Take one inspection of one person."""
    actor = actor_of(request)
    held = doors.open_health(actor, case_ref, right=doors.STATE).held
    form = InspectionForm(request.POST or None, initial={"place": held.place})
    if request.method == "POST" and form.is_valid():
        told = Inspected(case_ref=case_ref, **form.cleaned_data)
        if _kept(request, form, [told]):
            return redirect("medical:case", case_ref=case_ref)
    context = {
        "form": form,
        "title": _("An inspection"),
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "may_ask": may_ask(case_ref),
    }
    status = 422 if form.errors else 200
    return render(request, "medical/state.html", context, status=status)


@page(doors.STATE, methods=WRITING)
def many(request: HttpRequest) -> HttpResponse:
    """Take the inspections of everybody at one place, one line each."""
    actor, today = actor_of(request), datetime.now(UTC).date()
    files = [one for one in doors.open_own_cases(actor) if not one.held.over]
    place = request.GET.get("place", "")
    form = InspectedForm(
        request.POST or None, initial={"on": today.isoformat(), "place": place}
    )
    rows = _rows(request, [one for one in files if place in {"", one.held.place}])
    wrong = [row for row in rows if row["wrong"]]
    if request.method == "POST" and form.is_valid() and not wrong:
        told = [
            Inspected(case_ref=row["case_ref"], kg=row["kg"], **form.cleaned_data)
            for row in rows
            if row["seen"]
        ]
        if not told:
            form.add_error(None, _("Nobody is ticked, and no weight is written."))
        elif _kept(request, form, told):
            return redirect(request.get_full_path())
    context = {
        "form": form,
        "file_form": InspectionFileForm(),
        "rows": rows,
        "wrong": wrong,
        "place": place,
        "places": sorted({one.held.place for one in files} - {""}),
    }
    status = 422 if form.errors or wrong else 200
    return render(request, "medical/inspections.html", context, status=status)


def _rows(request: HttpRequest, files: list[HealthFile]) -> list[dict[str, Any]]:
    names = names_of(one.case_ref for one in files)
    today = datetime.now(UTC).date()
    rows = [_row(request, one, today) for one in files]
    for row in rows:
        row["name"] = names.get(row["case_ref"], "")
    # Who waits longest stands first; of whom nothing is known, before all.
    return sorted(rows, key=lambda row: (row["month"]["last"] or date.min, row["name"]))


def _row(request: HttpRequest, one: HealthFile, today: date) -> dict[str, Any]:
    written = request.POST.get(f"kg-{one.case_ref}", "")
    kg, wrong = _weight(written)
    return {
        "case_ref": one.case_ref,
        "month": month_of(one, today),
        "written": written,
        "kg": kg,
        "wrong": wrong,
        "seen": f"seen-{one.case_ref}" in request.POST or bool(written.strip()),
    }


def _weight(written: str) -> tuple[Decimal | None, str]:
    try:
        return weight(written), ""
    except WeightImpossibleError as refusal:
        return None, in_words(refusal)


@page(doors.STATE, methods=("POST",))
def file(request: HttpRequest) -> HttpResponse:
    """Record the inspections of a file, all of them or none."""
    form = InspectionFileForm(request.POST, request.FILES)
    if form.is_valid():
        told = _told(request, form)
        if told and _kept(request, form, told):
            return redirect("medical:inspections")
    context = {"form": form}
    return render(request, "medical/inspections_file.html", context, status=422)


def _told(request: HttpRequest, form: InspectionFileForm) -> list[Inspected]:
    """Return what a file says of cases that the actor may write of, or nothing."""
    actor = actor_of(request)
    name = form.cleaned_data["file"].name or ""
    try:
        rows = read_rows(form.cleaned_data["file"].read())
        # As for a page: that a case is not there, and not theirs, reads alike.
        theirs = set(doors.cases_to_state(actor, sorted(assigned_cases(actor))))
        for row in rows:
            if row.case not in theirs:
                raise NoSuchRowsError(row=str(row.number), fault=_NOT_YOURS)
    except RepatriaError as refusal:
        form.add_error("file", in_words(refusal))
        return []
    return [
        Inspected(
            case_ref=row.case, on=row.on, by=row.by, place=row.place, kg=row.kg,
            words=row.words, source_ref=name[:80],
        )
        for row in rows
    ]  # fmt: skip


def _kept(request: HttpRequest, form: Any, told: list[Inspected]) -> bool:
    """Record inspections; a refusal stands at the top of the form."""
    now = datetime.now(UTC)
    try:
        services.record_inspections(actor=actor_of(request), told=told, at=now)
    except RepatriaError as refusal:
        form.add_error(None, in_words(refusal))
        return False
    said = ngettext(
        "%(n)s inspection is recorded.", "%(n)s inspections are recorded.", len(told)
    )
    messages.success(request, said % {"n": len(told)})
    return True


@page(doors.STATE, methods=WRITING)
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back an inspection that did not take place as it was recorded."""
    actor = actor_of(request)
    inspection = doors.open_inspection(actor, ref)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_back_inspection(
                actor=actor,
                inspection=inspection,
                reason=form.cleaned_data["reason"],
                at=datetime.now(UTC),
            )
        except RepatriaError as refusal:
            form.add_error(None, in_words(refusal))
        else:
            messages.success(request, _("Taken back. It stays written."))
            return redirect("medical:case", case_ref=inspection.case_ref)
    context = {
        "form": form,
        "title": _("Take back an inspection"),
        "case_ref": inspection.case_ref,
        "name": name_of(inspection.case_ref),
        "may_ask": True,
        "act": _("Take it back"),
        "about": inspection,
    }
    status = 422 if form.errors else 200
    return render(request, "medical/state.html", context, status=status)
