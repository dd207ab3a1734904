"""Files that travel: what was sent comes back whole, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.ledger.core.errors import NotACheckpointError
from repatria.ledger.core.signatures import public_bytes
from repatria.transmission.core import envelope, order, signing
from repatria.transmission.core.carried import CarriedCheckpoint, read_payload
from repatria.transmission.core.errors import (
    AlteredError,
    NotAKeyError,
    NotAPrivateKeyError,
    NotASignatureError,
    NotATransmissionError,
    OtherHistoryError,
    OutOfOrderError,
    ReplayedError,
    TruncatedError,
)
from repatria.transmission.tests.parties import KEYS, public, signed, transmission


@given(st.binary(max_size=500))
def test_a_payload_comes_back_as_it_was(payload: bytes) -> None:
    header, content = transmission(payload)
    came = envelope.read(signed(content))
    assert (came.header, came.payload, came.content) == (header, payload, content)
    assert came.signature is not None
    assert came.signature.holds_over(content)


@given(st.binary(max_size=200), st.data())
def test_a_file_cut_anywhere_is_never_taken_for_whole(
    payload: bytes, data: st.DataObject
) -> None:
    _header, content = transmission(payload)
    whole = signed(content)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    if cut == content:  # exactly without its signature: whole, and unsigned
        assert envelope.read(cut).signature is None
    else:
        with pytest.raises((TruncatedError, AlteredError, NotATransmissionError)):
            envelope.read(cut)


@given(st.binary(max_size=200), st.data())
def test_a_file_altered_anywhere_does_not_pass(
    payload: bytes, data: st.DataObject
) -> None:
    _header, content = transmission(payload)
    whole = bytearray(signed(content))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    try:
        came = envelope.read(bytes(whole))
    except (TruncatedError, AlteredError, NotATransmissionError):
        return
    made = came.signature
    assert made is None or not (
        made.public_key == public("south") and made.holds_over(came.content)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b'"number":1', b'"number":01', id="no JSON"),
        pytest.param(b'"number":1', b'"number":true', id="not a number"),
        pytest.param(b'"number":1', b'"number": 1', id="not canonical"),
        pytest.param(b'"number":1', b'"number":99999999999999999999', id="too large"),
        pytest.param(b'"facts":{}', b'"facts":[]', id="facts are a list"),
        pytest.param(b'"facts":{}', b'"facts":{"a":1}', id="a fact is a number"),
        pytest.param(b'"made_at":"2022', b'"made_at":"yesterday', id="no time"),
        pytest.param(b'"kind":"enquiry"', b'"kind":"../x"', id="a path for a kind"),
        pytest.param(b'"bytes":21', b'"bytes":20', id="another length"),
        pytest.param(b"\nend\n", b"!\nend\n", id="not base64"),
        pytest.param(b"\nend\n", b"\n\nend\n", id="an empty line more"),
        pytest.param(b"\nend\n", b"\nend\nsigned\n", id="no signature"),
        pytest.param(b"Somebody", b"Somebody", id="another payload"),
    ],
)
def test_an_altered_file_is_refused_with_one_answer(old: bytes, new: bytes) -> None:
    _header, content = transmission()
    altered = content.replace(old, new)
    if altered == content:
        _header, other = transmission(b"id,family\n1,Nobody..\n")
        altered = content.split(b"\n")[0] + b"\n" + content.split(b"\n")[1] + b"\n"
        altered += b"\n".join(other.split(b"\n")[2:])
    with pytest.raises(AlteredError):
        envelope.read(altered)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"id,family\n"])
def test_another_file_is_no_transmission(content: bytes) -> None:
    with pytest.raises(NotATransmissionError):
        envelope.read(content)


def test_numbers_are_taken_in_turn_and_of_one_history() -> None:
    first, _content = transmission(number=1)
    second, _content = transmission(number=2, previous=first.sha256())
    last = order.Last(1, first.sha256())
    order.check_follows(first, order.Last())
    order.check_follows(second, last)
    with pytest.raises(ReplayedError):
        order.check_follows(first, last)
    with pytest.raises(OutOfOrderError, match="number 1 has not come"):
        order.check_follows(second, order.Last())
    with pytest.raises(OtherHistoryError):
        order.check_follows(second, order.Last(1, "0" * 64))


def test_every_missing_number_is_named() -> None:
    late, _content = transmission(number=7, previous="0" * 64)
    with pytest.raises(OutOfOrderError, match="number 3-6"):
        order.check_follows(late, order.Last(2, "0" * 64))


def test_a_signature_holds_for_its_key_and_content_alone() -> None:
    made = signing.sign(KEYS["south"], b"a list")
    for form in (made.signature, made.file()):
        assert signing.verify(public("south"), b"a list", form)
        assert not signing.verify(public("south"), b"another", form)
        assert not signing.verify(public("north"), b"a list", form)
    assert not signing.verify(public("south"), b"a list", b"nonsense")


def test_key_and_signature_files_come_back_as_they_were() -> None:
    made = signing.sign(KEYS["south"], b"a list")
    key = signing.public_key_of("south", KEYS["south"])
    assert signing.read_signature(made.file()) == made
    assert signing.read_public_key(key.file()) == key


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"format":"x"}', id="another format"),
        pytest.param(
            b'{"format":"repatria-signature-v1","public_key":"00",'
            b'"sha256":"00","signature":"00"}',
            id="too short",
        ),
    ],
)
def test_what_is_no_signature_is_refused(content: bytes) -> None:
    with pytest.raises(NotASignatureError):
        signing.read_signature(content)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("repatria-public-key-v1 north", id="no key"),
        pytest.param("repatria-public-key-v1 north zz", id="no digits"),
        pytest.param("repatria-public-key-v1 north 00ff", id="too short"),
        pytest.param("ssh-ed25519 AAAA north", id="another form"),
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(NotAKeyError):
        signing.read_public_key(text)


def test_a_private_key_opens_with_its_passphrase_alone() -> None:
    key = signing.new_key()
    locked = signing.private_file(key, "a long passphrase")
    assert signing.is_locked(locked)
    opened = signing.read_private_key(locked, "a long passphrase", file="north.key")
    assert public_bytes(opened) == public_bytes(key)
    for wrong in ("", "another"):
        with pytest.raises(NotAPrivateKeyError):
            signing.read_private_key(locked, wrong, file="north.key")


def test_a_private_key_without_a_passphrase_is_read_as_it_is() -> None:
    key = signing.new_key()
    held = signing.private_file(key)
    assert not signing.is_locked(held)
    opened = signing.read_private_key(held, file="north.key")
    assert public_bytes(opened) == public_bytes(key)


def test_a_key_of_another_sort_is_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import x25519
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    other = x25519.X25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    with pytest.raises(NotAPrivateKeyError):
        signing.read_private_key(other, file="north.key")


@given(st.integers(0, 2**40), st.lists(st.binary(min_size=32, max_size=32)))
def test_a_carried_checkpoint_comes_back_as_it_was(
    size: int, proof: list[bytes]
) -> None:
    sent = CarriedCheckpoint(b'{"checkpoint":"..."}\n', size, proof)
    assert read_payload(sent.payload(), file="x") == sent


@pytest.mark.parametrize(
    "payload",
    [
        b"%PDF",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"file":1,"from":0,"proof":[]}',
        b'{"file":"x","from":0,"proof":["g"]}',
    ],
    ids=["no JSON", "too deep", "a list", "empty", "no file", "no proof"],
)
def test_what_carries_no_checkpoint_is_refused(payload: bytes) -> None:
    with pytest.raises(NotACheckpointError):
        read_payload(payload, file="x")
