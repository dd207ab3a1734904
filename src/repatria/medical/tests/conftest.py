"""A party's installation, a doctor, and people whom the other side holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from repatria.register.models import SourceFile
from repatria.register.services.lists import import_list
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 16, 9, tzinfo=UTC)
TODAY = AT.date()
DOCTOR = Actor(ref="command:test", roles=frozenset({"clinician"}), organisation="north")
SIDES = {"NORLAND": "SUDMARK", "SUDMARK": "NORLAND"}


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., list[str]]:
    """Return what takes in a list of so many people and gives their case numbers."""

    def made(
        count: int, *, holder: str = "SUDMARK", place: str = "Camp 8", mark: str = ""
    ) -> list[str]:
        for code in SIDES:
            register_party(actor=DOCTOR, code=code, names={"en": code.title()}, at=AT)
        mark = mark or holder[0]
        path = tmp_path / f"{mark}.csv"
        rows = [f"{mark}-{n},Abrel{mark},Ostin {n},{place}\n" for n in range(count)]
        header = "id,surname,given name,place of captivity\n"
        path.write_text(header + "".join(rows), encoding="utf-8")
        import_list(
            actor=DOCTOR, path=path, name=path.name, sender="north", subject="missing",
            holder=holder, home=SIDES[holder], said_on=date(2022, 6, 1), at=AT,
        )  # fmt: skip
        held = SourceFile.objects.get(name=path.name).records.order_by("row")
        return [record.membership.person.case_ref for record in held]

    return made


@pytest.fixture
def cases(as_party: object, listed: Callable[..., list[str]]) -> list[str]:
    """Three people of Norland whom Sudmark is said to hold in camp 8."""
    assert as_party
    return listed(3)


@pytest.fixture
def doctor(
    cases: list[str],
    signed_in: Callable[..., Client],
    case_assigned: Callable[..., None],
) -> Client:
    """A clinician's browser; the three cases are entrusted to them."""
    client = signed_in("clinician")
    for case_ref in cases:
        case_assigned(client.user, case_ref)  # type: ignore[attr-defined]
    return client


def many(cases: Sequence[str], weights: Sequence[str]) -> dict[str, str]:
    """Return the answers of the table: a weight for each."""
    return {f"kg-{case}": kg for case, kg in zip(cases, weights, strict=True)}
