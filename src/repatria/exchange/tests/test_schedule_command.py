"""``repatria schedule``: two files in, four files out, or none and a reason."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate, Consent
from repatria.exchange.core.rounds import Account, repeated
from repatria.exchange.engine.propose import check as check_proposal
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.engine.roster import roster_of
from repatria.exchange.engine.rounds.series import check, series
from repatria.exchange.report.series import delegation_html
from repatria.exchange.series_runs import FILES, schedule_files
from repatria.exchange.tests.people import AS_OF, NORTH, PLAIN, SOUTH, lists, person
from repatria.site.cli import repatria, run
from tools.pseudo import outside_brackets, unmarked_in_html

RULES = """
parties = ["North", "South"]
as_of = 2022-11-20
tiers = [1, 2]
[series]
first = 2022-12-01
every = 14
seats = 2
rounds = 6
"""
PEOPLE = """\
id,holder,home,tier,captured_on,consent,held_back,available_from
n1,North,South,1,2022-03-01,,,
n2,North,South,1,2022-03-02,,,
n3,North,South,2,2022-03-01,,,
n4,North,South,1,2022-03-01,no,,
n5,North,South,1,2022-03-01,,geneva3.art119,
n6,North,South,1,2022-03-01,,,2022-12-20
s1,South,North,1,2022-03-01,,,
s2,South,North,2,2022-09-01,,,
s3,South,North,2,2022-09-01,,,
"""
Files = tuple[Path, Path, Path]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    candidates, rules = tmp_path / "candidates.csv", tmp_path / "rules.toml"
    candidates.write_text(PEOPLE, encoding="utf-8-sig")
    rules.write_text(RULES, encoding="utf-8")
    return candidates, rules, tmp_path / "out"


def words(files: Files, *more: str) -> list[str]:
    candidates, rules, out = files
    line = ["schedule", str(candidates), "--rules", str(rules), "--out", str(out)]
    return [*line, *more]


def planned(files: Files) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((files[2] / "series.json").read_bytes())
    return told


def test_everybody_who_can_go_stands_in_a_round(files: Files) -> None:
    assert run(words(files)) == 0
    assert sorted(file.name for file in files[2].iterdir()) == sorted(FILES)
    told = planned(files)
    assert told["status"] == "optimal"
    assert [one["go"] for one in told["rounds"][:3]] == [
        ["n1", "n2", "s1", told["rounds"][0]["go"][3]],
        [],
        ["n6", told["rounds"][2]["go"][1]],
    ]
    assert (told["last_round"], told["last_day"]) == (3, "2022-12-29")
    assert told["rounds"][0]["received"] == {"North": 2, "South": 2}
    assert {one["id"]: one["code"] for one in told["never"]} == {
        "n3": "RULES", "n4": "CONSENT", "n5": "HELD",
    }  # fmt: skip


def test_the_table_has_everybody_once(files: Files) -> None:
    assert run(words(files)) == 0
    text = (files[2] / "series.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert len(rows) == 9
    assert all(bool(row["round"]) == bool(row["on"]) for row in rows)
    assert all(bool(row["round"]) == (row["code"] == "") for row in rows)
    assert all(row["reason"] for row in rows)


def test_what_leaves_tells_the_next_round_and_of_later_ones_only_places(
    files: Files,
) -> None:
    assert run(words(files)) == 0
    page = (files[2] / "series-delegation.html").read_text(encoding="utf-8")
    assert page.count("2023-02-09") == 2  # the sixth round, though nobody stands in it
    _before, _heading, others = page.partition('id="others-title"')
    assert others.count("not proposed") == 6
    for told in ("HELD", "geneva3.art119", "consent", "2022-12-20", "<svg"):
        assert told not in page


def test_rules_without_rounds_are_refused_and_nothing_is_left(files: Files) -> None:
    assert run(words(files)) == 0
    files[1].write_text(RULES.partition("[series]")[0], encoding="utf-8")
    assert run(words(files)) == 1
    assert [file.name for file in files[2].iterdir()] == ["series.json"]
    assert planned(files)["code"] == "exchange.no-rounds"


def test_json_is_printed_for_scripts(files: Files) -> None:
    result = CliRunner().invoke(repatria, words(files, "--json"))
    assert json.loads(result.stdout)["last_round"] == 3


def test_a_next_round_that_cannot_be_is_named(files: Files) -> None:
    rules = RULES.replace("[series]", "[floors]\ncoast = 1\n[series]")
    files[1].write_text(rules, encoding="utf-8")
    assert run(words(files)) == 1
    assert planned(files)["blocked_by"] == ["floors.coast"]


@pytest.mark.usefixtures("pseudo")
def test_pages_and_reasons_are_wholly_translated(files: Files) -> None:
    found = schedule_files(*files)
    assert outside_brackets(found.words).strip() == ""
    for name in ("series.html", "series-delegation.html"):
        page = (files[2] / name).read_text(encoding="utf-8")
        assert unmarked_in_html(page) == []
    text = (files[2] / "series.csv").read_text(encoding="utf-8-sig")
    said = [row["reason"] for row in csv.DictReader(text.splitlines())]
    assert {outside_brackets(one) for one in said} == {""}


def test_the_command_imports_no_django(files: Files) -> None:
    script = (
        "import sys; from repatria.site.cli import run; status = run(sys.argv[1:]);"
        "sys.exit(status or ('django' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words(files)], check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr


REASONS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"consent": Consent.NO},
        {"held_back": "geneva3.art115"},
        {"held_back": "geneva3.art119"},
        {},
    ]
)


@settings(deadline=None)
@given(lists(most=9), st.integers(1, 2), st.integers(0, 2), st.data())
def test_only_the_reason_of_somebody_left_out_changes_nothing_that_leaves(
    people: list[Candidate], each: int, credit: int, data: st.DataObject
) -> None:
    """In whichever later round they stand, or in none."""
    rules = rules_of({**PLAIN, "credit": {NORTH: credit, SOUTH: credit}})
    plans = repeated(first=AS_OF, every=7, each=each, rounds=4)
    found = series(roster_of(people), rules, plans)
    check_proposal(found.first)
    check(found)
    out = [place for place, one in enumerate(people) if one.id not in found.first.go]
    if not out:
        return
    place = data.draw(st.sampled_from(out))
    why: dict[str, Any] = data.draw(REASONS)
    others = [*people]
    others[place] = _with(people[place], why)
    changed = series(roster_of(others), rules, plans)
    if set(changed.first.go) == set(found.first.go):
        assert delegation_html(changed) == delegation_html(found)
    if why:  # whoever was not proposed and now has a reason displaces nobody
        assert changed.first.go == found.first.go


def _with(one: Candidate, why: dict[str, Any]) -> Candidate:
    return replace(one, **{"consent": Consent.UNKNOWN, "held_back": "", **why})


def test_the_next_round_may_lend_what_credit_allows_and_is_paid_back() -> None:
    people = [person(f"n{at}") for at in range(4)]
    people += [
        person(f"s{at}", SOUTH, NORTH, available_from=AS_OF.replace(day=25))
        for at in range(4)
    ]
    rules = rules_of({**PLAIN, "credit": {SOUTH: 3}})
    plans = repeated(first=AS_OF, every=7, each=4, rounds=2)
    found = series(roster_of(people), rules, plans)
    check(found)
    assert [len(one.go) for one in found.rounds] == [3, 5]
    assert found.balances[0] == {Account(NORTH): 3, Account(SOUTH): -3}
    assert found.balances[1] == {Account(NORTH): 0, Account(SOUTH): 0}
