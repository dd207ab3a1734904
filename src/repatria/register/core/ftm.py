"""Persons in the shape of FollowTheMoney, for tools that speak it.

FollowTheMoney is an open model of people, organisations and what ties them; its
entities are JSON objects with an ``id``, a ``schema`` and lists of ``properties``.
Source: the schemata of the project ``followthemoney`` (MIT), read in November 2026:
Person, Organization, Membership.

Everything stays as its senders spell it, side by side: a property holds every
spelling.  What FollowTheMoney cannot say (a day whose year is unknown) is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Entity = dict[str, Any]

# Column of a statement -> property of a Person.
_PROPERTIES = {
    "family": "lastName",
    "given": "firstName",
    "patronymic": "fatherName",
    "birth_place": "birthPlace",
    "rank": "position",
    "service_number": "idNumber",
    "call_sign": "weakAlias",
}
_NAME = ("family", "given", "patronymic")
_GENDERS = {"m": "male", "f": "female"}


def entities(
    case_ref: str, statements: Sequence[Mapping[str, str]], *, organisation: str
) -> list[Entity]:
    """Return a person, the units they are said to belong to, and what ties these.

    ``statements`` are records as columns ("family", "birth", "unit" ...) with their
    ``sender``.  ``organisation`` is the code of whoever exports: numbers of two
    organisations never meet.  Nobody without a name: the model asks for one.

    >>> [person] = entities(
    ...     "R-1", [{"family": "Koval", "birth": "1984-05", "sender": "n"}],
    ...     organisation="n",
    ... )
    >>> person["schema"], person["properties"]["birthDate"]
    ('Person', ['1984-05'])
    """
    names = _each(" ".join(_filled(one, _NAME)) for one in statements)
    if not names:
        return []
    key = _key(organisation, "case", case_ref)
    person = {
        "id": key,
        "schema": "Person",
        "properties": {"name": names, **_properties(statements)},
    }
    return [person, *_units(key, statements)]


def _properties(statements: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    told = {
        there: _each(one.get(here, "") for one in statements)
        for here, there in _PROPERTIES.items()
    }
    told["birthDate"] = _each(_date(one.get("birth", "")) for one in statements)
    told["gender"] = _each(
        _GENDERS.get(one.get("sex", "").casefold()[:1], "") for one in statements
    )
    told["publisher"] = _each(one.get("sender", "") for one in statements)
    return {name: values for name, values in told.items() if values}


def _units(person: str, statements: Sequence[Mapping[str, str]]) -> Iterator[Entity]:
    """Yield each unit as an organisation, and the person's tie to it."""
    for unit in _each(one.get("unit", "") for one in statements):
        organisation = _key("unit", unit)
        yield {
            "id": organisation,
            "schema": "Organization",
            "properties": {"name": [unit]},
        }
        yield {
            "id": _key(person, organisation),
            "schema": "Membership",
            "properties": {"member": [person], "organization": [organisation]},
        }


def _date(written: str) -> str:
    """Return a partial date as far as the model can say it; "" where it cannot.

    >>> _date("~1984"), _date("1984-??-09"), _date("????-05-09")
    ('1984', '1984', '')
    """
    known = written.removeprefix("~").partition("-??")[0]
    return "" if "?" in known else known


def _each(values: Iterable[str]) -> list[str]:
    """Return what is said, each spelling once, in order of first mention."""
    return list(dict.fromkeys(value for value in values if value))


def _filled(one: Mapping[str, str], columns: Iterable[str]) -> list[str]:
    return [one[column] for column in columns if one.get(column)]


def _key(*parts: str) -> str:
    """Return an identifier that tells nothing and is the same every time."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
