"""Certificates: one version for many, a new one only when it states something new."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from repatria.bureau import services
from repatria.bureau.core.certificate import Reason
from repatria.bureau.core.errors import (
    CertificateWithdrawnError,
    NoStandingError,
    NothingEstablishedError,
    NotTheirCaseError,
    RequesterUnverifiedError,
)
from repatria.bureau.models import Certificate, CertificateEvent
from repatria.bureau.queries import certified
from repatria.bureau.services import To
from repatria.bureau.tests.conftest import AT
from repatria.custody.services import Told, record_statement
from repatria.shared.actors import Actor
from repatria.tracing import services as tracing
from repatria.tracing.core.sought import Sought
from repatria.tracing.models import TracingRequest
from repatria.transmission.core import certificates
from repatria.transmission.core.errors import NotACertificateError
from repatria.transmission.core.signing import PublicKey
from repatria.transmission.engine.examine import Held, examine

LATER = AT + timedelta(days=2)


@pytest.fixture
def family(registrar: Actor) -> Callable[..., TracingRequest]:
    """Return a maker of families that ask after a case."""

    def made(case_ref: str, *, checked: bool = True, birth: str = "") -> TracingRequest:
        request = tracing.record_request(
            actor=registrar, name="Olha Kovalenko", contact="+000 555 0101",
            relation="spouse",
            sought=Sought(family="Kovalenko", given="Ivan", birth=birth), at=AT,
        )  # fmt: skip
        tracing.link_request(actor=registrar, request=request, case_ref=case_ref, at=AT)
        if checked:
            tracing.check_requester(
                actor=registrar, requester=request.requester, holds=True, how="papers",
                at=AT,
            )  # fmt: skip
        return request

    return made


def issued(actor: Actor, case_ref: str, to: To) -> Certificate:
    event = services.issue(
        actor=actor, case_ref=case_ref, to=to, language="uk", at=LATER
    )
    return event.certificate


def visited(actor: Actor, case_ref: str) -> None:
    """A neutral body says that it saw the person."""
    told = Told(
        kind="visit", voice="neutral", sender="agency", holder="NORLAND",
        person={"family": "Коваленко", "given": "Іван"}, happened_on="2022-11-20",
        said_on="2022-11-21",
    )  # fmt: skip
    record_statement(
        actor=actor, told=told, received_on=AT.date(), at=AT, case_ref=case_ref
    )


def test_many_are_issued_one_version_and_a_new_statement_makes_another(
    registrar: Actor, held: dict[str, str], family: Callable[..., TracingRequest]
) -> None:
    case = held["1"]
    first = issued(registrar, case, To(request_ref=family(case).ref))
    again = issued(registrar, case, To(organisation="south"))
    assert first == again
    assert first.events.filter(what="issued").count() == 2
    visited(registrar, case)
    facts = certified.facts_of(case)
    assert facts is not None
    second = issued(registrar, case, To(organisation="agency"))
    assert (second.number, second.version) == (first.number, 2)
    assert not certified.is_current(first)
    assert certified.is_current(second)
    words = certified.words_of(second)
    assert words["captivity"]["rung"] == "visited"
    assert words["captivity"]["by"] == ["agency"]
    assert "place" not in json.dumps(words)
    [over] = certified.no_longer()
    assert (over.certificate, over.what) == (first, CertificateEvent.What.REPLACED)


def test_whoever_asks_does_not_change_what_the_certificate_states(
    registrar: Actor, held: dict[str, str], family: Callable[..., TracingRequest]
) -> None:
    case = held["1"]
    first = issued(registrar, case, To(organisation="agency"))
    asked = family(case, birth="1984")  # a year is all that this family knows
    again = issued(registrar, case, To(request_ref=asked.ref))
    assert again == first
    assert certified.words_of(again)["person"]["birth"] == "1984-05-09"


def test_nobody_without_standing_is_issued_a_certificate(
    registrar: Actor, held: dict[str, str], stated: Callable[..., str],
    family: Callable[..., TracingRequest],
) -> None:  # fmt: skip
    case, other = held["1"], held["2"]
    unchecked = family(case, checked=False)
    with pytest.raises(RequesterUnverifiedError):
        issued(registrar, case, To(request_ref=unchecked.ref))
    with pytest.raises(NotTheirCaseError):
        issued(registrar, other, To(request_ref=unchecked.ref))
    with pytest.raises(NotTheirCaseError):
        issued(registrar, other, To(request_ref="T-00000000"))
    seen = stated("Сірко", "Іван")
    with pytest.raises(NoStandingError):
        issued(registrar, seen, To(organisation="south"))
    with pytest.raises(NoStandingError):
        issued(registrar, seen, To(organisation="nobody"))
    claimed = family(seen).record.membership.person.case_ref
    assert claimed
    assert not CertificateEvent.objects.exists()


def test_a_claim_alone_is_never_certified(
    registrar: Actor, stated: Callable[..., str]
) -> None:
    case = stated("Claimed", "Only", kind="request")
    with pytest.raises(NothingEstablishedError):
        services.make(actor=registrar, case_ref=case, at=AT)


def test_the_file_and_the_code_are_checked_offline(
    registrar: Actor, held: dict[str, str], tmp_path: Path
) -> None:
    made = services.make(actor=registrar, case_ref=held["1"], at=AT)
    signed = certified.signed(made)
    assert signed.fits()
    assert signed.seal.holds()
    file = tmp_path / "paper.repatria-certificate"
    file.write_bytes(signed.file())
    code = tmp_path / "code.txt"
    code.write_text(signed.seal.code(), encoding="ascii")
    right = PublicKey("north", bytes.fromhex(made.public_key))
    wrong = PublicKey("north", bytes(32))
    for place in (file, code):
        answer = examine(place, Held())
        assert (answer.kind, answer.sound) == ("certificate", True)
        assert answer.facts["sha256"] == made.sha256
        assert examine(place, Held(keys=[right])).signed_by == [(right.key, "north")]
        assert not examine(place, Held(keys=[wrong])).sound
    file.write_bytes(signed.file().replace(b"1984", b"1985"))
    assert not examine(file, Held()).sound
    file.write_bytes(signed.file().replace(b'"version":1', b'"version": 1'))
    assert not examine(file, Held()).sound


@pytest.mark.parametrize("code", ["", "repatria-certificate-v1 north C-1 1 x y z!"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(NotACertificateError):
        certificates.read_code(code)


def test_a_certificate_is_withdrawn_once_and_another_takes_its_place(
    registrar: Actor, held: dict[str, str]
) -> None:
    made = services.make(actor=registrar, case_ref=held["1"], at=AT)
    services.withdraw(
        actor=registrar, certificate=made, reason=Reason.MADE_IN_ERROR, at=LATER
    )
    with pytest.raises(CertificateWithdrawnError):
        services.withdraw(
            actor=registrar, certificate=made, reason=Reason.MADE_IN_ERROR, at=LATER
        )
    assert certified.current_of(held["1"]) is None
    following = services.make(actor=registrar, case_ref=held["1"], at=LATER)
    assert (following.number, following.version) == (made.number, 2)
