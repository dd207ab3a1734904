"""The manifest: made, signed, printed, and given out as the file to sign."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.handover import doors, queries, services
from repatria.handover.core.codes import code_of
from repatria.handover.models import Handover, Manifest
from repatria.handover.web.documents import as_file, take_signature
from repatria.handover.web.pages import leg_words


@page("handover.run", methods=("POST",))
def make(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the manifest, or its next version."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    made = services.make_manifest(actor=actor, handover=handover, at=datetime.now(UTC))
    messages.success(
        request,
        _("Version %(version)s of the manifest is made. Next: have it signed.")
        % {"version": made.version},
    )
    return redirect("handover:handover", ref=ref)


@page("handover.run", methods=("POST",))
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """Attach a signature to the newest version."""
    return take_signature(
        request,
        ref,
        signers=queries.manifest_signers,
        sign=services.sign_manifest,
        done=_("The signature covers this version and is attached."),
        back="handover:handover",
    )


@page("handover.view")
def printed(request: HttpRequest, ref: str, version: int) -> HttpResponse:
    """Show one version as it is printed: a code a line, the hash on each page."""
    actor = actor_of(request)
    handover = doors.find(actor, ref)
    manifest = _version(handover, version)
    doors.open_document(actor, handover)
    told = json.loads(manifest.document)
    context = {
        "handover": handover,
        "leg": leg_words(handover),
        "manifest": manifest,
        "told": told,
        "newest": manifest == queries.current_manifest(handover),
        "signed_by": queries.signed_by(manifest),
        "lines": _lines(handover, manifest, told["lines"]),
    }
    return render(request, "handover/manifest.html", context)


def _lines(
    handover: Handover, manifest: Manifest, told: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Add to every line its code, and who goes in its place."""
    instead = {row["in_place_of"]: row["line"] for row in told if "in_place_of" in row}
    lines = []
    for row in told:
        line = row["line"]
        code = code_of(handover=handover.ref, version=manifest.version, line=line)
        shown = {"code": code, "square": _square(code), "instead": instead.get(line)}
        lines.append(row | shown)
    return lines


def _square(code: str) -> SafeString:
    """Return the code as a picture that stands in the page itself."""
    drawn = segno.make(code, error="m", micro=False).svg_inline(
        border=2, light="#fff", omitsize=True, svgclass="square", lineclass=None
    )
    # Drawn from a reference and two numbers: nothing of it was typed by anybody.
    return mark_safe(drawn)  # noqa: S308


def _version(handover: Handover, version: int) -> Manifest:
    found = handover.manifests.filter(version=version).first()
    if found is None:
        raise NothingHereError
    return found


@page("handover.view")
def file(request: HttpRequest, ref: str, version: int) -> HttpResponse:
    """Give out one version as the file that is signed: these bytes and no others."""
    actor = actor_of(request)
    handover = doors.find(actor, ref)
    manifest = _version(handover, version)
    doors.open_document(actor, handover)
    return as_file(manifest.document, f"manifest-{handover.ref}-{version}.json")
