"""The interface for programs: every room's operations under one address."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from repatria import __version__
from repatria.access.api.problems import CONTENT_TYPE, speak_problems
from repatria.access.web.requests import public

NAME = "api-1"
DONE = 200
_A_PROBLEM = {
    "code": "access.nothing-here",
    "what": "There is nothing here for you.",
    "remedy": "Check the case number, or ask whoever assigns the cases.",
}
_ABOUT = (
    "What an organisation's own programs may read and do. Every request carries a "
    "token (Authorization: Bearer ...) that an administrator made. What a token may "
    "not see is answered like what is not there. Refusals are "
    "application/problem+json: status, code, what, remedy, in the language of "
    "Accept-Language. A write carries an Idempotency-Key; sent twice, it counts once. "
    "Pages go on from `next`, given back as `after`."
)
_BEARER = {"type": "http", "scheme": "bearer"}

api = NinjaAPI(
    title="Repatria",
    version=__version__,
    description=_ABOUT,
    urls_namespace=NAME,
    docs_url=None,
    openapi_url=None,
)
speak_problems(api)


def _assemble() -> None:
    """Add every ``router`` of every room's ``api`` folder, rooms in their order."""
    for room in settings.ROOMS:
        place = f"repatria.{room}.api"
        if room == "site" or not find_spec(place):
            continue
        folder = importlib.import_module(place)
        for module in sorted(each.name for each in iter_modules(folder.__path__)):
            router = getattr(
                importlib.import_module(f"{place}.{module}"), "router", None
            )
            if router is not None:
                api.add_router("", router)


_assemble()


@public
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """Return the description of the interface; it names nobody."""
    return JsonResponse(schema())


def schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    told = dict(api.get_openapi_schema(path_prefix="/api/v1"))
    told["components"] = {**told["components"], "securitySchemes": {"token": _BEARER}}
    for methods in told["paths"].values():
        for one in methods.values():
            one["responses"] = dict(map(_answer, one["responses"].items()))
    return told


def _answer(told: tuple[int, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Return an answer as programs read it: refusals have a content type of theirs."""
    status, answer = told
    if status == DONE:
        return str(status), answer
    (content,) = answer["content"].values()
    example = {**_A_PROBLEM, "status": status}
    return str(status), answer | {
        "content": {CONTENT_TYPE: content | {"example": example}}
    }


@public
@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """Show the same to a reader."""
    told = [
        {"method": method.upper(), "path": address, "right": one["x-right"], **one}
        for address, methods in schema()["paths"].items()
        for method, one in methods.items()
    ]
    return render(request, "site/api.html", {"operations": told, "about": _ABOUT})


_pages: list[URLPattern | URLResolver] = [
    path("openapi.json", openapi, name="openapi"),
    path("docs/", described, name="docs"),
]
urlpatterns = [*_pages, path("", api.urls)]
