"""How an untouched file leaves: never kept by the browser, never run by it."""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.accountability.core.media import ending
from repatria.accountability.models import EvidenceItem
from repatria.accountability.services.files import Opened


def drawn(picture: bytes, kind: str) -> str:
    """Return a picture as part of the page: there is no address to ask it from."""
    return f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}"


def shown_picture(
    request: HttpRequest, *, item: EvidenceItem, opened: Opened
) -> HttpResponse:
    """Return a page with the picture on it."""
    picture = drawn(opened.content, opened.media_type)
    context = {"item": item, "picture": picture, "sha256": opened.sha256}
    answer = render(request, "accountability/original.html", context)
    return _passing(answer)


def handed_out(*, item: EvidenceItem, opened: Opened) -> HttpResponse:
    """Return the file to keep; a browser neither draws nor runs it."""
    answer = HttpResponse(opened.content, content_type="application/octet-stream")
    name = f"{item.ref}.{ending(opened.media_type)}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return _passing(answer)


def _passing(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
