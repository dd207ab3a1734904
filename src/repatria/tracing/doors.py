"""The doors of the room: who may read a family's request, a log, a notice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from repatria.access import doors
from repatria.access import queries as access
from repatria.access.core.errors import NothingHereError
from repatria.access.core.rights import right_called
from repatria.access.restricted import hidden_cases
from repatria.ledger import reads
from repatria.register.core.case_numbers import read_ref
from repatria.register.queries import numbers_of, person_called
from repatria.shared.actors import Actor
from repatria.tracing import queries
from repatria.tracing.models import Letter, Notice, TracingRequest
from repatria.tracing.queries import Proposed

REQUEST, CONTACT, SEARCH = "tracing.request", "tracing.contact", "register.search"
LETTER = "tracing.letter"


def may_open_request(actor: Actor, request: TracingRequest) -> bool:
    """Tell whether the actor may read this request.

    One that nobody has linked yet is open to every family liaison; a linked one to
    whoever recorded it and to those to whom the case is assigned.
    """
    if not doors.may(actor, REQUEST):
        return False
    if request.case_ref and not doors.visible(actor, [request.case_ref]):
        return False
    own = not request.case_ref or request.recorded_by == actor.ref
    return own or doors.may_open(actor, REQUEST, request.case_ref)


def visible_requests(actor: Actor) -> QuerySet[TracingRequest]:
    """Return the requests that the actor may see, to be narrowed and paged.

    Nothing is noted: whoever shows some of them calls ``shown_on_page``.
    """
    if not doors.may(actor, REQUEST):
        return TracingRequest.objects.none()
    entrusted = right_called(REQUEST).needs_assignment(actor)
    refs = sorted(access.assigned_cases(actor)) if entrusted else None
    visible = queries.visible(refs, actor.ref)
    return visible.exclude(case_ref__in=hidden_cases(actor))


def shown_on_page(requests: Iterable[TracingRequest]) -> None:
    """Note every request that a page of many shows."""
    for request in requests:
        _note(request)


def open_family(actor: Actor, case_ref: str) -> str:
    """Let the actor see the family page of a case; return the number in use.

    Raises ``NothingHereError`` alike for whom one may not see and for nobody.
    """
    person = person_called(case_ref)
    if person is None:
        raise NothingHereError
    open_to = doors.openable(actor, REQUEST, numbers_of(case_ref))
    if not open_to:
        raise NothingHereError
    doors.open_case(actor, open_to[0], right=REQUEST)
    reads.note(person.case_ref)
    return person.case_ref


def open_letter(actor: Actor, ref: str) -> Letter:
    """Let the actor read a letter, and note its case; raise ``NothingHereError``."""
    letter = Letter.objects.select_related("request__requester").filter(ref=ref).first()
    if letter is None or not doors.may(actor, LETTER):
        raise NothingHereError
    if not may_open_request(actor, letter.request):
        raise NothingHereError
    _note(letter.request)
    reads.note(letter.case_ref)
    return letter


def open_request(actor: Actor, ref: str) -> TracingRequest:
    """Let the actor read a request, and note it; raise ``NothingHereError``."""
    requests = TracingRequest.objects.select_related("requester")
    request = requests.filter(ref=ref).first()
    if request is None or not may_open_request(actor, request):
        raise NothingHereError
    _note(request)
    return request


def notices_for(actor: Actor, notices: Iterable[Notice]) -> list[Notice]:
    """Return those the actor may read, each noted as seen."""
    shown = [each for each in notices if may_open_request(actor, each.request)]
    for notice in shown:
        _note_notice(notice)
    return shown


def open_notice(actor: Actor, ref: str) -> Notice:
    """Let the actor read a notice, and note its case; raise ``NothingHereError``."""
    notices = Notice.objects.select_related("request__requester")
    notice = notices.filter(ref=ref).first()
    if notice is None or not may_open_request(actor, notice.request):
        raise NothingHereError
    _note_notice(notice)
    return notice


def open_contact_log(actor: Actor, case_ref: str) -> None:
    """Let the actor read and write one person's log of calls, and note it."""
    if person_called(case_ref) is None:
        raise NothingHereError
    doors.open_case(actor, case_ref, right=CONTACT)


def cases_in_log(actor: Actor, case_refs: Iterable[str]) -> list[str]:
    """Return those whose log the actor may read, each noted as seen."""
    shown = [each for each in case_refs if doors.may_open(actor, CONTACT, each)]
    for case_ref in shown:
        reads.note(case_ref)
    return shown


def _note_notice(notice: Notice) -> None:
    _note(notice.request)
    reads.note(notice.case_ref)


def _note(request: TracingRequest) -> None:
    reads.note(request.ref)
    if request.case_ref:
        reads.note(request.case_ref)


def candidates_for(actor: Actor, request: TracingRequest) -> list[Proposed]:
    """Return who the request may be about, the likeliest first, each noted as seen.

    Only for those who may search the register; to others it offers nobody.
    """
    if not doors.may(actor, SEARCH):
        return []
    every = queries.candidates_of(request)
    seen = set(doors.visible(actor, (each.case_ref for each in every)))
    found = [each for each in every if each.case_ref in seen]
    for each in found:
        reads.note(each.case_ref)
    return found


def known_case(typed: str) -> str:
    """Return the number in use of a case as somebody typed it.

    Raises ``NothingHereError`` alike for a slip of the pen and for no such case.
    """
    person = person_called(read_ref(typed))
    if person is None:
        raise NothingHereError
    return person.case_ref
