"""The versions of a list beside each other: what changed from one to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from repatria.register.core.differences import (
    Change,
    Line,
    TiedBy,
    line_of,
)
from repatria.register.core.statements import COLUMNS
from repatria.register.models import Decision, DiffRow, ListDiff, SourceFile
from repatria.shared.pieces import a_page

_KEYS = ("key_family", "key_given")
ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows changed between two versions, and how rows were recognised."""

    new: int
    gone: int
    changed: int
    same: int
    unknown: int
    tied_by: str
    before: SourceFile

    @property
    def known(self) -> bool:
        """Whether any row could be recognised or told apart at all."""
        return self.tied_by != TiedBy.NOTHING or bool(self.new or self.gone)


def in_numbers(
    counts: Mapping[Change, int] | Mapping[str, int],
    *,
    tied_by: str,
    before: SourceFile,
) -> Changes:
    """Return counts by ``Change`` under the names that pages use."""
    told = {str(change): count for change, count in counts.items()}
    return Changes(
        new=told[Change.ADDED],
        gone=told[Change.REMOVED],
        changed=told[Change.CHANGED],
        same=told[Change.SAME],
        unknown=told[Change.UNKNOWN],
        tied_by=tied_by,
        before=before,
    )


def lines_of(file: SourceFile) -> tuple[list[int], list[Line]]:
    """Return the records of a version in the order of its rows, and what they say."""
    held = file.records.order_by("row").values_list("pk", *COLUMNS, *_KEYS)
    rows = list(held)
    return [row[0] for row in rows], list(lines(row[1:] for row in rows))


def lines(rows: Iterable[tuple[str, ...]]) -> Iterable[Line]:
    """Return rows as lines; each has ``COLUMNS`` and its two keys by name."""
    return (line_of(row[:-2], family=row[-2], given=row[-1]) for row in rows)


def version_before(file: SourceFile) -> SourceFile | None:
    """Return the version that came before this one."""
    held = SourceFile.objects.filter(source=file.source_id, version__lt=file.version)
    return held.order_by("-version").first()


def diff_of(file: SourceFile, *, since: SourceFile | None = None) -> ListDiff | None:
    """Return what changed since an earlier version, where it was worked out.

    Where none is named it is the version just before.
    """
    earlier = since or version_before(file)
    held = ListDiff.objects.filter(after=file, before=earlier)
    return held.select_related("before", "after").first() if earlier else None


def changes_of(file: SourceFile) -> Changes | None:
    """Return how many rows changed since the version before; None for a first one."""
    diff = diff_of(file)
    return changes_in(diff) if diff else None


def changes_in(diff: ListDiff) -> Changes:
    """Return the numbers of a diff."""
    return in_numbers(diff.counts, tied_by=diff.tied_by, before=diff.before)


def page_of(
    rows: QuerySet[DiffRow], change: str, *, after: int
) -> tuple[list[DiffRow], bool]:
    """Return a page of rows with one kind of change, and whether there are more."""
    held = rows.filter(change=change, place__gt=after).order_by("place")
    return a_page(held, ROWS_A_PAGE)


def steps_of(diff: ListDiff, records: Collection[int]) -> dict[int, DiffRow]:
    """Return what changed in some records of the later version, by record."""
    return {row.new_id: row for row in diff.rows.filter(new__in=records) if row.new_id}


def other_versions(file: SourceFile) -> list[SourceFile]:
    """Return the other versions of the same list, the newest first."""
    held = SourceFile.objects.filter(source=file.source_id).exclude(pk=file.pk)
    return list(held.order_by("-version"))


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """Rows of two versions of which somebody said in one act that they are the same."""

    rows: int
    by: str
    at: datetime


def act_of(diff: ListDiff) -> str:
    """Return under which name rows of these two versions are decided in one act."""
    return f"versions:{diff.pk}"


def carried_on(diff: ListDiff) -> CarriedOn | None:
    """Return what was carried on between two versions and not taken back."""
    undone = Decision.objects.filter(undoes=OuterRef("pk"))
    held = Decision.objects.filter(batch=act_of(diff), kind=Decision.Kind.LINK)
    standing = held.filter(~Exists(undone)).order_by("-pk")
    last = standing.first()
    return CarriedOn(standing.count(), last.by, last.at) if last else None
