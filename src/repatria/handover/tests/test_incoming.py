"""Manifests and receipts that arrive from another organisation."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from repatria.access.models import Installation
from repatria.exchange.tests import world
from repatria.handover import queries, services
from repatria.handover.core.errors import NotOursError, OutOfOrderError
from repatria.handover.models import Handover, Manifest, Receipt
from repatria.handover.services.manifests import sha256_of
from repatria.handover.services.sending import receipt_payload
from repatria.handover.tests import stage
from repatria.handover.tests.stage import AT, KEYS, LEG
from repatria.transmission.core.signing import sign
from repatria.transmission.models import Incoming

pytestmark = pytest.mark.django_db
OFFICER = stage.officer("north")
REF = "H-00000000"


@pytest.fixture
def north(as_party: Installation, tmp_path: Path) -> dict[str, str]:
    """The north's installation, with a list that both signed; own numbers, cases."""
    assert as_party.code == "north"
    legs = {LEG: ("N", "S"), "SUDMARK>NORLAND": ("S", "N")}
    rows = {
        leg: [
            {"case": f"R-AGENCY{holder}{n}", "holder_id": f"{holder}-{n}",
             "home_id": f"M-{home}-{n}", "leg": leg, "name": f"Somebody {n}"}
            for n in (1, 2)
        ]
        for leg, (holder, home) in legs.items()
    }  # fmt: skip
    one = {"gives": 2, "gets": 2, "gives_outside": 0, "gets_outside": 0}
    told: dict[str, Any] = {
        "kind": "proposal", "exchange": "X-00000000", "title": "Lake series",
        "parties": [world.NORTH, world.SOUTH], "round": 1,
        "on": "2022-11-23", "version": 1, "rules_sha256": "0" * 64, "synthetic": True,
        "legs": rows, "not_proposed": [], "seats": {},
        "parity": {world.NORTH: one, world.SOUTH: one},
    }  # fmt: skip
    return stage.agreed_by_party(tmp_path, rfc8785.dumps(told).decode(), each=3)


def manifest(*, version: int = 1, **changes: Any) -> dict[str, Any]:
    """Return the manifest of the leg to the north, as the agency made it."""
    return {
        "exchange": "X-00000000", "handover": REF, "kind": "manifest",
        "leg": "SUDMARK>NORLAND",
        "lines": [
            {"case": f"R-AGENCYS{n}", "holder_id": f"S-{n}", "home_id": f"M-N-{n}",
             "line": n, "name": f"Somebody {n}"}
            for n in (1, 2)
        ],
        "list_sha256": "0" * 64, "on": "2022-11-23", "persons": 2,
        "place": "Lake crossing", "round": 1, "synthetic": True, "version": version,
        **changes,
    }  # fmt: skip


def arrives(
    told: dict[str, Any],
    kind: str = "manifest",
    *,
    sender: str = "agency",
    sha256: str = "",
    signers: tuple[str, ...] = ("south",),
) -> Incoming:
    document = rfc8785.dumps(told).decode()
    signatures = {
        stage.PARTIES[code] or code: _base64(sign(KEYS[code], document.encode()))
        for code in signers
    }
    payload = rfc8785.dumps(
        {
            "kind": kind,
            kind: told,
            "sha256": sha256 or sha256_of(document),
            "signatures": signatures,
        }
    )
    return stage.arrives(
        payload, kind=kind, sender=sender, at_home="north", handover=REF
    )


def _base64(made: Any) -> str:
    return base64.b64encode(made.signature).decode()


def why(incoming: Incoming) -> str:
    newest = incoming.readings.last()
    return newest.code if newest else ""


def held() -> Handover:
    return Handover.objects.get(ref=REF)


def test_a_manifest_brings_the_handover_and_our_own_case_numbers(
    north: dict[str, str],
) -> None:
    assert arrives(manifest()).is_read
    handover = held()
    assert handover.maker == "agency"
    # "S-1" of the south is somebody whom the north looks for: a case of its own.
    assert [line.case_ref for line in queries.lines_of(handover)] == [
        north["S-1"], north["S-2"],
    ]  # fmt: skip
    newest = queries.current_manifest(handover)
    assert newest is not None
    assert queries.signed_by(newest) == ["SUDMARK"]


def test_the_same_manifest_twice_does_no_harm(north: dict[str, str]) -> None:
    assert north
    arrives(manifest())
    assert arrives(manifest(), signers=("south", "agency")).is_read
    assert Manifest.objects.count() == 1
    assert queries.signed_by(Manifest.objects.get()) == ["SUDMARK", "agency"]


def test_a_newer_version_brings_who_goes_instead(north: dict[str, str]) -> None:
    arrives(manifest())
    more = {
        "case": "R-AGENCYS3", "holder_id": "S-3", "home_id": "M-N-3", "line": 3,
        "name": "Somebody 3", "in_place_of": 2,
    }  # fmt: skip
    told = manifest(version=2)
    assert arrives({**told, "lines": [*told["lines"], more]}).is_read
    stands = queries.stands(held())
    assert [each.standing.value for each in stands] == [
        "awaited", "replaced", "awaited",
    ]  # fmt: skip
    assert queries.counts_of(held()).expected == 2
    with pytest.raises(OutOfOrderError, match="Replaced"):
        services.confirm_crossing(
            actor=OFFICER, handover=held(), case_ref=north["S-2"], at=AT
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"sha256": "0" * 64}, "handover.not-readable", id="another hash"),
        pytest.param(
            {"told": manifest(lines=[])}, "handover.not-readable", id="nobody on it"
        ),
        pytest.param(
            {"told": manifest(version=0)}, "handover.not-readable", id="no version"
        ),
        pytest.param(
            {"told": manifest(on="soon")}, "handover.not-readable", id="no day"
        ),
        pytest.param(
            {"signers": ()}, "", id="unsigned, as a transmission signed by its sender"
        ),
    ],
)
def test_a_manifest_that_does_not_hold_together_is_kept_and_not_read(
    north: dict[str, str], changes: dict[str, Any], code: str
) -> None:
    assert north
    told = changes.pop("told", manifest())
    incoming = arrives(told, **changes)
    assert why(incoming) == code
    assert Handover.objects.exists() is (not code)


