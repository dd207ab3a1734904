"""A restricted case at a crossing: the handover's own officer sees who is to cross."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from repatria.access import restricted
from repatria.access.queries import actor_for
from repatria.exchange.tests import world
from repatria.handover import queries, services
from repatria.handover.models import Handover
from repatria.handover.tests import stage
from repatria.handover.tests.stage import AT

pytestmark = pytest.mark.django_db
DELEGATE = world.command("agency-delegate")


def address(name: str, handover: Handover, *more: object) -> str:
    return reverse(f"handover:{name}", args=[handover.ref, *more])


def test_a_manifest_shows_somebody_hidden_to_its_own_officer_and_to_no_other(
    agreed: stage.Agreed, signed_in: Callable[..., Client]
) -> None:
    other, own = signed_in("handover-officer"), signed_in("handover-officer")
    handover = services.plan_handover(
        actor=actor_for(own.user),  # type: ignore[attr-defined]
        exchange_ref=agreed.exchange.ref, round_number=1, leg=stage.LEG,
        place="Lake crossing", on=stage.ON, at=AT,
    )  # fmt: skip
    services.make_manifest(actor=stage.officer(), handover=handover, at=AT)
    line, *rest = queries.lines_of(handover)
    restricted.restrict(
        actor=DELEGATE, case_ref=line.case_ref, ground="at-risk", reason="x", at=AT
    )
    for name in ("check-in", "crossing"):
        page = other.get(address(name, handover)).content.decode()
        assert line.name not in page
        assert all(each.name in page for each in rest)
        assert "1 more line is counted and not shown to you" in page
        assert "<dd>3</dd>" in page, "three heads are expected, whoever is shown"
        assert line.name in own.get(address(name, handover)).content.decode()
    for name, more in (
        ("manifest", (1,)),
        ("manifest-file", (1,)),
        ("send", ("manifest",)),
    ):
        place = address(name, handover, *more)
        assert other.get(place).status_code == 404, name
        assert line.name in own.get(place).content.decode(), name
    told = {"step": "present"}
    record = address("record", handover, line.number)
    assert other.post(record, told).status_code == 409
    assert own.post(record, told).status_code == 302
    find = {"code": str(line.number)}
    assert (
        line.name
        not in other.post(
            address("check-in", handover), find, follow=True
        ).content.decode()
    )
    assert own.get(f"/persons/{line.case_ref}/").status_code == 404, "the name alone"


def test_a_receipt_shows_nobody_hidden(
    handover: Handover, signed_in: Callable[..., Client]
) -> None:
    lines = queries.lines_of(handover)
    told: dict[str, Any] = {"actor": stage.officer(), "handover": handover, "at": AT}
    services.make_manifest(**told)
    for line in lines:
        services.check_in(case_ref=line.case_ref, present=True, **told)
        services.confirm_crossing(case_ref=line.case_ref, **told)
    services.make_receipt(**told)
    restricted.restrict(
        actor=DELEGATE, case_ref=lines[0].case_ref, ground="at-risk", reason="x", at=AT
    )
    officer, auditor = signed_in("handover-officer"), signed_in("auditor")
    page = officer.get(address("receipt", handover)).content.decode()
    assert (lines[0].name in page, lines[1].name in page) == (False, True)
    assert lines[0].shared_ref not in page
    for name in ("print-receipt", "receipt-file"):
        assert officer.get(address(name, handover)).status_code == 404
        assert auditor.get(address(name, handover)).status_code == 200
    assert lines[0].name in auditor.get(address("receipt", handover)).content.decode()
