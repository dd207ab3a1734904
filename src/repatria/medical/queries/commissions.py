"""Commissions, sittings and examinations as their acts tell them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from repatria.access import vault
from repatria.access.core.sealing import opened
from repatria.medical.core import commission as core
from repatria.medical.core.commission import Proposer, Sits, Step, Vote, What, Whom
from repatria.medical.models import (
    Commission,
    CommissionAct,
    Examination,
    Member,
    Sitting,
)
from repatria.medical.queries.owners import asked_under, owner, taken_back
from repatria.rulebook.load import load_rule

PUT, SAID = "examination", "said"
COMPOSITION = "geneva3.annex2.art1"


def standing_acts() -> QuerySet[CommissionAct]:
    """Return the acts that were not taken back, in the order of their recording."""
    return CommissionAct.objects.exclude(ref__in=taken_back()).order_by("pk")


def members_of(commission: Commission) -> list[Member]:
    """Return the members and deputies that were not taken back."""
    return list(commission.members.exclude(ref__in=taken_back()))


def sits(member: Member) -> Sits:
    """Return a member as core looks at them."""
    return Sits(
        core.Seat(member.seat), member.deputy, core.Field(member.field), member.power
    )


@dataclass(frozen=True)
class CommissionFile:
    """A commission with its members, and who approved them on which day."""

    commission: Commission
    members: list[Member]
    approvals: Mapping[Whom, CommissionAct]
    sittings: list[Sitting] = field(default_factory=list)

    @property
    def approved_on(self) -> date | None:
        """The day on which both parties had approved, None before."""
        days = [one.on for one in self.approvals.values()]
        return max(days) if len(days) == 2 else None

    @property
    def faults(self) -> list[core.Fault]:
        """What the commission lacks of what the annex asks."""
        full = [sits(one) for one in self.members if not one.deputy]
        return self.faults_of(full)

    def faults_of(self, who: Iterable[Sits]) -> list[core.Fault]:
        """Return what these members lack, if they sat."""
        held = self.commission
        return core.faults(
            who,
            load_rule(COMPOSITION),
            parties=(held.holder, held.home),
            approved=self.approvals,
            alternative=held.alternative,
        )

    @property
    def doubts(self) -> list[core.Doubt]:
        """What the annex wishes, or leaves open."""
        members = [sits(one) for one in self.members]
        return core.doubts(members, alternative=self.commission.alternative)


def commission_file(commission: Commission) -> CommissionFile:
    """Return a commission with everything that stands of it."""
    approvals = standing_acts().filter(commission=commission, what=What.APPROVED)
    return CommissionFile(
        commission=commission,
        members=members_of(commission),
        approvals={Whom(act.whom): act for act in approvals},
        sittings=list(
            commission.sittings.exclude(ref__in=taken_back()).order_by("-on", "-pk")
        ),
    )


@dataclass(frozen=True)
class Taken:
    """One step of an examination: the act, and what it says, opened."""

    act: CommissionAct
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Examined:
    """Somebody before a sitting: who proposed it, and the steps since, oldest first."""

    examination: Examination
    sitting: Sitting
    proposed_by: Proposer
    steps: Mapping[Step, list[Taken]]

    @property
    def ref(self) -> str:
        """The number of the examination."""
        return self.examination.ref

    @property
    def case_ref(self) -> str:
        """The case number under which the person was put before it."""
        return self.examination.case_ref

    @property
    def votes(self) -> dict[str, Vote]:
        """The votes, by the number of the member."""
        cast = [one.said for one in self.steps.get(Step.VOTED, ())]
        return {one["member"]: Vote(one["vote"]) for one in cast}

    @property
    def said(self) -> Mapping[str, Any]:
        """The decision with what was found; empty where there is none."""
        decided = self.steps.get(Step.DECIDED)
        return decided[-1].said if decided else {}

    @property
    def decision(self) -> Vote | None:
        """What the majority decided."""
        return Vote(self.said["decision"]) if self.said else None

    @property
    def told(self) -> CommissionAct | None:
        """The newest act of telling the person."""
        return self._newest(Step.TOLD)

    @property
    def done(self) -> CommissionAct | None:
        """The newest act of carrying the decision out."""
        return self._newest(Step.DONE)

    def _newest(self, step: Step) -> CommissionAct | None:
        taken = self.steps.get(step)
        return taken[-1].act if taken else None

    @property
    def is_undecided(self) -> bool:
        """Whether all have voted, and no two alike."""
        return bool(self.votes) and self.decision is None

    @property
    def fit_to_travel(self) -> bool | None:
        """Whether the commission found the person fit to travel."""
        found: bool | None = self.said.get("fit_to_travel")
        return found

    @property
    def ground(self) -> str:
        """The rule by which repatriation was proposed, "" where not said."""
        return str(self.said.get("ground", ""))

    @cached_property
    def proposer_words(self) -> str:
        """Who proposed it, marked for translation."""
        return core.PROPOSER_WORDS[self.proposed_by]


def examinations_at(sitting: Sitting) -> list[Examined]:
    """Return who is before a sitting, in the order of article 113."""
    return in_order(_read(Examination.objects.filter(sitting=sitting)))


def examined(examination: Examination) -> Examined | None:
    """Return one examination; None once it was erased or taken back."""
    return next(iter(_read(Examination.objects.filter(pk=examination.pk))), None)


def examinations_of_each(case_refs: Iterable[str]) -> dict[str, list[Examined]]:
    """Return the examinations of many people, oldest sitting first."""
    asked = asked_under(case_refs)
    found: dict[str, list[Examined]] = {
        ref: [] for refs in asked.values() for ref in refs
    }
    for one in _read(Examination.objects.filter(case_ref__in=asked)):
        for ref in asked[one.case_ref]:
            found[ref].append(one)
    for each in found.values():
        each.sort(key=lambda one: (one.sitting.on, one.examination.pk))
    return found


def in_order(found: Collection[Examined]) -> list[Examined]:
    """Return who is examined in the order of article 113: who came by themselves last.

    Among those whom others propose the article makes no difference: they stand as they
    were put before the commission.
    """
    order = list(Proposer)
    return sorted(
        found, key=lambda one: (order.index(one.proposed_by), one.examination.pk)
    )


def examined_under(numbers: Collection[str] | None = None) -> list[Examined]:
    """Return what was examined under these numbers, or under any."""
    held = Examination.objects.all()
    return _read(held if numbers is None else held.filter(case_ref__in=numbers))


def _read(asked: QuerySet[Examination]) -> list[Examined]:
    """Open examinations, in a number of queries that does not grow with them."""
    rows = list(
        asked.exclude(Q(ref__in=taken_back()) | Q(sitting__ref__in=taken_back()))
        .select_related("sitting__commission")
        .order_by("pk")
    )
    keys = vault.keys_of([owner(row.ref) for row in rows])
    acts: dict[int, list[CommissionAct]] = {}
    for act in standing_acts().filter(examination__in=rows) if rows else ():
        acts.setdefault(act.examination_id or 0, []).append(act)
    return [
        _opened(row, acts.get(row.pk, []), keys[owner(row.ref)])
        for row in rows
        if owner(row.ref) in keys
    ]


def _opened(row: Examination, acts: list[CommissionAct], key: bytes) -> Examined:
    def read(sealed: Any, name: str) -> dict[str, Any]:
        text = opened(key, bytes(sealed), place=f"{owner(row.ref)}/{name}")
        return dict(json.loads(text))

    steps: dict[Step, list[Taken]] = {}
    for act in acts:
        said = read(act.sealed_said, SAID)
        steps.setdefault(Step(said["step"]), []).append(Taken(act, said))
    return Examined(
        examination=row,
        sitting=row.sitting,
        proposed_by=Proposer(read(row.sealed_put, PUT)["proposed_by"]),
        steps=steps,
    )


def told_of(sitting: Sitting) -> dict[Whom, CommissionAct]:
    """Return which powers and bodies were told the decisions of a sitting, and when."""
    return told_of_each([sitting.pk]).get(sitting.pk, {})


def told_of_each(sittings: Collection[int]) -> dict[int, dict[Whom, CommissionAct]]:
    """Return the same for many sittings."""
    acts = standing_acts().filter(what=What.TOLD, examination=None)
    found: dict[int, dict[Whom, CommissionAct]] = {}
    for act in acts.filter(sitting__in=sittings):
        found.setdefault(act.sitting_id or 0, {})[Whom(act.whom)] = act
    return found


def to_be_told(commission: Commission) -> list[Whom]:
    """Return who is told the decisions of a visit, besides the persons examined."""
    return [
        whom
        for whom in core.TOLD
        if whom is not Whom.PROTECTING or commission.protecting
    ]
