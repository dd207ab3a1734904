"""What people answer about the pairs, one by one, and back again.

An answer says which answer its page showed last (``seen``); where another has come
between, nothing is kept and the page is shown anew.  While four eyes are required, a
decision takes effect once a second, different person has said the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from repatria.ledger import services as ledger
from repatria.matching.core.looks import after_two_looks
from repatria.matching.core.refusals import (
    DecidedBeforeError,
    DecidedMeanwhileError,
    NothingToUndoError,
    SecondPersonError,
)
from repatria.matching.models import Answer, Claim, Pair
from repatria.matching.queries.rules import four_eyes
from repatria.matching.services.verdicts import settle
from repatria.register import services as register
from repatria.register.models import Decision
from repatria.register.services.locks import one_at_a_time
from repatria.shared.actors import Actor
from repatria.shared.pieces import pieces

AT_A_TIME = 2_000  # rows a statement: both databases limit how much one may name
PROPOSED_BY = "matching"
Answered = Pair.Answered
_DECIDED = (Answered.SAME, Answered.DIFFERENT)


@transaction.atomic
def decide_same(
    *,
    actor: Actor,
    pair: Pair,
    at: datetime,
    reasons: str = "",
    seen: int | None = None,
) -> Answer:
    """Decide that the two rows of a pair are one person.

    ``seen`` is the newest answer (0: none) that the decider was shown.  Raises
    ``DecidedMeanwhileError`` where there is a newer one, and ``register.PartedError``
    where somebody decided otherwise before.
    """
    return _decide(actor, pair, Answered.SAME, at=at, reasons=reasons, seen=seen)


@transaction.atomic
def decide_different(
    *,
    actor: Actor,
    pair: Pair,
    at: datetime,
    reasons: str = "",
    seen: int | None = None,
) -> Answer:
    """Decide that the two rows of a pair are two persons."""
    return _decide(actor, pair, Answered.DIFFERENT, at=at, reasons=reasons, seen=seen)


@transaction.atomic
def answer_unsure(
    *,
    actor: Actor,
    pair: Pair,
    at: datetime,
    reasons: str = "",
    seen: int | None = None,
) -> Answer:
    """Leave a pair to somebody else: what the lists say does not settle it."""
    return _leave(actor, pair, Answered.UNSURE, at=at, reasons=reasons, seen=seen)


@transaction.atomic
def answer_needs_data(
    *,
    actor: Actor,
    pair: Pair,
    at: datetime,
    reasons: str = "",
    seen: int | None = None,
) -> Answer:
    """Say that only more data can settle a pair: its rows go back as "needs data"."""
    return _leave(actor, pair, Answered.NEEDS_DATA, at=at, reasons=reasons, seen=seen)


@transaction.atomic
def undo(
    *,
    actor: Actor,
    pair: Pair,
    at: datetime,
    reasons: str = "",
    seen: int | None = None,
) -> Answer:
    """Take back the newest answer of a pair, and the decision it made.

    Needs no second person: the pair waits again, and everything stays written.  A
    first look is taken back by whoever had it.
    """
    newest = _taken_up(pair, seen=seen)
    pending = pair.answer == Answered.SECOND
    nothing = newest is None or not newest.answer
    if newest is None or nothing or (pending and newest.by != actor.ref):
        raise NothingToUndoError
    taken_back = _keep(actor, pair, Answered.OPEN, reasons=reasons, at=at)
    if newest.decision is not None and not _is_undone(newest.decision):
        register.undo(actor=actor, decision=newest.decision, at=at, reasons=reasons)
    return taken_back


def _is_undone(decision: Decision) -> bool:
    return Decision.objects.filter(undoes=decision).exists()


def _taken_up(pair: Pair, *, seen: int | None) -> Answer | None:
    """Let nobody else answer meanwhile; return the newest answer, as it now stands."""
    one_at_a_time()
    pair.answer = Pair.objects.values_list("answer", flat=True).get(pk=pair.pk)
    newest = pair.answers.select_related("decision").last()
    if seen is not None and seen != (newest.pk if newest else 0):
        raise DecidedMeanwhileError
    return newest


def _decide(
    actor: Actor,
    pair: Pair,
    answer: str,
    *,
    at: datetime,
    reasons: str,
    seen: int | None,
) -> Answer:
    newest = _answerable(pair, seen=seen)
    if newest is not None and pair.answer == Answered.SECOND:
        return _second_look(actor, pair, newest, answer, at=at, reasons=reasons)
    if four_eyes():
        return _first_look(actor, pair, answer, at=at, reasons=reasons)
    return _settle(actor, pair, answer, at=at, reasons=reasons)


def _leave(
    actor: Actor,
    pair: Pair,
    answer: str,
    *,
    at: datetime,
    reasons: str,
    seen: int | None,
) -> Answer:
    newest = _answerable(pair, seen=seen)
    if newest is not None and pair.answer == Answered.SECOND:
        return _second_look(actor, pair, newest, answer, at=at, reasons=reasons)
    return _keep(actor, pair, answer, reasons=reasons, at=at)


def _answerable(pair: Pair, *, seen: int | None) -> Answer | None:
    newest = _taken_up(pair, seen=seen)
    if pair.answer in _DECIDED:
        raise DecidedBeforeError
    return newest


def _settle(
    actor: Actor, pair: Pair, answer: str, *, at: datetime, reasons: str, first: int = 0
) -> Answer:
    """Take the decision and keep it; ``first`` is the first look that it rests on."""
    if answer == Answered.SAME:
        decision = register.link(
            actor=actor,
            left=pair.left,
            right=pair.right,
            reasons=reasons,
            at=at,
            model=PROPOSED_BY,
            version=f"run:{pair.run_id}",
        )
    else:
        decision = register.separate(
            actor=actor, left=pair.left, right=pair.right, reasons=reasons, at=at
        )
    return _keep(
        actor, pair, answer, decision=decision, reasons=reasons, at=at, first=first
    )


def _first_look(
    actor: Actor, pair: Pair, answer: str, *, at: datetime, reasons: str
) -> Answer:
    """Keep what the first person decided; it takes effect with the second."""
    made = _look(actor, pair, answer, at=at, reasons=reasons)
    note_answers(Answered.SECOND, [pair.pk])
    pair.answer = Answered.SECOND
    Claim.objects.filter(pair=pair).delete()  # it is for somebody else now
    ledger.append(
        actor=actor,
        act="matching.looked-first",
        about=f"pair:{pair.pk}",
        facts={"answer": str(answer), "left": pair.left_id, "right": pair.right_id},
        at=at,
    )
    return made


def _second_look(
    actor: Actor, pair: Pair, first: Answer, answer: str, *, at: datetime, reasons: str
) -> Answer:
    """Let the decision take effect, or leave the pair unsure with both reasons kept."""
    if first.by == actor.ref:
        raise SecondPersonError
    come_to = after_two_looks(first.answer, answer)
    if come_to == Answered.UNSURE:
        _look(actor, pair, answer, at=at, reasons=reasons)
        return _keep(actor, pair, come_to, at=at, reasons="", first=first.pk)
    return _settle(actor, pair, come_to, at=at, reasons=reasons, first=first.pk)


def _look(
    actor: Actor, pair: Pair, answer: str, *, at: datetime, reasons: str
) -> Answer:
    return Answer.objects.create(
        pair=pair,
        answer=answer,
        reasons=reasons,
        takes_effect=False,
        by=actor.ref,
        at=at,
    )


def _keep(
    actor: Actor,
    pair: Pair,
    answer: str,
    *,
    at: datetime,
    reasons: str,
    decision: Decision | None = None,
    first: int = 0,
) -> Answer:
    """Keep an answer that takes effect, and what follows from it for the verdicts."""
    made = Answer.objects.create(
        pair=pair,
        answer=answer,
        decision=decision,
        reasons=reasons,
        by=actor.ref,
        at=at,
    )
    note_answers(answer, [pair.pk])
    pair.answer = answer
    Claim.objects.filter(pair=pair).delete()
    settle([pair])
    facts = {"answer": str(answer), "left": pair.left_id, "right": pair.right_id}
    ledger.append(
        actor=actor,
        act="matching.answered" if answer else "matching.answer-taken-back",
        about=f"pair:{pair.pk}",
        facts=facts | ({"first_look": first} if first else {}),
        at=at,
    )
    return made


@transaction.atomic
def forget_undone(*, decisions: Sequence[int], by: str, at: datetime) -> None:
    """Open again every pair whose answer rested on a decision that was undone."""
    pairs: dict[int, Pair] = {}
    for some in pieces(decisions, AT_A_TIME):
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
    note_answers(Answered.OPEN, pairs)
    settle(pairs.values())


def note_answers(answer: str, pairs: Iterable[int]) -> None:
    """Write the newest answer beside the pairs, where the queues look."""
    for some in pieces(pairs, AT_A_TIME):
        Pair.objects.filter(pk__in=some).update(answer=answer)
