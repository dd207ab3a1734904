"""What is read of comparisons more than once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from repatria.matching.models import Answer, Pair, Reply, RowVerdict, Run, Verdict
from repatria.register.models import SourceFile

WAITS = Q(answer=Pair.Answered.OPEN)
_SAME, _REVIEW = Q(verdict=Pair.Proposal.SAME), Q(verdict=Pair.Proposal.REVIEW)
_PAIRS_COUNTED = {
    "same": Count("pk", filter=_SAME),
    "review": Count("pk", filter=_REVIEW),
    "same_waiting": Count("pk", filter=_SAME & WAITS),
    "review_waiting": Count("pk", filter=_REVIEW & WAITS),
    "decided_same": Count("pk", filter=Q(answer=Pair.Answered.SAME)),
    "decided_different": Count("pk", filter=Q(answer=Pair.Answered.DIFFERENT)),
    "unsure": Count("pk", filter=Q(answer=Pair.Answered.UNSURE)),
    "needs_data": Count("pk", filter=Q(answer=Pair.Answered.NEEDS_DATA)),
    "second": Count("pk", filter=Q(answer=Pair.Answered.SECOND)),
}


def confirmable(run: Run, threshold: float) -> QuerySet[Pair]:
    """Return the proposals that one act would confirm: sure enough, and waiting.

    None between lists of opposite direction: there each pair is a contradiction that
    a person looks at.
    """
    if run.opposite or run.state != Run.State.DONE:
        return Pair.objects.none()
    return Pair.objects.filter(
        WAITS, run=run, verdict=Pair.Proposal.SAME, probability__gte=threshold
    ).order_by("pk")


@dataclass(frozen=True, slots=True)
class BeforeConfirming:
    """What an act would do, said before: pairs, and of these, those that differ."""

    pairs: int
    differing: int
    expected_wrong: float


def before_confirming(run: Run, threshold: float) -> BeforeConfirming:
    """Return how many pairs would be confirmed, and how sure they are."""
    held = list(confirmable(run, threshold).values_list("probability", "differs"))
    return BeforeConfirming(
        pairs=len(held),
        differing=sum(bool(differs) for _share, differs in held),
        expected_wrong=sum(1 - share for share, _differs in held),
    )


def verdict_counts(run: Run, file: SourceFile) -> dict[str, int]:
    """Return how many rows of a list have each verdict, in the order of the words."""
    rows = RowVerdict.objects.filter(run=run, source_file=file)
    counts = dict(rows.values_list("verdict").annotate(n=Count("pk")))
    return {verdict: counts[verdict] for verdict in Verdict.values if verdict in counts}


def pair_counts(run: Run) -> Mapping[str, int]:
    """Return how many pairs are proposed, in question, answered and still waiting."""
    return pair_counts_of_each([run])[run.pk]


def pair_counts_of_each(runs: Iterable[Run]) -> dict[int, Mapping[str, int]]:
    """Return the same for many comparisons at once, by their keys."""
    wanted = [run.pk for run in runs]
    pairs = Pair.objects.filter(run__in=wanted).order_by()
    held: Iterable[Any] = pairs.values("run").annotate(**_PAIRS_COUNTED)
    nothing: Mapping[str, int] = dict.fromkeys(_PAIRS_COUNTED, 0)
    return dict.fromkeys(wanted, nothing) | {counts["run"]: counts for counts in held}


def runs_of(file: SourceFile) -> QuerySet[Run]:
    """Return the comparisons in which a list took part, the newest first."""
    held = Run.objects.filter(Q(left=file) | Q(right=file))
    return held.select_related("left__source", "right__source").order_by("-pk")


def newest_run(file: SourceFile) -> Run | None:
    """Return the newest finished comparison of a list."""
    return runs_of(file).filter(state=Run.State.DONE).first()


def replies_to(file: SourceFile) -> QuerySet[Reply]:
    """Return what others replied to a list, the newest first."""
    return Reply.objects.filter(source_file=file)


def waiting_pairs() -> int:
    """Return how many pairs of the newest comparisons are in question and wait."""
    held = Pair.objects.filter(
        WAITS, run__in=newest_runs(), verdict=Pair.Proposal.REVIEW
    )
    return held.count()


def second_looks(reader: str) -> int:
    """Return how many pairs of the newest comparisons wait for a look by this reader.

    Those that they looked at first themselves wait for somebody else.
    """
    newest = Answer.objects.filter(pair=OuterRef("pk")).order_by("-pk")
    held = Pair.objects.filter(answer=Pair.Answered.SECOND, run__in=newest_runs())
    first = held.annotate(first_by=Subquery(newest.values("by")[:1]))
    return first.exclude(first_by=reader).count()


def waiting_proposals() -> dict[int, int]:
    """Return how many proposals nobody has decided, by newest comparison that has."""
    held = Pair.objects.filter(WAITS, run__in=newest_runs(), verdict=Pair.Proposal.SAME)
    return dict(held.values_list("run").annotate(n=Count("pk")).order_by("run"))


def newest_runs() -> list[int]:
    """Return the newest finished comparison of every two sources."""
    newest: dict[tuple[int, int], int] = {}
    for pk, left, right in Run.objects.filter(state=Run.State.DONE).values_list(
        "pk", "left__source", "right__source"
    ):
        key = (min(left, right), max(left, right))
        newest[key] = max(pk, newest.get(key, 0))
    return list(newest.values())
