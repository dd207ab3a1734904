"""How a room offers an operation to programs.

One decorated function with its right::

    router = Router(tags=["lists"])

    @operation(router, "GET", "/lists/{number}", right="register.lists", answers=A_LIST)
    def one_list(request: HttpRequest, number: int) -> ListTold: ...

``answers`` and ``asks`` are examples of the answer and of the body.  The right is asked
before the function, the doors inside ask as they do for pages, what they note is kept,
and every refusal has one shape.  A write (any method but GET, unless ``reads`` says
that it only asks) takes an Idempotency-Key and counts once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from repatria.access import doors, tokens
from repatria.access.api.problems import STATUSES, Problem
from repatria.access.core.errors import KeyNeededError
from repatria.access.core.rights import right_called
from repatria.access.models import ApiToken
from repatria.shared.actors import Actor

ANY_TOKEN = ""  # the right of what every valid token may ask
KEY = "Idempotency-Key"
_KEY_SIGNS = range(8, 81)
_JSON = "application/json"
Told = TypeVar("Told", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the test of who may open what sees it."""

    method: str
    path: str
    right: str
    reads: bool


OPERATIONS: list[Operation] = []


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks: a program, limited to the scopes of its token."""
    return cast(Any, request).actor  # type: ignore[no-any-return]


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token that a request came with."""
    return cast(Any, request).api_token  # type: ignore[no-any-return]


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    right: str,
    answers: Mapping[str, Any],
    asks: Mapping[str, Any] | None = None,
    reads: bool = False,
) -> Callable[[Told], Told]:
    """Offer a function to programs that hold ``right``; to others it is not there."""
    if right != ANY_TOKEN:
        right_called(right)  # a right that nobody listed fails when the room is loaded
    only_asks = reads or method == "GET"
    OPERATIONS.append(Operation(method, path, right, only_asks))
    extra = _extra(right, only_asks=only_asks) | _examples(answers, asks)

    def offered(view: Told) -> Told:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if only_asks:
                return view(request, *args, **kwargs)
            return _once(request, lambda: view(request, *args, **kwargs))

        # Annotations are words here: ninja would look for them in this module.
        signature = inspect.signature(view, eval_str=True)
        cast(Any, answer).__signature__ = signature
        router.api_operation(
            [method],
            path,
            auth=_holders_of(right),
            response={200: signature.return_annotation, STATUSES: Problem},
            summary=(view.__doc__ or "").partition("\n")[0],
            description=inspect.getdoc(view),
            openapi_extra=extra,
        )(answer)
        return view

    return offered


def _holders_of(right: str) -> Callable[[HttpRequest], bool]:
    """Ask for the right before anything else: also before what was sent is read."""

    def asked(request: HttpRequest) -> bool:
        if right != ANY_TOKEN:
            doors.require(actor_of(request), right)
        return True

    return asked


def _extra(right: str, *, only_asks: bool) -> dict[str, Any]:
    extra: dict[str, Any] = {"x-right": right, "security": [{"token": []}]}
    if not only_asks:
        told = {"name": KEY, "in": "header", "required": True}
        bounds = {"minLength": _KEY_SIGNS.start, "maxLength": _KEY_SIGNS.stop - 1}
        extra["parameters"] = [{**told, "schema": {"type": "string", **bounds}}]
    return extra


def _examples(
    answers: Mapping[str, Any], asks: Mapping[str, Any] | None
) -> dict[str, Any]:
    told: dict[str, Any] = {"responses": {200: {"content": _example(answers)}}}
    return told | ({"requestBody": {"content": _example(asks)}} if asks else {})


def _example(of: Mapping[str, Any]) -> dict[str, Any]:
    return {_JSON: {"example": dict(of)}}


def _once(request: HttpRequest, do: Callable[[], Schema]) -> HttpResponse:
    key = request.headers.get(KEY, "")
    if len(key) not in _KEY_SIGNS:
        raise KeyNeededError
    answer = tokens.done_once(
        token=token_of(request),
        key=key,
        asked=f"{request.method} {request.path}\n".encode() + request.body,
        at=datetime.now(UTC),
        do=lambda: do().model_dump_json(),
    )
    return HttpResponse(answer, content_type=_JSON)
