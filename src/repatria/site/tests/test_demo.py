"""The demonstration says what is so, counts rightly, and spares others' files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from repatria.site import cli
from repatria.site.story import lists
from repatria.site.story.lists import Pair, Truth, judged

FEWER = 400  # persons a list: the story is the same, and told sooner


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PERSONS", FEWER)


def tell(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.run(["demo", *words]) == 0
    return capsys.readouterr().out


def test_it_says_that_everybody_is_invented_and_where_to_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "shown"
    said = tell(capsys, "--data", str(folder))
    report = folder / "compared" / "report.html"
    assert said.startswith("Everybody in this demonstration is invented")
    assert str(report) in said
    assert "Synthetic people" in report.read_text(encoding="utf-8")


def test_its_figures_are_those_of_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(tell(capsys, "--data", str(tmp_path), "--json"))["lists"]
    summary = (tmp_path / "compared" / "summary.json").read_text(encoding="utf-8")
    assert told["totals"] == json.loads(summary)["totals"]
    judgement, same = told["judged"], told["totals"]["same"]
    assert judgement["right"] + judgement["missed"] == told["made"]["both"]
    assert judgement["precision"] == round(judgement["right"] / same, 4)
    assert judgement["f1"] > 0.9


def test_it_tells_the_same_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [tell(capsys, "--data", str(tmp_path)) for _again in range(2)]
    once, again = (re.sub(r"in \d+\.\d seconds", "", one) for one in told)
    assert once == again


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
