"""What holds for every request of a program: a token first, then anything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from repatria.access import tokens
from repatria.access.api.problems import (
    CONTENT_TYPE,
    BrokenError,
    NotUnderstoodError,
    WrongMethodError,
    problem,
)
from repatria.access.core.errors import (
    NothingHereError,
    TokenNeededError,
    TooManyRequestsError,
)
from repatria.access.web.middleware import is_open
from repatria.shared.errors import RepatriaError

START = "/api/"
Answer = Callable[[HttpRequest], HttpResponse]
# What Django answers by itself, before or after the operations.
_OF_DJANGO: dict[int, type[RepatriaError]] = {
    400: NotUnderstoodError,
    404: NothingHereError,
    405: WrongMethodError,
    500: BrokenError,
}


class AnswerPrograms:
    """Know a program by its token; a session opens nothing here.

    Without a token every address gives the same answer, whether it is there or not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as every page does, or as programs are answered."""
        if not request.path.startswith(START) or is_open(request.path):
            return self.get_response(request)
        answer = self._answer(request)
        answer["Cache-Control"] = "no-store"
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        try:
            self._let_in(cast(Any, request))
        except (TokenNeededError, TooManyRequestsError) as refusal:
            return problem(refusal)
        answer = self.get_response(request)
        kind = answer.headers.get("Content-Type", "")
        means = _OF_DJANGO.get(answer.status_code)
        if means is None or kind == CONTENT_TYPE:
            return answer
        facts = {"where": "body"} if means is NotUnderstoodError else {}
        return problem(means(**facts))

    @staticmethod
    def _let_in(request: Any) -> None:
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise TokenNeededError
        at = datetime.now(UTC)
        request.api_token, request.actor = tokens.open_token(secret.strip(), at=at)
        tokens.count_request(request.api_token, at=at)
