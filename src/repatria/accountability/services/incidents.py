"""Opening an incident and correcting when and where it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.accountability.core.errors import NothingChangedError
from repatria.accountability.core.intervals import Interval
from repatria.accountability.models import Incident, IncidentOutline
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor

OUTLINE = ("title", "earliest", "latest", "place", "precision", "basis")


@transaction.atomic
def open_incident(
    *,
    actor: Actor,
    title: str,
    when: Interval | None = None,
    place: str = "",
    precision: str = "unknown",
    basis: str = "",
    at: datetime,
) -> Incident:
    """Open a place to hang statements on; it asserts nothing by itself.

    ``when`` may be open at either end or at both.  ``basis`` says what day and place
    rest on ("the report says last week").
    """
    incident = Incident.objects.create(
        ref=new_ref("I"), opened_at=at, opened_by=actor.ref
    )
    _outline(incident, title, when or Interval(), place, precision, basis, actor, at)
    ledger.append(
        actor=actor, act="accountability.incident-opened", about=incident.ref, at=at
    )
    return incident


@transaction.atomic
def correct_incident(
    *,
    actor: Actor,
    incident: Incident,
    title: str,
    when: Interval,
    place: str,
    precision: str,
    basis: str,
    at: datetime,
) -> IncidentOutline:
    """Record a newer understanding of when and where; the older ones stay."""
    held = incident.outline
    told = (title, when.earliest, when.latest, place, precision, basis)
    if told == tuple(getattr(held, name) for name in OUTLINE):
        raise NothingChangedError
    outline = _outline(incident, title, when, place, precision, basis, actor, at)
    ledger.append(
        actor=actor,
        act="accountability.incident-corrected",
        about=incident.ref,
        facts={"outline": outline.pk},
        at=at,
    )
    return outline


def _outline(
    incident: Incident,
    title: str,
    when: Interval,
    place: str,
    precision: str,
    basis: str,
    actor: Actor,
    at: datetime,
) -> IncidentOutline:
    return IncidentOutline.objects.create(
        incident=incident,
        title=title,
        earliest=when.earliest,
        latest=when.latest,
        place=place,
        precision=precision,
        basis=basis,
        at=at,
        by=actor.ref,
    )
