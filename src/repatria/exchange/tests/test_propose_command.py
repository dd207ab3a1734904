"""``repatria propose``: two files in, five files out, or none and a reason."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from repatria.exchange.runs import FILES, counter_files, propose_files
from repatria.site.cli import repatria, run
from tools.pseudo import outside_brackets, unmarked_in_html

RULES = """
parties = ["North", "South"]
as_of = 2022-11-20
tiers = ["geneva3.art109.1", 1, 2]
exempt = ["geneva3.art109.1"]
require_consent = ["geneva3.art109.1"]
[seats]
"North>South" = 3
[lot]
seed = "public"
"""
PEOPLE = """\
id,holder,home,tier,captured_on,consent,held_back,available_from,group,seriously_wounded_or_sick,fit_to_travel
n1,North,South,1,2022-03-01,,,,,,
n2,North,South,1,2022-03-01,,,,,,
n3,North,South,2,2022-03-01,,,,,,
n4,North,South,1,2022-03-01,no,,,,,
n5,North,South,1,2022-03-01,,geneva3.art119,,,,
n6,North,South,1,2022-03-01,,,2023-01-01,,,
n7,North,South,,2022-03-01,unknown,,,,yes,yes
n8,North,South,,2022-03-01,yes,,,,yes,yes
n9,North,South,,2022-03-01,yes,,,,yes,
g1,North,South,1,2022-03-01,,,,pair,,
g2,North,South,1,2022-03-01,no,,,pair,,
s1,South,North,1,2022-03-01,,,,,,
s2,South,North,2,2022-09-01,,,,,,
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    candidates, rules = tmp_path / "candidates.csv", tmp_path / "rules.toml"
    candidates.write_text(PEOPLE, encoding="utf-8-sig")
    rules.write_text(RULES, encoding="utf-8")
    return candidates, rules, tmp_path / "out"


Files = tuple[Path, Path, Path]


def words(files: Files, *more: str) -> list[str]:
    candidates, rules, out = files
    line = ["propose", str(candidates), "--rules", str(rules), "--out", str(out)]
    return [*line, *more]


def proposed(files: Files) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((files[2] / "proposal.json").read_bytes())
    return told


