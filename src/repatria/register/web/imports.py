"""Taking in a list through the pages: upload, look at what was understood, confirm."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.register import doors, files, queries, services
from repatria.register.core.choices import CHOICES, chosen_of, header_of
from repatria.register.core.errors import ListRefusedError
from repatria.register.core.refusals import (
    ColumnChoiceError,
    DiskFullError,
    ListAlreadyHereError,
    NoReadableRowError,
)
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import record_columns
from repatria.register.models import LONG, Subject, Upload
from repatria.register.services.columns import choice_for
from repatria.register.services.importing import AT_ONCE_BYTES, room_is_needed
from repatria.register.services.lists import nothing_readable, summary_of
from repatria.register.web.forms import UploadForm
from repatria.register.web.understood import understood
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark, say

_SHOWN = 5  # rows shown as they were understood
_LONGEST_NAME = 200
_LONGEST_EXAMPLE = 40
STEPS = {
    "": mark("Waiting for its turn"),
    "read": mark("Reading the file"),
    "prepare": mark("Understanding and proving each row"),
    "write": mark("Sealing and writing each row"),
    "changes": mark("Working out what changed since the version before"),
}


@page("register.import", methods=("GET", "HEAD", "POST"))
def upload(request: HttpRequest) -> HttpResponse:
    """Ask for a list and what it is; keep it until somebody has looked."""
    now = datetime.now(UTC)
    form = UploadForm(request.POST or None, request.FILES or None, today=now.date())
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, form, at=now)
        if kept is not None:
            return redirect("register:check", ref=kept.ref)
    told = {"form": form, "parties": queries.party_names()}
    return render(request, "register/import.html", told)


def _keep(request: HttpRequest, form: UploadForm, *, at: datetime) -> Upload | None:
    """Keep the upload if it can be read at all; else say on the form why not."""
    told: dict[str, Any] = form.cleaned_data
    file: UploadedFile[Any] = told["file"]
    try:
        with room_is_needed():
            kept = services.keep_upload(
                actor=actor_of(request),
                raw=file.read(),
                name=plain_name(file.name or ""),
                told={
                    "sender": told["sender"],
                    "subject": told["subject"],
                    "holder": told["holder"],
                    "home": told["home"],
                    "said_on": told["said_on"].isoformat(),
                },
                at=at,
            )
    except (ListAlreadyHereError, DiskFullError) as refusal:
        form.add_error("file", spoken(refusal))
        return None
    try:
        services.read_upload(kept)
    except ListRefusedError as refusal:
        services.throw_upload_away(upload=kept, at=at)
        form.add_error("file", spoken(refusal))
        return None
    return kept


def spoken(refusal: RepatriaError) -> str:
    """Return what is so and what to do, in the reader's language."""
    parts = (refusal.what, refusal.remedy)
    return " ".join(say(part, **refusal.facts) for part in parts)


def plain_name(name: str) -> str:
    """Return a file's name without a folder, and without marks that hide or turn it."""
    kept = "".join(sign for sign in PurePath(name).name if sign.isprintable())
    return kept[-_LONGEST_NAME:] or "list"


