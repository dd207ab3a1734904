"""One case from version to version: rows that a sender repeats are one person each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access import restricted
from repatria.register.core.differences import differences, same_person
from repatria.register.core.refusals import NothingToCarryOnError
from repatria.register.models import Decision, DiffRow, ListDiff, Membership, SourceFile
from repatria.register.queries.versions import act_of, lines_of
from repatria.register.services.decisions import (
    Joined,
    Pair,
    link,
    link_all,
    undo_batch,
)
from repatria.register.services.differences import compare_with_the_one_before
from repatria.register.services.locks import one_at_a_time
from repatria.shared.actors import Actor
from repatria.shared.pieces import pieces

PROPOSED_BY = "versions"


@transaction.atomic
def carry_on(*, actor: Actor, diff: ListDiff, at: datetime) -> Joined:
    """Decide in one act that rows which both versions have are one person each.

    Those alone that the sender repeats: recognised as in the diff, of the same name and
    birth.  Each then goes on under its earlier case number, with all that is known
    under it.  Rows that somebody has decided are two are left, and told; so are those
    whose going on was undone for one alone.  Raises
    ``NothingToCarryOnError`` where there is none.
    """
    repeated = {pair for pair, same in _recognised(diff) if same}
    pairs = _apart(sorted(repeated - _undone_one_by_one(diff)))
    joined = _joined(actor, diff, pairs, batch=act_of(diff), at=at)
    if not joined.decisions:
        raise NothingToCarryOnError(left=str(len(joined.parted)))
    return joined


def carry_one_on(*, actor: Actor, row: DiffRow, at: datetime) -> Decision:
    """Decide of one changed row that it names the person of the earlier version.

    Raises ``NothingToCarryOnError`` for a row that is not in both versions, and
    ``PartedError`` where somebody decided that they are two.
    """
    if row.old is None or row.new is None:
        raise NothingToCarryOnError(left="0")
    return link(
        actor=actor, left=row.old, right=row.new, reasons="", at=at, model=PROPOSED_BY,
        version=f"list:{row.diff.after_id}",
    )  # fmt: skip


@transaction.atomic
def take_apart_again(*, actor: Actor, diff: ListDiff, at: datetime) -> int:
    """Take back what is left of having carried rows on; return how many they were."""
    return undo_batch(actor=actor, batch=act_of(diff), at=at)


def follow_the_one_before(*, actor: Actor, version: SourceFile, at: datetime) -> None:
    """Work out what a new version changed, and keep the restricted cases restricted.

    Whoever imports it, their rows go on under their earlier numbers, also where the
    sender now spells a name otherwise: under new ones they would be there for everybody
    to see.  Whoever may see them can undo it one by one.
    """
    diff = compare_with_the_one_before(version)
    numbers = restricted.numbers()
    if diff is None or not numbers:
        return
    held = Membership.objects.filter(
        record__source_file=diff.before_id, person__case_ref__in=numbers
    )
    hidden = set(held.values_list("record_id", flat=True))
    if hidden:
        pairs = [pair for pair, _same in _recognised(diff) if pair[0] in hidden]
        _joined(actor, diff, _apart(pairs), batch=f"restricted:{diff.pk}", at=at)


def _joined(
    actor: Actor, diff: ListDiff, pairs: list[Pair], *, batch: str, at: datetime
) -> Joined:
    return link_all(
        actor=actor, pairs=pairs, reasons="", at=at, model=PROPOSED_BY,
        version=f"list:{diff.after_id}", batch=batch,
    )  # fmt: skip


def _recognised(diff: ListDiff) -> list[tuple[Pair, bool]]:
    """Return the records of each row, and whether the sender merely repeats it."""
    old, was = lines_of(diff.before)
    new, now = lines_of(diff.after)
    return [
        ((old[before], new[after]), same_person(was[before], now[after]))
        for before, after in differences(was, now).ties.items()
    ]


def _undone_one_by_one(diff: ListDiff) -> set[Pair]:
    undone = Decision.objects.filter(undoes__batch=act_of(diff), batch="")
    return set(undone.values_list("left_id", "right_id"))


def _apart(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs that are not one person yet."""
    one_at_a_time()
    persons: dict[int, int] = {}
    for piece in pieces([record for pair in pairs for record in pair]):
        held = Membership.objects.filter(record_id__in=piece)
        persons |= dict(held.values_list("record_id", "person_id"))
    return [pair for pair in pairs if persons[pair[0]] != persons[pair[1]]]
