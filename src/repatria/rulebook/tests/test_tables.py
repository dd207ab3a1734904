"""Tables and ratios: figures with their source, and a bad file refused."""

from __future__ import annotations

from importlib.resources import files

import pytest

from repatria.rulebook.files import RuleUnknownError, RuleUnreadableError
from repatria.rulebook.tables import (
    RATIOS,
    TABLES,
    all_ratios,
    all_tables,
    load_table,
    read_ratio,
    read_table,
)

FILES = [
    f"{folder}/{file.name}"
    for folder in (TABLES, RATIOS)
    for file in sorted(
        (files("repatria.rulebook") / folder).iterdir(), key=lambda one: one.name
    )
]


@pytest.mark.parametrize("file", FILES)
def test_every_file_states_source_and_licence(file: str) -> None:
    text = (files("repatria.rulebook") / file).read_text(encoding="utf-8")
    assert text.startswith("# Source: own ")
    assert "# Licence: EUPL-1.2" in text


def test_every_figure_has_a_source_and_nobody_has_reviewed_it_yet() -> None:
    known = [
        *((one.source, one.reviewed_by) for one in all_tables().values()),
        *((one.source, one.reviewed_by) for one in all_ratios().values()),
    ]
    assert all(source and not reviewed for source, reviewed in known)
    assert all(one.persons < one.against for one in all_ratios().values())


def test_an_unknown_table_is_refused_with_those_that_exist() -> None:
    with pytest.raises(RuleUnknownError, match="dix-hill-1862"):
        load_table("dix-hill-1863")


TABLE = """
id = "t"
version = 1
source = "somewhere"
says = "something"
reviewed_by = ""
[values]
private = 1
"""
RATIO = TABLE.partition("[values]")[0] + "persons = 1\nagainst = 3\n"


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("version = 1\n", "", "version"),
        ('id = "t"', 'id = "u"', "id"),
        ("private = 1", "private = 0", "numbers"),
        ("private = 1", "private = 1.5", "numbers"),
        ("private = 1", "", "numbers"),
        ("[values]", "[values", "line"),
    ],
)
def test_a_table_that_says_too_little_is_refused(
    written: str, instead: str, fault: str
) -> None:
    assert read_table("t", TABLE).values == {"private": 1}
    with pytest.raises(RuleUnreadableError, match=fault):
        read_table("t", TABLE.replace(written, instead))


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [("against = 3\n", "", "against"), ("persons = 1", "persons = -1", "numbers")],
)
def test_a_ratio_that_says_too_little_is_refused(
    written: str, instead: str, fault: str
) -> None:
    assert read_ratio("t", RATIO).against == 3
    with pytest.raises(RuleUnreadableError, match=fault):
        read_ratio("t", RATIO.replace(written, instead))
