"""Recording a diagnosis by the lines of Annex I, with what the rules answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from repatria.access import vault
from repatria.ledger import services as ledger
from repatria.medical.core.diagnosis import Judged
from repatria.medical.core.errors import NobodySaidSoError, NoSuchLineError
from repatria.medical.models import Diagnosis
from repatria.medical.queries.diagnoses import DIAGNOSIS, judged
from repatria.medical.queries.owners import owner
from repatria.medical.services.taking_back import take_back
from repatria.register.core.case_numbers import new_ref
from repatria.rulebook.annex import annex_lines
from repatria.rulebook.core.rule import Facts
from repatria.shared.actors import Actor
from repatria.shared.partial import partial


@transaction.atomic
def record_diagnosis(
    *,
    actor: Actor,
    case_ref: str,
    said_by: str,
    lines: Sequence[str],
    facts: Facts,
    said_on: str = "",
    words: str = "",
    at: datetime,
) -> Diagnosis:
    """Record which lines a doctor holds against somebody, and the facts they need.

    ``lines`` are ids of the rulebook, none where no line names the condition; a fact
    that is None, or not there, is unknown.  With it is kept what each rule answered,
    by id and version: *listed*, or *the commission decides*.
    """
    if not said_by.strip():
        raise NobodySaidSoError
    known = {one.id for one in annex_lines()}
    if strange := sorted(set(lines) - known):
        raise NoSuchLineError(line=strange[0][:40])
    ref = new_ref("M")
    told = {
        "lines": list(lines),
        "facts": dict(facts),
        "found": _kept(judged(lines, facts)),
        "words": words.strip(),
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    made = Diagnosis.objects.create(
        ref=ref, case_ref=case_ref, said_by=said_by.strip(), said_on=partial(said_on),
        sealed_found=vault.seal_text(owner(ref), DIAGNOSIS, text),
        recorded_by=actor.ref, recorded_at=at,
    )  # fmt: skip
    ledger.append(
        actor=actor, act="medical.diagnosis-recorded", about=case_ref,
        facts={"statement": ref}, at=at,
    )  # fmt: skip
    return made


def _kept(judged: Judged) -> dict[str, object]:
    return {
        "home": judged.reading.home.value,
        "accommodation": judged.reading.accommodation.value,
        "manifest": judged.manifest.value,
        "together": judged.together,
        "missing": list(judged.reading.missing),
        "findings": [
            {
                "rule": one.rule,
                "version": one.version,
                "answer": one.answer.value,
                "outcome": one.outcome,
                "missing": list(one.missing),
            }
            for one in judged.findings
        ],
    }


@transaction.atomic
def take_back_diagnosis(
    *, actor: Actor, diagnosis: Diagnosis, reason: str, at: datetime
) -> None:
    """Record that a diagnosis does not stand, and why."""
    take_back(
        actor=actor, ref=diagnosis.ref, case_ref=diagnosis.case_ref, reason=reason,
        act="medical.diagnosis-taken-back", at=at,
    )  # fmt: skip
