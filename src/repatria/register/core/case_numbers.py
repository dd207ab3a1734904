"""Case numbers of persons, made and read as all numbers here are."""

from __future__ import annotations

from random import Random, SystemRandom

from repatria.access.core.refs import is_ref, new_ref, read_ref

__all__ = [
    "_OF_A_PERSON",
    "is_case_ref",
    "is_ref",
    "new_case_ref",
    "new_ref",
    "read_ref",
]

_OF_A_PERSON = "R"
_SECURE = SystemRandom()


def new_case_ref(random: Random = _SECURE) -> str:
    """Return a new case number of a person."""
    return new_ref(_OF_A_PERSON, random)


def is_case_ref(text: str) -> bool:
    """Tell whether ``text`` is a case number of a person."""
    return is_ref(text, _OF_A_PERSON)
