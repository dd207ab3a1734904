"""Every statement of the founding report has its page, record, test and picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver

from repatria.site.story.statements import STATEMENTS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "founding-report.md"
NUMBERS = [f"F{number}" for number in range(1, 17)]
A_ROW = re.compile(r"^\| (F\d+) \|(.*)\|$", re.MULTILINE)
QUOTED = re.compile(r"`([^`]+)`")
A_PICTURE = re.compile(r"\[F\d\d\]\(([^)]+)\)")
MOST_BYTES = 200_000


class Row(NamedTuple):
    """A statement in the documentation, cell by cell."""

    says: str
    pages: list[str]
    records: list[str]
    tests: list[str]
    picture: str


def rows() -> dict[str, Row]:
    """Return the table of the documentation by the number of the statement."""
    found = {}
    for number, rest in A_ROW.findall(PAGE.read_text(encoding="utf-8")):
        says, *cells, picture = (one.strip() for one in rest.split("|"))
        pages, records, tests = map(QUOTED.findall, cells)
        shown = A_PICTURE.search(picture)
        link = shown.group(1) if shown else ""
        found[number] = Row(says, pages, records, tests, link)
    return found


ROWS = rows()


def names_of_pages(resolver: URLResolver | None = None, space: str = "") -> set[str]:
    """Return the names under which Django knows its pages."""
    names = set()
    patterns = get_resolver() if resolver is None else resolver
    for one in patterns.url_patterns:
        if isinstance(one, URLResolver):
            inside = f"{one.namespace}:" if one.namespace else space
            names |= names_of_pages(one, inside)
        elif one.name:
            names.add(f"{space}{one.name}")
    return names


def test_all_sixteen_statements_are_told() -> None:
    assert list(ROWS) == NUMBERS == [one.number for one in STATEMENTS]
    assert [number for number, row in ROWS.items() if not row.says] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_a_statement_has_a_page(number: str) -> None:
    (page,) = ROWS[number].pages
    assert page in names_of_pages()
    assert page == next(one.page for one in STATEMENTS if one.number == number)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_statement_has_kinds_of_records(number: str) -> None:
    records = ROWS[number].records
    assert records
    for label in records:
        assert apps.get_model(label)._meta.managed
    told = next(one.records for one in STATEMENTS if one.number == number)
    assert sorted(records) == sorted(told)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_statement_has_a_test(number: str) -> None:
    assert ROWS[number].tests
    for told in ROWS[number].tests:
        path, _colons, name = told.partition("::")
        source = (ROOT / path).read_text(encoding="utf-8")
        function, bracket, of_which = name.partition("[")
        assert f"def {function}(" in source
        assert not bracket or of_which == f"{number}]"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_statement_has_a_picture(number: str) -> None:
    picture = PAGE.parent / ROWS[number].picture
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size <= MOST_BYTES
    assert f"]({ROWS[number].picture})" in PAGE.read_text(encoding="utf-8")
