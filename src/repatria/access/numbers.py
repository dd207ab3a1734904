"""Every case number that means one person.

Which numbers have become one is the register's to know, and the register is a later
room: it says in its ``AppConfig.ready`` how it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

Numbers = Callable[[str], Collection[str]]
NumbersOfEach = Callable[[Iterable[str]], Mapping[str, Collection[str]]]
_ways: list[Numbers] = []
_ways_of_each: list[NumbersOfEach] = []


def provide(numbers: Numbers, of_each: NumbersOfEach | None = None) -> None:
    """Ask ``numbers`` from now on; a second time counts once.

    ``of_each`` answers the same for many at once.
    """
    if numbers not in _ways:
        _ways.append(numbers)
    if of_each is not None and of_each not in _ways_of_each:
        _ways_of_each.append(of_each)


def all_numbers(case_ref: str) -> frozenset[str]:
    """Return every number that means this person, the one asked for among them."""
    return frozenset({case_ref}.union(*(numbers(case_ref) for numbers in _ways)))


def all_numbers_of_each(case_refs: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the same for many at once."""
    found = [of_each(case_refs) for of_each in _ways_of_each] if case_refs else []
    return {
        ref: frozenset({ref}.union(*(each.get(ref, ()) for each in found)))
        for ref in case_refs
    }
