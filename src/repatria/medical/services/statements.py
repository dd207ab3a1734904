"""Recording what is said about health.  Nothing is ever changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from repatria.access import vault
from repatria.ledger import services as ledger
from repatria.medical.core.errors import EndsBeforeItBeginsError, NobodySaidSoError
from repatria.medical.core.words import Category, Modality
from repatria.medical.models import DeniedCare, HealthStatement
from repatria.medical.queries import CONDITION, STATEMENT, owner
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.shared.partial import before, partial


@transaction.atomic
def state_health(
    *,
    actor: Actor,
    case_ref: str,
    said_by: str,
    said_on: str = "",
    category: str = "",
    text: str = "",
    seriously: bool | None = None,
    fit_to_travel: bool | None = None,
    source_ref: str = "",
    at: datetime,
) -> HealthStatement:
    """Record somebody's statement about a person's health.

    ``said_on`` may be partial ("2022-07") or empty; None is unknown and never no.
    The ledger keeps that a statement was made, nothing of what it says.
    """
    _needs_somebody(said_by)
    ref = new_ref("M")
    told = {
        "category": Category(category).value,
        "text": text.strip(),
        "seriously": seriously,
        "fit_to_travel": fit_to_travel,
    }
    statement = HealthStatement.objects.create(
        ref=ref,
        case_ref=case_ref,
        said_by=said_by.strip(),
        said_on=partial(said_on),
        source_ref=source_ref,
        sealed_statement=vault.seal_text(owner(ref), STATEMENT, _written(told)),
        recorded_by=actor.ref,
        recorded_at=at,
    )
    ledger.append(
        actor=actor,
        act="medical.health-stated",
        about=case_ref,
        facts={"statement": ref},
        at=at,
    )
    return statement


@transaction.atomic
def state_denied_care(
    *,
    actor: Actor,
    condition: str,
    said_by: str,
    modality: str = "said",
    case_ref: str = "",
    began: str = "",
    ended: str = "",
    duration_said: str = "",
    said_on: str = "",
    text: str = "",
    source_ref: str = "",
    at: datetime,
) -> DeniedCare:
    """Record somebody's statement that care was denied for a time.

    Either end may be partial or empty (unknown); ``duration_said`` keeps the
    source's words and is never turned into dates.  ``case_ref`` stays empty where
    nobody told who it was.
    """
    _needs_somebody(said_by)
    first, last = partial(began), partial(ended)
    if first and last and not before(first, last):
        raise EndsBeforeItBeginsError(began=first, ended=last)
    ref = new_ref("N")
    told = {"condition": condition.strip(), "text": text.strip()}
    denied = DeniedCare.objects.create(
        ref=ref,
        case_ref=case_ref,
        began=first,
        ended=last,
        duration_said=duration_said.strip(),
        said_by=said_by.strip(),
        said_on=partial(said_on),
        modality=Modality(modality).value,
        source_ref=source_ref,
        sealed_condition=vault.seal_text(owner(ref), CONDITION, _written(told)),
        recorded_by=actor.ref,
        recorded_at=at,
    )
    ledger.append(
        actor=actor,
        act="medical.denied-care-stated",
        about=case_ref or ref,
        facts={"statement": ref},
        at=at,
    )
    return denied


def _needs_somebody(said_by: str) -> None:
    if not said_by.strip():
        raise NobodySaidSoError


def _written(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
