"""``repatria lot``: a secret stays with its owner, anybody can repeat the lot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from repatria.exchange.core.document import Row
from repatria.exchange.core.lot import commitment, seed_of
from repatria.exchange.core.lots import inputs_sha256, people_sha256, section
from repatria.exchange.tests.papers import document
from repatria.exchange.tests.world import NORTH, SOUTH
from repatria.site.cli import run

SECRETS = {NORTH: "1" * 64, SOUTH: "2" * 64, "agency": "3" * 64}


def a_list(shown: dict[str, str] = SECRETS) -> dict[str, Any]:
    """Return a list of the agency's with a lot over everybody on it."""
    told: dict[str, Any] = json.loads(document())
    rows = [Row(**row) for leg in told["legs"].values() for row in leg]
    rows += [Row(**row) for row in told["not_proposed"]]
    inputs = {
        "exchange": told["exchange"], "round": 1, "number": 1,
        "parties": told["parties"], "drawn_by": "agency", "people": 3, "lists": [],
        "rules_sha256": told["rules_sha256"], "candidates_sha256": people_sha256(rows),
    }  # fmt: skip
    told["lot"] = section(
        inputs,
        {party: commitment(secret) for party, secret in SECRETS.items()},
        shown,
        rows=rows,
        rules_sha256=told["rules_sha256"],
        seed=seed_of(shown),
    )
    return told


def written(folder: Path, told: dict[str, Any]) -> str:
    place = folder / "list.json"
    place.write_bytes(rfc8785.dumps(told))
    return str(place)


def test_a_new_secret_is_its_owners_and_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "our.secret"
    assert run(["lot", "new", "--out", str(place)]) == 0
    said = capsys.readouterr().out.strip()
    secret = place.read_text().strip()
    assert (len(secret), place.stat().st_mode & 0o777) == (64, 0o600)
    assert said == commitment(secret)
    assert run(["lot", "check", str(place)]) == 0
    assert capsys.readouterr().out.strip() == said
    assert run(["lot", "new", "--out", str(place)]) == 1
    assert "exchange.secret-there" in capsys.readouterr().err
    assert place.read_text().strip() == secret


def test_anybody_can_repeat_the_lot_of_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lot", "check", written(tmp_path, a_list())]) == 0
    assert capsys.readouterr().out.split("\n")[:2] == [
        "lot witnessed", f"seed {seed_of(SECRETS)}"
    ]  # fmt: skip


def test_whoever_showed_no_secret_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = {party: secret for party, secret in SECRETS.items() if party != SOUTH}
    assert run(["lot", "check", written(tmp_path, a_list(shown))]) == 0
    said = capsys.readouterr().out
    assert "lot not witnessed" in said
    assert f"No secret was shown by {SOUTH}." in said


@pytest.mark.parametrize("what", ["seed", "witness", "person"])
def test_a_list_that_was_changed_does_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    told = a_list()
    if what == "person":
        told["not_proposed"][0]["case"] = "R-OTHER"
    else:
        told["lot"][what] = "0" * 64
    assert run(["lot", "check", written(tmp_path, told)]) == 1
    expected = "witness" if what == "person" else what
    assert f"does not hold: {expected}" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"[]", b"{", document()])
def test_a_file_without_a_lot_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    place = tmp_path / "some.json"
    place.write_bytes(content)
    assert run(["lot", "check", str(place)]) == 1
    assert "exchange.no-lot-in-file" in capsys.readouterr().err


def test_the_inputs_are_known_by_one_hash() -> None:
    inputs = a_list()["lot"]["inputs"]
    assert inputs_sha256(inputs) == inputs_sha256(dict(reversed(inputs.items())))
    assert inputs_sha256(inputs | {"people": 4}) != inputs_sha256(inputs)
