"""Somebody in the register, and a family that asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from repatria.access.models import Installation
from repatria.register.services import person_of, record_statement
from repatria.shared.actors import Actor
from repatria.tracing import services
from repatria.tracing.core.sought import Sought
from repatria.tracing.models import TracingRequest

AT = datetime(2022, 11, 20, 9, 30, tzinfo=UTC)
DAY = date(2022, 11, 23)


@pytest.fixture
def liaison(as_party: Installation) -> Actor:
    """Somebody of the bureau who speaks with families."""
    assert as_party.party
    return Actor(
        ref="user:700007", roles=frozenset({"family-liaison"}), organisation="north"
    )


@pytest.fixture
def person(liaison: Actor) -> Callable[..., str]:
    """Return a maker of persons whom a statement of the other party names."""

    def made(
        family: str = "Коваленко", given: str = "Іван", birth: str = "1990"
    ) -> str:
        record = record_statement(
            actor=liaison,
            kind="card",
            sender="south",
            told={"family": family, "given": given, "birth": birth},
            verbatim=f"{family} {given} {birth}",
            said_on=date(2022, 6, 1),
            at=AT,
        )
        return person_of(record).case_ref

    return made


@pytest.fixture
def request_for(liaison: Actor) -> Callable[..., TracingRequest]:
    """Return a maker of requests after somebody of this name."""

    def made(
        family: str = "Kovalenko", given: str = "Ivan", *, language: str = "en"
    ) -> TracingRequest:
        return services.record_request(
            actor=liaison,
            name="Olha Kovalenko",
            contact="+000 555 0101",
            relation="spouse",
            language=language,
            sought=Sought(family=family, given=given, birth="1990"),
            at=AT,
        )

    return made


@pytest.fixture
def crossed(liaison: Actor) -> Callable[[str], None]:
    """Return what the handover says once somebody has crossed."""

    def said(case_ref: str) -> None:
        services.note_crossing(actor=liaison, case_ref=case_ref, on=DAY, at=AT)

    return said
