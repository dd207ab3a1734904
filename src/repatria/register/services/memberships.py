"""Which person each record is about: settled after a decision, or all made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from repatria.register.announcements import merged, parted
from repatria.register.core.persons import (
    Tie,
    components,
    contradictions,
    holding,
    memberships,
)
from repatria.register.models import Decision, Membership, Person, Record
from repatria.register.services.locks import one_at_a_time
from repatria.shared.pieces import AT_A_TIME, pieces


def standing() -> QuerySet[Decision]:
    """Return the decisions that are neither undone nor an undoing.

    Asked for by "not exists": joined instead, SQLite scans the whole table for each.
    """
    undoing = Decision.objects.filter(undoes=OuterRef("pk"))
    return Decision.objects.exclude(kind=Decision.Kind.UNDO).filter(~Exists(undoing))


class Neighbourhood:
    """The records of some persons, and the decisions that stand among them.

    Every link that holds lies within one person, so that nothing outside can be
    changed by what is decided inside.
    """

    def __init__(self, records: Iterable[int]) -> None:
        persons: set[int] = set()
        for piece in pieces(set(records)):
            found = Membership.objects.filter(record_id__in=piece)
            persons |= set(found.values_list("person_id", flat=True))
        self.person_of: dict[int, int] = {}
        self.first_numbers: dict[int, int] = {}
        for piece in pieces(persons):
            rows = Membership.objects.filter(person_id__in=piece).values_list(
                "record_id", "person_id", "record__first_person_id"
            )
            for record, person, first in rows:
                self.person_of[record] = person
                self.first_numbers[record] = first
        self.read()

    def read(self) -> None:
        """Read the decisions as they now stand."""
        self.links: list[Tie] = []
        self.separates: list[Tie] = []
        for piece in pieces(self.first_numbers):
            for kind, *tie in (
                standing()
                .filter(left_id__in=piece)
                .values_list("kind", "left_id", "right_id", "pk")
            ):
                self._take(kind, Tie(*tie))

    def _take(self, kind: str, tie: Tie) -> None:
        if tie.right in self.first_numbers:
            of_kind = self.links if kind == Decision.Kind.LINK else self.separates
            of_kind.append(tie)

    def leads(self) -> dict[int, int]:
        """Give each record the least one that it hangs together with."""
        return components(self.first_numbers, holding(self.links, self.separates))

    def clashes(self) -> list[Tie]:
        """Return the separations that the links contradict."""
        return contradictions(self.leads(), self.separates)

    def settle(self) -> None:
        """Write the memberships that the decisions now give."""
        settled = memberships(self.first_numbers, self.links, self.separates)
        changed = {
            record: person
            for record, person in settled.items()
            if person != self.person_of[record]
        }
        _write(changed)
        _announce(changed, self.person_of, settled)


def _write(changed: Mapping[int, int]) -> None:
    """Put rows in place of others: far faster for many than to update each."""
    for piece in pieces(changed):
        Membership.objects.filter(record_id__in=piece).delete()
        Membership.objects.bulk_create(
            [Membership(record_id=one, person_id=changed[one]) for one in piece],
            batch_size=AT_A_TIME,
        )


def _announce(
    changed: Mapping[int, int], before: Mapping[int, int], after: Mapping[int, int]
) -> None:
    """Tell, after the commit, which numbers now open another page."""
    moved = {(before[record], after[record]) for record in changed}
    if not moved:
        return
    numbers = {number for pair in moved for number in pair}
    refs: dict[int, str] = {}
    for piece in pieces(numbers):
        refs |= dict(Person.objects.filter(pk__in=piece).values_list("pk", "case_ref"))
    for old, new in sorted(moved):
        transaction.on_commit(
            lambda old=refs[old], new=refs[new], merge=new < old: (  # type: ignore[misc]
                merged.announce(case_ref=new, former=old)
                if merge
                else parted.announce(case_ref=old, again=new)
            )
        )


@transaction.atomic
def rebuild_memberships() -> int:
    """Make every membership anew from the decisions; return how many had been wrong.

    A record of which no decision speaks has the person it came with: those are
    settled by the database in one statement, and only the others one by one.
    """
    one_at_a_time()
    missing = set(Record.objects.filter(membership=None).values_list("pk", flat=True))
    if missing:
        _give_first_persons()
    firsts, settled = _settled_by_decisions()
    away = {
        record: (person, first)
        for record, person, first in Membership.objects.exclude(
            person_id=F("record__first_person_id")
        ).values_list("record_id", "person_id", "record__first_person_id")
    }
    wrong = {
        record: person
        for record, person in settled.items()
        if away.get(record, (firsts[record],))[0] != person
    } | {record: first for record, (_, first) in away.items() if record not in settled}
    _write(wrong)
    return len(missing.union(wrong))


def _give_first_persons() -> None:
    """Give each record without a membership the person that it came with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO register_membership (record_id, person_id) "
            "SELECT r.id, r.first_person_id FROM register_record r "
            "LEFT JOIN register_membership m ON m.record_id = r.id "
            "WHERE m.record_id IS NULL"
        )


def _settled_by_decisions() -> tuple[dict[int, int], dict[int, int]]:
    """Return the first and the settled person of each record a decision speaks of."""
    ties: dict[str, list[Tie]] = {Decision.Kind.LINK: [], Decision.Kind.SEPARATE: []}
    rows = standing().order_by().values_list("kind", "left_id", "right_id", "pk")
    for kind, left, right, decision in rows.iterator(chunk_size=AT_A_TIME):
        ties[kind].append(Tie(left, right, decision))
    links, separates = ties[Decision.Kind.LINK], ties[Decision.Kind.SEPARATE]
    tied = {record for tie in (*links, *separates) for record in tie[:2]}
    firsts: dict[int, int] = {}
    for piece in pieces(sorted(tied)):
        held = Record.objects.filter(pk__in=piece).order_by()
        firsts |= dict(held.values_list("pk", "first_person_id"))
    return firsts, memberships(firsts, links, separates)
