"""Certificates of captivity: made when they state something new, issued to many."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import rfc8785
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from repatria.access import restricted, vault
from repatria.access.core.errors import WithheldError
from repatria.access.numbers import all_numbers
from repatria.access.queries import installation
from repatria.bureau.core.certificate import Facts, Reason, document
from repatria.bureau.core.errors import (
    CertificateWithdrawnError,
    NoStandingError,
    NothingEstablishedError,
    NotTheirCaseError,
    RequesterUnverifiedError,
)
from repatria.bureau.models import Certificate, CertificateEvent
from repatria.bureau.queries import answering, certified
from repatria.bureau.services.locks import one_at_a_time
from repatria.ledger import services as ledger
from repatria.ledger.keys import checkpoint_key
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.tracing.models import TracingRequest
from repatria.tracing.queries import is_verified
from repatria.transmission.core.certificates import sealed
from repatria.transmission.models import Correspondent


class To(NamedTuple):
    """To whom a certificate is issued: a family's request, or an organisation."""

    request_ref: str = ""
    organisation: str = ""


@transaction.atomic
def issue(
    *, actor: Actor, case_ref: str, to: To, language: str, at: datetime
) -> CertificateEvent:
    """Issue the certificate of a case to one more requester.

    The version that stands is issued again while it states what is established; a new
    one is made only where that has changed.  Raises ``RequesterUnverifiedError``,
    ``NotTheirCaseError``, ``NoStandingError``, and ``WithheldError`` for a power from
    which the person is withheld.
    """
    _check_standing(case_ref, to)
    certificate = make(actor=actor, case_ref=case_ref, at=at)
    event = CertificateEvent.objects.create(
        certificate=certificate,
        what=CertificateEvent.What.ISSUED,
        request_ref=to.request_ref,
        organisation=to.organisation,
        language=language,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="bureau.certificate-issued",
        about=case_ref,
        facts=_named(certificate) | {"to": to.request_ref or to.organisation},
        at=at,
    )
    return event


def _check_standing(case_ref: str, to: To) -> None:
    if to.request_ref:
        request = TracingRequest.objects.filter(ref=to.request_ref).first()
        if request is None or request.case_ref not in all_numbers(case_ref):
            raise NotTheirCaseError(request=to.request_ref, case=case_ref)
        if not is_verified(request.requester):
            raise RequesterUnverifiedError(request=to.request_ref)
        return
    other = Correspondent.objects.filter(code=to.organisation, own=False).first()
    home = answering.said_of([case_ref])[case_ref].home
    if other is None or other.party not in {"", home}:
        raise NoStandingError(organisation=to.organisation, case=case_ref)
    if case_ref in restricted.withheld_from(to.organisation):
        raise WithheldError(to=to.organisation)


@transaction.atomic
def make(*, actor: Actor, case_ref: str, at: datetime) -> Certificate:
    """Return the version that states what is established now; a new one if it changed.

    Raises ``NothingEstablishedError``.
    """
    one_at_a_time()
    facts = certified.facts_of(case_ref)
    if facts is None:
        raise NothingEstablishedError(case=case_ref)
    current = certified.current_of(case_ref)
    if current is not None and current.states == facts.hash():
        return current
    made = _sealed(_new(case_ref, at=at, actor=actor), facts)
    if current is not None:
        CertificateEvent.objects.create(
            certificate=current, what=CertificateEvent.What.REPLACED, at=at,
            by=actor.ref,
        )  # fmt: skip
    ledger.append(
        actor=actor,
        act="bureau.certificate-made",
        about=case_ref,
        facts=_named(made) | {"replaces": current.version if current else 0},
        at=at,
    )
    return made


def _new(case_ref: str, *, at: datetime, actor: Actor) -> Certificate:
    """Return the next version, not saved: a person's certificate has one number."""
    before = certified.versions_of(case_ref)
    first = before.order_by("pk").first()
    number = first.number if first else new_ref("C")
    held = Certificate.objects.filter(number=number)
    last = held.aggregate(last=Max("version"))["last"] or 0
    return Certificate(
        number=number, version=last + 1, case_ref=case_ref, made_at=at,
        made_by=actor.ref,
    )  # fmt: skip


def _sealed(certificate: Certificate, facts: Facts) -> Certificate:
    own = installation()
    words = document(
        facts,
        organisation=own.code,
        number=certificate.number,
        version=certificate.version,
        made_on=certificate.made_at.date(),
        synthetic=own.synthetic,
    )
    signed = sealed(words, checkpoint_key(Path(settings.REPATRIA_HOME)))
    certificate.sha256 = signed.seal.sha256
    certificate.states = facts.hash()
    certificate.public_key = signed.seal.public_key.hex()
    certificate.signature = signed.seal.signature.hex()
    certificate.sealed_document = vault.seal_text(
        certificate.owner, "document", rfc8785.dumps(words).decode()
    )
    certificate.save(force_insert=True)
    return certificate


@transaction.atomic
def withdraw(
    *, actor: Actor, certificate: Certificate, reason: Reason, at: datetime
) -> CertificateEvent:
    """Withdraw a version: it is listed by number and hash for whoever has a paper."""
    one_at_a_time()
    if not certified.is_current(certificate):
        raise CertificateWithdrawnError(certificate=str(certificate))
    event = CertificateEvent.objects.create(
        certificate=certificate,
        what=CertificateEvent.What.WITHDRAWN,
        reason=reason.value,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="bureau.certificate-withdrawn",
        about=certificate.case_ref,
        facts=_named(certificate) | {"reason": reason.value},
        at=at,
    )
    return event


def _named(certificate: Certificate) -> dict[str, object]:
    return {
        "certificate": certificate.number,
        "version": certificate.version,
        "sha256": certificate.sha256,
    }
