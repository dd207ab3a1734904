"""The receipt: crossed or not crossed, the same bytes on both sides, signed by both."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.exchange import queries as exchange
from repatria.exchange.core.states import State
from repatria.exchange.services.wishes import record_wish
from repatria.exchange.tests import world
from repatria.handover import queries, services
from repatria.handover.core.errors import (
    NoManifestError,
    NoReceiptError,
    NotSignedByError,
    ReceiptChangedError,
    UnsettledError,
)
from repatria.handover.models import Handover, Receipt
from repatria.handover.services.sending import manifest_payload, receipt_payload
from repatria.handover.tests import stage
from repatria.handover.tests.stage import AT, LEG
from repatria.transmission.queries import unsigned_file

OFFICER = stage.officer()
INTERVIEWER = world.command("neutral-interviewer")


def case(handover: Handover, number: int) -> str:
    return queries.line_numbered(handover, number).case_ref


def crosses(handover: Handover, *numbers: int) -> None:
    for number in numbers:
        services.confirm_crossing(
            actor=OFFICER, handover=handover, case_ref=case(handover, number), at=AT
        )


def looked_for(handover: Handover, number: int, *, present: bool) -> None:
    services.check_in(
        actor=OFFICER, handover=handover, case_ref=case(handover, number),
        present=present, at=AT,
    )  # fmt: skip


def stays(handover: Handover, number: int) -> None:
    services.not_crossed(
        actor=OFFICER, handover=handover, case_ref=case(handover, number), at=AT
    )


def refused(handover: Handover, number: int, answer: str) -> None:
    record_wish(
        actor=INTERVIEWER, case_ref=case(handover, number), answer=answer, at=AT
    )


def never_came(handover: Handover, number: int) -> None:
    looked_for(handover, number, present=False)


def came_and_went(handover: Handover, number: int) -> None:
    looked_for(handover, number, present=True)
    looked_for(handover, number, present=False)


def said_no_at_the_border(handover: Handover, number: int) -> None:
    looked_for(handover, number, present=True)
    refused(handover, number, "no")
    stays(handover, number)


def took_the_answer_back(handover: Handover, number: int) -> None:
    refused(handover, number, "withdrawn")
    stays(handover, number)


def was_not_brought(handover: Handover, number: int) -> None:
    stays(handover, number)


def was_missed_then_stayed(handover: Handover, number: int) -> None:
    looked_for(handover, number, present=False)
    stays(handover, number)


WAYS: list[Callable[[Handover, int], None]] = [
    never_came,
    came_and_went,
    said_no_at_the_border,
    took_the_answer_back,
    was_not_brought,
    was_missed_then_stayed,
]
Leaves = tuple[bytes, bytes, bytes, dict[int, dict[str, int]]]


def leaves(handover: Handover, number: int, way: int, *, instead: bool) -> Leaves:
    """Return everything that leaves if ``number`` does not go in this way; undone."""
    with transaction.atomic():
        services.make_manifest(actor=OFFICER, handover=handover, at=AT)
        if instead:
            WAYS[way](handover, number) if way < 2 else _refusal(handover, number, way)
            reserve = services.reserves_for(actor=OFFICER, handover=handover)[0]
            services.substitute(
                actor=OFFICER, handover=handover, case_ref=case(handover, number),
                reserve_ref=reserve.case_ref, holder_officer="A", home_officer="B",
                at=AT,
            )  # fmt: skip
        else:
            WAYS[way](handover, number)
        others = [n.line.number for n in queries.stands(handover)]
        crosses(handover, *(n for n in others if n != number))
        receipt = services.make_receipt(actor=OFFICER, handover=handover, at=AT)
        manifest = queries.current_manifest(handover)
        assert manifest is not None
        sent = services.send_receipt(
            actor=OFFICER, handover=handover, to="north", at=AT
        )
        told = (
            manifest_payload(manifest),
            receipt_payload(receipt),
            unsigned_file(sent),
            queries.crossed_counts_by_round(handover.exchange_ref),
        )
        transaction.set_rollback(True)
    return told


def _refusal(handover: Handover, number: int, way: int) -> None:
    """Say no before anybody is looked for: the line is still open."""
    refused(handover, number, "no" if way % 2 else "withdrawn")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(1, 3),
    one=st.integers(0, len(WAYS) - 1),
    other=st.integers(0, len(WAYS) - 1),
    instead=st.booleans(),
)
def test_why_somebody_does_not_go_changes_no_byte_that_leaves(
    handover: Handover, number: int, one: int, other: int, *, instead: bool
) -> None:
    assert leaves(handover, number, one, instead=instead) == leaves(
        handover, number, other, instead=instead
    )


@pytest.fixture
def settled(handover: Handover) -> Handover:
    """Two crossed, one did not."""
    services.make_manifest(actor=OFFICER, handover=handover, at=AT)
    crosses(handover, 1, 2)
    never_came(handover, 3)
    return handover


@pytest.fixture
def receipt(settled: Handover) -> Receipt:
    """The receipt of two who crossed and one who did not."""
    return services.make_receipt(actor=OFFICER, handover=settled, at=AT)


def signed(handover: Handover, code: str, document: str) -> None:
    services.sign_receipt(
        actor=OFFICER, handover=handover, party=stage.PARTIES[code],
        signature=stage.signature(code, document), at=AT,
    )  # fmt: skip


def test_a_receipt_says_crossed_or_not_crossed_and_nothing_else(
    receipt: Receipt,
) -> None:
    told = json.loads(receipt.document)
    assert [row["outcome"] for row in told["lines"]] == [
        "crossed", "crossed", "not crossed",
    ]  # fmt: skip
    assert {key for row in told["lines"] for key in row} == {"case", "line", "outcome"}
    assert (told["crossed"], told["not_crossed"]) == (2, 1)


def test_an_open_line_leaves_no_receipt(handover: Handover) -> None:
    with pytest.raises(NoManifestError):
        services.make_receipt(actor=OFFICER, handover=handover, at=AT)
    services.make_manifest(actor=OFFICER, handover=handover, at=AT)
    crosses(handover, 1)
    looked_for(handover, 2, present=True)
    with pytest.raises(UnsettledError, match="2 lines"):
        services.make_receipt(actor=OFFICER, handover=handover, at=AT)


def test_a_receipt_signed_by_both_is_mutual(receipt: Receipt) -> None:
    handover = receipt.handover
    signed(handover, "north", receipt.document)
    assert not queries.is_mutual(receipt)
    signed(handover, "south", receipt.document)
    assert queries.is_mutual(receipt)


def test_a_signature_over_another_receipt_is_refused(receipt: Receipt) -> None:
    changed = receipt.document.replace("not crossed", "crossed")
    with pytest.raises(NotSignedByError):
        signed(receipt.handover, "north", changed)
    with pytest.raises(NotSignedByError):
        services.sign_receipt(
            actor=OFFICER, handover=receipt.handover, party="SUDMARK",
            signature=stage.signature("north", receipt.document), at=AT,
        )  # fmt: skip
    assert queries.signed_by(receipt) == []


def test_a_correction_makes_another_receipt_that_old_signatures_do_not_cover(
    receipt: Receipt,
) -> None:
    handover = receipt.handover
    signed(handover, "north", receipt.document)
    services.undo_last(
        actor=OFFICER, handover=handover, case_ref=case(handover, 2), at=AT
    )
    stays(handover, 2)
    corrected = services.make_receipt(actor=OFFICER, handover=handover, at=AT)
    assert corrected.sha256 != receipt.sha256
    assert queries.signed_by(corrected) == []
    with pytest.raises(ReceiptChangedError):
        signed(handover, "north", receipt.document)


@pytest.mark.parametrize("settled_again", [False, True])
def test_what_differs_from_the_signed_receipt_is_told_until_it_is_made_again(
    receipt: Receipt, *, settled_again: bool
) -> None:
    handover = receipt.handover
    for code in ("north", "south"):
        assert not services.outdated(handover)
        signed(handover, code, receipt.document)
    assert not services.outdated(handover)
    who = case(handover, 2)
    services.undo_last(actor=OFFICER, handover=handover, case_ref=who, at=AT)
    if settled_again:
        stays(handover, 2)
    assert services.outdated(handover)
    if not settled_again:
        stays(handover, 2)
    services.make_receipt(actor=OFFICER, handover=handover, at=AT)
    assert not services.outdated(handover)


def test_the_same_receipt_made_again_is_no_other(receipt: Receipt) -> None:
    again = services.make_receipt(actor=OFFICER, handover=receipt.handover, at=AT)
    assert again == receipt


def test_signing_or_sending_what_is_not_made_says_so(handover: Handover) -> None:
    with pytest.raises(NoReceiptError):
        services.sign_receipt(actor=OFFICER, handover=handover, signature=b"", at=AT)
    with pytest.raises(NoReceiptError):
        services.send_receipt(actor=OFFICER, handover=handover, to="north", at=AT)
    with pytest.raises(NoManifestError):
        services.send_manifest(actor=OFFICER, handover=handover, to="north", at=AT)


def test_a_round_is_closed_when_every_leg_has_its_receipt(
    agreed: stage.Agreed, settled: Handover
) -> None:
    other = stage.planned(agreed, "SUDMARK>NORLAND")
    services.make_manifest(actor=OFFICER, handover=other, at=AT)
    crosses(other, 1, 2, 3)
    held = exchange.round_of(agreed.exchange, 1)
    for handover in (settled, other):
        made = services.make_receipt(actor=OFFICER, handover=handover, at=AT)
        assert exchange.state_of(held) is State.SCHEDULED
        for code in ("north", "south"):
            signed(handover, code, made.document)
    assert exchange.state_of(held) is State.PARTIAL
    assert queries.crossed_counts_by_round(agreed.exchange.ref) == {
        1: {LEG: 2, "SUDMARK>NORLAND": 3},
    }
