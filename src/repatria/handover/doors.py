"""The doors of the room: who may look at a handover, and who may act in one."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.handover import queries
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


def open_people(handover: Handover) -> list[Stand]:
    """Return everybody on the manifest, each noted as seen, after ``find``."""
    people = queries.stands(handover)
    note_people(each.line for each in people)
    return people


def note_people(lines: Iterable[Line]) -> None:
    """Note everybody on these lines as seen, for pages that show a document."""
    for line in lines:
        reads.note(line.case_ref or line.shared_ref)
