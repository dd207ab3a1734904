"""The founding report, and our retelling of it, come out wholly right."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from repatria.reports.engine.answer import answer_of
from repatria.reports.engine.ingest import ingest_file

RETOLD = Path(str(files("repatria.reports") / "data" / "founding_report.json"))
HERE = Path(__file__).parent
ENGLISH = ("000", "001", "002", "003", "004")


def answer(path: Path) -> dict[str, Any]:
    return answer_of(ingest_file(path))


def expected(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def spans(node: object) -> list[list[int]]:
    if isinstance(node, list):
        return [span for child in node for span in spans(child)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("span", "date_span") if node.get(key)]
    return own + [span for child in node.values() for span in spans(child)]


def counts(event: dict[str, Any]) -> set[tuple[str, int]]:
    return {(count["to"], count["n"]) for count in event.get("counts", [])}


def test_the_retold_report_is_read_wholly() -> None:
    assert answer(RETOLD) == expected(HERE / "founding_report.expected.json")


def test_the_retold_report_is_marked_as_invented() -> None:
    told = expected(RETOLD)
    assert told["synthetic"] is True
    assert told["licence"] == "EUPL-1.2"
    real = ("Russia", "Ukrain", "Moscow", "Kyiv", "Kiev", "Kremlin")
    assert [name for name in real if name in told["text"]] == []


def test_the_founding_report_is_read_wholly(benchmark_data: Path) -> None:
    wanted = expected(benchmark_data / "reports" / "000.expected.json")
    got = answer(benchmark_data / "reports" / "000.json")
    assert spans(got) == spans(wanted)
    assert got == wanted


def test_the_retelling_shares_no_sentence_with_the_report(benchmark_data: Path) -> None:
    def runs(path: Path) -> set[tuple[str, ...]]:
        words = expected(path)["text"].split()
        return {tuple(words[place : place + 8]) for place in range(len(words))}

    report = runs(benchmark_data / "reports" / "000.json")
    assert {run for run in report & runs(RETOLD) if len(run) == 8} == set()


def test_numbers_of_the_english_reports_are_found(benchmark_data: Path) -> None:
    folder = benchmark_data / "reports"
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {told["id"]: told["main"] for told in map(json.loads, lines)}
    found = wanted = right = 0
    for name in ENGLISH:
        main: dict[str, Any] = next(
            (e for e in answer(folder / f"{name}.json")["events"] if e["main"]), {}
        )
        numbers = {n for _to, n in counts(main)}
        sides = dict(counts(main))
        for to, n in counts(gold[name]):
            right += n in numbers and (to in sides or "*" in {to, *sides})
        found += len(counts(main))
        wanted += len(counts(gold[name]))
    assert 2 * right / (found + wanted) >= 0.85


@pytest.mark.parametrize("number", range(15))
def test_every_quotation_is_in_the_text_and_holds_its_number(
    benchmark_data: Path, number: int
) -> None:
    path = benchmark_data / "reports" / f"{number:03d}.json"
    text = expected(path)["text"]
    told = answer(path)
    assert all(0 <= start < end <= len(text) for start, end in spans(told))
    for event in told["events"]:
        for count in event["counts"]:
            quoted = text[slice(*count["span"])]
            digits = "".join(char for char in quoted if char.isdigit())
            assert not digits or str(count["n"]) in digits
