"""Who is still held, by whom, for whom and where: as the register tells it now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from repatria.custody.core.words import Kind
from repatria.medical.core.inspections import days_of
from repatria.register.models import Membership, Record
from repatria.tracing.models import CrossingWord

OVER = (Kind.RELEASE, Kind.ESCAPE, Kind.REPATRIATION, Kind.DEATH, Kind.IDENTIFIED)
_ALWAYS = "9999-12-31"
_PERSON, _FIRST = "membership__person__case_ref", "first_person__case_ref"
_COLUMNS = {
    _PERSON: "case_ref",
    "said_fate": "fate",
    "place": "place",
    "source_file__holder": "listed_holder",
    "source_file__home": "listed_home",
    "custody_statement__holder": "holder",
    "custody_statement__home": "home",
    "custody_statement__kind": "kind",
    "custody_statement__happened_on": "happened_on",
    "custody_statement__replaced_by": "replaced",
}


@dataclass(slots=True)
class Held:
    """What the newest words say of a captivity; "" is not known.

    ``over`` is the last day on which it can have ended, as text; "" while nobody says
    that it did.
    """

    case_ref: str
    holder: str = ""
    home: str = ""
    place: str = ""
    over: str = ""

    def is_over(self, *, on: str) -> bool:
        """Tell whether the captivity may have ended on a day, or after it."""
        return bool(self.over) and self.over >= on


def held_of_each(case_refs: Iterable[str]) -> dict[str, Held]:
    """Return it for each number that means somebody, in three queries."""
    first = "record__first_person__case_ref"
    meant = Membership.objects.filter(**{f"{first}__in": set(case_refs)})
    numbers = dict(meant.values_list(first, "person__case_ref"))
    found = _held(set(numbers.values()))
    return {number: found[ref] for number, ref in numbers.items() if ref in found}


def _held(persons: set[str]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    rows = Record.objects.filter(**{f"{_PERSON}__in": persons})
    for row in rows.order_by("said_on", "pk").values(*_COLUMNS):
        told = {name: row[column] or "" for column, name in _COLUMNS.items()}
        one = found.setdefault(told["case_ref"], Held(told["case_ref"]))
        if not told["replaced"]:
            _hear(one, told)
    for case_ref in _crossed(persons):
        found[case_ref].over = _ALWAYS
    return found


def _hear(one: Held, told: dict[str, Any]) -> None:
    """Let a newer word count where it says something."""
    one.holder = told["holder"] or told["listed_holder"] or one.holder
    one.home = told["home"] or told["listed_home"] or one.home
    one.place = told["place"] or one.place
    if told["kind"] in OVER:
        when = told["happened_on"]
        known = when[:4].isdigit()
        one.over = max(one.over, days_of(when)[1].isoformat() if known else _ALWAYS)
    elif told["fate"]:
        one.over = _ALWAYS


def _crossed(persons: set[str]) -> set[str]:
    """Return who crossed, by the newest word of the handover."""
    numbers = dict(
        Record.objects.filter(**{f"{_PERSON}__in": persons}).values_list(
            _FIRST, _PERSON
        )
    )
    gone: set[str] = set()
    for word in CrossingWord.objects.order_by("at", "pk"):
        case_ref = numbers.get(word.case_ref)
        if case_ref:
            (gone.add if word.crossed else gone.discard)(case_ref)
    return gone
