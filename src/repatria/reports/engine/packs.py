"""Language packs from their data files: words, days, gazetteer, officials."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from repatria.reports.core.days import DayWords
from repatria.reports.core.marks import Form
from repatria.reports.core.reading import SOME_GROUP, Pack, pack_of
from repatria.reports.core.sides import AGENCY, PARTY

_DATA = files("repatria.reports") / "data"
_PACKS = "packs"
_NOTHING: dict[str, Any] = {}


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there is a pack for."""
    names = (entry.name for entry in (_DATA / _PACKS).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names))


@cache
def load_pack(language: str) -> Pack:
    """Return the pack of a language; without one, numbers and English names alone."""
    known = language in languages()
    told = _toml(f"{_PACKS}/{language}.toml") if known else _NOTHING
    forms = [
        *_forms(told.get("forms", _NOTHING)),
        *_named(language if known else "en"),
        *_officials(language if known else "en"),
    ]
    return pack_of(
        language, forms, _days(told),
        joiners=told.get("joiners", ()), speaks_for=_speaks_for(), groups=_groups(),
    )  # fmt: skip


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_DATA.joinpath(name).read_text(encoding="utf-8"))


def _forms(kinds: dict[str, dict[str, list[str]]]) -> Iterator[Form]:
    for kind, values in kinds.items():
        for key, written in values.items():
            value, _colon, role = key.partition(":")
            for form in written:
                yield Form(form, kind, "" if value == "-" else value, role)


def _days(told: dict[str, Any]) -> DayWords:
    days = told.get("days", _NOTHING)
    return DayWords(
        weekdays=days.get("weekdays", {}),
        months=days.get("months", {}),
        relative=days.get("relative", {}),
        before=tuple(days.get("before", ())),
        ordinal_endings=days.get("ordinal_endings", ""),
        month_first=days.get("month_first", False),
    )


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    lines = _DATA.joinpath(name).read_text(encoding="utf-8").splitlines()
    rows = (line for line in lines if line and not line.startswith("#"))
    return tuple(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def _named(language: str) -> Iterable[Form]:
    for row in _table("gazetteer.tsv"):
        if row["language"] == language:
            agency = row["kind"] == "agency"
            for form in row["forms"].split("|"):
                yield Form(
                    form, AGENCY if agency else PARTY, row["id"],
                    "" if agency else row["role"],
                )  # fmt: skip


@cache
def _groups() -> frozenset[str]:
    rows = _table("gazetteer.tsv")
    return frozenset(row["id"] for row in rows if row["kind"] == "group") - {SOME_GROUP}


@cache
def _speaks_for() -> dict[str, str]:
    return {row["group"]: row["people"] for row in _table("speaks_for.tsv")}


def _officials(language: str) -> Iterable[Form]:
    for row in _table("officials.tsv"):
        if row["language"] == language:
            for form in row["forms"].split("|"):
                yield Form(form, "official", row["party"])
