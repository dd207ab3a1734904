"""Recording monthly inspections: one, a whole list, or a file of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from repatria.access import vault
from repatria.access.core.sealing import seal
from repatria.ledger import services as ledger
from repatria.medical.core.errors import (
    DayMissingError,
    NobodySaidSoError,
    NotYetError,
)
from repatria.medical.core.inspections import days_of
from repatria.medical.models import Inspection
from repatria.medical.queries.inspections import FOUND
from repatria.medical.queries.owners import owner
from repatria.medical.services.taking_back import take_back
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.shared.partial import partial


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection as somebody tells of it.

    ``on`` may be partial ("2022-07"), never empty; ``kg`` is None where the weight is
    unknown.
    """

    case_ref: str
    on: str
    by: str
    place: str = ""
    kg: Decimal | None = None
    words: str = ""
    source_ref: str = ""


@transaction.atomic
def record_inspections(
    *, actor: Actor, told: Sequence[Inspected], at: datetime
) -> list[Inspection]:
    """Record inspections, all of them or none.

    The ledger keeps that each person was inspected, nothing of what was found.
    """
    for one in told:
        _check(one, at=at)
    refs = [new_ref("M") for _one in told]
    keys = vault.make_keys([owner(ref) for ref in refs])
    rows = [
        _row(actor, ref, one, keys[owner(ref)], at=at)
        for ref, one in zip(refs, told, strict=True)
    ]
    Inspection.objects.bulk_create(rows)
    for row in rows:
        ledger.append(
            actor=actor, act="medical.inspection-recorded", about=row.case_ref,
            facts={"statement": row.ref}, at=at,
        )  # fmt: skip
    return rows


def _check(one: Inspected, *, at: datetime) -> None:
    if not one.by.strip():
        raise NobodySaidSoError
    on = partial(one.on)
    if not on:
        raise DayMissingError(case=one.case_ref)
    if days_of(on)[0] > at.date():
        raise NotYetError(on=on)


def _row(
    actor: Actor, ref: str, one: Inspected, key: bytes, *, at: datetime
) -> Inspection:
    on = partial(one.on)
    found = {"kg": "" if one.kg is None else f"{one.kg:.1f}", "words": one.words}
    text = json.dumps(found, ensure_ascii=False, sort_keys=True)
    return Inspection(
        ref=ref,
        case_ref=one.case_ref,
        on=on,
        latest=min(days_of(on)[1], at.date()),
        by=one.by.strip(),
        place=one.place.strip(),
        source_ref=one.source_ref,
        sealed_found=seal(key, text.encode(), place=f"{owner(ref)}/{FOUND}"),
        recorded_by=actor.ref,
        recorded_at=at,
    )


@transaction.atomic
def take_back_inspection(
    *, actor: Actor, inspection: Inspection, reason: str, at: datetime
) -> None:
    """Record that an inspection did not take place as it was recorded, and why."""
    take_back(
        actor=actor, ref=inspection.ref, case_ref=inspection.case_ref, reason=reason,
        act="medical.inspection-taken-back", at=at,
    )  # fmt: skip
