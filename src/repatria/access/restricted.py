"""Restricted cases: not there for anybody but those whom the file of rights names."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access import queries, vault
from repatria.access.core.cases import case_number
from repatria.access.core.errors import NotRestrictedError
from repatria.access.core.refs import new_ref
from repatria.access.core.restrictions import WITHHELD
from repatria.access.core.rights import restricted_cases
from repatria.access.models import Restriction
from repatria.access.numbers import all_numbers, all_numbers_of_each
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.transmission.models import Correspondent


@transaction.atomic
def restrict(
    *, actor: Actor, case_ref: str, ground: str, reason: str, at: datetime
) -> Restriction:
    """Let only a few see a case from now on; raise ``NotRestrictedError`` if it is."""
    number = case_number(case_ref)
    if current(number):
        raise NotRestrictedError
    held = Restriction(
        case_ref=number, ground=ground, ref=new_ref("S"), by=actor.ref, at=at
    )
    held.sealed_reason = vault.seal_text(held.owner, "reason", reason)
    held.save()
    facts = {"ground": ground}
    append(actor=actor, act="access.case-restricted", about=number, facts=facts, at=at)
    return held


@transaction.atomic
def lift(*, actor: Actor, case_ref: str, reason: str, at: datetime) -> None:
    """Let everybody see a case again who saw it before it was restricted."""
    held = current(case_ref)
    if not held:
        raise NotRestrictedError
    for one in held:
        one.sealed_end_reason = vault.seal_text(one.owner, "end", reason)
        one.ended_by, one.ended_at = actor.ref, at
        one.save(update_fields=["sealed_end_reason", "ended_by", "ended_at"])
    append(actor=actor, act="access.restriction-lifted", about=case_ref, at=at)


def current(case_ref: str) -> list[Restriction]:
    """Return the restrictions of a person that hold now, under any of their numbers."""
    held = Restriction.objects.filter(ended_at=None)
    return list(held.filter(case_ref__in=all_numbers(case_ref)))


def reasons_of(held: list[Restriction]) -> dict[str, str]:
    """Return why each is restricted, by its ``ref``, leaving out what was erased."""
    sealed = {one.owner: bytes(one.sealed_reason) for one in held}
    texts = vault.open_texts("reason", sealed)
    return {one.ref: texts.get(one.owner, "") for one in held}


def numbers() -> frozenset[str]:
    """Return every number of everybody whose case is restricted."""
    return frozenset().union(*_groups())


def withheld() -> frozenset[str]:
    """Return every number of those who are withheld from the powers.

    GC IV 137: what would harm the person or the relatives; never from the Agency.
    """
    held = Restriction.objects.filter(ended_at=None, ground=WITHHELD)
    refs = list(held.values_list("case_ref", flat=True))
    return frozenset().union(*all_numbers_of_each(refs).values())


def withheld_from(organisation: str) -> frozenset[str]:
    """Return every number of those whom a correspondent must not be told of.

    Nobody where it serves no power, as the neutral Agency.
    """
    held = Correspondent.objects.filter(code=organisation).exclude(party="")
    return withheld() if held.exists() else frozenset()


def hidden_cases(actor: Actor) -> frozenset[str]:
    """Return every number of the restricted cases that are not for this actor.

    Whoever was entrusted with one of a person's numbers is entrusted with the person.
    """
    groups, rule = _groups(), restricted_cases()
    if not groups or rule.show(actor, entrusted=False, broken=False):
        return frozenset()
    entrusted, opened = queries.assigned_cases(actor), queries.opened_cases(actor)
    hidden = (
        group
        for group in groups
        if not rule.show(
            actor,
            entrusted=not entrusted.isdisjoint(group),
            broken=not opened.isdisjoint(group),
        )
    )
    return frozenset().union(*hidden)


def _groups() -> list[frozenset[str]]:
    """Return the numbers of each person whose case is restricted; asked once a page."""
    return queries.once("restricted", _look)


def _look() -> list[frozenset[str]]:
    held = Restriction.objects.filter(ended_at=None).values_list("case_ref", flat=True)
    return [*all_numbers_of_each(list(held)).values()]
