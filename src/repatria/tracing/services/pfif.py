"""Requests that other registers send as PFIF, and those given to them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from repatria.access import exports, restricted, vault
from repatria.access.exports import Offer
from repatria.access.models import Export
from repatria.access.queries import installation
from repatria.ledger.services import append
from repatria.register.core.statements import written
from repatria.shared.actors import Actor
from repatria.shared.dates import read_date
from repatria.shared.text import mark as _
from repatria.tracing import queries
from repatria.tracing.core.consents import Share
from repatria.tracing.core.errors import (
    NothingConsentedError,
    WithdrawnBeforeError,
)
from repatria.tracing.core.pfif import (
    Element,
    Fault,
    contact_in,
    faults_of,
    is_over,
    is_placeholder,
    person_fields,
    read_instant,
    repository_of,
    sought_in,
)
from repatria.tracing.core.relations import Relation
from repatria.tracing.core.withdrawals import (
    Cause,
    SaidBy,
    Stands,
    known_as,
    known_by,
    known_from,
)
from repatria.tracing.engine.pfif import read_pfif, write_pfif
from repatria.tracing.models import (
    Arrival,
    PfifExport,
    RequestNote,
    TracingRequest,
)
from repatria.tracing.services.requests import (
    Came,
    arrived_again,
    record_request,
)
from repatria.tracing.services.withdrawals import (
    digest_of,
    note_stopped,
    withdraw_request,
    withdrawn_before,
)

AT_A_TIME = 500
NOBODY_KNOWN = _("its person has not arrived here")
TIME_OVER = _("its time is over, so it is not kept")


@dataclass(slots=True)
class Taken:
    """What came of a file: requests by number, and what was left out, with lines."""

    new: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    stopped: list[tuple[int, str]] = field(default_factory=list)  # line, request
    ended: list[str] = field(default_factory=list)
    notes: int = 0
    faults: list[Fault] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    @property
    def facts(self) -> dict[str, object]:
        """Return the numbers for the ledger."""
        return {
            "new": len(self.new),
            "again": len(self.again),
            "stopped": len(self.stopped),
            "ended": len(self.ended),
            "notes": self.notes,
            "faults": len(self.faults),
        }


@transaction.atomic
def import_pfif(*, actor: Actor, content: bytes, name: str, at: datetime) -> Taken:
    """Take in the records of another register; everything or nothing.

    A record becomes a request whose source is that register; one that stands here is
    noted as having come again, and one that was withdrawn is stopped.  What is faulty
    is listed by line and left out.  Raises ``PfifUnreadableError``.
    """
    taken = Taken()
    elements = read_pfif(content, file=name)
    for one in elements:
        taken.unknown |= set(one.unknown)
        if one.kind == "person":
            _take_person(one, taken, actor=actor, at=at)
    for note in _notes_in(elements):
        _take_note(note, taken, actor=actor, at=at)
    append(
        actor=actor,
        act="tracing.pfif-imported",
        about="pfif",
        facts={"sha256": hashlib.sha256(content).hexdigest(), **taken.facts},
        at=at,
    )
    return taken


def _notes_in(elements: Iterable[Element]) -> Iterable[Element]:
    for one in elements:
        yield from one.notes
        if one.kind == "note":
            yield one


def _take_person(one: Element, taken: Taken, *, actor: Actor, at: datetime) -> None:
    faults = faults_of(one)
    if faults:
        taken.faults += faults
        return
    came = _came(one)
    standing = _standing(came)
    if is_over(one.fields, now=at) or is_placeholder(one.fields):
        _take_end(one, standing, taken, actor=actor, at=at)
    elif standing is not None and not queries.is_withdrawn(standing):
        arrived_again(actor=actor, request=standing, came=came, at=at)
        taken.again.append(standing.ref)
    else:
        _take_new(one, came, taken, actor=actor, at=at)


def _came(one: Element) -> Came:
    told = one.fields
    own_id = told["person_record_id"]
    return Came(
        channel=Arrival.Channel.PFIF.value,
        repository=repository_of(own_id),
        own_id=own_id,
        said_at=read_instant(told.get("source_date", "")),
        expires_at=read_instant(told.get("expiry_date", "")),
        verbatim=one.verbatim,
    )


def _standing(came: Came) -> TracingRequest | None:
    """Return the newest request that came under this number, withdrawn or not."""
    held = Arrival.objects.filter(
        digest=digest_of(came.known[0]), request__isnull=False
    )
    newest = held.select_related("request__requester").order_by("-at", "-pk").first()
    return newest.request if newest is not None else None


def _take_new(
    one: Element, came: Came, taken: Taken, *, actor: Actor, at: datetime
) -> None:
    told, sought = one.fields, sought_in(one.fields)
    try:
        made = record_request(
            actor=actor,
            name=told.get("author_name", ""),
            contact=contact_in(told),
            relation=Relation.NOT_TOLD,
            sought=sought,
            at=at,
            came=came,
        )
    except WithdrawnBeforeError:
        _stop(one, came, taken, actor=actor, at=at)
        return
    taken.new.append(made.ref)


def _stop(
    one: Element, came: Came, taken: Taken, *, actor: Actor, at: datetime
) -> None:
    """Note that a withdrawn request came again; only its fingerprint is kept."""
    told, sought = one.fields, sought_in(one.fields)
    known = [
        *known_by(told.get("author_name", ""), contact_in(told), sought),
        *known_as(sought),
        *came.known,
    ]
    withdrawal = withdrawn_before(known)
    if withdrawal is None:
        return
    note_stopped(
        actor=actor,
        withdrawal=withdrawal,
        channel=came.channel,
        repository=came.repository,
        digest=digest_of(came.known[0]),
        at=at,
    )
    taken.stopped.append((one.line, withdrawal.request.ref))


def _take_end(
    one: Element,
    standing: TracingRequest | None,
    taken: Taken,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Take in that a record's time is over: what we keep of it goes, too."""
    if standing is None or queries.is_withdrawn(standing):
        taken.faults.append(Fault(one.line, TIME_OVER))
        return
    end_request(actor=actor, request=standing, at=at)
    taken.ended.append(standing.ref)


