"""Refusals as programs are told them: one shape, in the language they ask for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from repatria.access.core.errors import (
    KeyNeededError,
    NothingHereError,
    TokenNeededError,
    TooManyRequestsError,
)
from repatria.shared.errors import RepatriaError, what_and_remedy
from repatria.shared.text import mark as _

CONTENT_TYPE = "application/problem+json"
REFUSED = 409
_STATUS: dict[type[RepatriaError], int] = {
    NothingHereError: 404,
    TokenNeededError: 401,
    TooManyRequestsError: 429,
    KeyNeededError: 400,
}
STATUSES = frozenset({400, 401, 404, 405, 409, 422, 429, 500})


class Problem(Schema):
    """What is so, and what to do next; ``code`` never changes."""

    status: int
    code: str
    what: str
    remedy: str


class NotUnderstoodError(RepatriaError):
    """A request that is not JSON, or lacks or misnames a part."""

    code = "api.not-understood"
    what = _("The request was not understood: {where}.")
    remedy = _("Compare it with /api/v1/openapi.json.")


class WrongMethodError(RepatriaError):
    """An address that does not answer to this method."""

    code = "api.wrong-method"
    what = _("This address does not answer to that method.")
    remedy = _("See /api/v1/openapi.json for what it answers to.")


class BrokenError(RepatriaError):
    """Something that should not happen."""

    code = "api.broken"
    what = _("Something went wrong on our side.")
    remedy = _("Nothing more was done. Try again; if it stays, tell those who run it.")


_STATUS |= {NotUnderstoodError: 422, WrongMethodError: 405, BrokenError: 500}


def problem(refusal: RepatriaError) -> JsonResponse:
    """Return the answer to a refusal."""
    status = _STATUS.get(type(refusal), REFUSED)
    what, remedy = what_and_remedy(refusal)
    told = {"status": status, "code": refusal.code, "what": what, "remedy": remedy}
    answer = JsonResponse(told, status=status, content_type=CONTENT_TYPE)
    if status == _STATUS[TokenNeededError]:
        answer["WWW-Authenticate"] = "Bearer"
    if status == _STATUS[TooManyRequestsError]:
        answer["Retry-After"] = "60"
    return answer


def speak_problems(api: NinjaAPI) -> None:
    """Let every error of the interface be told in this shape."""
    handle = cast(Any, api).add_exception_handler  # its types expect classes, too
    for kind, told in _TOLD.items():
        handle(kind, told)


def _refused(request: HttpRequest, refusal: RepatriaError) -> JsonResponse:
    del request
    return problem(refusal)


def _nothing(request: HttpRequest, error: Exception) -> JsonResponse:
    del request, error
    return problem(NothingHereError())


def _invalid(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Name the places that are wrong, never what stood there: it may be a person."""
    del request
    places = sorted({".".join(map(str, one["loc"][1:])) for one in error.errors})
    return problem(NotUnderstoodError(where=", ".join(filter(None, places)) or "body"))


def _unreadable(request: HttpRequest, error: HttpError) -> JsonResponse:
    del request, error
    return problem(NotUnderstoodError(where="body"))


def _broken(request: HttpRequest, error: Exception) -> JsonResponse:
    page = request.resolver_match.view_name if request.resolver_match else "-"
    told = logging.getLogger("django.request")
    told.error("Internal Server Error: %s", page, exc_info=error)
    return problem(BrokenError())


_TOLD: dict[type[Exception], Callable[[HttpRequest, Any], JsonResponse]] = {
    RepatriaError: _refused,
    Http404: _nothing,
    ValidationError: _invalid,
    HttpError: _unreadable,
    Exception: _broken,
}