def reasons(files: Files) -> dict[str, str]:
    text = (files[2] / "reasons.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert list(rows[0]) == ["id", "on", "code", "reason"]
    assert all(row["reason"] for row in rows)
    assert all((row["on"] == "yes") == (row["code"] == "") for row in rows)
    return {row["id"]: row["code"] for row in rows}


def test_it_writes_what_the_contract_promises(files: Files) -> None:
    assert run(words(files)) == 0
    assert sorted(file.name for file in files[2].iterdir()) == sorted(FILES)
    told = proposed(files)
    assert told.pop("seconds") >= 0
    assert told == {
        "status": "optimal",
        "go": ["n1", "n2", "n8", "s1", "s2"],
        "counts_by_tier": {"geneva3.art109.1": 1, "1": 3, "2": 1},
        "received": {"North": 2, "South": 3},
        "parity": {
            "North": {"given": 2, "got": 2, "extra": 0},
            "South": {"given": 2, "got": 2, "extra": 0},
        },
        "blocked_by": [],
        "bound": {"geneva3.art109.1": 1, "1": 3, "2": 1},
        "for_the_agency": [],
        "seats": {"North>South": 3, "South>North": 2},
        "consideration": [],
        "lot": "lot not witnessed",
    }
    assert reasons(files) == {
        **dict.fromkeys(("n1", "n2", "n8", "s1", "s2"), ""),
        **dict.fromkeys(("n4", "n7", "g2"), "CONSENT"),
        **dict.fromkeys(("n3", "n9"), "OUTRANKED"),
        "n5": "HELD",
        "n6": "RULES",
        "g1": "GROUP",
    }


def test_the_lot_is_named_where_it_decided(files: Files) -> None:
    files[1].write_text(RULES.replace('South" = 3', 'South" = 2'), encoding="utf-8")
    assert run(words(files)) == 0
    assert sorted(case for case, code in reasons(files).items() if code == "TIE") in (
        ["n1"],
        ["n2"],
    )


def test_json_is_printed_for_scripts(files: Files) -> None:
    result = CliRunner().invoke(repatria, words(files, "--json"))
    assert json.loads(result.stdout)["status"] == "optimal"
    assert result.exit_code == 0


def test_the_same_files_make_the_same_bytes(files: Files) -> None:
    def made() -> dict[str, bytes]:
        assert run(words(files)) == 0
        found = {name: (files[2] / name).read_bytes() for name in FILES}
        timed = re.sub(rb'"seconds": [\d.]+', b"", found["proposal.json"])
        return {**found, "proposal.json": timed}

    first = made()
    candidates = files[0]
    header, *rows = candidates.read_text(encoding="utf-8-sig").splitlines()
    candidates.write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")
    assert made() == first


def test_options_say_what_more_room_would_bring(files: Files) -> None:
    files[1].write_text(RULES.replace('South" = 3', 'South" = 4'), encoding="utf-8")
    assert run(words(files)) == 0
    told = json.loads((files[2] / "options.json").read_bytes())
    by_name = {one["option"]: one for one in told["options"]}
    assert next(iter(by_name)) == "as-agreed"
    assert by_name["extra.North=1"]["says"] == "North gives up to 1 beyond parity."
    assert by_name["extra.North=1"]["joins"] == ["n3"]
    assert by_name["parity.kind=none"]["more"] == 1
    assert "extra.South=1" not in by_name


DEAL = """
[[consideration]]
from = "South"
to = "North"
what = "map of minefields"
quantity = 2
points = 1
[[consideration]]
from = "North"
to = "South"
what = "remains"
quantity = 40
"""


def test_what_goes_with_the_persons_is_part_of_both_editions(files: Files) -> None:
    files[1].write_text(RULES + DEAL, encoding="utf-8")
    assert run(words(files)) == 0
    told = proposed(files)
    # The map stands for one person, so North gives three for two of South's.
    assert told["parity"]["North"] == {"given": 2, "got": 2, "extra": 0}
    assert told["received"] == {"North": 1, "South": 3}
    assert [one["quantity"] for one in told["consideration"]] == [2, 40]
    for edition in ("internal.html", "delegation.html"):
        page = (files[2] / edition).read_text(encoding="utf-8")
        assert "map of minefields" in page
        assert "not counted" in page


def test_who_goes_to_a_third_country_arrives_there_and_counts_for_home(
    files: Files,
) -> None:
    header, *rows = PEOPLE.splitlines()
    rows = [f"{row},{'Lake' if row.startswith('s1') else ''}" for row in rows]
    text = "\n".join([f"{header},destination", *rows])
    files[0].write_text(text, encoding="utf-8")
    assert run(words(files)) == 0
    told = proposed(files)
    assert told["received"] == {"North": 1, "South": 3, "Lake": 1}
    assert told["parity"]["North"] == {"given": 2, "got": 2, "extra": 0}
    assert told["seats"]["South>Lake"] == 1
    page = (files[2] / "delegation.html").read_text(encoding="utf-8")
    assert "South → Lake" in page
    assert "a third country" in page


def test_a_ratio_is_explained_in_points(files: Files) -> None:
    ratio = '\n[parity]\nkind = "ratio"\nratio = { North = 1, South = 2 }\n'
    files[1].write_text(RULES + ratio, encoding="utf-8")
    assert run(words(files)) == 0
    told = proposed(files)
    assert told["received"] == {"North": 2, "South": 2}
    assert told["parity"]["South"] == {"given": 2, "got": 2, "extra": 0}
    page = (files[2] / "delegation.html").read_text(encoding="utf-8")
    assert "2 points" in page


def test_rules_that_cannot_hold_end_with_1_and_a_written_answer(files: Files) -> None:
    files[1].write_text(RULES + "\n[floors]\ncoast = 1\n", encoding="utf-8")
    assert run(words(files)) == 1
    told = proposed(files)
    assert (told["status"], told["blocked_by"]) == ("infeasible", ["floors.coast"])
    text = (files[2] / "options.json").read_text("utf-8")
    given = {one["option"]: one["more"] for one in json.loads(text)["options"]}
    assert given["without.floors.coast"] == 5
    page = (files[2] / "delegation.html").read_text(encoding="utf-8")
    assert "floors" not in page
    assert "Under these rules nobody can be proposed." in page


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        (0, "id,holder\n", "exchange.column-missing"),
        (0, PEOPLE + "x,East,North,,,,,,,,\n", "exchange.party-unknown"),
        (1, RULES + '\n[parity]\nkind = "ratio"\n', "exchange.rules-refused"),
        (1, 'parties = ["North"]', "exchange.rules-refused"),
    ],
)
def test_a_refusal_leaves_no_half_of_an_earlier_run(
    files: Files, capsys: pytest.CaptureFixture[str], file: int, text: str, code: str
) -> None:
    assert run(words(files)) == 0
    files[file].write_text(text, encoding="utf-8")
    assert run(words(files)) == 1
    assert f"[{code}]" in capsys.readouterr().err
    assert [one.name for one in files[2].iterdir()] == ["proposal.json"]
    told = proposed(files)
    assert (told["status"], told["code"], told["go"]) == ("refused", code, [])
    assert told["what"]
    assert told["remedy"]


