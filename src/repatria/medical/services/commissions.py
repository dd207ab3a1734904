"""Setting up a commission and letting it sit (GC III, annex II, articles 1 to 9)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from repatria.access import vault
from repatria.ledger import services as ledger
from repatria.medical.core import commission as core
from repatria.medical.core.commission import Field, Proposer, Seat, What, Whom
from repatria.medical.core.errors import (
    BeforeApprovalError,
    ExaminedAlreadyError,
    NotProperlyComposedError,
    NotYetError,
    OtherSidesError,
    SamePartyError,
)
from repatria.medical.models import (
    Commission,
    CommissionAct,
    Examination,
    Member,
    Sat,
    Sitting,
)
from repatria.medical.queries.commissions import (
    PUT,
    CommissionFile,
    commission_file,
    examinations_at,
    sits,
)
from repatria.medical.queries.held import held_of_each
from repatria.medical.queries.owners import owner
from repatria.medical.services.taking_back import take_back
from repatria.register.core.case_numbers import new_ref
from repatria.register.queries import numbers_of
from repatria.register.services.parties import party_named
from repatria.shared.actors import Actor
from repatria.shared.text import say


@transaction.atomic
def set_up_commission(
    *,
    actor: Actor,
    name: str,
    holder: str,
    home: str,
    protecting: str = "",
    alternative: bool = False,
    at: datetime,
) -> Commission:
    """Record that a commission is set up for ``home``'s prisoners of ``holder``."""
    for code in (holder, home):
        party_named(code)
    if holder == home:
        raise SamePartyError(party=holder)
    made = Commission.objects.create(
        ref=new_ref("M"), name=name.strip(), holder=holder, home=home,
        protecting=protecting.strip(), alternative=alternative,
        recorded_by=actor.ref, recorded_at=at,
    )  # fmt: skip
    _enter(actor, "medical.commission-set-up", made, made.ref, at=at)
    return made


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    commission: Commission,
    name: str,
    seat: str,
    power: str = "",
    field: str = "",
    deputy: bool = False,
    at: datetime,
) -> Member:
    """Record that somebody is appointed to a commission, or as a deputy."""
    made = Member.objects.create(
        ref=new_ref("M"), commission=commission, name=name.strip(),
        seat=Seat(seat).value, deputy=deputy, power=power.strip(),
        field=Field(field).value, recorded_by=actor.ref, recorded_at=at,
    )  # fmt: skip
    _enter(actor, "medical.member-appointed", commission, made.ref, at=at)
    return made


@transaction.atomic
def approve(
    *, actor: Actor, commission: Commission, whom: str, on: date, at: datetime
) -> CommissionAct:
    """Record that a party has approved the neutral members (annex II 3)."""
    refuse_later(on, at=at)
    made = act_of(actor, commission, What.APPROVED, whom=Whom(whom).value, on=on, at=at)
    _enter(actor, "medical.commission-approved", commission, made.ref, at=at)
    return made


@transaction.atomic
def sit(
    *,
    actor: Actor,
    commission: Commission,
    members: Sequence[Member],
    place: str,
    on: date,
    at: datetime,
) -> Sitting:
    """Record that a commission sits at a camp; refuse who are none (annex II 1, 3)."""
    refuse_later(on, at=at)
    _refuse_no_commission(commission_file(commission), members, on)
    made = Sitting.objects.create(
        ref=new_ref("M"), commission=commission, place=place.strip(), on=on,
        recorded_by=actor.ref, recorded_at=at,
    )  # fmt: skip
    Sat.objects.bulk_create(Sat(sitting=made, member=member) for member in members)
    _enter(actor, "medical.commission-sat", commission, made.ref, at=at)
    return made


def _refuse_no_commission(
    file: CommissionFile, members: Sequence[Member], on: date
) -> None:
    faults = file.faults_of([sits(member) for member in members])
    if faults:
        words = " ".join(say(core.FAULT_WORDS[fault]) for fault in faults)
        raise NotProperlyComposedError(fault=words)
    approved = file.approved_on
    if approved is not None and on < approved:
        raise BeforeApprovalError(on=on.isoformat(), approved=approved.isoformat())


@transaction.atomic
def put_before(
    *, actor: Actor, sitting: Sitting, case_ref: str, proposed_by: str, at: datetime
) -> Examination:
    """Record that somebody is put before a sitting, and by whom (article 113)."""
    held = held_of_each([case_ref]).get(case_ref)
    commission = sitting.commission
    if held is not None and (held.holder, held.home) != (
        commission.holder, commission.home,
    ):  # fmt: skip
        raise OtherSidesError(
            case=case_ref, holder=held.holder or "?", home=held.home or "?"
        )
    same = {case_ref, *numbers_of(case_ref)}
    if any(one.case_ref in same for one in examinations_at(sitting)):
        raise ExaminedAlreadyError(case=case_ref)
    ref = new_ref("M")
    told = json.dumps({"proposed_by": Proposer(proposed_by).value})
    made = Examination.objects.create(
        ref=ref, sitting=sitting, case_ref=case_ref,
        sealed_put=vault.seal_text(owner(ref), PUT, told),
        recorded_by=actor.ref, recorded_at=at,
    )  # fmt: skip
    ledger.append(
        actor=actor, act="medical.put-before-commission", about=case_ref,
        facts={"examination": ref, "sitting": sitting.ref}, at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def take_back_of_commission(
    *, actor: Actor, commission: Commission, ref: str, reason: str, at: datetime
) -> None:
    """Take back a member, an approval, a telling or a sitting, with the reason."""
    take_back(
        actor=actor, ref=ref, case_ref=commission.ref, reason=reason,
        act="medical.commission-act-taken-back", at=at,
    )  # fmt: skip


def act_of(
    actor: Actor,
    commission: Commission,
    what: What,
    *,
    on: date,
    at: datetime,
    whom: str = "",
    sitting: Sitting | None = None,
    examination: Examination | None = None,
    sealed: bytes = b"",
) -> CommissionAct:
    """Append one act; whoever calls it makes the entry of the ledger."""
    return CommissionAct.objects.create(
        ref=new_ref("M"), commission=commission, sitting=sitting,
        examination=examination, what=what.value, whom=whom, on=on,
        sealed_said=sealed, recorded_by=actor.ref, recorded_at=at,
    )  # fmt: skip


def refuse_later(on: date, *, at: datetime) -> None:
    """Refuse a day that has not come."""
    if on > at.date():
        raise NotYetError(on=on.isoformat())


def _enter(
    actor: Actor, act: str, commission: Commission, ref: str, *, at: datetime
) -> None:
    ledger.append(
        actor=actor, act=act, about=commission.ref, facts={"number": ref}, at=at
    )
