"""What is established of one person, and which certificates were made of it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from repatria.access import vault
from repatria.access.numbers import all_numbers
from repatria.bureau.core.certificate import DISPUTED, ENDS, Facts, established
from repatria.bureau.models import Certificate, CertificateEvent
from repatria.custody.core.axes import Axis
from repatria.custody.queries import state_of
from repatria.ledger.core import checkpoints
from repatria.ledger.models import HeldCheckpoint
from repatria.register.core.statements import written
from repatria.register.models import Record, Source, Subject
from repatria.register.queries import records_of
from repatria.transmission.core.certificates import Seal, SignedCertificate


def facts_of(case_ref: str) -> Facts | None:
    """Return what a certificate about this person would state, None if nothing."""
    state = state_of(case_ref)
    found = established(state.statements)
    if found is None:
        return None
    records = sorted(records_of(case_ref), key=_listened_to)
    ended = _ended(state.fate)
    rests_on = state.fate.values[0].because
    return Facts(
        name=next((one.name for one in records if one.name), ""),
        birth=next((one.birth for one in records if one.birth), ""),
        found=found,
        ended=ended,
        ended_on=written(rests_on[-1].happened) if ended in _DATED else "",
    )


def _listened_to(record: Record) -> int:
    """Return whose words state name and birth: the holder's list, families last.

    Whoever asks for a certificate must not change what it states by asking.
    """
    file = record.source_file
    if file is not None and file.subject == Subject.HELD:
        return 0
    return 2 if record.source.kind == Source.Kind.REQUEST else 1


_DATED = frozenset(one.value for one in ENDS)


def _ended(fate: Axis) -> str:
    ends = fate.codes & _DATED
    if fate.disputed and ends:
        return DISPUTED
    return fate.code if ends else ""


def _over(version: str = "pk") -> Exists:
    after = (CertificateEvent.What.REPLACED, CertificateEvent.What.WITHDRAWN)
    events = CertificateEvent.objects.filter(certificate=OuterRef(version))
    return Exists(events.filter(what__in=after))


def versions_of(case_ref: str) -> QuerySet[Certificate]:
    """Return every version about this person, the newest first."""
    return Certificate.objects.filter(case_ref__in=all_numbers(case_ref))


def current_of(case_ref: str) -> Certificate | None:
    """Return the version that counts now, None where there is none."""
    return versions_of(case_ref).filter(~_over()).first()


def is_current(certificate: Certificate) -> bool:
    """Tell whether a version is neither replaced nor withdrawn."""
    return Certificate.objects.filter(~_over(), pk=certificate.pk).exists()


def no_longer(*, before: int = 0) -> QuerySet[CertificateEvent]:
    """Return what was replaced or withdrawn, the newest first, behind a cursor."""
    after = (CertificateEvent.What.REPLACED, CertificateEvent.What.WITHDRAWN)
    held = CertificateEvent.objects.filter(what__in=after).order_by("-pk")
    held = held.filter(pk__lt=before) if before else held
    return held.select_related("certificate")


def words_of(certificate: Certificate) -> dict[str, Any]:
    """Open the words of a certificate."""
    sealed = bytes(certificate.sealed_document)
    told: dict[str, Any] = json.loads(
        vault.open_text(certificate.owner, "document", sealed)
    )
    return told


def signed(certificate: Certificate) -> SignedCertificate:
    """Return a certificate as the file that leaves."""
    words = words_of(certificate)
    return SignedCertificate(
        words,
        Seal(
            organisation=words["organisation"],
            number=certificate.number,
            version=certificate.version,
            sha256=certificate.sha256,
            public_key=bytes.fromhex(certificate.public_key),
            signature=bytes.fromhex(certificate.signature),
        ),
    )


def certificate_with(seal: Seal) -> Certificate | None:
    """Return the version of ours that a seal is of."""
    return Certificate.objects.filter(
        number=seal.number, version=seal.version, sha256=seal.sha256
    ).first()


def server_keys_of(organisation: str) -> dict[bytes, datetime]:
    """Return the server keys that an organisation's checkpoints were signed with.

    Each with the day on which the first of them was received.
    """
    held = HeldCheckpoint.objects.filter(organisation=organisation)
    keys: dict[bytes, datetime] = {}
    for one in held.order_by("pk").values_list("file", "received_at"):
        found = checkpoints.read(bytes(one[0]), file="checkpoint")
        keys.setdefault(bytes.fromhex(found.public_key), one[1])
    return keys
