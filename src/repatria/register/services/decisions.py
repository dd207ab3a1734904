"""One person or two: decided, and undone, by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.register.announcements import undone
from repatria.register.core.joining import joinable
from repatria.register.core.persons import Tie, holding
from repatria.register.core.refusals import (
    AlreadyUndoneError,
    JoinedElsewhereError,
    PartedError,
    SameRecordError,
    UndoOfUndoError,
)
from repatria.register.models import Decision, Record
from repatria.register.services.locks import one_at_a_time
from repatria.register.services.memberships import Neighbourhood, standing
from repatria.shared.actors import Actor
from repatria.shared.pieces import pieces

Pair = tuple[int, int]  # records


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of linking many pairs in one act.

    ``decisions`` holds one for each pair linked; ``parted`` the pairs that were left
    because somebody had decided that they, or records joined to them, are two.
    """

    decisions: Mapping[Pair, Decision]
    parted: Sequence[Pair]


@transaction.atomic
def link(
    *,
    actor: Actor,
    left: Record,
    right: Record,
    reasons: str,
    at: datetime,
    model: str = "",
    version: str = "",
) -> Decision:
    """Decide that two records are about one person.

    The records stay as they are; the person with the older case number speaks for
    both, and the younger number opens the same page.  Deciding it twice does no harm.
    Raises ``PartedError`` where somebody decided that they are two.
    """
    joined = link_all(
        actor=actor, pairs=[(left.pk, right.pk)], reasons=reasons, at=at,
        model=model, version=version,
    )  # fmt: skip
    if joined.parted:
        near = Neighbourhood((left.pk, right.pk))
        raise PartedError(
            decision=", ".join(str(tie.decision) for tie in near.separates)
        )
    return joined.decisions[left.pk, right.pk]


@transaction.atomic
def link_all(
    *,
    actor: Actor,
    pairs: Iterable[Pair],
    reasons: str,
    at: datetime,
    model: str = "",
    version: str = "",
    batch: str = "",
) -> Joined:
    """Decide of many pairs in one act that each is one person.

    Pairs that contradict an earlier separation are left out and told.
    """
    one_at_a_time()
    wanted = list(dict.fromkeys(pairs))
    if any(left == right for left, right in wanted):
        raise SameRecordError
    near = Neighbourhood(record for pair in wanted for record in pair)
    accepted, parted = joinable(near.leads(), near.separates, wanted)
    known = _standing_links(accepted)
    new = [
        Decision(
            kind=Decision.Kind.LINK, left_id=left, right_id=right, by=actor.ref, at=at,
            reasons=reasons, model=model, version=version, batch=batch,
        )
        for left, right in accepted
        if (left, right) not in known
    ]  # fmt: skip
    made = Decision.objects.bulk_create(new, batch_size=2_000)
    near.links += [Tie(one.left_id, one.right_id, one.pk) for one in made]
    near.settle()
    _enter(actor, "register.linked", made, batch=batch, at=at)
    return Joined(known | {(one.left_id, one.right_id): one for one in made}, parted)


def _standing_links(pairs: Sequence[Pair]) -> dict[Pair, Decision]:
    """Return the links of these very pairs that stand already, whichever way round."""
    wanted = {frozenset(pair): pair for pair in pairs}
    found = {}
    for piece in pieces({record for pair in pairs for record in pair}):
        for one in standing().filter(kind=Decision.Kind.LINK, left_id__in=piece):
            pair = wanted.get(frozenset((one.left_id, one.right_id)))
            if pair is not None:
                found[pair] = one
    return found


@transaction.atomic
def separate(
    *, actor: Actor, left: Record, right: Record, reasons: str, at: datetime
) -> Decision:
    """Decide that two records are about two persons.

    It overrules a link of these two.  Raises ``JoinedElsewhereError`` where they stay
    joined through other records: which of those links was wrong, a person has to say.
    """
    if left.pk == right.pk:
        raise SameRecordError
    one_at_a_time()
    known = standing().filter(
        kind=Decision.Kind.SEPARATE,
        left_id__in=(left.pk, right.pk),
        right_id__in=(left.pk, right.pk),
    )
    if (held := known.first()) is not None:
        return held
    near = Neighbourhood((left.pk, right.pk))
    made = Decision.objects.create(
        kind=Decision.Kind.SEPARATE, left=left, right=right, by=actor.ref, at=at,
        reasons=reasons,
    )  # fmt: skip
    near.separates.append(Tie(left.pk, right.pk, made.pk))
    _refuse_clashes(near)
    near.settle()
    _enter(actor, "register.separated", [made], at=at)
    return made


def _refuse_clashes(near: Neighbourhood) -> None:
    leads = near.leads()
    for clash in near.clashes():
        through = [
            str(tie.decision)
            for tie in holding(near.links, near.separates)
            if leads[tie.left] == leads[clash.left]
        ]
        raise JoinedElsewhereError(decisions=", ".join(through))


@transaction.atomic
def undo(
    *, actor: Actor, decision: Decision, at: datetime, reasons: str = ""
) -> Decision:
    """Undo a decision: everything is as if it had not been taken, and it stays written.

    Raises ``AlreadyUndoneError``, ``UndoOfUndoError``, and ``PartedError`` where a link
    that a separation had overruled would join two that were separated since.
    """
    if decision.kind == Decision.Kind.UNDO:
        raise UndoOfUndoError(decision=str(decision.pk))
    one_at_a_time()
    if Decision.objects.filter(undoes=decision).exists():
        raise AlreadyUndoneError(decision=str(decision.pk))
    return _undo_all(actor, [decision], reasons=reasons, at=at)[0]


@transaction.atomic
def undo_batch(*, actor: Actor, batch: str, at: datetime, reasons: str = "") -> int:
    """Undo what is left of decisions taken in one act; return how many."""
    one_at_a_time()
    held = list(standing().filter(batch=batch)) if batch else []
    return len(_undo_all(actor, held, reasons=reasons, at=at, batch=batch))


def _undo_all(
    actor: Actor,
    decisions: Sequence[Decision],
    *,
    reasons: str,
    at: datetime,
    batch: str = "",
) -> list[Decision]:
    near = Neighbourhood(
        record for one in decisions for record in (one.left_id, one.right_id)
    )
    made = Decision.objects.bulk_create(
        [
            Decision(
                kind=Decision.Kind.UNDO, left_id=one.left_id, right_id=one.right_id,
                undoes=one, by=actor.ref, at=at, reasons=reasons, batch=batch,
            )
            for one in decisions
        ],
        batch_size=2_000,
    )  # fmt: skip
    near.read()
    if clashes := near.clashes():
        raise PartedError(decision=", ".join(str(tie.decision) for tie in clashes))
    near.settle()
    _enter(actor, "register.undone", made, batch=batch, at=at)
    numbers = [one.pk for one in decisions]
    transaction.on_commit(
        lambda: undone.announce(decisions=numbers, by=actor.ref, at=at)
    )
    return made


def _enter(
    actor: Actor,
    act: str,
    decisions: Sequence[Decision],
    *,
    at: datetime,
    batch: str = "",
) -> None:
    """Write one entry for one act: the decisions' numbers, and the records'."""
    if decisions:
        ledger.append(
            actor=actor,
            act=act,
            about=batch or f"decision:{decisions[0].pk}",
            facts={
                "decisions": [[one.pk, one.left_id, one.right_id] for one in decisions],
                "undoes": [one.undoes_id for one in decisions if one.undoes_id],
            },
            at=at,
        )
