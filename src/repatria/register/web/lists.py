"""Pages of the lists: which versions there are, and the rows of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access import doors as access
from repatria.access import restricted
from repatria.access.web.requests import actor_of, number_in, page
from repatria.register import doors, queries, services
from repatria.register.models import Record, SourceFile
from repatria.register.queries import faulty, versions
from repatria.register.standings import Column, Standing, columns_of
from repatria.register.web.forms import SendForm
from repatria.register.web.understood import understood
from repatria.shared.pieces import a_page

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A source with its newest version, what later rooms know of it, and the others."""

    newest: SourceFile
    older: list[SourceFile]
    column: Column | None


@page("register.lists")
def lists(request: HttpRequest) -> HttpResponse:
    """Show which versions there are from whom, and how the rows stand."""
    by_source: dict[int, list[SourceFile]] = {}
    for file in SourceFile.objects.select_related("source"):
        by_source.setdefault(file.source_id, []).append(file)
    listed = [
        Listed(newest, older, next(iter(columns_of(newest)), None))
        for newest, *older in by_source.values()
    ]
    files = [file for held in by_source.values() for file in held]
    told = {
        "listed": listed,
        "names": queries.files_with_names(files),
        "may_import": access.may(actor_of(request), "register.import"),
    }
    return render(request, "register/lists.html", told)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list as its page shows it."""

    record: Record
    case_ref: str
    standings: list[Standing | None]


@page("register.lists")
def one_list(request: HttpRequest, number: int) -> HttpResponse:
    """Show a version of a list, row by row, a hundred at a time."""
    actor = actor_of(request)
    file = doors.open_list(actor, number)
    columns = columns_of(file)
    wanted = {column.key: request.GET.get(column.key, "") for column in columns}
    records, more = _rows_of(
        doors.rows_of(actor, file), columns, wanted, after=number_in(request, "after")
    )
    rows = _shown(records, columns)
    doors.note_shown(row.case_ref for row in rows)
    told = {
        "file": file,
        "names": queries.files_with_names([file]),
        "columns": columns,
        "wanted": wanted,
        "rows": rows,
        "next": _address(wanted, records[-1].row) if more else "",
        "start": _address(wanted, 0) if number_in(request, "after") else "",
        "understood": understood(file.summary),
        "changes": versions.changes_of(file),
        "others": versions.other_versions(file),
        "faults": faulty.count_of(file),
        "may_correct": access.may(actor, "register.import"),
        "may_send": access.may(actor, "transmission.send"),
        "may_open": access.may(actor, "register.person"),
        "may_take_out": access.may(actor, "access.exports"),
    }
    return render(request, "register/list.html", told)


def _rows_of(
    held: QuerySet[Record], columns: list[Column], wanted: dict[str, str], *, after: int
) -> tuple[list[Record], bool]:
    """Return a page of rows behind row ``after``, and whether there are more."""
    held = held.filter(row__gt=after)
    for column in columns:
        if wanted[column.key]:
            held = held.filter(pk__in=column.holding(wanted[column.key]))
    return a_page(held.order_by("row"), ROWS_A_PAGE)


def _shown(records: list[Record], columns: list[Column]) -> list[Row]:
    keys = [record.pk for record in records]
    refs = queries.case_refs_of(keys)
    known = [column.of(keys) for column in columns]
    return [
        Row(record, refs[record.pk], [one.get(record.pk) for one in known])
        for record in records
    ]


def _address(wanted: dict[str, str], after: int) -> str:
    parts = {key: code for key, code in wanted.items() if code}
    if after:
        parts["after"] = str(after)
    return "?" + urlencode(parts)


@page("transmission.send", methods=("GET", "HEAD", "POST"))
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Show exactly what would go out, then make the transmission."""
    actor = actor_of(request)
    file = doors.open_list(actor, number)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outgoing = services.prepare_list_transmission(
            actor=actor, version=file, to=form.cleaned_data["to"], at=datetime.now(UTC)
        )
        messages.success(
            request,
            _("Transmission %(number)s is prepared. It leaves once it is signed.")
            % {"number": outgoing.number},
        )
        return redirect("register:list", number=file.pk)
    sample = services.sample_of_payload(file, hidden=restricted.hidden_cases(actor))
    doors.note_shown(services.cases_in_sample(file, sample))
    told: dict[str, Any] = {
        "file": file,
        "form": form,
        "names": queries.files_with_names([file]),
        "sample": sample,
    }
    return render(request, "register/send.html", told)