def end_request(*, actor: Actor, request: TracingRequest, at: datetime) -> None:
    """Withdraw and erase a request whose register no longer lets it be kept."""
    withdraw_request(
        actor=actor, request=request, said_by=SaidBy.SOURCE, cause=Cause.EXPIRED,
        forget=True, at=at,
    )  # fmt: skip


@transaction.atomic
def end_those_over(*, actor: Actor, at: datetime) -> list[str]:
    """Withdraw and erase every request of other registers whose time is over."""
    newest: dict[int, Arrival] = {}
    rows = Arrival.objects.filter(channel=Arrival.Channel.PFIF, request__isnull=False)
    for arrival in rows.order_by("at", "pk").iterator(chunk_size=AT_A_TIME):
        newest[arrival.request_id or 0] = arrival
    over = [
        key
        for key, one in newest.items()
        if one.expires_at is not None and one.expires_at <= at
    ]
    ended = []
    for request in TracingRequest.objects.filter(pk__in=over).exclude(
        state__stands=Stands.WITHDRAWN.value
    ):
        end_request(actor=actor, request=request, at=at)
        ended.append(request.ref)
    return ended


def _take_note(one: Element, taken: Taken, *, actor: Actor, at: datetime) -> None:
    faults = faults_of(one)
    if faults:
        taken.faults += faults
        return
    person = one.fields["person_record_id"]
    known = known_from(repository_of(person), person)
    request = _standing(
        replace(Came(), repository=repository_of(person), own_id=person)
    )
    if not known or request is None or queries.is_withdrawn(request):
        taken.faults.append(Fault(one.line, NOBODY_KNOWN))
        return
    taken.notes += _keep_note(one, request, actor=actor, at=at)