def test_a_list_without_a_rule_file_is_wrong_usage(files: Files) -> None:
    candidates, _rules, out = files
    assert run(["propose", str(candidates), "--out", str(out)]) == 2
    assert not out.exists()


def test_what_is_not_ours_in_the_folder_stays(files: Files) -> None:
    files[2].mkdir()
    (files[2] / "notes.txt").write_text("mine", encoding="utf-8")
    assert run(words(files)) == 0
    assert (files[2] / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not list(files[2].glob(".repatria*"))


def test_a_partys_own_list_leaves_consents_to_the_agency(files: Files) -> None:
    rows = list(csv.reader(PEOPLE.splitlines()))
    at = rows[0].index("consent")
    own = "\n".join(",".join(row[:at] + row[at + 1 :]) for row in rows)
    files[0].write_text(own, encoding="utf-8")
    assert run(words(files)) == 0
    told = proposed(files)
    assert told["for_the_agency"] == ["n7", "n8"]
    assert not {"n7", "n8"} & set(told["go"])
    page = (files[2] / "delegation.html").read_text(encoding="utf-8")
    assert "For the agency" in page


# What would tell a reader why somebody is left out, in words or in markup.
TELLING = re.compile(
    r"consent|refus|wish|held|hold|tier|rule|geneva|art\.|109|119|group|outrank|"
    r"\btie\b|why|reason|available|wound|sick",
    re.IGNORECASE,
)


def test_the_page_for_the_delegations_says_nothing_of_reasons(files: Files) -> None:
    assert run(words(files)) == 0
    page = (files[2] / "delegation.html").read_text(encoding="utf-8")
    body = page.partition("<main")[2].partition("</main>")[0]
    body = re.sub(r'[0-9a-f]{64}|role="group"', "", body)
    assert TELLING.findall(body) == []
    assert body.count("not proposed") == 1 + 8
    assert "<!--" not in page


def test_the_internal_page_says_that_no_lawyer_has_read_the_rule(files: Files) -> None:
    assert run(words(files)) == 0
    page = (files[2] / "internal.html").read_text(encoding="utf-8")
    assert "not reviewed by a lawyer" in page
    assert "the doctors are asked" in page
    assert "the person is fit to travel" in page
    assert "Held back: " in page
    assert "Article 109 sends these people home" not in page


@pytest.mark.parametrize("left_out", ["exempt", "require_consent"])
def test_the_internal_page_says_where_rules_forget_article_109(
    files: Files, left_out: str
) -> None:
    told = re.sub(rf"^{left_out} = .*$", "", RULES, flags=re.MULTILINE)
    files[1].write_text(told, encoding="utf-8")
    assert run(words(files)) == 0
    page = (files[2] / "internal.html").read_text(encoding="utf-8")
    assert "Article 109 sends these people home" in page


def test_pages_need_no_network_and_no_scripts(files: Files) -> None:
    assert run(words(files)) == 0
    for name in ("internal.html", "delegation.html"):
        page = (files[2] / name).read_text(encoding="utf-8")
        assert "default-src 'none'" in page
        assert not re.search(r"<script|https?://|\son\w+=|\sstyle=", page)


def test_a_list_cannot_write_into_the_page(files: Files) -> None:
    hostile = "<script>alert(1)</script>"
    text = PEOPLE.replace("geneva3.art119", hostile).replace("n4,", f"{hostile},")
    files[0].write_text(text, encoding="utf-8")
    assert run(words(files)) == 0
    for name in ("internal.html", "delegation.html"):
        assert "<script" not in (files[2] / name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("pseudo")
def test_pages_and_reasons_are_wholly_translated(files: Files) -> None:
    found = propose_files(*files)
    assert outside_brackets(found.words).strip() == ""
    for name in ("internal.html", "delegation.html"):
        page = (files[2] / name).read_text(encoding="utf-8")
        assert unmarked_in_html(page) == []
    text = (files[2] / "reasons.csv").read_text(encoding="utf-8-sig")
    said = [row["reason"] for row in csv.DictReader(text.splitlines())]
    assert {outside_brackets(one) for one in said} == {""}


@pytest.mark.usefixtures("pseudo")
def test_an_answer_is_wholly_translated(files: Files, tmp_path: Path) -> None:
    propose_files(*files)
    before, asked = tmp_path / "before.json", tmp_path / "asked.toml"
    before.write_bytes((files[2] / "proposal.json").read_bytes())
    asked.write_text('wanted = ["n3"]\nunwanted = ["n1"]\n', encoding="utf-8")
    counter_files(*files, before=before, asked=asked)
    page = (files[2] / "internal.html").read_text(encoding="utf-8")
    assert unmarked_in_html(page) == []


def test_the_command_imports_no_django(files: Files) -> None:
    script = (
        "import sys; from repatria.site.cli import run; status = run(sys.argv[1:]);"
        "sys.exit(status or ('django' in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words(files)], check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr


# --- A counter-proposal ---------------------------------------------------------------


@pytest.fixture
def answered(files: Files, tmp_path: Path) -> Any:
    """Answer what the other side asks of the proposal that was made from the files."""
    assert run(words(files)) == 0
    before = tmp_path / "before.json"
    before.write_bytes((files[2] / "proposal.json").read_bytes())

    def answer(asked: str, *, status: int = 0) -> dict[str, Any]:
        file = tmp_path / "asked.toml"
        file.write_text(asked, encoding="utf-8")
        more = ("--before", str(before), "--counter", str(file))
        assert run(words(files, *more)) == status
        return proposed(files)

    return answer


def test_a_counter_proposal_is_answered_with_the_smallest_change(
    answered: Any, files: Files
) -> None:
    told = answered('wanted = ["n3"]\nunwanted = ["n1"]\n')
    assert told["go"] == ["n2", "n3", "n8", "s1", "s2"]
    text = (files[2] / "options.json").read_text("utf-8")
    was, now = json.loads(text)["options"]
    assert was["option"] == "as-agreed"
    assert (now["option"], now["joins"], now["leaves"]) == ("counter", ["n3"], ["n1"])
    page = (files[2] / "internal.html").read_text("utf-8")
    assert "With what the other side asked for" in page
    changes = re.sub(r"<[^>]+>|\s+", " ", page.split('id="changes-title"')[1])
    assert re.search(r"n3 .* joins .* n1 .* leaves .* asked that this person", changes)
    assert reasons(files)["n1"] == "RULES"
    leaving = (files[2] / "delegation.html").read_text("utf-8")
    assert "asked" not in leaving


def test_who_cannot_go_keeps_the_reason_whoever_asks(
    answered: Any, files: Files
) -> None:
    assert "n5" not in answered('wanted = ["n5"]\n')["go"]
    assert reasons(files)["n5"] == "HELD"


def test_what_was_asked_and_cannot_hold_is_named_and_what_relaxing_gives(
    answered: Any, files: Files
) -> None:
    told = answered('wanted = ["n1", "n2", "n3", "n8"]\n', status=1)
    assert told["status"] == "infeasible"
    assert "wanted.n3" in told["blocked_by"]
    assert "seats.North>South" in told["blocked_by"]
    text = (files[2] / "options.json").read_text("utf-8")
    given = {one["option"]: one["persons"] for one in json.loads(text)["options"]}
    assert given == {"as-agreed": 5, "counter": 0} | {
        f"without.wanted.n{n}": 5
        for n in (1, 2, 3)  # without n8 parity forbids it
    }


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ('wanted = ["z9"]', "exchange.case-not-listed"),
        ('wanted = ["n1"]\nunwanted = ["n1"]', "exchange.asked-both-ways"),
        ("wanted = [1]", "exchange.counter-unreadable"),
        ("wishes = []", "exchange.counter-unreadable"),
        ("wanted = [", "exchange.counter-unreadable"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: str, code: str, answered: Any) -> None:
    told = answered(asked, status=1)
    assert (told["status"], told["code"]) == ("refused", code)


def test_a_counter_proposal_needs_what_stood_before(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words(files, "--counter", str(files[1]))) == 1
    assert "[exchange.counter-alone]" in capsys.readouterr().err
