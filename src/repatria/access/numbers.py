"""Every case number that means one person.

Which numbers have become one is the register's to know, and the register is a later
room: it says in its ``AppConfig.ready`` how it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

Numbers = Callable[[str], Collection[str]]
_ways: list[Numbers] = []


def provide(numbers: Numbers) -> None:
    """Ask ``numbers`` from now on; a second time counts once."""
    if numbers not in _ways:
        _ways.append(numbers)


def all_numbers(case_ref: str) -> frozenset[str]:
    """Return every number that means this person, the one asked for among them."""
    return frozenset({case_ref}.union(*(numbers(case_ref) for numbers in _ways)))
