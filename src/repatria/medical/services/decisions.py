"""Votes, decisions, and telling them (GC III, annex II, articles 10 to 12)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from repatria.access import vault
from repatria.ledger import services as ledger
from repatria.medical.core.commission import (
    GROUND_WORDS,
    Step,
    Vote,
    What,
    Whom,
    majority,
)
from repatria.medical.core.errors import (
    BeforeTheSittingError,
    NoDecisionError,
    ToldAlreadyError,
    VotedAlreadyError,
    VoteMissingError,
)
from repatria.medical.models import CommissionAct, Examination, Sitting
from repatria.medical.queries.commissions import (
    SAID,
    Examined,
    examinations_at,
    examined,
    told_of,
)
from repatria.medical.queries.owners import owner
from repatria.medical.services.commissions import act_of, refuse_later
from repatria.medical.services.taking_back import take_back
from repatria.rulebook.core.rule import Rule
from repatria.rulebook.load import load_rule
from repatria.shared.actors import Actor

MAJORITY = "geneva3.annex2.art10"


@dataclass(frozen=True, slots=True)
class Found:
    """What the commission found of somebody, beside the votes.  None is unknown.

    ``ground`` is one of ``GROUND_WORDS``, "" where the commission names none.
    """

    injury: str = ""
    ground: str = ""
    fit_to_travel: bool | None = None
    hospital: str = ""


@transaction.atomic
def record_votes(
    *,
    actor: Actor,
    examination: Examination,
    votes: Mapping[str, str],
    found: Found,
    at: datetime,
) -> CommissionAct | None:
    """Record the vote of each who sat, sealed; a majority decides.

    ``votes`` are by the member's number.  Returns the decision, None where no two
    agree: then there is none, and none is made up.
    """
    before = _open(examination)
    if before.votes:
        raise VotedAlreadyError(examination=examination.ref)
    sat = [one.member.ref for one in before.sitting.sat.select_related("member")]
    if set(votes) != set(sat):
        raise VoteMissingError(examination=examination.ref)
    cast = {member: Vote(vote) for member, vote in votes.items()}
    for member, vote in cast.items():
        _take(actor, before, Step.VOTED, {"member": member, "vote": vote.value}, at=at)
    rule = load_rule(MAJORITY)
    decision = majority([*cast.values()], rule)
    act = None
    if decision is not None:
        act = _take(
            actor, before, Step.DECIDED, _decision(decision, found, rule), at=at
        )
    _enter(actor, examination, at=at)
    return act


def _decision(decision: Vote, found: Found, rule: Rule) -> dict[str, object]:
    """Return a decision as it is sealed, with the versions of the rules it names."""
    named = found.ground in GROUND_WORDS and decision is Vote.REPATRIATE
    ground = found.ground if named else ""
    return {
        "decision": decision.value,
        "rule": rule.id,
        "rule_version": rule.version,
        "ground": ground,
        "version": load_rule(ground).version if ground else 0,
        "fit_to_travel": found.fit_to_travel,
        "injury": found.injury.strip(),
        "hospital": found.hospital.strip(),
    }


@transaction.atomic
def take_back_step(
    *, actor: Actor, examination: Examination, step: str, reason: str, at: datetime
) -> None:
    """Take back a step of an examination: telling, carrying out, or the votes.

    With the votes goes the decision; refused once it was told to anybody.
    """
    before, taken = _open(examination), Step(step)
    votes = taken in {Step.VOTED, Step.DECIDED}
    if votes and (before.told or told_of(before.sitting)):
        raise ToldAlreadyError(examination=examination.ref)
    steps = (Step.VOTED, Step.DECIDED) if votes else (taken,)
    acts = [one.act for each in steps for one in before.steps.get(each, ())]
    if not acts:
        raise NoDecisionError(examination=examination.ref)
    for act in acts:
        take_back(
            actor=actor, ref=act.ref, case_ref=before.case_ref, reason=reason,
            act="medical.commission-act-taken-back", at=at,
        )  # fmt: skip


@transaction.atomic
def tell_person(
    *, actor: Actor, examination: Examination, on: date, at: datetime
) -> CommissionAct:
    """Record that the person examined was told the decision (annex II 11)."""
    before = _decided(examination)
    _refuse_day(on, before.sitting, at=at)
    act = _take(actor, before, Step.TOLD, {}, on=on, at=at)
    _enter(actor, examination, at=at)
    return act


@transaction.atomic
def tell_power(
    *, actor: Actor, sitting: Sitting, whom: str, on: date, at: datetime
) -> CommissionAct:
    """Record on which day a power or body was duly told a sitting's decisions.

    From that day the detaining power has three months (annex II 12).
    """
    _refuse_day(on, sitting, at=at)
    if not any(one.decision for one in examinations_at(sitting)):
        raise NoDecisionError(examination=sitting.ref)
    act = act_of(
        actor, sitting.commission, What.TOLD, whom=Whom(whom).value, on=on,
        sitting=sitting, at=at,
    )  # fmt: skip
    ledger.append(
        actor=actor, act="medical.commission-told", about=sitting.ref,
        facts={"number": act.ref, "whom": whom}, at=at,
    )  # fmt: skip
    return act


@transaction.atomic
def carry_out(
    *, actor: Actor, examination: Examination, on: date, at: datetime
) -> CommissionAct:
    """Record that the detaining power carried out the decision (annex II 12)."""
    before = _decided(examination)
    if before.decision is not Vote.REPATRIATE:
        raise NoDecisionError(examination=examination.ref)
    _refuse_day(on, before.sitting, at=at)
    act = _take(actor, before, Step.DONE, {}, on=on, at=at)
    _enter(actor, examination, at=at)
    return act


def _open(examination: Examination) -> Examined:
    found = examined(examination)
    if found is None:
        raise NoDecisionError(examination=examination.ref)
    return found


def _decided(examination: Examination) -> Examined:
    found = _open(examination)
    if found.decision is None:
        raise NoDecisionError(examination=examination.ref)
    return found


def _refuse_day(on: date, sitting: Sitting, *, at: datetime) -> None:
    refuse_later(on, at=at)
    if on < sitting.on:
        raise BeforeTheSittingError(on=on.isoformat(), sat=sitting.on.isoformat())


def _take(
    actor: Actor,
    about: Examined,
    step: Step,
    said: Mapping[str, object],
    *,
    at: datetime,
    on: date | None = None,
) -> CommissionAct:
    text = json.dumps({"step": step.value, **said}, ensure_ascii=False, sort_keys=True)
    return act_of(
        actor, about.sitting.commission, What.EXAMINED, on=on or about.sitting.on,
        sitting=about.sitting, examination=about.examination,
        sealed=vault.seal_text(owner(about.ref), SAID, text), at=at,
    )  # fmt: skip


def _enter(actor: Actor, examination: Examination, *, at: datetime) -> None:
    """Enter that something was said, and not which step it was."""
    ledger.append(
        actor=actor, act="medical.commission-examined", about=examination.case_ref,
        facts={"examination": examination.ref}, at=at,
    )  # fmt: skip
