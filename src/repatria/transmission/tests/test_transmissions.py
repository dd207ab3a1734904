"""Receiving and sending: complete, in turn, signed, or refused with the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from repatria.access.models import Installation
from repatria.ledger.models import Entry
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError
from repatria.transmission import checkpoints, keyring, kinds, queries, services
from repatria.transmission.core import envelope, signing
from repatria.transmission.core.carried import read_payload
from repatria.transmission.core.errors import (
    AlteredError,
    BadCodeError,
    CorrespondentExistsError,
    NotForUsError,
    NothingPreparedError,
    NotOurSignatureError,
    OtherHistoryError,
    OutOfOrderError,
    OwnKeyMissingError,
    ReplayedError,
    SignedAlreadyError,
    TruncatedError,
    UnknownRecipientError,
    UnknownSenderError,
    UnsignedError,
    WrongSignatureError,
)
from repatria.transmission.models import Correspondent, Incoming, Outgoing
from repatria.transmission.tests.parties import (
    AT,
    KEYS,
    LATER,
    actor_of,
    public,
    run_of,
    signed,
    transmission,
)

pytestmark = pytest.mark.django_db
NORTH = actor_of("north")


@pytest.fixture(autouse=True)
def correspondents(as_party: Installation, settings: Settings, tmp_path: Path) -> None:
    """Let the north know the south; master key and outbox in a folder of its own."""
    del as_party
    settings.REPATRIA_HOME = tmp_path
    keyring.add_correspondent(
        actor=NORTH,
        code="south",
        name="Sudmark Information Bureau",
        party="SUDMARK",
        public_key=public("south"),
        at=AT,
    )


@pytest.fixture
def own_key() -> None:
    keyring.set_own_key(
        actor=NORTH, name="North", party="NORLAND", public_key=public("north"), at=AT
    )


def received(content: bytes, signature: bytes | None = None) -> Incoming:
    return services.receive(actor=NORTH, content=content, signature=signature, at=LATER)


def prepared(payload: bytes = b"36 and 50", kind: str = "proposal") -> Outgoing:
    return services.prepare(actor=NORTH, to="south", kind=kind, payload=payload, at=AT)


def test_what_came_is_kept_whole_and_sealed() -> None:
    _header, content = transmission(b"a payload")
    incoming = received(signed(content))
    assert queries.file_received(incoming) == signed(content)
    assert queries.payload_of(incoming) == b"a payload"
    assert b"a payload" not in bytes(incoming.sealed_content)
    assert (incoming.ref, incoming.state) == ("from-south-1", "read")


def test_an_unknown_kind_is_kept_and_said_so() -> None:
    _header, content = transmission(kind="riddle")
    assert received(signed(content)).state == "kept"
    acts = list(Entry.objects.values_list("act", flat=True))
    assert acts[-2:] == ["transmission.received", "transmission.kept"]


def test_a_signature_may_come_apart_from_the_file() -> None:
    _header, content = transmission()
    apart = signing.sign(KEYS["south"], content).file()
    assert received(content, signature=apart).signed_with == public("south").hex()


def refused_files() -> Iterator[tuple[str, bytes, type[RepatriaError]]]:
    first, content = transmission()
    whole = signed(content)
    yield "altered", whole.replace(b"enquiry", b"receipt"), WrongSignatureError
    yield "altered payload", signed(content.replace(b"aWQ", b"aXQ")), AlteredError
    yield "truncated", whole[:300], TruncatedError
    yield "unsigned", content, UnsignedError
    yield "signed by another", signed(content, by="north"), WrongSignatureError
    _header, other = transmission(sender="agency")
    yield "unknown sender", signed(other, by="agency"), UnknownSenderError
    _header, other = transmission(sender="north")
    yield "from ourselves", signed(other, by="north"), UnknownSenderError
    _header, other = transmission(recipient="agency")
    yield "not for us", signed(other), NotForUsError
    _header, other = transmission(number=3, previous="0" * 64)
    yield "gap", signed(other), OutOfOrderError
    _header, other = transmission(previous=first.sha256())
    yield "other history", signed(other), OtherHistoryError


REFUSED = list(refused_files())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_what_is_refused_leaves_nothing_behind(
    content: bytes, refusal: type[RepatriaError]
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(refusal):
        received(content)
    assert not Incoming.objects.exists()
    assert Entry.objects.count() == entries


def test_a_replayed_transmission_is_refused() -> None:
    (file,) = run_of(1)
    received(file)
    with pytest.raises(ReplayedError):
        received(file)
    assert Incoming.objects.count() == 1


def test_a_gap_is_closed_by_the_missing_one() -> None:
    first, second, third = run_of(3)
    received(first)
    with pytest.raises(OutOfOrderError, match="number 2 has not come"):
        received(third)
    received(second)
    received(third)
    assert list(Incoming.objects.values_list("number", flat=True)) == [1, 2, 3]


class NotTodayError(RepatriaError):
    code = "trying.not-today"
    what = "List {n} is here already."
    remedy = "Nothing to do."


@pytest.fixture
def riddles() -> Iterator[dict[str, bool]]:
    """Read riddles, unless told to refuse them."""
    told = {"refuse": False, "fail": False}

    def read(*, incoming: Incoming, payload: bytes, actor: Actor, at: datetime) -> None:
        del payload, actor
        Correspondent.objects.create(code="written", name=incoming.ref, added_at=at)
        if told["refuse"]:
            raise NotTodayError(n="7")
        if told["fail"]:
            raise ZeroDivisionError

    before = dict(kinds._KINDS)
    kinds.register_kind("riddle", read=read)
    yield told
    kinds._KINDS.clear()
    kinds._KINDS.update(before)


def riddle() -> bytes:
    _header, content = transmission(kind="riddle")
    return signed(content)


def test_a_known_kind_is_read_in_the_same_transaction(
    riddles: dict[str, bool],
) -> None:
    assert not any(riddles.values())
    incoming = received(riddle())
    assert incoming.state == "read"
    assert Correspondent.objects.get(code="written").name == "from-south-1"


def test_what_a_room_refuses_stays_received_and_can_be_read_later(
    riddles: dict[str, bool],
) -> None:
    riddles["refuse"] = True
    incoming = received(riddle())
    assert incoming.state == "refused"
    assert queries.why_unread(incoming) == "List 7 is here already. Nothing to do."
    assert not Correspondent.objects.filter(code="written").exists()
    riddles["refuse"] = False
    services.read_again(actor=NORTH, incoming=incoming, at=LATER)
    assert incoming.state == "read"
    services.read_again(actor=NORTH, incoming=incoming, at=LATER)
    assert incoming.readings.count() == 2


def test_a_room_that_breaks_leaves_nothing_behind(riddles: dict[str, bool]) -> None:
    riddles["fail"] = True
    with pytest.raises(ZeroDivisionError):
        received(riddle())
    assert not Incoming.objects.exists()


def test_what_is_prepared_is_numbered_chained_and_laid_out() -> None:
    first, second = prepared(), prepared(b"36 and 52")
    file = services.outbox_file(second)
    came = envelope.read(file.read_bytes())
    assert (first.number, second.number) == (1, 2)
    assert (came.header.number, came.header.previous) == (2, first.header_sha256)
    assert (came.payload, came.signature) == (b"36 and 52", None)
    assert file.name == "south-0002-proposal.repatria"
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("own_key")
def test_a_signed_transmission_is_received_on_the_other_side() -> None:
    outgoing = prepared()
    made = signing.sign(KEYS["north"], queries.unsigned_file(outgoing)).file()
    found = services.waiting_for(made)
    services.attach_signature(actor=NORTH, outgoing=found, signature=made, at=LATER)
    file = services.outbox_file(outgoing).read_bytes()
    assert file == queries.file_to_send(found)

    south = Correspondent.objects.get(code="south")
    assert queries.last_sent(south).number == 1
    came = envelope.read(file)
    assert came.signature is not None
    assert signing.verify(public("north"), came.content, made)


@pytest.mark.usefixtures("own_key")
def test_a_signature_that_is_not_ours_is_refused() -> None:
    outgoing = prepared()
    content = queries.unsigned_file(outgoing)
    for made in (
        signing.sign(KEYS["south"], content),
        signing.sign(KEYS["north"], content + b"!"),
    ):
        with pytest.raises(NotOurSignatureError):
            services.attach_signature(
                actor=NORTH, outgoing=outgoing, signature=made.file(), at=LATER
            )
    assert not outgoing.is_signed


@pytest.mark.usefixtures("own_key")
def test_a_transmission_is_signed_once() -> None:
    outgoing = prepared()
    made = signing.sign(KEYS["north"], queries.unsigned_file(outgoing)).file()
    services.attach_signature(actor=NORTH, outgoing=outgoing, signature=made, at=LATER)
    with pytest.raises(SignedAlreadyError):
        services.attach_signature(
            actor=NORTH, outgoing=outgoing, signature=made, at=LATER
        )


def test_nobody_signs_before_the_own_key_is_known() -> None:
    outgoing = prepared()
    made = signing.sign(KEYS["north"], queries.unsigned_file(outgoing)).file()
    with pytest.raises(OwnKeyMissingError):
        services.attach_signature(
            actor=NORTH, outgoing=outgoing, signature=made, at=LATER
        )


def test_a_signature_for_nothing_prepared_is_refused() -> None:
    with pytest.raises(NothingPreparedError):
        services.waiting_for(signing.sign(KEYS["north"], b"a letter").file())


def test_nothing_is_prepared_for_somebody_unknown() -> None:
    with pytest.raises(UnknownRecipientError):
        services.prepare(actor=NORTH, to="nowhere", kind="list", payload=b"", at=AT)


def test_a_kind_that_would_be_a_path_is_refused() -> None:
    with pytest.raises(BadCodeError):
        prepared(kind="../../etc")


@pytest.mark.usefixtures("own_key")
def test_a_recipient_may_be_named_by_its_party() -> None:
    assert queries.recipient("SUDMARK").code == "south"
    assert queries.public_key_of("NORLAND") == public("north")
    with pytest.raises(UnknownRecipientError):
        queries.recipient("NORLAND")


def test_after_a_new_key_the_old_one_no_longer_counts() -> None:
    south = Correspondent.objects.get(code="south")
    keyring.give_key(
        actor=NORTH, correspondent=south, public_key=public("agency"), at=LATER
    )
    _header, content = transmission()
    with pytest.raises(WrongSignatureError):
        received(signed(content))
    received(signed(content, by="agency"))
    assert queries.public_keys_of("south") == [public("south"), public("agency")]


@pytest.mark.parametrize("code", ["../x", "süd", "", "checkpoint", "1a", "a" * 41])
def test_a_code_that_could_not_name_a_file_is_refused(code: str) -> None:
    with pytest.raises(BadCodeError):
        keyring.add_correspondent(
            actor=NORTH, code=code, name="", party="", public_key=bytes(32), at=AT
        )


def test_a_correspondent_is_added_once() -> None:
    with pytest.raises(CorrespondentExistsError):
        keyring.add_correspondent(
            actor=NORTH, code="south", name="", party="", public_key=bytes(32), at=AT
        )


def test_public_keys_lie_in_the_data_folder(tmp_path: Path) -> None:
    line = (tmp_path / "keys" / "south.pub").read_text("ascii")
    assert signing.read_public_key(line).key == public("south")


def test_what_came_and_what_was_prepared_is_never_changed() -> None:
    _header, content = transmission()
    for row in (received(signed(content)), prepared()):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(kind="receipt")
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()


def test_a_checkpoint_is_proved_to_continue_the_last_under_either_code() -> None:
    send = checkpoints.send_checkpoint
    first = send(actor=NORTH, to="south", at=AT)
    second = send(actor=NORTH, to="SUDMARK", at=AT)
    carried = read_payload(queries.payload_sent(second), file="x")
    assert str(carried.proof_from) == first.facts["size"] != "0"
