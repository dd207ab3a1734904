"""What people answer about the pairs: one by one, many at once, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from repatria.ledger import services as ledger
from repatria.matching.core.refusals import (
    AlreadyUndoneError,
    NothingToConfirmError,
    NothingToUndoError,
)
from repatria.matching.models import Answer, Confirmation, Pair, Run
from repatria.matching.queries import confirmable
from repatria.matching.services.runs import AT_A_TIME, PROPOSED_BY
from repatria.matching.services.verdicts import settle
from repatria.register import services as register
from repatria.register.core.case_numbers import new_ref
from repatria.register.models import Decision
from repatria.shared.actors import Actor

Answered = Pair.Answered


@transaction.atomic
def decide_same(
    *, actor: Actor, pair: Pair, at: datetime, reasons: str = ""
) -> Decision:
    """Decide that the two rows of a pair are one person.

    Raises ``register.PartedError`` where somebody decided otherwise before.
    """
    decision = register.link(
        actor=actor,
        left=pair.left,
        right=pair.right,
        reasons=reasons,
        at=at,
        model=PROPOSED_BY,
        version=f"run:{pair.run_id}",
    )
    _answer(actor, pair, Answered.SAME, decision=decision, reasons=reasons, at=at)
    return decision


@transaction.atomic
def decide_different(
    *, actor: Actor, pair: Pair, at: datetime, reasons: str = ""
) -> Decision:
    """Decide that the two rows of a pair are two persons."""
    decision = register.separate(
        actor=actor, left=pair.left, right=pair.right, reasons=reasons, at=at
    )
    _answer(actor, pair, Answered.DIFFERENT, decision=decision, reasons=reasons, at=at)
    return decision


@transaction.atomic
def answer_unsure(
    *, actor: Actor, pair: Pair, at: datetime, reasons: str = ""
) -> Answer:
    """Leave a pair to somebody else: what the lists say does not settle it."""
    return _answer(actor, pair, Answered.UNSURE, reasons=reasons, at=at)


@transaction.atomic
def answer_needs_data(
    *, actor: Actor, pair: Pair, at: datetime, reasons: str = ""
) -> Answer:
    """Say that only more data can settle a pair: its rows go back as "needs data"."""
    return _answer(actor, pair, Answered.NEEDS_DATA, reasons=reasons, at=at)


@transaction.atomic
def undo(*, actor: Actor, pair: Pair, at: datetime, reasons: str = "") -> Answer:
    """Take back the newest answer of a pair, and the decision it made."""
    newest = pair.answers.select_related("decision").last()
    if newest is None or not newest.answer:
        raise NothingToUndoError
    taken_back = _answer(actor, pair, Answered.OPEN, reasons=reasons, at=at)
    if newest.decision is not None and not _is_undone(newest.decision):
        register.undo(actor=actor, decision=newest.decision, at=at, reasons=reasons)
    return taken_back


def _is_undone(decision: Decision) -> bool:
    return Decision.objects.filter(undoes=decision).exists()


@transaction.atomic
def confirm_above(*, actor: Actor, run: Run, threshold: float, at: datetime) -> int:
    """Decide in one act that all proposals at least this probable are one person.

    ``threshold`` is a probability between 0 and 1; ``queries.confirmable`` tells before
    how many they are.  Pairs that would contradict an earlier separation are left for
    a person; so are those between lists of opposite direction, all of them.  Returns
    how many were linked; raises ``NothingToConfirmError`` where there are none.
    """
    held = confirmable(run, threshold)
    pairs = {
        (left, right): pk for pk, left, right in held.values_list("pk", "left", "right")
    }
    ref = new_ref("B")
    joined = register.link_all(
        actor=actor, pairs=pairs, reasons="", at=at, model=PROPOSED_BY,
        version=f"run:{run.pk}", batch=ref,
    )  # fmt: skip
    if not joined.decisions:
        raise NothingToConfirmError(share=f"{threshold:.2f}")
    batch = Confirmation.objects.create(
        ref=ref, run=run, threshold=threshold, pairs=len(joined.decisions),
        left_out=len(joined.parted), by=actor.ref, at=at,
    )  # fmt: skip
    Answer.objects.bulk_create(
        [
            Answer(
                pair_id=pairs[pair], answer=Answered.SAME, decision=decision,
                confirmation=batch, by=actor.ref, at=at,
            )
            for pair, decision in joined.decisions.items()
        ],
        batch_size=AT_A_TIME,
    )  # fmt: skip
    _note(Answered.SAME, [pairs[pair] for pair in joined.decisions])
    ledger.append(
        actor=actor,
        act="matching.confirmed",
        about=ref,
        facts={"pairs": batch.pairs, "run": run.pk, "threshold": str(threshold)},
        at=at,
    )
    return batch.pairs


@transaction.atomic
def undo_confirmation(*, actor: Actor, confirmation: Confirmation, at: datetime) -> int:
    """Take back what is left of a confirmation; return how many pairs wait again."""
    changed = Confirmation.objects.filter(pk=confirmation.pk, undone_at=None).update(
        undone_by=actor.ref, undone_at=at
    )
    if not changed:
        raise AlreadyUndoneError(ref=confirmation.ref)
    decided = Answer.objects.filter(confirmation=confirmation)
    decisions = list(decided.values_list("decision", flat=True))
    number = register.undo_batch(actor=actor, batch=confirmation.ref, at=at)
    forget_undone(decisions=decisions, by=actor.ref, at=at)
    ledger.append(
        actor=actor,
        act="matching.confirmation-undone",
        about=confirmation.ref,
        facts={"pairs": number},
        at=at,
    )
    return number


@transaction.atomic
def forget_undone(*, decisions: Sequence[int], by: str, at: datetime) -> None:
    """Open again every pair whose answer rested on a decision that was undone."""
    pairs: dict[int, Pair] = {}
    for start in range(0, len(decisions), AT_A_TIME):
        some = decisions[start : start + AT_A_TIME]
        last = Answer.objects.filter(pair=OuterRef("pair")).order_by("-pk")
        resting = Answer.objects.filter(
            decision__in=some, pk=Subquery(last.values("pk")[:1])
        ).select_related("pair")
        pairs |= {one.pair_id: one.pair for one in resting if one.pair.answer}
    Answer.objects.bulk_create(
        [
            Answer(pair=pair, answer=Answered.OPEN, by=by, at=at)
            for pair in pairs.values()
        ],
        batch_size=AT_A_TIME,
    )
    _note(Answered.OPEN, pairs)
    settle(pairs.values())


def _answer(
    actor: Actor,
    pair: Pair,
    answer: str,
    *,
    at: datetime,
    reasons: str,
    decision: Decision | None = None,
) -> Answer:
    made = Answer.objects.create(
        pair=pair,
        answer=answer,
        decision=decision,
        reasons=reasons,
        by=actor.ref,
        at=at,
    )
    _note(answer, [pair.pk])
    pair.answer = answer
    settle([pair])
    ledger.append(
        actor=actor,
        act="matching.answered" if answer else "matching.answer-taken-back",
        about=f"pair:{pair.pk}",
        facts={"answer": str(answer), "left": pair.left_id, "right": pair.right_id},
        at=at,
    )
    return made


def _note(answer: str, pairs: Iterable[int]) -> None:
    """Write the newest answer beside the pairs, where the queues look."""
    numbers = list(pairs)
    for start in range(0, len(numbers), AT_A_TIME):
        some = numbers[start : start + AT_A_TIME]
        Pair.objects.filter(pk__in=some).update(answer=answer)
