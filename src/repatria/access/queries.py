"""Who somebody is, what is assigned to them, whose installation this is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from repatria.access.core.errors import NotSetUpError
from repatria.access.models import (
    Assignment,
    Installation,
    LeftAloneRequest,
    RoleGrant,
    User,
)
from repatria.access.numbers import all_numbers
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _
from repatria.shared.text import say


@dataclass(slots=True)
class _LookedUp:
    """What has been looked up while one request is answered, and only then."""

    installation: Installation | None = None
    colleagues: dict[str, str] | None = None


_looked_up: ContextVar[_LookedUp | None] = ContextVar("looked_up", default=None)

# What did something without anybody sitting before it.
_PROGRAMS = {
    "command": _("the command {name}"),
    "job": _("the job {name}"),
}


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Ask the database once, inside, whose installation this is and who is in it."""
    token = _looked_up.set(_LookedUp())
    try:
        yield
    finally:
        _looked_up.reset(token)


def installation() -> Installation:
    """Return whose installation this is; raise ``NotSetUpError`` where nobody said."""
    known = _looked_up.get()
    if known is not None and known.installation is not None:
        return known.installation
    found = Installation.objects.first()
    if found is None:
        raise NotSetUpError
    if known is not None:
        known.installation = found
    return found


def people_called(refs: Iterable[str]) -> dict[str, str]:
    """Return how colleagues are called who are known by their ``Actor.ref``.

    The name that they show, else the user name; a program gets words in the reader's
    language; whatever else is said stays as it is.  For pages only: no name of a
    colleague goes into a log, the ledger, or anything that is sent.
    """
    wanted = set(refs)
    asked = any(ref.startswith("user:") for ref in wanted)
    names = _colleagues() if asked else {}
    return {ref: names.get(ref) or _program(ref) for ref in wanted}


def _colleagues() -> dict[str, str]:
    known = _looked_up.get()
    if known is not None and known.colleagues is not None:
        return known.colleagues
    rows = User.objects.values_list("pk", "display_name", "username")
    found = {f"user:{pk}": shown or name for pk, shown, name in rows}
    if known is not None:
        known.colleagues = found
    return found


def _program(ref: str) -> str:
    kind, _colon, name = ref.partition(":")
    return say(_PROGRAMS[kind], name=name) if kind in _PROGRAMS else ref


def actor_for(user: User) -> Actor:
    """Return the value by which every room knows this person."""
    roles = RoleGrant.objects.filter(user=user, ended_at=None)
    held = Installation.objects.first()
    return Actor(
        ref=f"user:{user.pk}",
        roles=frozenset(roles.values_list("role", flat=True)),
        organisation=held.code if held else "",
    )


def is_assigned(actor: Actor, case_ref: str) -> bool:
    """Tell whether the case is entrusted to this person now."""
    kind, _colon, number = actor.ref.partition(":")
    return (
        kind == "user"
        and Assignment.objects.filter(
            user_id=int(number), case_ref=case_ref, ended_at=None
        ).exists()
    )


def assigned_cases(actor: Actor) -> frozenset[str]:
    """Return the case numbers entrusted to this person now."""
    kind, _colon, number = actor.ref.partition(":")
    if kind != "user":
        return frozenset()
    held = Assignment.objects.filter(user_id=int(number), ended_at=None)
    return frozenset(held.values_list("case_ref", flat=True))


def left_alone_since(case_ref: str) -> datetime | None:
    """Return since when this person asks to be left alone, None where they do not.

    Their newest word counts, under whichever number it was heard: a merge of two
    cases forgets no request.
    """
    said = LeftAloneRequest.objects.filter(case_ref__in=all_numbers(case_ref))
    newest = said.order_by("said_at", "pk").last()
    return newest.said_at if newest is not None and newest.leave_alone else None


def wants_to_be_left_alone(case_ref: str) -> bool:
    """Tell whether the newest word of this person is to be left alone."""
    return left_alone_since(case_ref) is not None


def everybody_left_alone() -> frozenset[str]:
    """Return every number of everybody who asks to be left alone.

    For pages that list many persons: few ever asked, so this costs less than asking
    for each who is listed.
    """
    heard = LeftAloneRequest.objects.order_by().values_list("case_ref", flat=True)
    return frozenset().union(
        *(all_numbers(ref) for ref in heard.distinct() if wants_to_be_left_alone(ref))
    )
