"""Entries, checkpoints and what others hold, through the services."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from pytest_django import Settings

from repatria.ledger import queries, services
from repatria.ledger.core import checkpoints, merkle, signatures
from repatria.ledger.core.errors import HistoryRewrittenError
from repatria.ledger.keys import checkpoint_key
from repatria.ledger.models import Checkpoint, Entry
from repatria.ledger.queries import Wanted
from repatria.ledger.triggers import promises
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
ACTOR = Actor(ref="user:1", organisation="north")
THEIR_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.REPATRIA_HOME = tmp_path
    return tmp_path


def write(number: int, *, act: str = "register.opened") -> None:
    for _each in range(number):
        services.append(actor=ACTOR, act=act, about="R-1", facts={"n": 1}, at=AT)


def unguarded(statement: str) -> None:
    """Do what somebody with a database shell would, who drops the triggers first."""
    for promise in promises(connection):
        promise.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_entries_are_numbered_from_zero_without_a_gap() -> None:
    write(3)
    assert list(Entry.objects.values_list("number", flat=True)) == [0, 1, 2]


def test_an_act_that_is_undone_leaves_no_entry_and_no_gap() -> None:
    write(1)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(rollback=True)
    write(1)
    assert list(Entry.objects.values_list("number", flat=True)) == [0, 1]


def test_the_same_entry_twice_gives_two_leaves() -> None:
    write(2)
    first, second = Entry.objects.all()
    assert first.body == second.body
    assert bytes(first.leaf) != bytes(second.leaf)


def test_a_checkpoint_goes_on_from_the_one_before() -> None:
    write(3)
    services.make_checkpoint(actor=ACTOR, at=AT)
    write(4)
    made = services.make_checkpoint(actor=ACTOR, at=AT)
    leaves = [bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True)]
    assert (made.size, made.root) == (7, merkle.root(leaves).hex())
    assert queries.signed(made).holds()


def test_an_empty_ledger_has_a_checkpoint_too() -> None:
    made = services.make_checkpoint(actor=ACTOR, at=AT)
    assert (made.size, made.root) == (0, merkle.EMPTY.hex())
    assert queries.verify(organisation="north").sound


def test_an_unchanged_ledger_verifies_against_its_checkpoints() -> None:
    write(3)
    held = queries.signed(services.make_checkpoint(actor=ACTOR, at=AT))
    write(2)
    services.make_checkpoint(actor=ACTOR, at=AT + timedelta(hours=1))
    verdict = queries.verify(organisation="north", held=[held])
    assert (verdict.sound, verdict.agreed, verdict.held) == (True, 3, 1)


def test_a_checkpoint_made_in_another_time_zone_verifies() -> None:
    local = AT.astimezone(datetime.fromisoformat("2022-11-24T11:00:00+02:00").tzinfo)
    services.make_checkpoint(actor=ACTOR, at=local)
    assert queries.verify(organisation="north").sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET body = '{}' WHERE number = 1",
        "UPDATE ledger_entry SET actor = 'user:2' WHERE number = 1",
        "UPDATE ledger_checkpoint SET size = 2",
        "DELETE FROM ledger_entry WHERE number = 2",
        "DELETE FROM ledger_entry WHERE number = 1",
        "UPDATE ledger_entry SET number = 9 WHERE number = 1",
    ],
)
def test_whatever_is_changed_in_the_database_is_found(statement: str) -> None:
    write(3)
    services.make_checkpoint(actor=ACTOR, at=AT)
    unguarded(statement)
    assert not queries.verify(organisation="north").sound


def test_a_ledger_rewritten_with_its_checkpoints_fits_only_itself() -> None:
    write(3)
    held = queries.signed(services.make_checkpoint(actor=ACTOR, at=AT))
    unguarded("DELETE FROM ledger_entry")
    unguarded("DELETE FROM ledger_checkpoint")
    write(3, act="register.forged")
    services.make_checkpoint(actor=ACTOR, at=AT)
    assert queries.verify(organisation="north").sound
    assert not queries.verify(organisation="north", held=[held]).sound


def test_the_checkpoint_key_is_made_once_and_for_its_owner_alone(home: Path) -> None:
    first, second = checkpoint_key(home), checkpoint_key(home)
    assert signatures.public_bytes(first) == signatures.public_bytes(second)
    private = home / "keys" / "checkpoint.key"
    assert private.stat().st_mode & 0o777 == 0o600
    public = (home / "keys" / "checkpoint.pub").read_text("ascii").strip()
    assert bytes.fromhex(public) == signatures.public_bytes(first)


def theirs(leaves: list[bytes]) -> bytes:
    return (
        checkpoints.SignedCheckpoint(
            organisation="south",
            size=len(leaves),
            root=merkle.root(leaves).hex(),
            at=AT.isoformat(),
            public_key=signatures.public_bytes(THEIR_KEY).hex(),
        )
        .signed(THEIR_KEY)
        .file()
    )


LEAVES = [bytes([number]) for number in range(9)]


def test_a_checkpoint_of_others_is_held_and_countersigned(home: Path) -> None:
    held = services.hold_checkpoint(actor=ACTOR, content=theirs(LEAVES[:5]), at=AT)
    came = checkpoints.read(bytes(held.file), file="")
    assert signatures.holds(
        signatures.public_bytes(checkpoint_key(home)),
        came.document(),
        bytes.fromhex(held.countersignature),
    )
    assert not held.continues  # the first: there is nothing to continue


def test_a_checkpoint_that_continues_the_held_one_is_proved() -> None:
    services.hold_checkpoint(actor=ACTOR, content=theirs(LEAVES[:5]), at=AT)
    proof = merkle.consistency_proof(LEAVES, 5)
    held = services.hold_checkpoint(
        actor=ACTOR, content=theirs(LEAVES), proof=proof, proof_from=5, at=AT
    )
    assert held.continues


@pytest.mark.parametrize("proof_from", [5, 9])
def test_a_checkpoint_of_a_changed_past_is_refused(proof_from: int) -> None:
    services.hold_checkpoint(actor=ACTOR, content=theirs(LEAVES[:proof_from]), at=AT)
    changed = [b"!", *LEAVES[1:]]
    proof = merkle.consistency_proof(changed, proof_from)
    with pytest.raises(HistoryRewrittenError, match="its past was changed"):
        services.hold_checkpoint(
            actor=ACTOR,
            content=theirs(changed),
            proof=proof,
            proof_from=proof_from,
            at=AT,
        )


def test_entries_are_found_by_act_actor_and_case() -> None:
    write(2)
    other = Actor(ref="user:2", organisation="north")
    services.append(
        actor=other, act="read", about="page", facts={"cases": ["R-7"]}, at=AT
    )
    found = {
        "act": queries.newest_first(Wanted(act="read"), at_most=9),
        "actor": queries.newest_first(Wanted(actor="user:2"), at_most=9),
        "case": queries.newest_first(Wanted(case="R-7"), at_most=9),
        "about": queries.newest_first(Wanted(case="R-1"), at_most=9),
        "before": queries.newest_first(Wanted(before=2), at_most=1),
    }
    assert {name: [one.number for one in rows] for name, rows in found.items()} == {
        "act": [2],
        "actor": [2],
        "case": [2],
        "about": [1, 0],
        "before": [1],
    }
    assert (queries.acts(), queries.actors()) == (
        ["read", "register.opened"],
        ["user:1", "user:2"],
    )


def test_a_checkpoint_says_nothing_of_the_entries() -> None:
    write(1, act="register.secret")
    file = queries.signed(services.make_checkpoint(actor=ACTOR, at=AT)).file()
    assert b"secret" not in file
    assert Checkpoint.objects.count() == 1
