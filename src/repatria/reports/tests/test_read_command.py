"""``repatria read``: files of every kind, and those that cannot be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from repatria.site.cli import repatria

TEXT = "Norland and Sudmark exchanged 50 prisoners each on Wednesday."
PAGE = f"""<!doctype html><html lang="en"><head><title>An exchange</title>
<meta name="date" content="2022-11-24"></head><body><nav>Home | News | Contact</nav>
<article><h1>An exchange</h1><p>{TEXT} It was the second exchange within a week, and
the families waited at the lake for many hours before the buses came into sight.</p>
<p>The Lake Agency said that everybody had been asked alone whether he wished to go.</p>
</article></body></html>"""
LETTER = (
    "From: press@north.example\nTo: desk@lake.example\nSubject: An exchange\n"
    "Date: Thu, 24 Nov 2022 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
    f"{TEXT}\n"
)


def run(*words: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(repatria, ["read", *words], input=given)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def as_json(**told: str) -> str:
    return json.dumps({"text": TEXT, **told})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.json", as_json(published="2022-11-24", lang="en")),
        ("report.html", PAGE),
        ("report.eml", LETTER),
    ],
)
def test_each_kind_of_file_is_read(tmp_path: Path, name: str, content: str) -> None:
    result = run(written(tmp_path, name, content), "--json")
    (told,) = answers(result)
    assert result.exit_code == 0
    assert (told["file"], told["language"], told["published"]) == (
        name,
        "en",
        "2022-11-24",
    )
    (event, *_others) = told["events"]
    assert event["date"] == "2022-11-23"
    assert {(c["to"], c["n"]) for c in event["counts"]} == {
        ("NORLAND", 50),
        ("SUDMARK", 50),
    }


def test_plain_text_takes_its_day_from_the_command(tmp_path: Path) -> None:
    path = written(tmp_path, "report.txt", TEXT)
    (told,) = answers(run(path, "--json", "--published", "2022-11-24"))
    assert told["events"][0]["date"] == "2022-11-23"


def test_without_a_day_of_publication_a_weekday_is_no_day(tmp_path: Path) -> None:
    (told,) = answers(run(written(tmp_path, "report.txt", TEXT), "--json"))
    assert (told["published"], told["events"][0]["date"]) == (None, None)


@pytest.mark.parametrize("given", [TEXT, as_json(), PAGE])
def test_the_standard_input_is_read(given: str) -> None:
    (told,) = answers(run("-", "--json", "--lang", "en", given=given))
    assert told["file"] == "-"
    assert {c["n"] for c in told["events"][0]["counts"]} == {50}


def test_what_the_reader_says_wins(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", as_json(published="2020-01-01", lang="de"))
    (told,) = answers(
        run(path, "--json", "--published", "2022-11-24", "--lang", "en",
            "--source", "party-state-media:NORLAND")
    )  # fmt: skip
    assert (told["published"], told["language"]) == ("2022-11-24", "en")
    assert told["source"] == {
        "title": "",
        "class": "party-state-media",
        "party": "NORLAND",
    }


def test_an_unknown_source_is_said_to_be_unknown(tmp_path: Path) -> None:
    (told,) = answers(run(written(tmp_path, "a.json", as_json(lang="en")), "--json"))
    assert told["source"] == {"title": "", "class": "unknown", "party": None}


BROKEN = {
    "broken.json": b'{"text": ',
    "list.json": b"[1, 2]",
    "textless.json": b'{"published": "2022-11-24"}',
    "deep.json": b"[" * 100_000,
    "empty.txt": b"",
    "blank.html": b"<html><body></body></html>",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "paper.txt": b"%PDF-1.7 ...",
    "huge.txt": b"a" * 5_000_001,
    "long.txt": b"each 5 for 5 " * 4_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_spoils_the_status_after_all_others(
    tmp_path: Path, name: str
) -> None:
    bad = written(tmp_path, name, BROKEN[name])
    good = written(tmp_path, "good.json", as_json(lang="en"))
    result = run(bad, str(tmp_path / "nowhere.txt"), good, "--json")
    first, second, third = answers(result)
    assert result.exit_code == 1
    assert (first["file"], second["file"]) == (name, "nowhere.txt")
    assert first["error"]
    assert second["error"]
    assert "error" not in third


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    result = run(str(tmp_path), "--json")
    assert result.exit_code == 1
    assert answers(result)[0]["code"] == "reports.missing"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("el", "Η Νορλανδία και η Σουδμαρκία αντάλλαξαν 50 αιχμαλώτους την Πέμπτη."),
        ("ka", "ნორლანდიამ და სუდმარკმა 50 ტყვე გაცვალეს."),
        ("", "50 50 50"),
    ],
)
def test_a_language_without_a_pack_is_answered(
    tmp_path: Path, language: str, text: str
) -> None:
    path = written(tmp_path, "a.json", json.dumps({"text": text, "lang": language}))
    result = run(path, "--json")
    assert result.exit_code == 0
    assert answers(result)[0]["events"] == []


def test_halves_of_letters_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", '{"text": "50 \\ud83d soldiers", "lang": "en"}')
    assert run(path, "--json").exit_code == 0


def test_the_listing_quotes_each_draft(tmp_path: Path) -> None:
    text = (
        "Some 50 Norlandic soldiers came home on Thursday in exchange for captured "
        "Sudmarkian troops, the Norlandic army said. Nordhavn accused Sudstad "
        "of torture. "
        "One of the soldiers said he was trying to forget. Footage released by the "
        "Norlandic army shows a bus. The army said they had been in mortal danger."
    )
    path = written(tmp_path, "a.json", json.dumps({"text": text, "lang": "en"}))
    shown = run(path).stdout
    quotations = (
        "some 50", "accused Sudstad of torture", "he was trying to forget",
        "Footage released by the Norlandic army", "mortal danger",
    )  # fmt: skip
    assert [q for q in quotations if f"“{q}".lower() not in shown.lower()] == []
    assert "SUDMARK: number not stated" in shown


def test_a_report_without_an_event_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "The court sat for three days.")
    assert "Nothing was found" in run(path, "--lang", "en").stdout


def test_a_day_that_is_none_is_wrong_usage() -> None:
    assert run("-", "--published", "yesterday", given=TEXT).exit_code == 2


def test_reading_needs_no_web_framework(tmp_path: Path) -> None:
    path = written(tmp_path, "a.html", PAGE)
    looks = (
        "import sys; from repatria.site.cli import run; "
        f"status = run(['read', {path!r}, '--json']); "
        "sys.exit(status or 'django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", looks], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
