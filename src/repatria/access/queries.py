"""Who somebody is, what is assigned to them, whose installation this is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.db.models.functions import Now

from repatria.access.core.errors import NotSetUpError
from repatria.access.models import (
    ApiToken,
    Assignment,
    Installation,
    LeftAloneRequest,
    Opening,
    RoleGrant,
    User,
)
from repatria.access.numbers import all_numbers
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _
from repatria.shared.text import say

# What has been looked up while one request is answered, and only then.
_looked_up: ContextVar[dict[str, Any] | None] = ContextVar("looked_up", default=None)
Found = TypeVar("Found")

# What did something without anybody sitting before it.
_PROGRAMS = {
    "command": _("the command {name}"),
    "job": _("the job {name}"),
    "token": _("the program {name}"),
    "rule": _("the retention rule {name}"),
}


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Ask the database once, inside, for what ``once`` is used for."""
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def once(what: str, look: Callable[[], Found]) -> Found:
    """Return what ``look`` finds; while one request is answered, it looks but once.

    For small tables that every line of a page asks for, such as names.  Where nothing
    is there (None) it looks again.
    """
    known = _looked_up.get()
    if known is None:
        return look()
    if known.get(what) is None:
        known[what] = look()
    found: Found = known[what]
    return found


def installation() -> Installation:
    """Return whose installation this is; raise ``NotSetUpError`` where nobody said."""
    found = installation_if_any()
    if found is None:
        raise NotSetUpError
    return found


def installation_if_any() -> Installation | None:
    """Return whose installation this is, None where nobody said yet."""
    return once("installation", Installation.objects.first)


def people_called(refs: Iterable[str]) -> dict[str, str]:
    """Return how colleagues are called who are known by their ``Actor.ref``.

    The name that they show, else the user name; a program gets words in the reader's
    language; whatever else is said stays as it is.  For pages only: no name of a
    colleague goes into a log, the ledger, or anything that is sent.
    """
    wanted = set(refs)
    asked = any(ref.startswith("user:") for ref in wanted)
    names = once("colleagues", _colleagues) if asked else {}
    if any(ref.startswith("token:") for ref in wanted):
        names = names | once("tokens", _tokens)
    return {ref: names.get(ref) or _program(ref) for ref in wanted}


def _colleagues() -> dict[str, str]:
    rows = User.objects.values_list("pk", "display_name", "username")
    return {f"user:{pk}": shown or name for pk, shown, name in rows}


def _tokens() -> dict[str, str]:
    rows = ApiToken.objects.values_list("pk", "name")
    return {f"token:{pk}": say(_PROGRAMS["token"], name=name) for pk, name in rows}


def _program(ref: str) -> str:
    kind, _colon, name = ref.partition(":")
    return say(_PROGRAMS[kind], name=name) if kind in _PROGRAMS else ref


def actor_for(user: User) -> Actor:
    """Return the value by which every room knows this person."""
    roles = RoleGrant.objects.filter(user=user, ended_at=None)
    held = installation_if_any()
    return Actor(
        ref=f"user:{user.pk}",
        roles=frozenset(roles.values_list("role", flat=True)),
        organisation=held.code if held else "",
    )


def actor_called(ref: str) -> Actor:
    """Return by ``ref`` whoever asked for what a job does now, with today's roles."""
    kind, _colon, number = ref.partition(":")
    if kind == "user":
        return actor_for(User.objects.get(pk=int(number)))
    return Actor(ref=ref, organisation=installation().code)


def is_assigned(actor: Actor, case_ref: str) -> bool:
    """Tell whether the case is entrusted to this person now."""
    return _assigned(actor).filter(case_ref=case_ref).exists()


def opened_cases(actor: Actor) -> frozenset[str]:
    """Return the case numbers that this person has open by break-glass now.

    Not those of a program: it has no reason of its own to give.
    """
    return once(f"opened:{actor.ref}", lambda: _opened(actor))


def _opened(actor: Actor) -> frozenset[str]:
    kind, _colon, number = actor.ref.partition(":")
    if kind != "user":
        return frozenset()
    held = Opening.objects.filter(user_id=int(number), closed_at=None, until__gt=Now())
    return frozenset(held.values_list("case_ref", flat=True))


def person_behind(ref: str) -> str:
    """Return who answers for what ``ref`` does: for a token, whose it is."""
    kind, _colon, number = ref.partition(":")
    if kind != "token":
        return ref
    return f"user:{ApiToken.objects.values_list('user_id', flat=True).get(pk=number)}"


def assigned_cases(actor: Actor) -> frozenset[str]:
    """Return the case numbers entrusted to this person now."""
    return frozenset(_assigned(actor).values_list("case_ref", flat=True))


def _assigned(actor: Actor) -> QuerySet[Assignment]:
    kind, _colon, number = actor.ref.partition(":")
    if kind == "token":  # it acts for the person whose it is
        return Assignment.objects.filter(user__tokens=int(number), ended_at=None)
    if kind != "user":  # to a program nothing is entrusted
        return Assignment.objects.none()
    return Assignment.objects.filter(user_id=int(number), ended_at=None)


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