def test_a_manifest_changed_under_its_number_is_refused(north: dict[str, str]) -> None:
    assert north
    arrives(manifest())
    assert why(arrives(manifest(place="Elsewhere"))) == "handover.not-readable"
    assert held().place == "Lake crossing"


def test_somebody_else_cannot_change_whose_manifest_it_is(
    north: dict[str, str],
) -> None:
    assert north
    arrives(manifest())
    assert why(arrives(manifest(version=2), sender="south")) == "handover.not-ours"


def test_a_manifest_made_elsewhere_is_not_changed_here(north: dict[str, str]) -> None:
    assert north
    arrives(manifest())
    with pytest.raises(NotOursError, match="agency"):
        services.make_manifest(actor=OFFICER, handover=held(), at=AT)


@pytest.fixture
def own(north: dict[str, str]) -> Receipt:
    """Our own receipt: one crossed, one did not."""
    arrives(manifest())
    services.confirm_crossing(
        actor=OFFICER, handover=held(), case_ref=north["S-1"], at=AT
    )
    services.check_in(
        actor=OFFICER, handover=held(), case_ref=north["S-2"], present=False, at=AT
    )
    return services.make_receipt(actor=OFFICER, handover=held(), at=AT)


def theirs(document: str, **changes: Any) -> Incoming:
    return arrives(json.loads(document), "receipt", sender="south", **changes)


def test_their_signature_over_the_same_receipt_counts(own: Receipt) -> None:
    assert theirs(own.document).is_read
    services.sign_receipt(
        actor=OFFICER, handover=held(),
        signature=stage.signature("north", own.document), at=AT,
    )  # fmt: skip
    assert queries.is_mutual(own)


def test_a_receipt_with_another_hash_is_refused_and_kept(own: Receipt) -> None:
    incoming = theirs(own.document.replace("not crossed", "crossed"))
    assert why(incoming) == "handover.receipt-differs"
    assert incoming.readings.get().facts == {"sender": "south", "lines": "2"}
    assert queries.signed_by(own) == []
    [kept] = queries.receipts_received(held())
    assert not kept.accepted
    assert kept.sha256 != own.sha256


def test_a_receipt_that_came_first_counts_once_ours_is_the_same(
    own: Receipt,
) -> None:
    """Their receipt waits; ours is made from what was seen here, not from theirs."""
    document = own.document
    handover = held()
    services.undo_last(
        actor=OFFICER, handover=handover,
        case_ref=queries.line_numbered(handover, 2).case_ref, at=AT,
    )  # fmt: skip
    services.not_crossed(
        actor=OFFICER, handover=handover,
        case_ref=queries.line_numbered(handover, 2).case_ref, at=AT,
    )  # fmt: skip
    theirs(document)
    again = services.make_receipt(actor=OFFICER, handover=handover, at=AT)
    assert again == own
    assert queries.signed_by(again) == ["SUDMARK"]


def test_a_receipt_waits_for_ours(north: dict[str, str]) -> None:
    arrives(manifest())
    handover = held()
    for number in ("S-1", "S-2"):
        services.confirm_crossing(
            actor=OFFICER, handover=handover, case_ref=north[number], at=AT
        )
    newest = queries.current_manifest(handover)
    assert newest is not None
    rows = [{"case": f"R-AGENCYS{n}", "line": n, "outcome": "crossed"} for n in (1, 2)]
    told = {
        "crossed": 2, "exchange": "X-00000000", "handover": REF, "kind": "receipt",
        "leg": "SUDMARK>NORLAND", "lines": rows, "not_crossed": 0, "on": "2022-11-23",
        "manifest": {"sha256": newest.sha256, "version": 1}, "round": 1,
        "synthetic": True,
    }  # fmt: skip
    assert arrives(told, "receipt", sender="south").is_read
    own = services.make_receipt(actor=OFFICER, handover=handover, at=AT)
    assert json.loads(own.document) == told
    assert queries.signed_by(own) == ["SUDMARK"]


def test_a_receipt_of_a_handover_that_nobody_knows_is_kept(
    north: dict[str, str],
) -> None:
    assert north
    told = {"kind": "receipt", "handover": "H-11111111", "lines": []}
    assert why(arrives(told, "receipt", sender="south")) == "handover.not-readable"


def test_a_receipt_with_a_stranger_s_signature_is_refused(own: Receipt) -> None:
    told = json.loads(receipt_payload(own))
    told["signatures"] = {"SUDMARK": _base64(sign(KEYS["agency"], b"else"))}
    incoming = stage.arrives(
        rfc8785.dumps(told), kind="receipt", sender="south", at_home="north",
        handover=REF,
    )  # fmt: skip
    assert why(incoming) == "handover.not-their-signature"
