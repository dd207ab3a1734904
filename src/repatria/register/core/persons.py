"""Which records are about one person, worked out from what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Tie(NamedTuple):
    """Two records and the decision that speaks of both."""

    left: int
    right: int
    decision: int

    @property
    def both(self) -> frozenset[int]:
        """The two records, in no order."""
        return frozenset((self.left, self.right))


def holding(links: Iterable[Tie], separates: Iterable[Tie]) -> list[Tie]:
    """Return the links that no separation of the same two records overrules."""
    parted = {tie.both for tie in separates}
    return [tie for tie in links if tie.both not in parted]


def components(records: Iterable[int], links: Iterable[Tie]) -> dict[int, int]:
    """Give each record the least record that it hangs together with.

    >>> components([1, 2, 3, 4], [Tie(4, 2, 0)])
    {1: 1, 2: 2, 3: 3, 4: 2}
    """
    leader = {record: record for record in records}

    def lead(record: int) -> int:
        while leader[record] != record:
            leader[record] = leader[leader[record]]
            record = leader[record]
        return record

    for tie in links:
        low, high = sorted((lead(tie.left), lead(tie.right)))
        leader[high] = low
    return {record: lead(record) for record in leader}


def contradictions(leads: Mapping[int, int], separates: Iterable[Tie]) -> list[Tie]:
    """Return the separations whose two records hang together all the same."""
    return [tie for tie in separates if leads[tie.left] == leads[tie.right]]


def memberships(
    first_numbers: Mapping[int, int],
    links: Iterable[Tie],
    separates: Iterable[Tie],
) -> dict[int, int]:
    """Give each record its person.

    ``first_numbers`` gives each record the person that was opened for it when it
    came in; of records that hang together the oldest person (the least) speaks for
    all.  So a merge keeps the older number, and a split gives each part the number
    it would have had without the link.

    >>> memberships({1: 10, 2: 11, 3: 12}, [Tie(2, 3, 0)], [])
    {1: 10, 2: 11, 3: 11}
    """
    leads = components(first_numbers, holding(links, separates))
    oldest: dict[int, int] = {}
    for record, number in first_numbers.items():
        lead = leads[record]
        oldest[lead] = min(number, oldest.get(lead, number))
    return {record: oldest[leads[record]] for record in first_numbers}
