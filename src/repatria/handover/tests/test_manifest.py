"""The manifest is complete before departure, and a change is a new version."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.db import IntegrityError

from repatria.exchange import queries as exchange
from repatria.exchange.core.course_refusals import NotAssembledError, RoundStoppedError
from repatria.exchange.core.refusals import NotAgreedError
from repatria.exchange.services import course
from repatria.exchange.services.wishes import record_wish
from repatria.exchange.tests import world
from repatria.handover import queries, services
from repatria.handover.core.errors import (
    DepartedError,
    ManifestChangedError,
    NobodyOnLegError,
    NoManifestError,
    NotLikeForLikeError,
    NotNamedError,
    NotSignedByError,
    PlannedAlreadyError,
    UnsignedError,
)
from repatria.handover.models import Handover, Manifest
from repatria.handover.tests import stage
from repatria.handover.tests.stage import AT, LEG
from repatria.transmission.core.errors import NotASignatureError

OFFICER = stage.officer()


def made(handover: Handover) -> Manifest:
    return services.make_manifest(actor=OFFICER, handover=handover, at=AT)


def absent(handover: Handover, number: int = 1) -> str:
    case = queries.line_numbered(handover, number).case_ref
    services.check_in(
        actor=OFFICER, handover=handover, case_ref=case, present=False, at=AT
    )
    return case


def substituted(handover: Handover, case: str) -> str:
    reserve = services.reserves_for(actor=OFFICER, handover=handover)[0]
    services.substitute(
        actor=OFFICER, handover=handover, case_ref=case,
        reserve_ref=reserve.case_ref, holder_officer="A. North",
        home_officer="B. South", at=AT,
    )  # fmt: skip
    return reserve.case_ref


def test_everybody_on_the_agreed_leg_is_on_the_manifest(
    agreed: stage.Agreed, handover: Handover
) -> None:
    told = json.loads(made(handover).document)
    people = [
        each for each in exchange.entries_of(agreed.version) if each.direction == LEG
    ]
    assert [row["case"] for row in told["lines"]] == [p.shared_ref for p in people]
    assert told["persons"] == len(people) == 3
    assert told["list_sha256"] == agreed.version.sha256


def test_the_hash_is_that_of_the_very_bytes(handover: Handover) -> None:
    manifest = made(handover)
    assert manifest.sha256 == hashlib.sha256(manifest.document.encode()).hexdigest()


def test_the_same_manifest_made_again_is_no_new_version(handover: Handover) -> None:
    assert made(handover) == made(handover)
    assert handover.manifests.count() == 1


def test_without_a_list_that_both_signed_nothing_is_planned(
    agreed: stage.Agreed,
) -> None:
    with pytest.raises(NotAgreedError):
        services.plan_handover(
            actor=OFFICER, exchange_ref=agreed.exchange.ref, round_number=2, leg=LEG,
            place="", on=stage.ON, at=AT,
        )  # fmt: skip


def test_a_leg_is_planned_once_and_only_with_people(
    agreed: stage.Agreed, handover: Handover
) -> None:
    with pytest.raises(PlannedAlreadyError, match=handover.ref):
        stage.planned(agreed)
    with pytest.raises(NobodyOnLegError):
        stage.planned(agreed, "NORLAND>NORLAND")


def test_nobody_departs_without_a_manifest_or_on_an_unsigned_one(
    handover: Handover,
) -> None:
    with pytest.raises(NoManifestError):
        services.record_departure(actor=OFFICER, handover=handover, at=AT)
    made(handover)
    with pytest.raises(UnsignedError, match="Version 1"):
        services.record_departure(actor=OFFICER, handover=handover, at=AT)


def test_a_party_signs_the_manifest_and_the_people_depart(
    agreed: stage.Agreed, handover: Handover
) -> None:
    stage.assembled(agreed)
    manifest = made(handover)
    services.sign_manifest(
        actor=OFFICER, handover=handover, party="NORLAND",
        signature=stage.signature("north", manifest.document), at=AT,
    )  # fmt: skip
    departure = services.record_departure(actor=OFFICER, handover=handover, at=AT)
    assert departure.manifest == manifest
    assert queries.signed_by(manifest) == ["NORLAND"]
    with pytest.raises(DepartedError):
        services.make_manifest(actor=OFFICER, handover=handover, at=AT)


def test_nobody_departs_before_heads_are_counted_or_from_a_round_that_is_stopped(
    agreed: stage.Agreed, handover: Handover
) -> None:
    manifest = made(handover)
    services.sign_manifest(
        actor=OFFICER, handover=handover, party="NORLAND",
        signature=stage.signature("north", manifest.document), at=AT,
    )  # fmt: skip
    with pytest.raises(NotAssembledError, match="not assembled"):
        services.record_departure(actor=OFFICER, handover=handover, at=AT)
    stage.assembled(agreed)
    told: dict[str, Any] = {"actor": OFFICER, "held": agreed.version.round, "at": AT}
    course.suspend_round(**told, reason="weather")
    with pytest.raises(RoundStoppedError, match="suspended or cancelled"):
        services.record_departure(actor=OFFICER, handover=handover, at=AT)
    course.resume_round(**told)
    assert services.record_departure(actor=OFFICER, handover=handover, at=AT).pk


def test_the_agency_signs_as_itself(handover: Handover) -> None:
    manifest = made(handover)
    services.sign_manifest(
        actor=OFFICER, handover=handover,
        signature=stage.signature("agency", manifest.document), at=AT,
    )  # fmt: skip
    assert queries.signed_by(manifest) == ["agency"]


def test_a_manifest_changed_after_signing_is_not_covered_by_the_old_signature(
    handover: Handover,
) -> None:
    first = made(handover)
    old = stage.signature("north", first.document)
    services.sign_manifest(
        actor=OFFICER, handover=handover, party="NORLAND", signature=old, at=AT
    )
    substituted(handover, absent(handover))
    newest = queries.current_manifest(handover)
    assert newest is not None
    assert newest.version == 2
    assert queries.signed_by(newest) == []
    assert queries.signed_by(first) == ["NORLAND"]
    with pytest.raises(ManifestChangedError, match="covers version 1"):
        services.sign_manifest(
            actor=OFFICER, handover=handover, party="NORLAND", signature=old, at=AT
        )
    with pytest.raises(UnsignedError):
        services.record_departure(actor=OFFICER, handover=handover, at=AT)


def test_a_signature_of_somebody_else_or_over_something_else_is_refused(
    handover: Handover,
) -> None:
    manifest = made(handover)
    for signature in (
        stage.signature("south", manifest.document),
        stage.signature("north", manifest.document + " "),
    ):
        with pytest.raises(NotSignedByError):
            services.sign_manifest(
                actor=OFFICER, handover=handover, party="NORLAND",
                signature=signature, at=AT,
            )  # fmt: skip
    with pytest.raises(NotASignatureError):
        services.sign_manifest(
            actor=OFFICER, handover=handover, signature=b"no signature", at=AT
        )


def test_a_manifest_cannot_be_edited_in_the_database(handover: Handover) -> None:
    made(handover)
    with pytest.raises(IntegrityError):
        Manifest.objects.update(document="{}")


def test_line_numbers_stay_and_whoever_goes_instead_gets_a_new_one(
    handover: Handover,
) -> None:
    first = json.loads(made(handover).document)
    case = absent(handover)
    reserve = substituted(handover, case)
    newest = queries.current_manifest(handover)
    assert newest is not None
    second = json.loads(newest.document)
    assert second["lines"][:3] == first["lines"]
    assert second["lines"][3]["case"] == reserve
    assert second["lines"][3]["in_place_of"] == 1
    assert second["persons"] == first["persons"]


def test_only_the_agreed_reserve_of_the_leg_goes_instead(
    agreed: stage.Agreed, handover: Handover
) -> None:
    case = absent(handover)
    going = {each.case_ref for each in exchange.entries_of(agreed.version)}
    others = [
        case_ref
        for number, case_ref in agreed.cases.items()
        if number.startswith("S-") and case_ref not in going
    ]
    with pytest.raises(NotLikeForLikeError):
        services.substitute(
            actor=OFFICER, handover=handover, case_ref=case, reserve_ref=others[0],
            holder_officer="A", home_officer="B", at=AT,
        )  # fmt: skip


def test_both_officers_are_named_and_sealed(handover: Handover) -> None:
    case = absent(handover)
    reserve = services.reserves_for(actor=OFFICER, handover=handover)[0]
    with pytest.raises(NotNamedError):
        services.substitute(
            actor=OFFICER, handover=handover, case_ref=case,
            reserve_ref=reserve.case_ref, holder_officer="A", home_officer=" ", at=AT,
        )  # fmt: skip
    substituted(handover, case)
    event = handover.events.get(kind="substituted")
    assert b"North" not in bytes(event.sealed_agreed)
    assert queries.officers_of(event) == {"NORLAND": "A. North", "SUDMARK": "B. South"}


def test_a_substitution_undone_takes_the_line_away_and_it_can_come_back(
    handover: Handover,
) -> None:
    made(handover)
    case = absent(handover)
    reserve = substituted(handover, case)
    services.undo_last(actor=OFFICER, handover=handover, case_ref=case, at=AT)
    third = made(handover)
    assert len(json.loads(third.document)["lines"]) == 3
    assert substituted(handover, case) == reserve
    assert [line.number for line in queries.lines_of(handover)] == [1, 2, 3, 4]


def test_whoever_refused_since_is_no_reserve_any_more(
    handover: Handover,
) -> None:
    first, *rest = services.reserves_for(actor=OFFICER, handover=handover)
    record_wish(
        actor=world.command("neutral-interviewer"), case_ref=first.case_ref,
        answer="no", at=AT,
    )  # fmt: skip
    assert services.reserves_for(actor=OFFICER, handover=handover) == rest
