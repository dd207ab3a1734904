"""What a program may ask about itself."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from repatria.access.api.frame import ANY_TOKEN, actor_of, operation, token_of
from repatria.access.queries import installation

router = Router(tags=["me"])


class Me(Schema):
    """Who a token acts as, and what it may do."""

    actor: str
    program: str
    organisation: str
    installation: str
    roles: list[str]
    rights: list[str]
    expires_at: datetime


_ME = {
    "actor": "token:7",
    "program": "nightly",
    "organisation": "north",
    "installation": "party",
    "roles": ["registrar"],
    "rights": ["register.lists", "register.search"],
    "expires_at": "2023-01-01T00:00:00Z",
}


@operation(router, "GET", "/me", right=ANY_TOKEN, answers=_ME)
def me(request: HttpRequest) -> Me:
    """Tell as whom this token acts, what it may do, and until when."""
    actor, token = actor_of(request), token_of(request)
    return Me(
        actor=actor.ref,
        program=token.name,
        organisation=actor.organisation,
        installation=installation().kind,
        roles=sorted(actor.roles),
        rights=sorted(actor.scopes or ()),
        expires_at=token.expires_at,
    )
