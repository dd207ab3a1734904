"""Somebody who returned."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from repatria.access.models import Installation
from repatria.register.services import person_of, record_statement
from repatria.shared.actors import Actor
from repatria.tracing.services import note_crossing

AT = datetime(2022, 11, 24, 9, 30, tzinfo=UTC)
DAY = date(2022, 11, 24)


@pytest.fixture
def carer(as_party: Installation) -> Actor:
    """Somebody who looks after those who returned."""
    assert as_party.party
    return Actor(ref="user:9", roles=frozenset({"clinician"}), organisation="north")


@pytest.fixture
def captive(carer: Actor) -> str:
    """The case of somebody who has not crossed."""
    record = record_statement(
        actor=carer,
        kind="card",
        sender="south",
        told={"family": "Коваленко", "given": "Іван"},
        verbatim="Коваленко Іван",
        said_on=date(2022, 6, 1),
        at=AT,
    )
    return person_of(record).case_ref


@pytest.fixture
def case_ref(captive: str, carer: Actor) -> str:
    """The case of somebody who crossed."""
    note_crossing(actor=carer, case_ref=captive, on=DAY, at=AT)
    return captive
