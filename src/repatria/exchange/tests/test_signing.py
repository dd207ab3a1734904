"""Lists on their way: received by a party, signed by both, agreed over one hash."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from repatria.exchange import queries
from repatria.exchange.core.document import SUMS
from repatria.exchange.core.position_refusals import OlderListError
from repatria.exchange.core.refusals import (
    ListUnknownError,
    NotAgreedError,
    NotOurExchangeError,
    ProposalAlteredError,
    ProposalDiffersError,
    SignedAnotherListError,
)
from repatria.exchange.core.states import State
from repatria.exchange.models import ListEntry, ListVersion
from repatria.exchange.services import lists, signatures
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import (
    NEGOTIATOR,
    OURS,
    STRANGER,
    THEIRS,
    document,
)
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.transmission import keyring
from repatria.transmission import queries as transmission
from repatria.transmission.core.signing import public_key_of, sign
from repatria.transmission.models import Incoming

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(as_party: object, tmp_path: Path) -> dict[str, str]:
    """The north's installation, with its own lists and everybody's public keys."""
    del as_party
    clerk = world.command("registrar", organisation="north")
    keyring.set_own_key(
        actor=clerk, name="North", party=NORTH,
        public_key=public_key_of("north", OURS).key, at=AT,
    )  # fmt: skip
    for code, party, key in (("south", SOUTH, THEIRS), ("agency", "", STRANGER)):
        keyring.add_correspondent(
            actor=clerk, code=code, name=code, party=party,
            public_key=public_key_of(code, key).key, at=AT,
        )  # fmt: skip
    return world.read_lists(tmp_path, each=3, actor=clerk)


def received(payload: bytes) -> ListVersion:
    return lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", payload=payload, at=AT
    )


def test_a_received_list_shows_who_goes_under_our_own_numbers(
    cases: dict[str, str],
) -> None:
    version = received(document())
    north, south = queries.entries_of(version)
    assert (north.case_ref, south.case_ref) == (cases["N-1"], cases["S-1"])
    (other,) = queries.others_of(version)
    assert (other.case_ref, other.proposed) == (cases["N-3"], False)
    assert queries.state_of(version.round) is State.LISTS_EXCHANGED
    assert queries.reserves_of(version) == []


def test_the_same_list_twice_is_kept_once(cases: dict[str, str]) -> None:
    del cases
    assert received(document()) == received(document())
    assert ListEntry.objects.count() == 3


def test_another_list_under_a_number_that_is_taken_is_refused(
    cases: dict[str, str],
) -> None:
    del cases
    received(document())
    with pytest.raises(ProposalDiffersError, match="already here"):
        received(document(first="N-2"))
    assert received(document(first="N-2", version=2)).version == 2


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        pytest.param(b"{", ProposalAlteredError, id="no JSON"),
        pytest.param(b"[]", ProposalAlteredError, id="no document"),
        pytest.param(
            document().replace(b'"round":1', b'"round": 1'),
            ProposalAlteredError,
            id="not canonical",
        ),
        pytest.param(document(version="1"), ProposalAlteredError, id="no number"),
        pytest.param(document(on="soon"), ProposalAlteredError, id="no day"),
        pytest.param(document(legs={}), ProposalAlteredError, id="without legs"),
        pytest.param(
            document(not_proposed=[{"case": "R-1", "why": "refused"}]),
            ProposalAlteredError,
            id="a reason beside somebody left out",
        ),
        pytest.param(
            document(
                parties=["A", "B"],
                legs={"A>B": [], "B>A": []},
                not_proposed=[],
                parity=dict.fromkeys("AB", dict.fromkeys(SUMS, 0)),
            ),
            NotOurExchangeError,
            id="between others",
        ),
    ],
)
def test_a_document_that_is_no_proposal_is_refused_whole(
    cases: dict[str, str], payload: bytes, error: type[Exception]
) -> None:
    del cases
    with pytest.raises(error):
        received(payload)
    assert not ListVersion.objects.exists()


def test_a_list_is_agreed_once_both_have_signed_the_same_hash(
    cases: dict[str, str],
) -> None:
    del cases
    version = received(document())
    content = version.document.encode()
    signatures.sign_list(
        actor=NEGOTIATOR, version=version, signature=sign(OURS, content).file(), at=AT
    )
    assert queries.state_of(version.round) is State.VERIFYING
    with pytest.raises(NotAgreedError):
        queries.agreed_list("X-00000000", 1)

    signatures.receive_signature(
        actor=NEGOTIATOR,
        told=from_south(version, sign(THEIRS, content).signature),
        at=AT,
    )
    assert queries.agreed_list("X-00000000", 1) == version
    assert queries.state_of(version.round) is State.AGREED
    assert queries.signed_by(version) == [NORTH, SOUTH]


def from_south(version: ListVersion, signature: bytes) -> dict[str, object]:
    return {
        "kind": "signature", "about": "list", "exchange": "X-00000000", "round": 1,
        "version": version.version, "sha256": version.sha256, "party": SOUTH,
        "signature": base64.b64encode(signature).decode(),
    }  # fmt: skip


def test_a_signature_over_another_list_or_by_another_key_is_refused(
    cases: dict[str, str],
) -> None:
    del cases
    version = received(document())
    content = version.document.encode()
    for wrong in (sign(OURS, content + b" "), sign(STRANGER, content)):
        with pytest.raises(SignedAnotherListError, match="version 1"):
            signatures.sign_list(
                actor=NEGOTIATOR, version=version, signature=wrong.file(), at=AT
            )
    told = from_south(version, sign(OURS, content).signature)
    with pytest.raises(SignedAnotherListError):
        signatures.receive_signature(actor=NEGOTIATOR, told=told, at=AT)
    unknown = {**from_south(version, b""), "sha256": "f" * 64}
    with pytest.raises(ListUnknownError, match="ffffffffffff"):
        signatures.receive_signature(actor=NEGOTIATOR, told=unknown, at=AT)
    assert queries.signed_by(version) == []


def test_signatures_over_two_versions_agree_on_neither(cases: dict[str, str]) -> None:
    del cases
    one = received(document())
    signatures.sign_list(
        actor=NEGOTIATOR, version=one, at=AT,
        signature=sign(OURS, one.document.encode()).file(),
    )  # fmt: skip
    two = received(document(first="N-2", version=2))
    signed = sign(THEIRS, two.document.encode()).signature
    signatures.receive_signature(actor=NEGOTIATOR, told=from_south(two, signed), at=AT)
    with pytest.raises(NotAgreedError):
        queries.agreed_list("X-00000000", 1)


@pytest.mark.parametrize("asked", [0, 1], ids=["the older page", "the newest page"])
def test_a_signature_over_an_older_version_is_refused_naming_both_hashes(
    cases: dict[str, str], asked: int
) -> None:
    del cases
    both = received(document()), received(document(first="N-2", version=2))
    over_the_older = sign(OURS, both[0].document.encode()).file()
    with pytest.raises(OlderListError) as refused:
        signatures.sign_list(
            actor=NEGOTIATOR, version=both[asked], signature=over_the_older, at=AT
        )
    assert all(one.sha256[:12] in str(refused.value) for one in both)
    assert [queries.signed_by(one) for one in both] == [[], []]


def test_a_signature_leaves_as_a_transmission_of_its_own(
    cases: dict[str, str],
) -> None:
    del cases
    version = received(document())
    signed = sign(OURS, version.document.encode())
    signatures.sign_list(
        actor=NEGOTIATOR, version=version, signature=signed.file(), at=AT
    )
    outgoing = signatures.send_signature(
        actor=NEGOTIATOR, version=version, party=NORTH, to="agency", at=AT
    )
    told = json.loads(transmission.payload_sent(outgoing))
    assert told["sha256"] == version.sha256
    assert base64.b64decode(told["signature"]) == signed.signature
    assert not Incoming.objects.exists()
