"""``repatria verify`` on the list that both sides sign: hash, signatures, sums, lot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from repatria.exchange.tests.papers import OURS, STRANGER, THEIRS, document
from repatria.exchange.tests.test_lot_command import SECRETS, a_list
from repatria.exchange.tests.world import NORTH
from repatria.site.cli import run
from repatria.transmission.core.signing import public_key_of, sign

FILE = "X-00000000-round1-version1.json"


@pytest.fixture
def keys(tmp_path: Path) -> list[str]:
    """Public keys of both, as options."""
    options = []
    for code, key in (("north", OURS), ("south", THEIRS)):
        place = tmp_path / f"{code}.pub"
        place.write_text(public_key_of(code, key).file())
        options += ["--key", str(place)]
    return options


def kept(folder: Path, told: dict[str, Any]) -> Path:
    """Keep a list with the signatures of both beside it, one named after whom."""
    place, content = folder / FILE, rfc8785.dumps(told)
    place.write_bytes(content)
    place.with_name(f"{FILE}.sig").write_bytes(sign(OURS, content).file())
    place.with_name(f"{FILE}.south.sig").write_bytes(sign(THEIRS, content).file())
    return place


def verified(
    capsys: pytest.CaptureFixture[str], place: Path, *more: str
) -> tuple[int, dict[str, Any], set[str]]:
    status = run(["verify", str(place), *more, "--json"])
    found = json.loads(capsys.readouterr().out)
    return status, found, {one["code"] for one in found["findings"]}


def test_a_list_both_signed_holds_with_its_lot(
    tmp_path: Path, keys: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = a_list()
    place = kept(tmp_path, told)
    status, found, codes = verified(capsys, place, *keys)
    assert (status, codes, found["kind"]) == (0, set(), "list")
    assert [one["organisation"] for one in found["signed_by"]] == ["north", "south"]
    assert (found["round"], found["version"], found["people"]) == (1, 1, 2)
    assert found["seed"] == told["lot"]["seed"]
    assert run(["verify", str(place), *keys]) == 0
    said = capsys.readouterr().out
    assert "List of an exchange" in said
    assert said.index("Signed by north.") < said.index("Signed by south.")
    assert "Somebody" not in said, "no name"


def test_without_keys_it_is_consistent_in_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(kept(tmp_path, json.loads(document())))]) == 0
    assert "Consistent in itself" in capsys.readouterr().out


def other_lot(told: dict[str, Any]) -> None:
    told["lot"]["secrets"][NORTH] = SECRETS["agency"]


def another_person(told: dict[str, Any]) -> None:
    told["not_proposed"][0]["case"] = "R-AGENCY99"


def more_counted(told: dict[str, Any]) -> None:
    told["parity"][NORTH]["gets"] = 5


def without_a_title(told: dict[str, Any]) -> None:
    del told["title"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(other_lot, "verify.lot-broken", id="another secret"),
        pytest.param(another_person, "verify.lot-broken", id="other people"),
        pytest.param(more_counted, "verify.parity-differs", id="other sums"),
        pytest.param(without_a_title, "verify.list-altered", id="a key is missing"),
    ],
)
def test_a_list_that_does_not_hold_is_found_whoever_signed_it(
    change: Any,
    code: str,
    tmp_path: Path,
    keys: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = a_list()
    change(told)
    status, _found, codes = verified(capsys, kept(tmp_path, told), *keys)
    assert (status, codes) == (1, {code})


def test_a_list_saved_anew_or_signed_by_a_stranger_is_found(
    tmp_path: Path, keys: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = a_list()
    place = kept(tmp_path, told)
    content = place.read_bytes()
    apart = tmp_path / "apart.sig"
    apart.write_bytes(sign(STRANGER, content).file())
    status, _found, codes = verified(capsys, place, *keys, "--signature", str(apart))
    assert (status, codes) == (1, {"verify.other-key"})
    place.write_text(json.dumps(told, indent=1))
    status, _found, codes = verified(capsys, place, *keys)
    assert (status, codes) == (1, {"verify.not-canonical", "verify.signature-broken"})


@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b'{"kind":[]}', b'{"kind":"proposal"}']
)
def test_what_is_no_list_is_said_and_breaks_nothing(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / FILE
    place.write_bytes(content)
    status, found, _codes = verified(capsys, place)
    assert (status == 0) is found["sound"]
    assert found["sound"] is (content in {b"[1]", b'{"kind":[]}'})
