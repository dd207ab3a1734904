"""The doors of the room: who reads of a captivity, and how much of a statement."""

from __future__ import annotations

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.custody import queries
from repatria.custody.core.fields import Reader
from repatria.custody.core.state import State
from repatria.custody.models import Statement
from repatria.custody.queries import Health
from repatria.register.doors import open_person
from repatria.register.queries import numbers_of
from repatria.shared.actors import Actor

READ, RECORD, HEALTH = "custody.read", "custody.record", "custody.health"


def open_custody(actor: Actor, case_ref: str, *, right: str = READ) -> State:
    """Let the actor read of a captivity, and note it; raise ``NothingHereError``.

    The state's ``case_ref`` is the number in use, where two have become one.
    """
    person = open_person(actor, case_ref, right=right)
    return queries.state_of(person.case_ref)


def open_health(actor: Actor, case_ref: str) -> Health | None:
    """Return the coarse word for somebody's health, None for whoever may not read it.

    Called after ``open_custody``, which notes the read.
    """
    return queries.health_of(case_ref) if may(actor, HEALTH, case_ref) else None


def open_statement(actor: Actor, ref: str, *, right: str = READ) -> Statement:
    """Let the actor read one statement, and note whom it is about."""
    doors.require(actor, right)
    found = queries.statement_called(ref)
    if found is None:
        raise NothingHereError
    open_person(actor, found.record.membership.person.case_ref, right=right)
    return found


def may(actor: Actor, right: str, case_ref: str) -> bool:
    """Tell whether the actor holds a right for this person, under any number."""
    return bool(doors.openable(actor, right, numbers_of(case_ref)))


def readers_of(actor: Actor, case_ref: str) -> frozenset[Reader]:
    """Return which fields of a statement about this person the actor may read."""
    held = {Reader.ALL}
    if may(actor, HEALTH, case_ref):
        held.add(Reader.HEALTH)
    if may(actor, RECORD, case_ref):
        held.add(Reader.RECORDER)
    return frozenset(held)
