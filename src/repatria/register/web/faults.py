"""Pages of faulty rows: seen, taken away, corrected, brought back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from repatria.access.core.errors import NothingHereError
from repatria.access.exports import Offer
from repatria.access.web import exports
from repatria.access.web.requests import actor_of, number_in, page
from repatria.register import doors, queries, services
from repatria.register.core.correcting import as_csv
from repatria.register.core.errors import ListRefusedError
from repatria.register.core.faulty import BAD, Weight
from repatria.register.core.refusals import (
    CorrectionError,
    DiskFullError,
    ListAlreadyHereError,
)
from repatria.register.models import SourceFile, Upload
from repatria.register.queries import faulty
from repatria.register.services.importing import room_is_needed
from repatria.register.web.forms import CorrectedRowsForm
from repatria.register.web.imports import plain_name, spoken
from repatria.register.web.understood import fault_words
from repatria.shared.text import mark as _


@page("register.import", methods=("GET", "HEAD", "POST"))
def faults(request: HttpRequest, number: int) -> HttpResponse:
    """Show the faulty rows of a list; take in those that somebody corrected."""
    actor, now = actor_of(request), datetime.now(UTC)
    file = doors.open_list(actor, number)
    posted = request.method == "POST"
    form = CorrectedRowsForm(*((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        kept = _corrected(request, form, file, at=now)
        if kept is not None:
            return redirect("register:check", ref=kept.ref)
    to_look_at = request.GET.get("what") == "look"
    weights = (Weight.LOOK,) if to_look_at else BAD
    rows, more = faulty.page_of(file, weights, after=number_in(request, "after"))
    _note(rows)
    told: dict[str, Any] = {
        "file": file,
        "names": queries.files_with_names([file]),
        "form": form,
        "rows": [(row, _reasons(row)) for row in rows],
        "counts": faulty.count_of(file),
        "look": to_look_at,
        "next": _next(rows[-1].row, look=to_look_at) if more else "",
        "has_file": "columns" in file.summary,
    }
    return render(request, "register/faults.html", told)


def _corrected(
    request: HttpRequest, form: CorrectedRowsForm, file: SourceFile, *, at: datetime
) -> Upload | None:
    """Keep the list with its corrected rows; else say on the form why not."""
    sent = form.cleaned_data["file"]
    try:
        with room_is_needed():
            return services.correct_rows(
                actor=actor_of(request), version=file, raw=sent.read(),
                name=plain_name(sent.name or ""), at=at,
            )  # fmt: skip
    except (
        CorrectionError, DiskFullError, ListAlreadyHereError, ListRefusedError
    ) as refusal:  # fmt: skip
        form.add_error("file", spoken(refusal))
        return None


@page("register.import", methods=("GET", "POST"))
def download(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the rows to correct as a file that no spreadsheet runs."""
    actor = actor_of(request)
    file = doors.open_list(actor, number)
    return exports.ask(request, offer_of_faults(file))


def offer_of_faults(file: SourceFile) -> Offer:
    """Return the rows of a list that are to be corrected by whoever can."""
    rows = list(faulty.to_correct(file))
    if not rows:
        raise NothingHereError
    bad = (faulty.as_bad_row(row, file, " ".join(_reasons(row))) for row in rows)
    return Offer(
        what="register.faults",
        title=_("Rows to correct, as a file for a spreadsheet (CSV)"),
        file_name=f"list-{file.pk}-rows-to-correct.csv",
        content_type="text/csv; charset=utf-8",
        cases=[*queries.case_refs_of([row.record.pk for row in rows]).values()],
        people=len(rows),
        about=f"list:{file.pk}",
        make=lambda mark: as_csv(faulty.columns_of(file), bad, mark),
    )


def _note(rows: list[faulty.FaultyRow]) -> None:
    refs = queries.case_refs_of([row.record.pk for row in rows])
    doors.note_shown(refs.values())


def _reasons(row: faulty.FaultyRow) -> list[str]:
    return [
        f"{fault.column}: {fault_words(fault.code)}"
        if fault.column
        else fault_words(fault.code)
        for fault in row.faults
    ]


def _next(row: int, *, look: bool) -> str:
    return f"?what=look&after={row}" if look else f"?after={row}"
