"""Who may open what is alleged: permission first, and the same answer to "not there"
as to "not for you".
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.accountability import queries
from repatria.accountability.models import (
    Allegation,
    Claim,
    EvidenceItem,
    Incident,
    Proceeding,
    Undertaking,
)
from repatria.ledger import reads
from repatria.shared.actors import Actor

READ = "accountability.read"
M = TypeVar("M", bound=Model)


def open_incident(actor: Actor, ref: str, *, right: str = READ) -> Incident:
    """Return an incident to whoever may see it."""
    return _open(actor, right, Incident.objects.prefetch_related("outlines"), ref=ref)


def open_evidence(actor: Actor, ref: str, *, right: str = READ) -> EvidenceItem:
    """Return an item of evidence; the picture itself stays closed."""
    held = EvidenceItem.objects.select_related("incident", "announced", "file")
    return _open(actor, right, held, ref=ref)


def open_original(actor: Actor, ref: str) -> EvidenceItem:
    """Return an item whose untouched file is about to be seen, and note the read."""
    item = open_evidence(actor, ref, right="accountability.original")
    reads.note(item.ref)
    return item


def open_claim(actor: Actor, number: int, *, right: str = READ) -> Claim:
    """Return one statement."""
    return _open(actor, right, Claim.objects.select_related("inferred_from"), pk=number)


def open_allegation(actor: Actor, number: int, *, right: str = READ) -> Allegation:
    """Return an allegation, on an incident or on none."""
    held = Allegation.objects.select_related("claim", "incident")
    return _open(actor, right, held, pk=number)


def open_pattern(actor: Actor, number: int, *, right: str = READ) -> Allegation:
    """Return an allegation of a pattern."""
    held = Allegation.objects.select_related("claim").filter(pattern=True)
    return _open(actor, right, held, pk=number)


def open_undertaking(actor: Actor, number: int, *, right: str = READ) -> Undertaking:
    """Return what somebody vowed."""
    return _open(actor, right, Undertaking.objects.select_related("claim"), pk=number)


def open_proceeding(actor: Actor, ref: str, *, right: str = READ) -> Proceeding:
    """Return a proceeding."""
    return _open(actor, right, Proceeding.objects.all(), ref=ref)


def open_to_tie(actor: Actor, case_ref: str) -> None:
    """Let the actor tie a statement to this case, and note that it was opened."""
    doors.open_case(actor, case_ref, right="accountability.tie")


def statements_of(actor: Actor, case_ref: str) -> list[Claim]:
    """Return what a person agreed to have in their record, and note the read."""
    doors.open_case(actor, case_ref, right="accountability.person")
    return list(queries.statements_tied_to(case_ref))


def _open(actor: Actor, right: str, held: QuerySet[M], **which: object) -> M:
    doors.require(actor, right)
    found = held.filter(**which).first()
    if found is None:
        raise NothingHereError
    return found
