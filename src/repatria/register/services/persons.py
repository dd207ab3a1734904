"""Persons: opened when a record comes in."""

from __future__ import annotations

from repatria.register.models import Membership, Person, Record


def person_of(record: Record) -> Person:
    """Return the person whom a record is about, as decided so far."""
    return Membership.objects.select_related("person").get(record=record).person


def open_person_for_record(record: Record) -> Person:
    """Return the person of a record: one is opened for each record as it comes in."""
    return person_of(record)
