"""Inspections with a gap of four months, and a mixed commission that sits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from repatria.access.core.roles import Role
from repatria.shared.actors import Actor
from repatria.site.story.cast import AGENCY, ONE, OTHER, Stage, accounts_of, somebody

if TYPE_CHECKING:
    from repatria.medical.models import Commission, Member

CAMP = "Camp 8"
APPROVED = date(2022, 9, 5)
# Each day, and the weight; between the last two nobody inspected for four months.
WEIGHED = (
    (date(2022, 5, 16), "74.0"),
    (date(2022, 6, 15), "73.2"),
    (date(2022, 7, 14), "71.8"),
    (date(2022, 11, 14), "58.4"),
)
MEMBERS = (
    ("Dr Ilsa Verin", "chair", "Lakeland", "surgeon"),
    ("Dr Tomas Krell", "neutral", "Lakeland", "physician"),
    ("Dr Oskar Brand", "holder", OTHER, "physician"),
)
VOTES = ("repatriate", "repatriate", "refuse")


def let_a_commission_decide(stage: Stage, sick: str, unasked: str) -> None:
    """Let doctors inspect one, and a commission propose that both go home.

    Within the agency's installation, whose commission doctor both are entrusted to.
    """
    doctor = somebody(stage, AGENCY, Role.COMMISSION_DOCTOR)
    _entrust(stage, (sick, unasked))
    _inspect(stage, doctor, sick)
    _examine(stage, doctor, (sick, unasked))


def _entrust(stage: Stage, case_refs: Sequence[str]) -> None:
    from repatria.access.models import User
    from repatria.access.services import assign_case

    account = accounts_of(stage.folder, AGENCY)[Role.COMMISSION_DOCTOR.value]
    for case_ref in case_refs:
        assign_case(
            actor=somebody(stage, AGENCY, Role.ADMINISTRATOR),
            user=User.objects.get(pk=account["number"]),
            case_ref=case_ref,
            at=stage.now(),
        )


def _inspect(stage: Stage, doctor: Actor, case_ref: str) -> None:
    from repatria.medical.services import Inspected, record_inspections

    told = [
        Inspected(
            case_ref=case_ref,
            on=day.isoformat(),
            by="camp doctor",
            place=CAMP,
            kg=Decimal(kg),
        )
        for day, kg in WEIGHED
    ]
    record_inspections(actor=doctor, told=told, at=stage.now())


def _examine(stage: Stage, doctor: Actor, case_refs: Sequence[str]) -> None:
    from repatria.medical import services

    commission, members = _set_up(stage, doctor)
    at = stage.now()
    sitting = services.sit(
        actor=doctor, commission=commission, members=members, place=CAMP,
        on=at.date(), at=at,
    )  # fmt: skip
    for case_ref in case_refs:
        examination = services.put_before(
            actor=doctor, sitting=sitting, case_ref=case_ref,
            proposed_by="camp-doctor", at=stage.now(),
        )  # fmt: skip
        services.record_votes(
            actor=doctor,
            examination=examination,
            votes={one.ref: vote for one, vote in zip(members, VOTES, strict=True)},
            found=services.Found(
                injury="Chronic heart disease; treatment at home advised.",
                ground="geneva3.art110.1.1",
                fit_to_travel=True,
            ),
            at=stage.now(),
        )


def _set_up(stage: Stage, doctor: Actor) -> tuple[Commission, list[Member]]:
    from repatria.medical import services

    commission = services.set_up_commission(
        actor=doctor, name="Mixed commission of the Lake", holder=OTHER, home=ONE,
        at=stage.now(),
    )  # fmt: skip
    members = [
        services.appoint(
            actor=doctor, commission=commission, name=name, seat=seat, power=power,
            field=field, at=stage.now(),
        )
        for name, seat, power, field in MEMBERS
    ]  # fmt: skip
    for whom in ("holder", "home"):
        services.approve(
            actor=doctor, commission=commission, whom=whom, on=APPROVED,
            at=stage.now(),
        )  # fmt: skip
    return commission, members
