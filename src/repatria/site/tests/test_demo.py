"""The demonstration says what is so, counts rightly, and spares others' files."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from repatria.exchange.core.replies import ANSWERS_KEYS, COUNTER_KEYS, ROW_KEYS
from repatria.site import cli
from repatria.site.story.lists import Pair, Truth, judged
from repatria.transmission.core import envelope

THREE = ("north", "south", "agency")
FEWER = "200"  # persons a list: the story is the same, and told sooner


class Demonstration(NamedTuple):
    """A demonstration that was told twice: in figures, then in words."""

    folder: Path
    figures: dict[str, Any]
    words: str


def tell(folder: Path, *words: str) -> str:
    """Run the command in a process of its own, as it has databases of its own."""
    command = [sys.executable, "-m", "repatria", "demo", "--data", str(folder)]
    ran = subprocess.run(
        [*command, "--persons", FEWER, *words],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    folder = tmp_path_factory.mktemp("told") / "shown"
    figures = json.loads(tell(folder, "--json"))
    return Demonstration(folder, figures, tell(folder))


def found(told: Demonstration, one: str, sql: str, *given: object) -> list[Any]:
    """Ask the database of one of the three."""
    with closing(sqlite3.connect(told.folder / one / "repatria.sqlite3")) as here:
        return here.execute(sql, given).fetchall()


def test_it_says_that_everybody_is_invented_and_where_to_look(
    told: Demonstration,
) -> None:
    report = told.folder / "compared" / "report.html"
    assert told.words.startswith("Everybody in this demonstration is invented")
    assert str(report) in told.words
    assert "Synthetic people" in report.read_text(encoding="utf-8")


def test_its_figures_are_those_of_the_files(told: Demonstration) -> None:
    figures = told.figures["lists"]
    summary = (told.folder / "compared" / "summary.json").read_text(encoding="utf-8")
    assert figures["totals"] == json.loads(summary)["totals"]
    judgement, same = figures["judged"], figures["totals"]["same"]
    assert judgement["right"] + judgement["missed"] == figures["made"]["both"]
    assert judgement["precision"] == round(judgement["right"] / same, 4)
    assert judgement["f1"] > 0.9


def test_every_statement_of_the_report_has_its_place(told: Demonstration) -> None:
    rows = told.figures["story"]["statements"]["rows"]
    assert [row["number"] for row in rows] == [f"F{n}" for n in range(1, 17)]
    for row in rows:
        assert all(row["recorded"].values()), row["number"]
        assert f"{row['number']:>3}  {row['says']}" in told.words


def test_as_many_cross_as_the_receipts_say(told: Demonstration) -> None:
    """Fifty come home, nobody copies the number to the other side, one stays."""
    rounds = told.figures["story"]["crossed"]["rounds"]
    assert rounds["1"] == {"SUDMARK>NORLAND": 36, "NORLAND>SUDMARK": 35}
    assert rounds["2"] == {"SUDMARK>NORLAND": 50, "NORLAND>SUDMARK": 49}


def test_two_swaps_in_one_week_end_reconciled_with_35_and_1_beside_36(
    told: Demonstration,
) -> None:
    rounds = told.figures["story"]["reconciled"]["rounds"]
    assert [(one["of"], one["round"]) for one in rounds] == [
        (of, number) for of in ("south", "north", "agency") for number in (1, 2)
    ]
    assert {one["state"] for one in rounds} == {"reconciled"}
    assert {one["lot"] for one in rounds} == {"lot witnessed"}
    sides = next(
        one["sides"] for one in rounds if (one["of"], one["round"]) == ("north", 1)
    )
    came_home = sides["NORLAND"]
    assert (came_home["ours"], came_home["stands"]) == (36, "parts")
    assert ["Sudmark Information Bureau", 36, [35, 1]] in came_home["others"]
    # Each hears the others' own counts, and keeps its own beside them.
    for one in rounds:
        crossed = told.figures["story"]["crossed"]["rounds"][str(one["round"])]
        for leg, n in crossed.items():
            side = one["sides"][leg.partition(">")[2]]
            assert side["ours"] == n
            assert len(side["others"]) >= 2


def test_anybody_repeats_the_lot_of_a_list_that_a_party_signed(
    told: Demonstration, tmp_path: Path
) -> None:
    documents = found(told, "south", "SELECT document FROM exchange_listversion")
    assert len(documents) == 3
    for place, (document,) in enumerate(documents):
        file = tmp_path / f"{place}.json"
        file.write_text(document, encoding="utf-8")
        assert cli.run(["lot", "check", str(file)]) == 0


def test_the_second_list_is_answered_and_changed_by_one_before_anybody_signs(
    told: Demonstration,
) -> None:
    answered = deepcopy(told.figures["story"]["agreed"]["answered"])
    seen = {one.pop("of"): one for one in answered}
    assert seen["north"] == seen["south"] == seen["agency"]
    here = seen["north"]
    assert here["answers"] == {
        "NORLAND": {"held": 50, "requested": 50},
        "SUDMARK": {"held": 49, "requested": 50, "already_returned": 1},
    }
    (home_already,), (instead,) = here["leaves"], here["joins"]
    assert here["asked_off"] == {"NORLAND": [home_already]}
    assert home_already != instead
    assert here["legs"] == ["SUDMARK>NORLAND"]
    assert (here["version"], here["signed_by"]) == (2, ["NORLAND", "SUDMARK"])
    assert re.search(r"/exchanges/X-\w+/rounds/2/history/ \(neg", told.words)


def test_only_the_second_list_has_a_second_version_and_only_that_is_signed(
    told: Demonstration,
) -> None:
    north, south, agency = (
        found(
            told, one,
            "SELECT r.number, v.version, COUNT(s.id), v.sha256"
            " FROM exchange_listversion v"
            " JOIN exchange_round r ON r.id = v.round_id"
            " LEFT JOIN exchange_listsignature s ON s.version_id = v.id"
            " GROUP BY v.id ORDER BY 1, 2",
        )
        for one in THREE
    )  # fmt: skip
    assert north == south == agency
    assert [row[:3] for row in north] == [(1, 1, 2), (2, 1, 0), (2, 2, 2)]


def test_whoever_is_home_already_stands_in_for_nobody(told: Demonstration) -> None:
    ((asked_off,),) = found(told, "agency", "SELECT unwanted FROM exchange_counter")
    ever = found(told, "agency", "SELECT shared_ref FROM handover_line")
    (home_already,) = json.loads(asked_off)
    assert len(ever) > 36 + 35 + 50 + 50
    assert home_already not in {ref for (ref,) in ever}


@pytest.mark.parametrize(
    ("one", "sent"),
    [
        pytest.param("north", ["answers", "counter"], id="what it says and asks"),
        pytest.param("south", ["answers"], id="what it says"),
        pytest.param(
            "agency",
            ["answers", "answers", "counter"],
            id="passes each on to the other",
        ),
    ],
)
def test_what_is_said_of_a_list_travels_as_files_without_a_reason(
    told: Demonstration, one: str, sent: list[str]
) -> None:
    said = [
        message
        for file in (told.folder / one / "files" / "outbox").glob("*-reply.repatria")
        if (message := json.loads(envelope.read(file.read_bytes()).payload)).get(
            "sha256"
        )
        and message["about"] in {"answers", "counter"}
    ]
    assert sorted(message["about"] for message in said) == sent
    for message in said:
        keys = ANSWERS_KEYS if message["about"] == "answers" else COUNTER_KEYS
        assert message.keys() == keys
        assert all(row.keys() == ROW_KEYS for row in message.get("answers", ()))
        # Nobody is asked for by name: the answer to that might tell of a wish.
        assert message.get("wanted", []) == []


@pytest.mark.parametrize(
    "count",
    [
        pytest.param("SELECT COUNT(*) FROM exchange_listreasons", id="reasons"),
        pytest.param("SELECT COUNT(*) FROM exchange_wish", id="wishes"),
        pytest.param("SELECT COUNT(*) FROM exchange_counteranswer", id="workings"),
    ],
)
def test_what_the_agency_alone_keeps_is_in_no_other_installation(
    told: Demonstration, count: str
) -> None:
    kept = {one: found(told, one, count)[0][0] for one in THREE}
    assert kept.pop("agency") > 0
    assert kept == {"north": 0, "south": 0}


def test_no_installation_holds_a_signing_key(told: Demonstration) -> None:
    keys = {
        path.relative_to(told.folder).as_posix() for path in told.folder.rglob("*.key")
    }
    signing = {f"offline-keys/{one}.key" for one in THREE}
    assert {key for key in keys if not key.endswith("/session.key")} == signing | {
        f"{one}/keys/{name}.key"
        for one in THREE
        for name in ("master", "checkpoint")
        if f"{one}/keys/{name}.key" in keys
    }
    private = (told.folder / "offline-keys" / "north.key").read_bytes()
    assert all(
        path.read_bytes() != private
        for one in THREE
        for path in (told.folder / one / "keys").iterdir()
    )


def test_each_ledger_verifies_offline(told: Demonstration) -> None:
    for one in THREE:
        ran = subprocess.run(
            [sys.executable, "-m", "repatria", "verify", str(told.folder / one)],
            check=False,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "consistent in itself" in ran.stdout.lower()


def test_a_folder_of_somebody_elses_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "lists" / "left.csv"
    theirs.parent.mkdir()
    theirs.write_text("id\n1\n", encoding="utf-8")
    assert cli.run(["demo", "--data", str(tmp_path)]) == 1
    assert "[demo.folder-in-use]" in capsys.readouterr().err
    assert theirs.read_text(encoding="utf-8") == "id\n1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["lists"]


TRUTH = Truth(
    pairs=frozenset({("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")}),
    first={"a2": "a", "B2": "B"},
)
ANSWER = (
    Pair(("a", "A"), 0.999, "same"),
    Pair(("b", "B2"), 0.995, "same"),  # the right person by a second entry
    Pair(("c", "D"), 0.6, "same"),  # two people
    Pair(("c", "C"), 0.4, "review"),
)


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        pytest.param("right", 1, id="only what the truth names is right"),
        pytest.param("precision", 0.3333, id="of three called the same, one"),
        pytest.param("recall", 0.25, id="of four on both lists, one"),
        pytest.param("f1", 0.2857, id="the harmonic mean of both"),
        pytest.param("missed", 3, id="the others were missed"),
        pytest.param("missed_in_review", 1, id="one of them waits for a person"),
        pytest.param("second_entries", 1, id="second entries are counted apart"),
        pytest.param("sure", 2, id="pairs that it was sure of"),
        pytest.param("sure_right", 1, id="of which one is right"),
        pytest.param("sure_share_right", 0.5, id="as a share"),
    ],
)
def test_an_answer_is_held_against_the_truth(figure: str, value: float) -> None:
    assert judged(ANSWER, TRUTH)[figure] == value


def test_nothing_found_is_no_reason_to_divide_by_nought() -> None:
    found = judged((), Truth(frozenset(), {}))
    assert (found["precision"], found["recall"], found["f1"]) == (0, 0, 0)


def test_help_loads_nothing_heavy() -> None:
    told = "from repatria.site.cli import run; run(['demo', '--help'])"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {told}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(done.stdout.split()) & {"polars", "numpy", "jinja2", "rich"}
