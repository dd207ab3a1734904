"""Refusals that rise from a page, said in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from repatria.access.core.errors import NothingHereError
from repatria.shared.errors import RepatriaError, what_and_remedy
from repatria.shared.text import mark as _
from repatria.site import errors
from repatria.site.refusals import is_full

REFUSED = 409  # the request was understood, and things are not so that it can be done


FULL = 507


class DiskFullError(RepatriaError):
    """Nothing more can be written down."""

    code = "site.disk-full"
    what = _("The disk has no room left, and nothing of this was kept.")
    remedy = _("Tell whoever looks after the machine; then send the form again.")


class RefusalsAreSpoken:
    """Answer a refusal with a page that says what is so and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn a refusal into its page; leave every other error to Django."""
        if isinstance(exception, NothingHereError):
            return errors.not_found(request)
        status = REFUSED
        if is_full(exception):
            logging.getLogger("repatria").error("The disk has no room left")
            exception, status = DiskFullError(), FULL
        if not isinstance(exception, RepatriaError):
            return None
        what, remedy = what_and_remedy(exception)
        told = {
            "what": what,
            "remedy": remedy,
            "code": exception.code,
            "back": _came_from(request),
        }
        return render(request, "site/refused.html", told, status=status)


def _came_from(request: HttpRequest) -> str:
    """Return the page of ours on which a form was sent; "" where none is told.

    Another place's address is no way back, nor is the very one that was refused.
    """
    told = urlsplit(request.headers.get("Referer", ""))
    here = f"{request.scheme}://{request.get_host()}"
    if f"{told.scheme}://{told.netloc}" != here or not told.path:
        return ""
    if request.method == "GET" and told.path == request.path:
        return ""
    path = told.path + (f"?{told.query}" if told.query else "")
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else ""
