"""One party's own valuations: it gets what is worth what it gives; nobody is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repatria.site.cli import run

RULES = """
parties = ["North", "South"]
tiers = [1]
[extra]
North = 5
[[consideration]]
from = "South"
to = "North"
what = "maps"
"""
PEOPLE = """\
id,holder,home,rank,category,tier
n1,North,South,captain,,1
n2,North,South,private,,1
n3,North,South,private,medic,1
s1,South,North,private,,1
"""
OWN = """
[valuations.North]
rank = { captain = 6 }
category = { medic = 3 }
other = 1
"""


class Files:
    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"

    def put(self, own: str = "", rules: str = RULES, *more: str) -> int:
        for name, text in (("p.csv", PEOPLE), ("r.toml", rules), ("o.toml", own)):
            (self.folder / name).write_text(text, encoding="utf-8")
        line = ["propose", str(self.folder / "p.csv"), "--out", str(self.out)]
        line += ["--rules", str(self.folder / "r.toml"), *more]
        private = ["--valuations", str(self.folder / "o.toml")] if own else []
        return run([*line, *private])

    def told(self, name: str = "proposal.json") -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.out / name).read_bytes())
        return read

    def page(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_a_valuation_of_somebody_who_is_not_on_the_list_is_refused(
    files: Files,
) -> None:
    assert files.put(f"{OWN}case = {{ n9 = 40 }}") == 1
    assert files.told()["code"] == "exchange.case-not-listed"
    assert "n9" in files.told()["what"]


def test_what_it_gets_is_worth_what_it_gives(files: Files) -> None:
    assert files.put() == 0
    assert files.told()["go"] == ["n1", "n2", "n3", "s1"]
    assert files.put(OWN) == 0
    assert files.told()["go"] == ["n2", "s1"]
    maps = f"{OWN}consideration = {{ maps = 9 }}"
    assert files.put(maps) == 0
    assert files.told()["go"] == ["n1", "n2", "n3", "s1"]
    dear = f"{OWN}case = {{ s1 = 4 }}\n"
    assert files.put(dear) == 0
    assert files.told()["go"] == ["n2", "n3", "s1"]


def test_only_the_internal_page_speaks_of_them(files: Files) -> None:
    assert files.put(OWN) == 0
    assert "gets what is worth" in files.page("internal.html")
    for name in ("delegation.html", "proposal.json"):
        assert "valu" not in files.page(name).lower()
        assert "worth" not in files.page(name)
    assert files.put() == 0
    assert "gets what is worth" not in files.page("internal.html")


def test_what_they_cost_is_among_the_options(files: Files) -> None:
    assert files.put(OWN) == 0
    options = {
        one["option"]: one["more"] for one in files.told("options.json")["options"]
    }
    assert options["valuations.North=none"] == 2


def test_they_are_named_where_they_stand_in_the_way(files: Files) -> None:
    rules = RULES.replace(
        'from = "South"\nto = "North"', 'from = "North"\nto = "South"'
    )
    own = f"{OWN}consideration = {{ maps = 9 }}"
    assert files.put(own, rules) == 1
    assert files.told()["blocked_by"] == ["valuations.North"]
    assert files.put(OWN, RULES, "--why", "n1") == 0
    (about,) = files.told("why.json")["cases"]
    assert about["blocked_by"] == ["valuations.North"]


@pytest.mark.parametrize(
    ("own", "rule"),
    [
        pytest.param("x = [", "", id="no TOML"),
        pytest.param("price = 3", "price", id="a strange key"),
        pytest.param("valuations = 3", "valuations", id="no table"),
        pytest.param(f"{OWN}[valuations.South]\n", "valuations", id="two parties"),
        pytest.param("[valuations.East]\n", "valuations.East", id="a stranger"),
        pytest.param(
            "[valuations.North]\nrank = { captain = -1 }",
            "valuations.North.rank.captain",
            id="less than nothing",
        ),
        pytest.param(
            "[valuations.North]\nother = nan", "valuations.North.other", id="NaN"
        ),
        pytest.param(
            "[valuations.North]\nregion = {}", "valuations.North.region", id="no such"
        ),
    ],
)
def test_valuations_that_cannot_be_meant_are_refused(
    files: Files, own: str, rule: str
) -> None:
    assert files.put(own) == 1
    told = files.told()
    # At a key, with its line or not; what cannot be read at all is at none.
    at_a_key = {"exchange.rules-refused", "exchange.rule-refused"}
    whole = {"exchange.rules-not-read", "exchange.rules-not-toml"}
    assert told["code"] in (at_a_key if rule else whole)
    assert "".join(told["blocked_by"]) == rule


def test_they_never_stand_in_the_rules_that_both_sides_read(files: Files) -> None:
    assert files.put(rules=RULES + OWN) == 1
    assert "a file of their own" in files.told()["what"]
