"""Taking in a list through the pages: upload, look at what was understood, confirm."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.register import doors, queries, services
from repatria.register.core.errors import ListRefusedError
from repatria.register.core.refusals import ListAlreadyHereError, NoReadableRowError
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import record_columns
from repatria.register.models import LONG, Subject, Upload
from repatria.register.services.lists import nothing_readable, summary_of
from repatria.register.web.forms import UploadForm
from repatria.register.web.understood import understood
from repatria.shared.errors import RepatriaError
from repatria.shared.text import say

_SHOWN = 5  # rows shown as they were understood
_LONGEST_NAME = 200


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
    except ListAlreadyHereError as refusal:
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
    if request.method == "POST" and "throw-away" in request.POST:
        services.throw_upload_away(upload=kept, at=now)
        messages.success(request, _("Nothing was imported; the file is gone."))
        return redirect("register:import")
    if request.method == "POST":
        version = services.confirm_upload(actor=actor, upload=kept, at=now)
        messages.success(
            request, _("Imported: %(rows)d rows.") % {"rows": version.rows}
        )
        return redirect("register:list", number=version.pk)
    return render(request, "register/check.html", _what_is_shown(kept))


def _what_is_shown(kept: Upload) -> dict[str, Any]:
    one = services.read_upload(kept)
    told = kept.told
    said_on = datetime.fromisoformat(told["said_on"]).date()
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
        "subject": Subject(told["subject"]).label,
        "understood": understood(summary_of(one, said_on)),
        "sample": _sample(one),
        "names": queries.known_senders() | queries.party_names(),
        "told": told,
    }


def _sample(one: ReadList) -> list[dict[str, Any]]:
    told = record_columns(one, longest=LONG).head(_SHOWN)
    return list(told.iter_rows(named=True))
