"""Many proposals confirmed in one act, under a signed threshold, and taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.matching.core.refusals import (
    AlreadyUndoneError,
    BelowThresholdError,
    NothingToConfirmError,
    NoThresholdError,
    OwnThresholdError,
)
from repatria.matching.models import Answer, Confirmation, Pair, Run, Threshold
from repatria.matching.queries import confirmable
from repatria.matching.queries.rules import threshold_in_force
from repatria.matching.services.answers import (
    AT_A_TIME,
    PROPOSED_BY,
    forget_undone,
    note_answers,
)
from repatria.register import services as register
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor


@transaction.atomic
def confirm_above(*, actor: Actor, run: Run, threshold: float, at: datetime) -> int:
    """Decide in one act that all proposals at least this probable are one person.

    ``threshold`` is a probability between 0 and 1, no less than the signed one in
    force, which somebody else has set: so two persons stand behind the act.
    ``queries.confirmable`` tells before how many pairs they are.  Pairs that would
    contradict an earlier separation are left for a person; so are those between lists
    of opposite direction, all of them.  Returns how many were linked; raises
    ``NoThresholdError``, ``OwnThresholdError``, ``BelowThresholdError`` and
    ``NothingToConfirmError``.
    """
    rule = _allowed(actor, threshold)
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
        ref=ref, run=run, threshold=threshold, rule=rule, pairs=len(joined.decisions),
        left_out=len(joined.parted), by=actor.ref, at=at,
    )  # fmt: skip
    Answer.objects.bulk_create(
        [
            Answer(
                pair_id=pairs[pair], answer=Pair.Answered.SAME, decision=decision,
                confirmation=batch, by=actor.ref, at=at,
            )
            for pair, decision in joined.decisions.items()
        ],
        batch_size=AT_A_TIME,
    )  # fmt: skip
    note_answers(Pair.Answered.SAME, [pairs[pair] for pair in joined.decisions])
    ledger.append(
        actor=actor,
        act="matching.confirmed",
        about=ref,
        facts={
            "pairs": batch.pairs,
            "rule": rule.ref,
            "run": run.pk,
            "threshold": str(threshold),
        },
        at=at,
    )
    return batch.pairs


def _allowed(actor: Actor, threshold: float) -> Threshold:
    """Return the signed threshold that allows this; refuse where none does."""
    rule = threshold_in_force()
    if rule is None:
        raise NoThresholdError
    if rule.set_by == actor.ref:
        raise OwnThresholdError
    if threshold < rule.value:
        raise BelowThresholdError(least=f"{rule.value:g}", share=f"{threshold:g}")
    return rule


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
