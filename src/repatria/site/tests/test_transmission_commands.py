"""Files that cross between two installations, by commands alone, each a process."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


def run(*words: str | Path, database: str = "") -> Any:
    told = {**os.environ, "LANGUAGE": "en", "DATABASE_URL": database}
    told.pop("REPATRIA_HOME", None)
    return subprocess.run(
        [sys.executable, "-m", "repatria", *map(str, words)],
        check=False,
        capture_output=True,
        env=told,
        text=True,
        timeout=60,
    )


def done(*words: str | Path, database: str = "") -> str:
    ran = run(*words, database=database)
    assert ran.returncode == 0, ran.stderr
    return str(ran.stdout).strip()


ACQUAINT = """
from datetime import UTC, datetime
from repatria.access.queries import installation
from repatria.shared.actors import Actor
from repatria.transmission import keyring
from repatria.transmission.core.signing import read_public_key
held = installation()
actor, at = Actor("command:test", organisation=held.code), datetime.now(UTC)
keys = [read_public_key(line) for line in {keys!r}.splitlines()]
for key in keys:
    if key.organisation == held.code:
        keyring.set_own_key(
            actor=actor, name=held.name, party=held.party, public_key=key.key, at=at
        )
    else:
        keyring.add_correspondent(
            actor=actor, code=key.organisation, name=key.organisation, party="",
            public_key=key.key, at=at,
        )
"""


class Place:
    """An installation and where its organisation's key lies."""

    def __init__(self, home: Path, database: str, key: Path) -> None:
        self.home, self.database, self.key = home, database, key

    def does(self, command: str, *words: str | Path) -> str:
        return done(command, "--data", self.home, *words, database=self.database)

    def tries(self, command: str, *words: str | Path) -> Any:
        return run(command, "--data", self.home, *words, database=self.database)

    def sends(self, *words: str | Path) -> Path:
        """Prepare, sign elsewhere, complete; return the file to carry."""
        prepared = self.does("send", *words)
        signature = done("sign", prepared, "--key", self.key)
        completed = self.does("send", "--signature", signature)
        assert completed == prepared
        return Path(completed)


@pytest.fixture(scope="module")
def places(
    templates: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Place]:
    """The north and the agency, who know each other's keys."""
    from tests.serving import run_inside

    folder = tmp_path_factory.mktemp("crossing")
    lines = ""
    for code in ("north", "agency"):
        done("keys", "new", "--organisation", code, "--out", folder / "keys")
        lines += (folder / "keys" / f"{code}.pub").read_text("ascii")
    made = {}
    for code, kind in (("north", "party"), ("agency", "agency")):
        home = folder / code
        database = templates(kind).copied(home)
        run_inside(home, database, ACQUAINT, keys=lines)
        made[code] = Place(home, database, folder / "keys" / f"{code}.key")
    return made


def test_a_letter_crosses_and_is_kept_once(
    places: dict[str, Place], tmp_path: Path
) -> None:
    north, agency = places["north"], places["agency"]
    letter = tmp_path / "letter.json"
    letter.write_text('{"asks":"whether they are alive"}', encoding="utf-8")
    first = north.sends("--to", "agency", "--kind", "enquiry", letter)
    second = north.sends("--to", "agency", "--kind", "enquiry", letter)

    early = agency.tries("receive", second)
    assert (early.returncode, early.stdout) == (1, "")
    assert "[transmission.out-of-order]" in early.stderr

    told = json.loads(agency.does("receive", first, "--json"))
    assert (told["from"], told["number"], told["state"]) == ("north", 1, "read")
    again = agency.tries("receive", first)
    assert again.returncode == 1
    assert "[transmission.replayed]" in again.stderr
    agency.does("receive", second)
    done("verify", second, "--key", north.key.with_suffix(".pub"))


def test_a_checkpoint_is_held_and_finds_a_rewritten_ledger(
    places: dict[str, Place],
) -> None:
    north, agency = places["north"], places["agency"]
    if north.database:
        pytest.skip("a ledger in PostgreSQL is verified on its page")
    file = agency.sends("--to", "north", "--kind", "checkpoint")
    assert json.loads(north.does("receive", file, "--json"))["state"] == "read"
    newer = agency.sends("--to", "north", "--kind", "checkpoint")
    assert json.loads(north.does("receive", newer, "--json"))["state"] == "read"

    alone = done("verify", agency.home)
    assert "Consistent in itself" in alone
    assert "Fits 2 checkpoints held outside." in done(
        "verify", agency.home, "--checkpoint", file, "--checkpoint", newer
    )

    forged = agency.home / "repatria.sqlite3"
    with closing(sqlite3.connect(forged)) as database:
        database.execute("DROP TRIGGER ledger_entry_no_update")
        database.execute("UPDATE ledger_entry SET body = replace(body, 'a', 'b')")
        database.commit()
    told = run("verify", agency.home, "--json")
    findings = json.loads(told.stdout)["findings"]
    assert told.returncode == 1
    assert "Entry 0 was altered: it does not fit its leaf." in [
        one["says"] for one in findings
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["send"], "site.nothing-to-send"),
        (["send", "--to", "agency", "--kind", "enquiry"], "site.nothing-to-send"),
        (["send", "--to", "south", "--kind", "checkpoint"], "unknown-recipient"),
        (["send", "--to", "agency", "--kind", "list", "{file}"], "list-not-here"),
        (["send", "--signature", "{file}"], "transmission.not-a-signature"),
        (["receive", "{file}"], "transmission.not-one"),
        (["receive", "nowhere.repatria"], "repatria.file"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_remedy(
    places: dict[str, Place], words: list[str], code: str, tmp_path: Path
) -> None:
    file = tmp_path / "held.csv"
    file.write_text("id,family\n1,Somebody\n", encoding="utf-8")
    command, *others = (word.format(file=file) for word in words)
    ran = places["north"].tries(command, *others)
    assert ran.returncode == 1
    assert f"{code}]" in ran.stderr


def test_a_folder_that_is_no_installation_is_refused(tmp_path: Path) -> None:
    ran = run("send", "--data", tmp_path, "--to", "x", "--kind", "checkpoint")
    assert ran.returncode == 1
    assert "[site.no-installation]" in ran.stderr


def test_while_it_is_served_a_writing_command_refuses(
    served: Any, tmp_path: Path
) -> None:
    if served.database:
        pytest.skip("PostgreSQL takes several writers")
    file = tmp_path / "a.repatria"
    file.write_bytes(b"x")
    ran = run("receive", "--data", served.home, file)
    assert ran.returncode == 1
    assert "[site.data-folder-in-use]" in ran.stderr
