"""The commands that need no installation: keys, sign, verify."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import rfc8785

from repatria.ledger.core import checkpoints, merkle, signatures
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.site import cli
from repatria.transmission.core import signing
from repatria.transmission.tests.parties import AT, KEYS, signed, transmission


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = cli.run(list(words))
    told = capsys.readouterr()
    return status, told.out + told.err


def verified(
    capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, dict[str, object]]:
    status = cli.run(["verify", *words, "--json"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return status, found


@pytest.fixture
def keys(capsys: pytest.CaptureFixture[str]) -> str:
    """Keys of the south, made by the command."""
    status, said = answer(
        capsys, "keys", "new", "--organisation", "south", "--out", "keys"
    )
    assert status == 0
    return said


def test_new_keys_lie_apart_and_the_private_one_is_for_its_owner(keys: str) -> None:
    private, public = Path("keys/south.key"), Path("keys/south.pub")
    assert private.stat().st_mode & 0o777 == 0o600
    held = signing.read_public_key(public.read_text("ascii"))
    assert signing.fingerprint(held.key) in keys
    assert "PRIVATE" not in keys


def test_show_tells_the_same_fingerprint(
    keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = answer(capsys, "keys", "show", "keys/south.pub")
    assert status == 0
    assert said.strip() in keys


def test_a_key_is_never_written_over(
    keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del keys
    before = Path("keys/south.key").read_bytes()
    status, said = answer(
        capsys, "keys", "new", "--organisation", "south", "--out", "keys"
    )
    assert status == 1
    assert "[transmission.key-exists]" in said
    assert Path("keys/south.key").read_bytes() == before


def test_a_code_that_would_be_a_path_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, said = answer(
        capsys, "keys", "new", "--organisation", "../x", "--out", "keys"
    )
    assert (status, "[transmission.bad-code]" in said) == (1, True)


def test_a_signed_file_is_verified_by_the_public_key(
    keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del keys
    Path("receipt.json").write_bytes(rfc8785.dumps({"crossed": 50}))
    status, said = answer(capsys, "sign", "receipt.json", "--key", "keys/south.key")
    assert (status, said) == (0, "receipt.json.sig\n")
    status, said = answer(capsys, "verify", "receipt.json", "--key", "keys/south.pub")
    assert status == 0
    assert "Signed by south." in said
    assert "It holds." in said


def test_a_passphrase_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def prompt(words: str, **_how: object) -> str:
        asked.append(words)
        return "a long passphrase"

    monkeypatch.setattr("repatria.transmission.cli.click.prompt", prompt)
    new = ["keys", "new", "--organisation", "south", "--out", "k", "--passphrase"]
    assert answer(capsys, *new)[0] == 0
    Path("a.txt").write_text("36 and 50", encoding="utf-8")
    assert answer(capsys, "sign", "a.txt", "--key", "k/south.key")[0] == 0
    assert asked == ["Passphrase", "Passphrase"]


def test_a_document_changed_after_signing_is_found(
    keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del keys
    file = Path("manifest.json")
    file.write_bytes(rfc8785.dumps({"go": ["R-1", "R-2"]}))
    answer(capsys, "sign", str(file), "--key", "keys/south.key")
    file.write_bytes(rfc8785.dumps({"go": ["R-1", "R-3"]}))
    status, found = verified(capsys, str(file))
    assert (status, found["sound"]) == (1, False)
    assert codes(found) == {"verify.signature-broken"}


def test_a_document_saved_anew_by_another_program_is_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("manifest.json").write_text('{\n "go": 1\n}', encoding="utf-8")
    assert codes(verified(capsys, "manifest.json")[1]) == {"verify.not-canonical"}


def codes(found: dict[str, object]) -> set[str]:
    findings = found["findings"]
    assert isinstance(findings, list)
    return {one["code"] for one in findings}


def test_without_a_trusted_key_a_transmission_is_consistent_in_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _header, content = transmission()
    Path("in.repatria").write_bytes(signed(content))
    status, said = answer(capsys, "verify", "in.repatria")
    assert status == 0
    assert "Consistent in itself" in said
    assert "Sender: south" in said


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(
            lambda file: file.replace(b"aWQ", b"aXQ"),
            "transmission.altered",
            id="altered",
        ),
        pytest.param(lambda file: file[:300], "transmission.truncated", id="truncated"),
        pytest.param(
            lambda file: file.replace(b"enquiry", b"receipt"),
            "verify.signature-broken",
            id="another header",
        ),
        pytest.param(
            lambda _file: signed(transmission()[1], by="north"),
            "verify.other-key",
            id="signed by another",
        ),
        pytest.param(
            lambda _file: transmission()[1], "verify.unsigned", id="not signed"
        ),
    ],
)
def test_a_transmission_that_does_not_hold_ends_with_one(
    change: object, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(change)
    _header, content = transmission()
    Path("in.repatria").write_bytes(change(signed(content)))
    key = signing.public_key_of("south", KEYS["south"])
    Path("south.pub").write_text(key.file(), encoding="ascii")
    status, found = verified(capsys, "in.repatria", "--key", "south.pub")
    assert (status, codes(found)) == (1, {code})


def checkpoint(leaves: list[bytes]) -> SignedCheckpoint:
    return SignedCheckpoint(
        organisation="south",
        size=len(leaves),
        root=merkle.root(leaves).hex(),
        at=AT.isoformat(),
        public_key=signatures.public_bytes(KEYS["south"]).hex(),
    ).signed(KEYS["south"])


def test_two_checkpoints_of_one_size_tell_two_histories_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("new").write_bytes(checkpoint([b"a", b"b"]).file())
    Path("same").write_bytes(checkpoint([b"a", b"b"]).file())
    Path("held").write_bytes(checkpoint([b"a", b"c"]).file())
    assert verified(capsys, "new", "--checkpoint", "same")[0] == 0
    status, found = verified(capsys, "new", "--checkpoint", "held")
    assert (status, codes(found)) == (1, {"ledger.two-histories"})


def test_a_forged_checkpoint_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    file = checkpoint([b"a"]).file().replace(b'"size":1', b'"size":2')
    Path("forged").write_bytes(file)
    assert checkpoints.looks_like_one(file)
    status, found = verified(capsys, "forged")
    assert (status, codes(found)) == (1, {"ledger.checkpoint-forged"})


def test_a_folder_without_a_ledger_is_refused_with_the_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("empty").mkdir()
    status, said = answer(capsys, "verify", "empty")
    assert status == 1
    assert "[ledger.none-here]" in said


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_folder_with_another_file_for_its_database_is_refused(
    content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder").mkdir()
    Path("folder/repatria.sqlite3").write_bytes(content)
    status, said = answer(capsys, "verify", "folder")
    assert status == 1
    assert "[ledger.unreadable]" in said


def test_verifying_and_signing_load_no_django_and_need_no_setting(
    keys: str, here: Path
) -> None:
    del keys
    Path("receipt.json").write_bytes(b"{}")
    program = (
        "import sys\n"
        "from repatria.site import cli\n"
        "assert cli.run(['sign', 'receipt.json', '--key', 'keys/south.key']) == 0\n"
        "assert cli.run(['verify', 'receipt.json', '--key', 'keys/south.pub']) == 0\n"
        "assert 'django' not in sys.modules\n"
    )
    bare = {"PATH": os.environ["PATH"], "HOME": str(here)}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        env=bare,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