def _keep_note(
    one: Element, request: TracingRequest, *, actor: Actor, at: datetime
) -> bool:
    """Keep a note once, sealed with the key of whoever asks."""
    owner, own_id = request.requester.owner, one.fields["note_record_id"]
    digest = vault.fingerprint("tracing.note", own_id)
    if request.notes.filter(digest=digest).exists():
        return False
    RequestNote.objects.create(
        request=request,
        digest=digest,
        repository=repository_of(own_id),
        status=one.fields.get("status", ""),
        sealed_text=vault.seal_text(owner, f"note:{digest}", one.fields["text"]),
        sealed_verbatim=vault.seal_text(owner, f"note-xml:{digest}", one.verbatim),
        said_at=read_instant(one.fields.get("source_date", "")),
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.note-recorded",
        about=request.ref,
        facts={"status": one.fields.get("status", "")},
        at=at,
    )
    return True


def offer_of_requests(actor: Actor, *, at: datetime) -> Offer:
    """Return as a file the open requests whose requester agreed to that.

    Who asks and how to reach them are in it only where that person agreed to this,
    too; then a second person must agree to the file, however short it is.  Requests
    that came from another register are that register's to give, and those tied to
    somebody whom the actor may not see are left out.  Raises ``NothingConsentedError``.
    """
    chosen = _to_give(actor, at)
    if not chosen:
        raise NothingConsentedError
    named = _named(chosen, at)
    return Offer(
        what="tracing.pfif",
        title=_("Requests for other registers (PFIF)"),
        file_name="requests.pfif.xml",
        content_type="application/xml",
        cases=sorted({one.case_ref for one in chosen if one.case_ref}),
        people=len(chosen),
        about="pfif",
        sensitive=bool(named),
        make=lambda mark: write_pfif(_persons(chosen, named, at=at), mark=mark),
    )


@transaction.atomic
def export_pfif(*, actor: Actor, purpose: str, recipient: str, at: datetime) -> Export:
    """Make the file of ``offer_of_requests``, and keep of which requests it is.

    It is an export like any other from then on: agreed to where it must be, and fetched
    once.  ``purpose`` is one of ``PURPOSES``.  Raises ``NothingConsentedError``.
    """
    chosen = _to_give(actor, at)
    offer = offer_of_requests(actor, at=at)
    held = exports.ask_for(
        actor=actor, offer=offer, purpose=purpose, recipient=recipient, at=at
    )
    made = PfifExport.objects.create(
        purpose=purpose,
        sha256=held.sha256,
        requests=len(chosen),
        with_contact=len(_named(chosen, at)),
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.pfif-exported",
        about="pfif",
        facts={
            "export": held.ref,
            "requests": [one.ref for one in chosen],
            "sha256": made.sha256,
            "with_contact": made.with_contact,
        },
        at=at,
    )
    return held


def _to_give(actor: Actor, at: datetime) -> list[TracingRequest]:
    requests = TracingRequest.objects.exclude(state__stands=Stands.WITHDRAWN.value)
    own = requests.exclude(arrivals__channel=Arrival.Channel.PFIF)
    own = own.exclude(case_ref__in=restricted.hidden_cases(actor))
    agreed = queries.consents_by_request(
        list(own.values_list("pk", flat=True)), Share.REGISTERS, on=at.date()
    )
    return list(own.filter(pk__in=agreed).select_related("requester").order_by("pk"))


def _named(requests: Sequence[TracingRequest], at: datetime) -> Collection[int]:
    """Return of which requests who asks is named: those who agreed to that, too."""
    keys = [one.pk for one in requests]
    return queries.consents_by_request(keys, Share.CONTACT, on=at.date())


def _persons(
    requests: Sequence[TracingRequest], named: Collection[int], *, at: datetime
) -> Iterator[dict[str, str]]:
    """Yield the requests as person records; ``named``: those who agreed to be named."""
    place, name = f"{installation().code}.repatria.invalid", installation().name
    opened = queries.opened_all(requests)
    for one in requests:
        told = opened[one.pk]
        if told.sought is None:
            continue
        author = (told.reader or "", told.contact or "")
        yield person_fields(
            record_id=f"{place}/{one.ref}",
            sought=told.sought,
            birth=written(read_date(told.sought.birth)),
            source=(name, one.received_at),
            entry_date=at,
            author=author if one.pk in named else ("", ""),
        )