@page("register.import", methods=("GET", "HEAD", "POST"))
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what was understood and what was told; then import it, or throw it away."""
    actor, now = actor_of(request), datetime.now(UTC)
    kept = doors.open_upload(actor, ref)
    if request.method != "POST":
        return render(request, "register/check.html", _what_is_shown(kept, now.date()))
    if "throw-away" in request.POST:
        services.throw_upload_away(upload=kept, at=now)
        messages.success(request, _("Nothing was imported; the file is gone."))
        return redirect("register:import")
    if "sheet" in request.POST:
        return _read_sheet(request, kept)
    if "columns" in request.POST or "forget" in request.POST:
        return _read_otherwise(request, kept, at=now)
    return _import(request, kept, at=now)


def _import(request: HttpRequest, kept: Upload, *, at: datetime) -> HttpResponse:
    """Import a short list at once, and a long one as a job with a page of its own."""
    actor = actor_of(request)
    if files.size_of_upload(kept) > AT_ONCE_BYTES:
        job = services.start_import(actor=actor, upload=kept, at=at)
        return redirect("register:importing", ref=job.ref)
    with room_is_needed():
        version = services.confirm_upload(actor=actor, upload=kept, at=at)
    messages.success(request, _("Imported: %(rows)d rows.") % {"rows": version.rows})
    return redirect("register:list", number=version.pk)


def _read_sheet(request: HttpRequest, kept: Upload) -> HttpResponse:
    """Read another sheet of the workbook, if that can be read."""
    try:
        services.choose_sheet(upload=kept, sheet=request.POST["sheet"])
    except ListRefusedError as refusal:
        messages.error(request, spoken(refusal))
    return redirect("register:check", ref=kept.ref)


def _read_otherwise(
    request: HttpRequest, kept: Upload, *, at: datetime
) -> HttpResponse:
    """Remember what somebody says of the columns, or that the reader finds out."""
    columns = list(services.read_upload(kept).own.columns)
    sender, actor = kept.told["sender"], actor_of(request)
    if "forget" in request.POST:
        services.forget_columns(
            actor=actor, sender=sender, header=header_of(columns), at=at
        )
        messages.success(request, _("The columns are found by heading and content."))
        return redirect("register:check", ref=kept.ref)
    said = {
        column: request.POST.get(f"column-{at_}", "")
        for at_, column in enumerate(columns)
    }
    try:
        services.choose_columns(actor=actor, sender=sender, columns=said, at=at)
    except ColumnChoiceError as refusal:
        messages.error(request, spoken(refusal))
    else:
        messages.success(
            request, _("Read again as you said; the next file of this sender will be.")
        )
    return redirect("register:check", ref=kept.ref)


def _what_is_shown(kept: Upload, today: date) -> dict[str, Any]:
    one = services.read_upload(kept)
    told = kept.told
    said_on = date.fromisoformat(told["said_on"])
    before = services.version_before(told)
    return {
        "upload": kept,
        "rows": one.rows,
        "before": before,
        "version": before.version + 1 if before else 1,
        "ahead": services.changes_ahead(one, before=before) if before else None,
        "refusal": spoken(NoReadableRowError(file=kept.name))
        if nothing_readable(one)
        else "",
        "said_on": said_on,
        "tomorrow": said_on > today,
        "subject": Subject(told["subject"]).label,
        "understood": understood(summary_of(one, said_on)),
        "sample": _sample(one),
        "names": queries.known_senders() | queries.party_names(),
        "told": told,
        "sheet": one.layout.sheet,
        "sheets": one.layout.sheets,
        "columns": _columns(one),
        "choices": [(code, say(words)) for code, words in CHOICES.items()],
        "choice": choice_for(told["sender"], header_of(one.own.columns)),
    }


def _columns(one: ReadList) -> list[dict[str, str]]:
    """Return each column of the file, a value of it, and what it was taken for."""
    return [
        {"name": name, "code": code, "example": _example(one, name)}
        for name, code in chosen_of(one.layout.mapping)
    ]


def _example(one: ReadList, column: str) -> str:
    values = one.own[column].drop_nulls().head(1).to_list()
    return str(values[0])[:_LONGEST_EXAMPLE] if values else ""


def _sample(one: ReadList) -> list[dict[str, Any]]:
    told = record_columns(one, longest=LONG).head(_SHOWN)
    return list(told.iter_rows(named=True))


@page("register.import", methods=("GET", "HEAD", "POST"))
def importing(request: HttpRequest, ref: str) -> HttpResponse:
    """Show how far an import is; once done, lead to the list; stopped, do it again."""
    actor, now = actor_of(request), datetime.now(UTC)
    job = doors.open_import(actor, ref)
    if request.method == "POST":
        services.import_again(actor=actor, job=job, at=now)
        return redirect("register:importing", ref=job.ref)
    services.stop_those_that_died(at=now)
    job.refresh_from_db()
    step, share = files.how_far(job.ref)
    told = {
        "job": job,
        "working": job.state in (job.State.WAITING, job.State.RUNNING),
        "step": say(STEPS.get(step if job.state == job.State.RUNNING else "", "")),
        "percent": round(share * 100),
        "fault": _fault(job.fault),
        "waits": Upload.objects.filter(ref=job.upload, by=actor.ref).exists(),
    }
    return render(request, "register/importing.html", told)


def _fault(fault: dict[str, Any]) -> str:
    if not fault:
        return ""
    return " ".join(say(fault[part], **fault["facts"]) for part in ("what", "remedy"))
