"""The queues of review: which pair comes next, for whom, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from repatria.access.restricted import hidden_cases
from repatria.matching import queries
from repatria.matching.core.worth import after_waiting
from repatria.matching.models import Answer, Claim, Pair, Run
from repatria.shared.actors import Actor

HANDED_AT_ONCE = 5  # pairs tried, should colleagues ask in the same moment


class Queue(StrEnum):
    """What somebody works through: by the answer that the pairs have now."""

    OPEN = "open"
    SECOND = "second"
    UNSURE = "unsure"
    NEEDS_DATA = "data"

    @property
    def answer(self) -> str:
        """The answer of the pairs that wait here."""
        return _ANSWERS[self]


_ANSWERS = {
    Queue.OPEN: Pair.Answered.OPEN,
    Queue.SECOND: Pair.Answered.SECOND,
    Queue.UNSURE: Pair.Answered.UNSURE,
    Queue.NEEDS_DATA: Pair.Answered.NEEDS_DATA,
}


def waiting(run: Run, queue: Queue, *, actor: Actor, at: datetime) -> QuerySet[Pair]:
    """Return what somebody may take up, what an answer is worth most first.

    Left out is what lies on a colleague's desk, whom the reader may not see, and for
    a second look what they looked at first themselves.
    """
    taken = Claim.objects.filter(pair=OuterRef("pk"), until__gt=at)
    held = Pair.objects.filter(run=run, answer=queue.answer).filter(
        ~Exists(taken.exclude(by=actor.ref))
    )
    if hidden := hidden_cases(actor):
        person = "membership__person__case_ref__in"
        held = held.exclude(**{f"left__{person}": hidden})
        held = held.exclude(**{f"right__{person}": hidden})
    if queue is Queue.SECOND:
        newest = Answer.objects.filter(pair=OuterRef("pk")).order_by("-pk")
        held = held.annotate(first_by=Subquery(newest.values("by")[:1]))
        held = held.exclude(first_by=actor.ref)
    return held.order_by("-worth", "pk")


def behind(held: QuerySet[Pair], pair: Pair) -> QuerySet[Pair]:
    """Return the pairs that follow one in the order of their worth."""
    later = Q(worth__lt=pair.worth) | Q(worth=pair.worth, pk__gt=pair.pk)
    return held.filter(later)


def before(held: QuerySet[Pair], pair: Pair) -> QuerySet[Pair]:
    """Return the pairs that stand before one, the nearest first."""
    earlier = Q(worth__gt=pair.worth) | Q(worth=pair.worth, pk__lt=pair.pk)
    return held.filter(earlier).order_by(F("worth").asc(), "-pk")


def left(run: Run, actor: Actor, at: datetime) -> Mapping[str, int]:
    """Return how many pairs wait in each queue, for anybody, and for this reader."""
    counts = queries.pair_counts(run)
    mine = waiting(run, Queue.SECOND, actor=actor, at=at).count()
    return {**counts, "second_mine": mine if counts["second"] else 0}


def most_valuable(actor: Actor, at: datetime) -> Run | None:
    """Return the newest comparison in which the next answer is worth most.

    Pairs that have waited for weeks count for more.
    """
    best: tuple[float, int] | None = None
    runs = Run.objects.in_bulk(queries.newest_runs())
    for number, run in runs.items():
        first = waiting(run, Queue.OPEN, actor=actor, at=at).first()
        if first is not None:
            days = (at - (run.finished_at or run.started_at)).days
            best = max(best or (-1.0, 0), (after_waiting(first.worth, days), number))
    return runs[best[1]] if best else None
