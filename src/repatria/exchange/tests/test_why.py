"""Why not he? And what is said of a list that was not proven to be the best."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repatria.site.cli import run

RULES = 'parties = ["North", "South"]\ntiers = [1, 2]\nas_of = 2022-11-20\n'
PEOPLE = """\
id,holder,home,tier,captured_on,consent,held_back
n1,North,South,1,2022-03-01,,
n2,North,South,1,2022-04-01,,
n3,North,South,2,2022-01-01,,
n4,North,South,1,2022-01-01,no,
s1,South,North,1,2022-03-01,,
"""


class Files:
    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"

    def put(self, *more: str, rules: str = RULES, people: str = PEOPLE) -> int:
        (self.folder / "people.csv").write_text(people, encoding="utf-8")
        (self.folder / "rules.toml").write_text(rules, encoding="utf-8")
        listed, agreed = self.folder / "people.csv", self.folder / "rules.toml"
        line = ["propose", str(listed), "--rules", str(agreed)]
        return run([*line, "--out", str(self.out), *more])

    def told(self, name: str) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.out / name).read_bytes())
        return read


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_the_command_says_what_the_other_way_would_cost(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    assert files.put("--why", "n3", "--why", "n4", "--why", "s1", "--why", "n2") == 0
    about = {one["id"]: one for one in files.told("why.json")["cases"]}
    assert about["n3"]["code"] == "OUTRANKED"
    assert (about["n3"]["loses"], about["n3"]["by"]) == ("1", 1)
    assert (about["n3"]["joins"], about["n3"]["leaves"]) == ([], ["n1"])
    assert (about["n4"]["possible"], about["n4"]["code"]) == (False, "CONSENT")
    assert (about["s1"]["on"], about["s1"]["leaves"]) == (True, ["n1"])
    assert (about["n2"]["loses"], about["n2"]["by"]) == ("days", 31)
    said = capsys.readouterr().out
    assert "n3 is not proposed." in said
    assert "The other way tier 1 has 1 fewer. Would stay: n1." in said
    assert "Nothing else that could be agreed lets n4 go." in said
    assert "with 31 fewer days held" in said
    for name in ("delegation.html", "proposal.json"):
        assert "lets n4" not in (files.out / name).read_text("utf-8")
    assert files.put() == 0
    assert not (files.out / "why.json").exists()


def test_a_rule_that_forbids_the_other_way_is_named(files: Files) -> None:
    assert files.put("--why", "n1", rules=RULES + '[seats]\n"South>North" = 0\n') == 0
    (about,) = files.told("why.json")["cases"]
    assert about["blocked_by"] == ["parity", "seats.South>North"]


def test_why_is_asked_of_somebody_on_the_list_and_of_a_proposal(files: Files) -> None:
    assert files.put("--why", "nobody") == 1
    assert files.told("proposal.json")["code"] == "exchange.case-not-listed"
    counter = ["--before", "x.json", "--counter", "y.toml"]
    assert files.put("--why", "n1", *counter) == 2


SOLVED = RULES + '[parity]\nkind = "category"\n'


def test_a_list_that_is_not_proven_says_so_in_both_editions(files: Files) -> None:
    header, *rows = PEOPLE.splitlines()
    people = "\n".join([f"{header},category", *(f"{row},soldier" for row in rows)])
    assert files.put("--seconds", "0", rules=SOLVED, people=people) == 0
    told = files.told("proposal.json")
    assert told["status"] == "feasible"
    assert told["bound"]["1"] >= told["counts_by_tier"]["1"]
    page = (files.out / "internal.html").read_text("utf-8")
    assert "that nothing is better is not proven" in page
    assert "At most, as proven" in page
    page = (files.out / "delegation.html").read_text("utf-8")
    assert "That no better one exists is not proven" in page
