"""What is answered when a page cannot be: calm, and without details."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say the same of what is not there and of what is not for this reader."""
    del exception  # it may name what is not there
    # Byte for byte the same wherever it was asked for: it stands under no place.
    return render(request, "site/not_found.html", {"here": ""}, status=404)


def not_understood(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """Answer a request that no browser of ours would send."""
    del exception, request
    return HttpResponse(render_to_string("site/not_understood.html"), status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong.  Asks nothing of the database: it may be that.

    Raises nothing: Django writes the error down only after this page is there.
    """
    del request
    try:
        page: str = render_to_string("site/broken.html")
    except Exception:  # what broke may be the templates or the static files
        logging.getLogger("django.request").exception("The page of a 500 failed")
        page = gettext("Something went wrong on our side")
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Ask to send the form again: it was older than the session it was filled in."""
    del reason
    return render(request, "site/form_too_old.html", status=403)
