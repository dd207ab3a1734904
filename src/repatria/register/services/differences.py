"""What changed between two versions of a list, worked out once and kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from repatria.access.bulk import insert_columns
from repatria.register.core.differences import Step, differences
from repatria.register.core.refusals import OtherListError
from repatria.register.models import DiffRow, ListDiff, SourceFile
from repatria.register.queries.versions import diff_of, lines_of, version_before
from repatria.register.services.locks import one_at_a_time


@transaction.atomic
def compare_versions(*, before: SourceFile, after: SourceFile) -> ListDiff:
    """Work out what changed between two versions; asking again does nothing more.

    Derived from records that never change, so nothing of it stands on the ledger.
    Raises ``OtherListError`` for versions of two lists.
    """
    if before.source_id != after.source_id or before.pk == after.pk:
        raise OtherListError
    one_at_a_time()
    known = diff_of(after, since=before)
    if known is not None:
        return known
    old, was = lines_of(before)
    new, now = lines_of(after)
    found = differences(was, now)
    diff = ListDiff.objects.create(
        before=before, after=after, tied_by=found.tied_by, counts=found.counts
    )
    _keep_steps(diff, found.steps, old, new)
    return diff


def compare_with_the_one_before(version: SourceFile) -> ListDiff | None:
    """Work out what a new version changed, where it is not the first."""
    before = version_before(version)
    if before is None:
        return None
    return compare_versions(before=before, after=version)


def _keep_steps(
    diff: ListDiff, steps: Sequence[Step], old: Sequence[int], new: Sequence[int]
) -> None:
    if not steps:
        return
    insert_columns(
        DiffRow,
        {
            "change": [step.change.value for step in steps],
            "place": range(1, len(steps) + 1),
            "old_id": [None if s.old is None else old[s.old] for s in steps],
            "new_id": [None if s.new is None else new[s.new] for s in steps],
            "fields": [list(step.fields) for step in steps],
        },
        diff_id=diff.pk,
    )
