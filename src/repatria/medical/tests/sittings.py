"""Commissions that sit, for tests of any room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from repatria.medical import services
from repatria.medical.core.commission import Seat, Whom
from repatria.medical.models import (
    Commission,
    CommissionAct,
    Examination,
    Member,
    Sitting,
)
from repatria.medical.services import Found
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 16, 9, tzinfo=UTC)
BOTH = (Whom.HOLDER, Whom.HOME)
APPROVED, SAT = date(2022, 9, 1), date(2022, 10, 1)
DOCTOR = Actor("command:test", frozenset({"commission-doctor"}), "north")


def appointed(commission: Commission, seat: Seat, **more: Any) -> Member:
    """Appoint somebody of a neutral country, a surgeon unless told otherwise."""
    told = {"name": f"Dr {seat.value}", "power": "Lakeland", "field": "surgeon"} | more
    return services.appoint(
        actor=DOCTOR, commission=commission, seat=seat.value, at=AT, **told
    )


def a_commission(*, holder: str = "SUDMARK", home: str = "NORLAND") -> Commission:
    """Set up a commission as the annex asks, approved by both parties."""
    made = services.set_up_commission(
        actor=DOCTOR, name="Lake commission", holder=holder, home=home, at=AT
    )
    appointed(made, Seat.CHAIR)
    appointed(made, Seat.NEUTRAL, field="physician")
    appointed(made, Seat.HOLDER, power=holder)
    for whom in BOTH:
        services.approve(actor=DOCTOR, commission=made, whom=whom, on=APPROVED, at=AT)
    return made


def sat(commission: Commission, on: date = SAT, **more: Any) -> Sitting:
    """Let it sit at a camp, with its members unless others are told."""
    members = more.pop("members", list(commission.members.filter(deputy=False)))
    return services.sit(
        actor=DOCTOR, commission=commission, members=members, place="Camp 8", on=on,
        at=AT, **more,
    )  # fmt: skip


def put(
    sitting: Sitting, case_ref: str, proposed_by: str = "camp-doctor"
) -> Examination:
    """Put somebody before a sitting."""
    return services.put_before(
        actor=DOCTOR, sitting=sitting, case_ref=case_ref, proposed_by=proposed_by,
        at=AT,
    )  # fmt: skip


def vote(examination: Examination, *votes: str, **found: Any) -> CommissionAct | None:
    """Let each who sat vote, in the order of their places."""
    members = [one.member.ref for one in examination.sitting.sat.all()]
    return services.record_votes(
        actor=DOCTOR, examination=examination, at=AT, found=Found(**found),
        votes=dict(zip(members, votes, strict=False)),
    )  # fmt: skip
