"""What is kept beyond its time: by the rule of its kind, or by its source's own day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from repatria.register.core.erasures import Keeping, default_for
from repatria.register.models import (
    ErasureRecord,
    ErasureStep,
    Membership,
    Record,
    RetentionRule,
    Source,
)

AGAIN_AFTER = timedelta(days=30)  # what was declined is proposed again


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a kind is kept, and the row in which somebody set it, if anybody did."""

    kind: str
    keeping: Keeping
    row: RetentionRule | None

    @property
    def words(self) -> str:
        """The kind, in the reader's language."""
        return str(Source.Kind(self.kind).label)

    @property
    def since_words(self) -> str:
        """From when the days count, in the reader's language."""
        return str(RetentionRule.Since(self.keeping.since).label)


@dataclass(frozen=True, slots=True)
class Due:
    """Statements whose time is over: because of a rule, or of their source's day."""

    records: QuerySet[Record]
    rule: Rule | None = None
    source: Source | None = None

    @property
    def about(self) -> str:
        """The kind, or the source by its number: for scripts and the ledger."""
        if self.rule is not None:
            return self.rule.kind
        return f"source:{self.source.pk if self.source else 0}"


def rules() -> list[Rule]:
    """Return the rule of every kind, the newest that somebody set or the default."""
    newest = {row.kind: row for row in RetentionRule.objects.order_by("pk")}
    return [_rule(kind, newest.get(kind)) for kind in Source.Kind.values]


def _rule(kind: str, row: RetentionRule | None) -> Rule:
    if row is None:
        return Rule(kind, default_for(kind), None)
    return Rule(kind, Keeping(row.since, row.days, row.automatic), row)


def due(*, at: datetime) -> Iterator[Due]:
    """Yield what is due now, leaving out what is erased, asked for, or declined."""
    today = at.date()
    for rule in rules():
        last = rule.keeping.due_before(today)
        if last is not None:
            # A source with a day of its own is kept until then, whatever its kind.
            held = _free(at).filter(source__kind=rule.kind, source__retain_until=None)
            yield Due(held.filter(_began(rule.keeping.since, last)), rule=rule)
    for source in Source.objects.filter(retain_until__lt=today).order_by("pk"):
        yield Due(_free(at).filter(source=source), source=source)


def _began(since: str, last: date) -> Q:
    if since == RetentionRule.Since.SAID:
        return Q(said_on__lte=last)
    closing = Membership.objects.filter(
        ~Q(record__said_fate=""), record__said_on__lte=last
    )
    return Q(membership__person__in=closing.values("person"))


def _free(at: datetime) -> QuerySet[Record]:
    named = ErasureRecord.objects.filter(record=OuterRef("pk"))
    settled = Q(erasure__step__kind=ErasureStep.Kind.DECLINED)
    settled &= Q(erasure__step__at__lt=at - AGAIN_AFTER)
    return Record.objects.filter(~Exists(named.exclude(settled)))
