"""What ``reconcile`` and ``dedupe`` promise to other people's scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from repatria.matching.tests.lists import (
    CLUSTER_COLUMNS,
    ENGLISH,
    ONLY_COLUMNS,
    PAIR_COLUMNS,
    UKRAINIAN,
    Run,
    Two,
    reasons,
    table_of,
    unaccounted,
)

BOM = b"\xef\xbb\xbf"
RECONCILED = {
    "pairs.csv", "left_only.csv", "right_only.csv", "summary.json",
    "run.json", "model.json", "report.html",
}  # fmt: skip
DEDUPED = {"clusters.csv", "summary.json", "run.json", "model.json", "report.html"}
TWICE = UKRAINIAN + "4;Їжаченко;Євген;Юрійович;23.12.1979;Бровари;сержант\n"


def test_reconcile_writes_what_is_promised(reconcile: Run) -> None:
    said = reconcile()
    assert said.status == 0
    assert {path.name for path in said.folder.iterdir()} == RECONCILED
    assert "On both lists: 2" in said.out
    assert "open report.html" in said.err
    for path in said.folder.glob("*.csv"):
        assert path.read_bytes().startswith(BOM), path.name


def test_pairs_have_the_columns_promised(reconcile: Run) -> None:
    pairs = table_of(reconcile().folder / "pairs.csv")
    assert pairs.columns == PAIR_COLUMNS
    assert pairs.drop("probability", "why").rows() == [
        ("1", "1", "1", "11", "same", ""),
        ("2", "2", "2", "12", "same", ""),
    ]
    assert all(0.9 < float(share) <= 1 for share in pairs["probability"])
    assert reasons(pairs).str.starts_with("family name the same (+").all()


def test_rows_alone_come_with_the_lists_own_columns(reconcile: Run) -> None:
    out = reconcile().folder
    left, right = (table_of(out / f"{side}_only.csv") for side in ("left", "right"))
    own = UKRAINIAN.partition("\n")[0].split(";")
    # Both of ours and theirs are called id: a reader of the table renames one.
    header = (out / "left_only.csv").read_text("utf-8-sig").partition("\n")[0]
    assert header.split(",") == [*ONLY_COLUMNS, *own]
    assert right.columns == [*ONLY_COLUMNS, *ENGLISH.partition("\n")[0].split(",")]
    assert left.row(0)[5:] == (
        "3", "Їжаченко", "Євген", "Юрійович", "23.12.1979", "Бровари", "сержант",
    )  # fmt: skip
    assert right.select("row", "id", "Surname").rows() == [("3", "13", "Petrenko")]
    assert reasons(left).item().startswith("no counterpart")


def test_each_row_of_generated_lists_is_accounted_for(two: Two, repatria: Run) -> None:
    said = repatria("reconcile", two.made.left, two.made.right)
    assert said.status == 0
    assert unaccounted(said.folder, "left", two.left.rows) == []
    assert unaccounted(said.folder, "right", two.right.rows) == []
    totals = json.loads((said.folder / "summary.json").read_text())["totals"]
    pairs = table_of(said.folder / "pairs.csv")
    same = pairs.filter(pl.col("verdict") == "same")
    assert set(pairs["verdict"]) <= {"same", "review"}
    assert totals["same"] == same.height == totals["same_on_both"] + totals["differs"]
    assert totals["differs"] == (same["differs"] != "").sum() > 0
    assert totals["review"] == pairs.height - same.height
    for side, rows in (("left", two.left.rows), ("right", two.right.rows)):
        alone = table_of(said.folder / f"{side}_only.csv")
        assert totals[f"{side}_only"] == alone.height == rows - totals["same"]
        assert totals[f"{side}_duplicates"] == (alone["duplicate_of"] != "").sum()


def test_the_answer_for_generated_lists_is_right(two: Two, repatria: Run) -> None:
    """Measured figures are in the documentation; this notices a collapse."""
    out = repatria("reconcile", two.made.left, two.made.right).folder
    pairs = table_of(out / "pairs.csv").filter(pl.col("verdict") == "same")
    truth = table_of(two.made.truth)
    right = pairs.join(truth, on=["left_id", "right_id"]).height
    assert right / pairs.height > 0.97
    assert right / truth.height > 0.9


def test_rows_in_review_name_each_other(two: Two, repatria: Run) -> None:
    out = repatria("reconcile", two.made.left, two.made.right).folder
    pairs = table_of(out / "pairs.csv")
    review = pairs.filter(pl.col("verdict") == "review")
    named = {(row["left_row"], row["right_row"]) for row in review.to_dicts()}
    assert named
    for side, other in (("left", 0), ("right", 1)):
        alone = table_of(out / f"{side}_only.csv")
        for row, listed in alone.select(pl.nth(0), "review").rows():
            there = {pair[1 - other] for pair in named if pair[other] == row}
            assert set(filter(None, listed.split(";"))) == there


def test_a_second_entry_names_the_first(reconcile: Run) -> None:
    said = reconcile(TWICE)
    alone = table_of(said.folder / "left_only.csv")
    found = dict(alone.select("row", "duplicate_of").rows())
    assert found == {"3": "", "4": "3"}
    assert "likely the person of row 3 of this list" in reasons(alone)[1]


def test_a_second_entry_of_somebody_on_both_names_the_one_paired(
    reconcile: Run,
) -> None:
    said = reconcile(UKRAINIAN + "4;Ковальчук;Іван;Петрович;09.05.1984;Умань;солдат\n")
    alone = table_of(said.folder / "left_only.csv")
    assert dict(alone.select("row", "duplicate_of").rows())["4"] == "1"


def test_the_summary_says_what_was_read_and_found(reconcile: Run) -> None:
    said = reconcile()
    summary = json.loads((said.folder / "summary.json").read_text(encoding="utf-8"))
    assert list(summary) == [
        "left", "right", "totals", "differs", "expected_wrong", "probability",
        "thresholds", "compared", "not_compared", "model",
    ]  # fmt: skip
    assert summary["left"]["file"] == "left.csv"
    assert summary["left"]["rows"] == 3
    assert len(summary["left"]["sha256"]) == 64
    assert summary["left"]["columns"][1] == {
        "column": "Прізвище",
        "field": "family",
        "how": "header",
    }
    assert summary["totals"] == {
        "same": 2, "same_on_both": 2, "differs": 0, "review": 0,
        "left_only": 1, "right_only": 1,
        "left_duplicates": 0, "right_duplicates": 0,
        "left_unreadable": 0, "right_unreadable": 0,
    }  # fmt: skip
    assert sum(summary["probability"]) == 2


def test_the_run_says_how_long_and_with_what(reconcile: Run) -> None:
    run = json.loads((reconcile().folder / "run.json").read_text(encoding="utf-8"))
    assert {"seconds", "steps", "peak_memory_mb", "cores", "versions"} <= set(run)
    assert 0 < run["seconds"] < 60
    assert sum(run["steps"].values()) <= run["seconds"] + 0.1
    assert run["peak_memory_mb"] > 10
    assert {"repatria", "python", "polars"} <= set(run["versions"])


def test_json_is_printed_for_scripts(reconcile: Run) -> None:
    said = reconcile(UKRAINIAN, ENGLISH, "--json")
    written = json.loads((said.folder / "summary.json").read_text(encoding="utf-8"))
    assert json.loads(said.out) == written


def test_what_columns_were_taken_for_is_said_first(reconcile: Run) -> None:
    err = reconcile(UKRAINIAN.replace("Звання", "Будинок")).err
    assert "left.csv: 3 rows" in err
    assert "Прізвище -> Family name [family] (by its heading)" in err
    assert "Будинок -> Rank [rank] (by its content)" in err


def test_a_model_used_again_gives_the_same_pairs(
    reconcile: Run, tmp_path: Path
) -> None:
    out = reconcile().folder
    pairs, model = (out / "pairs.csv").read_bytes(), out / "model.json"
    kept = model.rename(tmp_path / "kept.json")
    again = reconcile(UKRAINIAN, ENGLISH, "--model", kept)
    assert again.status == 0
    assert (out / "pairs.csv").read_bytes() == pairs
    assert model.read_bytes() == kept.read_bytes()


def test_the_report_speaks_of_both_lists(reconcile: Run) -> None:
    page = (reconcile().folder / "report.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    for word in ("left.csv", "right.csv", "Ковальчук", "Petrenko"):
        assert word in page


FORMULAS = UKRAINIAN + (
    '4;"=HYPERLINK(""http://example.org"")";@SUM(A1);+1;09.05.1984;-2;https://example.org\n'
)


def test_a_workbook_holds_text_and_numbers_alone(reconcile: Run) -> None:
    said = reconcile(FORMULAS, ENGLISH, "--xlsx")
    book = openpyxl.load_workbook(said.folder / "reconciled.xlsx")
    assert book.sheetnames == ["Pairs", "Only left", "Only right"]
    pairs, left, _right = (list(book[name].values) for name in book.sheetnames)
    assert list(pairs[0]) == PAIR_COLUMNS
    assert len(pairs) == 3
    assert pairs[1][:4] == (1, 1, "1", "11")
    assert list(left[0])[:5] == ONLY_COLUMNS
    assert left[2][6:11] == (
        '=HYPERLINK("http://example.org")', "@SUM(A1)", "+1", "09.05.1984", "-2",
    )  # fmt: skip
    kinds = {cell.data_type for row in book["Only left"].rows for cell in row}
    assert kinds <= {"s", "n"}
    assert not any(cell.hyperlink for row in book["Only left"].rows for cell in row)


def test_dedupe_writes_what_is_promised(dedupe: Run) -> None:
    said = dedupe(TWICE)
    assert said.status == 0
    assert {path.name for path in said.folder.iterdir()} == DEDUPED
    assert said.out.strip() == "4 rows, 3 persons; 1 rows repeat another."
    clusters = table_of(said.folder / "clusters.csv")
    assert (said.folder / "clusters.csv").read_bytes().startswith(BOM)
    assert clusters.columns == CLUSTER_COLUMNS
    assert clusters.select("row", "id", "cluster").rows() == [
        ("1", "1", "1"),
        ("2", "2", "2"),
        ("3", "3", "3"),
        ("4", "4", "3"),
    ]
    sure = [float(share) for share in clusters["probability"]]
    assert sure[:2] == [0.0, 0.0]
    assert min(sure[2:]) > 0.9


def test_dedupe_finds_second_entries(two: Two, repatria: Run) -> None:
    said = repatria("dedupe", two.made.left, "--json")
    clusters = table_of(said.folder / "clusters.csv")
    assert clusters.height == two.left.rows
    cluster = dict(clusters.select("id", "cluster").rows())
    twice = table_of(two.made.duplicates).filter(pl.col("list") == "left")
    found = [
        cluster[second] == cluster[first]
        for second, first in twice.select("id", "duplicate_of").rows()
    ]
    assert sum(found) / len(found) > 0.7
    totals = json.loads(said.out)["totals"]
    assert totals["rows"] == two.left.rows
    assert totals["persons"] == clusters["cluster"].n_unique()
    assert totals["repeats"] == totals["rows"] - totals["persons"]
    assert totals["repeats"] < 2 * len(found)


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_the_answer_is_given_in_the_readers_language(
    reconcile: Run, language: str
) -> None:
    said = reconcile(UKRAINIAN, ENGLISH, "--language", language)
    why = table_of(said.folder / "pairs.csv")["why"][0]
    assert "family name" not in why
    assert "On both lists" not in said.out


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["reconcile", "a.csv", "b.csv"], id="no folder"),
        pytest.param(["reconcile", "a.csv", "--out", "o"], id="one list"),
        pytest.param(["dedupe", "--out", "o"], id="no list"),
        pytest.param(
            ["reconcile", "a", "b", "--out", "o", "--engine", "abacus"], id="engine"
        ),
        pytest.param(["generate", "--persons", "0", "--out", "o"], id="nobody"),
    ],
)
def test_wrong_usage_is_status_2(words: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "repatria", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: repatria ")
    assert list(tmp_path.iterdir()) == []
