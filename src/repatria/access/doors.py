"""The doors of the register: permission first, then an entry of what was seen."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.access import queries, restricted
from repatria.access.core.errors import NothingHereError
from repatria.access.core.rights import right_called
from repatria.ledger import reads
from repatria.shared.actors import Actor


def may(actor: Actor, right: str) -> bool:
    """Tell whether the actor holds ``right`` in this installation at all."""
    return right_called(right).reaches(actor, kind=queries.installation().kind)


def require(actor: Actor, right: str) -> None:
    """Refuse, as if there were nothing, whoever does not hold ``right``."""
    if not may(actor, right):
        raise NothingHereError


def may_open(actor: Actor, right: str, case_ref: str) -> bool:
    """Tell whether the actor holds ``right`` for this case."""
    if not may(actor, right) or case_ref in restricted.hidden_cases(actor):
        return False
    needs = right_called(right).needs_assignment(actor)
    return (
        not needs
        or queries.is_assigned(actor, case_ref)
        or case_ref in queries.opened_cases(actor)
    )


def openable(actor: Actor, right: str, case_refs: Iterable[str]) -> list[str]:
    """Return those of many cases for which the actor holds ``right``, in order."""
    if not may(actor, right):
        return []
    seen = visible(actor, case_refs)
    if not right_called(right).needs_assignment(actor):
        return seen
    assigned = queries.assigned_cases(actor) | queries.opened_cases(actor)
    return [case_ref for case_ref in seen if case_ref in assigned]


def visible(actor: Actor, case_refs: Iterable[str]) -> list[str]:
    """Return those of many cases that are not hidden from the actor, in order.

    For pages whose right opens every case: restricted ones are left out for whoever
    is not to see them, as if they were not there.  A query leaves them out with
    ``exclude(...__in=restricted.hidden_cases(actor))``: they are few.
    """
    hidden = restricted.hidden_cases(actor)
    return [case_ref for case_ref in case_refs if case_ref not in hidden]


def open_case(actor: Actor, case_ref: str, *, right: str) -> None:
    """Let the actor see a case under ``right`` and note that it was seen.

    Every room's own ``open_...`` passes here before it shows anything about a
    person.  Raises ``NothingHereError``, the same answer as for no such case.
    """
    if not may_open(actor, right, case_ref):
        raise NothingHereError
    reads.note(case_ref)


def may_ask(case_ref: str) -> bool:
    """Tell whether a page may ask something of this person, or of them.

    No, once their newest word was to be left alone: every page that would ask
    shows that instead of its questions, under every number they ever had.
    """
    return not queries.wants_to_be_left_alone(case_ref)
