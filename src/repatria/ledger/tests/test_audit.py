"""Whoever changes the past is found out by a checkpoint that somebody else holds."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from repatria.ledger.core import audit as audit_module
from repatria.ledger.core import checkpoints, entries, merkle, signatures
from repatria.ledger.core.audit import MOST_TOLD, Against, Row, Verdict, audit
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.ledger.core.errors import CheckpointForgedError, NotACheckpointError

SERVER = Ed25519PrivateKey.from_private_bytes(bytes(32))
SOMEBODY_ELSE = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
AT = datetime(2022, 11, 24, 9, tzinfo=UTC)


def row(number: int, *, about: str = "R-1", act: str = "read") -> Row:
    body = entries.body_of(
        actor="user:1", organisation="north", act=act, about=about, facts={}, at=AT
    )
    salt = number.to_bytes(32, "big")
    return Row(number, body, salt, entries.leaf_of(salt, body), act, "user:1")


def ledger(size: int) -> list[Row]:
    return [row(number, about=f"R-{number}") for number in range(size)]


def checkpoint(rows: list[Row], key: Ed25519PrivateKey = SERVER) -> SignedCheckpoint:
    return SignedCheckpoint(
        organisation="north",
        size=len(rows),
        root=merkle.root(one.leaf for one in rows).hex(),
        at=AT.isoformat(),
        public_key=signatures.public_bytes(key).hex(),
    ).signed(key)


def codes(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.findings}


def held_against(rows: list[Row], *held: SignedCheckpoint) -> Verdict:
    return audit(rows, [Against(one, held=True) for one in held])


sizes = st.integers(2, 40)


@given(sizes, st.data())
def test_a_ledger_that_only_grew_fits_every_checkpoint(
    size: int, data: st.DataObject
) -> None:
    rows = ledger(size)
    at = data.draw(st.lists(st.integers(0, size)))
    verdict = held_against(rows, *(checkpoint(rows[:one]) for one in at))
    assert verdict.sound
    assert (verdict.agreed, verdict.held) == (len(at), len(at))
    assert (verdict.size, verdict.root) == (size, checkpoint(rows).root)


@given(sizes, st.data())
def test_an_edit_is_found(size: int, data: st.DataObject) -> None:
    rows = ledger(size)
    place = data.draw(st.integers(0, size - 1))
    edited = rows[place]._replace(body=rows[place].body.replace(b"R-", b"R_"))
    verdict = held_against(
        [*rows[:place], edited, *rows[place + 1 :]], checkpoint(rows)
    )
    assert codes(verdict) == {"ledger.entry-altered"}
    assert verdict.findings[0].facts == {"number": str(place)}


@given(sizes, st.data())
def test_an_edit_with_a_new_leaf_is_found(size: int, data: st.DataObject) -> None:
    rows = ledger(size)
    place = data.draw(st.integers(0, size - 1))
    forged = [*rows[:place], row(place, about="R-forged"), *rows[place + 1 :]]
    assert codes(held_against(forged, checkpoint(rows))) == {"ledger.rewritten"}


@given(sizes, st.data())
def test_a_deletion_is_found(size: int, data: st.DataObject) -> None:
    rows = ledger(size)
    place = data.draw(st.integers(0, size - 2))
    without = rows[:place] + rows[place + 1 :]
    found = codes(held_against(without, checkpoint(rows)))
    assert found == {"ledger.out-of-place", "ledger.cut-short"}


@given(sizes, st.data())
def test_a_deletion_with_new_numbers_is_found(size: int, data: st.DataObject) -> None:
    rows = ledger(size)
    place = data.draw(st.integers(0, size - 1))
    without = rows[:place] + rows[place + 1 :]
    renumbered = [one._replace(number=n) for n, one in enumerate(without)]
    assert codes(held_against(renumbered, checkpoint(rows))) == {"ledger.cut-short"}
    padded = [*renumbered, row(size - 1, about="R-new")]
    assert codes(held_against(padded, checkpoint(rows))) == {"ledger.rewritten"}


@given(sizes, st.data())
def test_a_new_order_is_found(size: int, data: st.DataObject) -> None:
    rows = ledger(size)
    first, second = sorted(
        data.draw(
            st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True)
        )
    )
    moved = list(rows)
    moved[first], moved[second] = rows[second], rows[first]
    renumbered = [one._replace(number=n) for n, one in enumerate(moved)]
    assert codes(held_against(renumbered, checkpoint(rows))) == {"ledger.rewritten"}


@given(sizes, st.data())
def test_a_cut_end_is_found(size: int, data: st.DataObject) -> None:
    rows = ledger(size)
    kept = data.draw(st.integers(0, size - 1))
    verdict = held_against(rows[:kept], checkpoint(rows))
    assert codes(verdict) == {"ledger.cut-short"}
    assert audit(rows[:kept], []).sound  # nothing in the ledger itself tells it


@given(sizes)
def test_a_full_rewrite_is_found_by_a_held_checkpoint_alone(size: int) -> None:
    rows = ledger(size)
    rewritten = [row(n, about="R-another") for n in range(size)]
    own = Against(checkpoint(rewritten))
    assert audit(rewritten, [own]).sound
    verdict = audit(rewritten, [own, Against(checkpoint(rows), held=True)])
    assert codes(verdict) == {"ledger.rewritten"}


def test_a_finding_tells_between_which_checkpoints_something_changed() -> None:
    rows = ledger(9)
    forged = [*rows[:5], row(5, about="R-forged"), *rows[6:]]
    verdict = held_against(forged, checkpoint(rows[:4]), checkpoint(rows[:8]))
    (finding,) = verdict.findings
    assert (finding.facts["first"], finding.facts["last"]) == ("4", "7")


def test_a_search_column_that_says_something_else_is_found() -> None:
    rows = ledger(3)
    rows[1] = rows[1]._replace(actor="user:2")
    assert codes(audit(rows)) == {"ledger.columns-altered"}


def test_a_checkpoint_of_somebody_else_says_nothing() -> None:
    rows = ledger(3)
    verdict = audit(rows, [Against(checkpoint(rows))], organisation="south")
    assert codes(verdict) == {"ledger.not-of-this-ledger"}


def test_a_forged_checkpoint_is_found() -> None:
    rows = ledger(3)
    true = checkpoint(rows)
    forged = SignedCheckpoint(
        "north", 3, true.root, "2021-01-01", true.public_key, true.signature
    )
    assert codes(audit(rows, [Against(forged)])) == {"ledger.checkpoint-forged"}


def test_more_findings_than_anybody_reads_are_left_out() -> None:
    rows = [one._replace(leaf=bytes(32)) for one in ledger(MOST_TOLD + 20)]
    assert len(audit(rows).findings) == MOST_TOLD


def test_progress_is_told() -> None:
    told: list[int] = []
    audit(ledger(5), [Against(checkpoint(ledger(2)))], progress=told.append)
    assert told == [5]


def test_a_checkpoint_file_comes_back_as_it_was() -> None:
    made = checkpoint(ledger(3))
    assert checkpoints.looks_like_one(made.file())
    assert checkpoints.read(made.file(), file="north.checkpoint") == made


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        pytest.param(b'"size":3', b'"size":4', CheckpointForgedError, id="other size"),
        pytest.param(b'"kind"', b'"sort"', NotACheckpointError, id="no kind"),
        pytest.param(b"repatria-", b"another-", NotACheckpointError, id="other kind"),
        pytest.param(b'"size":3', b'"size":"3"', NotACheckpointError, id="a word"),
        pytest.param(b'"root":"', b'"root":"zz', NotACheckpointError, id="no hash"),
        pytest.param(b'"at"', b'"aa":1,"at"', NotACheckpointError, id="more than said"),
        pytest.param(b"}", b"", NotACheckpointError, id="cut"),
    ],
)
def test_an_altered_checkpoint_file_is_refused(
    old: bytes, new: bytes, refusal: type[Exception]
) -> None:
    altered = checkpoint(ledger(3)).file().replace(old, new)
    with pytest.raises(refusal):
        checkpoints.read(altered, file="north.checkpoint")


def test_a_signature_of_another_length_or_key_does_not_hold() -> None:
    signature = signatures.sign(SERVER, b"a list")
    assert not signatures.holds(
        signatures.public_bytes(SOMEBODY_ELSE), b"a list", signature
    )
    assert not signatures.holds(b"short", b"a list", signature)


@given(st.integers(0, 21), st.data())
def test_in_parts_the_answer_is_the_same_as_in_one(
    size: int, data: st.DataObject
) -> None:
    rows = ledger(size)
    made = data.draw(st.lists(st.integers(0, size), max_size=4))
    held = [checkpoint(rows[:at]) for at in made]
    if size and data.draw(st.booleans()):
        place = data.draw(st.integers(0, size - 1))
        rows[place] = row(place, about="R-other")
    whole = held_against(rows, *held)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(audit_module, "AT_A_TIME", 4)
        parts = held_against(rows, *held)
    assert parts == whole


def test_a_subtree_that_does_not_fit_is_refused() -> None:
    tree = merkle.Growing()
    tree.extend([b"a"])
    for leaves in (2, 3):
        with pytest.raises(ValueError, match=str(leaves)):
            tree.take_in_whole(leaves, bytes(32))


@given(st.binary(max_size=80), st.binary(max_size=200))
def test_a_leaf_is_the_hmac_of_the_library(salt: bytes, body: bytes) -> None:
    assert entries.leaf_of(salt, body) == hmac.digest(salt, body, "sha256")
    whole = salt[:32].ljust(32, b"s")
    assert entries.leaf_of(whole, body) == hmac.digest(whole, body, "sha256")
