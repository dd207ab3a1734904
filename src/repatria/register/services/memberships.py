"""Which person each record is about: settled after a decision, or all made anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

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

AT_A_TIME = 5_000


def pieces(ids: Iterable[int], size: int = AT_A_TIME) -> Iterator[list[int]]:
    """Yield lists short enough for one query."""
    rest = iter(ids)
    while piece := list(islice(rest, size)):
        yield piece


def standing() -> QuerySet[Decision]:
    """Return the decisions that are neither undone nor an undoing."""
    return Decision.objects.exclude(kind=Decision.Kind.UNDO).filter(undone_by=None)


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
    """Make every membership anew from the decisions; return how many had been wrong."""
    one_at_a_time()
    first_numbers = dict(Record.objects.values_list("pk", "first_person_id"))
    ties: dict[str, list[Tie]] = {Decision.Kind.LINK: [], Decision.Kind.SEPARATE: []}
    rows = standing().values_list("kind", "left_id", "right_id", "pk")
    for kind, left, right, decision in rows:
        ties[kind].append(Tie(left, right, decision))
    settled = memberships(
        first_numbers, ties[Decision.Kind.LINK], ties[Decision.Kind.SEPARATE]
    )
    held = dict(Membership.objects.values_list("record_id", "person_id"))
    missing = [
        Membership(record_id=record, person_id=settled[record])
        for record in settled
        if record not in held
    ]
    Membership.objects.bulk_create(missing, batch_size=AT_A_TIME)
    wrong = {
        record: person
        for record, person in settled.items()
        if held.get(record, person) != person
    }
    _write(wrong)
    return len(wrong) + len(missing)


def joined_by(links: Sequence[Tie], records: Collection[int]) -> list[int]:
    """Return the decisions by which these records hang together."""
    return sorted(tie.decision for tie in links if tie.left in records)
