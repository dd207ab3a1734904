"""The doors of the room: who may look at a handover, and who may act in one."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.access.restricted import hidden_cases
from repatria.exchange.models import ListEntry
from repatria.handover import queries
from repatria.handover.core.errors import NotOnManifestError
from repatria.handover.models import Handover, Line
from repatria.handover.queries import Stand
from repatria.ledger import reads
from repatria.shared.actors import Actor

VIEW, RUN = "handover.view", "handover.run"


def find(actor: Actor, ref: str, *, right: str = VIEW) -> Handover:
    """Let the actor look at a handover without its people; ``NothingHereError``."""
    doors.require(actor, right)
    handover = queries.handover_called(ref)
    if handover is None:
        raise NothingHereError
    return handover


def hidden_from(actor: Actor, handover: Handover) -> frozenset[str]:
    """Return whose restricted cases are not for this reader of a handover.

    The handover's own officer, who planned it, sees everybody on its manifest: who
    counts heads at the crossing has to know whom to look for, and somebody who is on
    the manifest and on no page would be left behind.  The number that both parties
    signed and the name are all that is shown; the case itself stays hidden.
    """
    if actor.ref == handover.planned_by:
        return frozenset()
    return hidden_cases(actor)


def open_people(actor: Actor, handover: Handover) -> list[Stand]:
    """Return who on the manifest is not hidden, each noted as seen, after ``find``."""
    hidden = hidden_from(actor, handover)
    stands = queries.stands(handover)
    people = [each for each in stands if each.line.case_ref not in hidden]
    note_people(each.line for each in people)
    return people


def open_line(actor: Actor, handover: Handover, number: int) -> Line:
    """Return one line, noted; a hidden one is not there."""
    line = queries.line_numbered(handover, number)
    if line.case_ref in hidden_from(actor, handover):
        raise NotOnManifestError(asked=str(number), handover=handover.ref)
    note_people([line])
    return line


def open_document(actor: Actor, handover: Handover) -> None:
    """Note everybody on a manifest or receipt, which is given whole or not at all."""
    lines = Line.objects.filter(handover=handover)
    hidden = hidden_from(actor, handover)
    if hidden and lines.filter(case_ref__in=hidden).exists():
        raise NothingHereError
    note_people(queries.lines_of(handover))


def seen_reserves(actor: Actor, reserves: Iterable[ListEntry]) -> list[ListEntry]:
    """Return who may go instead of somebody without the hidden, each noted."""
    hidden = hidden_cases(actor)
    seen = [each for each in reserves if each.case_ref not in hidden]
    for each in seen:
        reads.note(each.case_ref)
    return seen


def note_people(lines: Iterable[Line]) -> None:
    """Note everybody on these lines as seen."""
    for line in lines:
        reads.note(line.case_ref or line.shared_ref)
