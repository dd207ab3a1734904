"""Two invented lists, compared from outside: every word of a report is translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from repatria.site.cli import repatria
from tools.pseudo import outside_brackets, unmarked_in_html


def run(*words: str) -> str:
    result = CliRunner().invoke(repatria, words, prog_name="repatria")
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def lists(tmp_path: Path) -> list[str]:
    run("generate", "--persons", "300", "--seed", "3", "--out", str(tmp_path))
    return [str(tmp_path / "left.csv"), str(tmp_path / "right.csv")]


@pytest.mark.usefixtures("pseudo")
def test_the_report_of_two_lists_is_wholly_translated(
    lists: list[str], tmp_path: Path
) -> None:
    run("reconcile", *lists, "--out", str(tmp_path / "out"))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "[Synthetic people]" in page
    assert unmarked_in_html(page) == []


@pytest.mark.usefixtures("pseudo")
def test_the_report_of_one_list_is_wholly_translated(
    lists: list[str], tmp_path: Path
) -> None:
    run("dedupe", lists[0], "--out", str(tmp_path / "out"))
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert unmarked_in_html(page) == []


@pytest.mark.usefixtures("pseudo")
def test_what_a_command_says_at_its_end_is_translated(
    lists: list[str], tmp_path: Path
) -> None:
    said = run("reconcile", *lists, "--out", str(tmp_path / "out"))
    assert "[Everything is in" in said
    assert outside_brackets(said.splitlines()[-1]).strip() == ""
