"""Asking others about names, and answering those who ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from repatria.bureau import queries
from repatria.bureau.core.answers import Answer, propose
from repatria.bureau.core.errors import (
    CaseNeededError,
    NoNamesError,
    NoRecipientError,
    NotAnEnquiryError,
    NotOpenError,
    RowGoneError,
    RowsOpenError,
    TooManyNamesError,
)
from repatria.bureau.core.messages import (
    ENQUIRY,
    MOST_ROWS,
    REPLY,
    enquiry_payload,
    reply_payload,
)
from repatria.bureau.core.pieces import Channel, Direction, Kind, Outcome, Whom
from repatria.bureau.models import Entry, Subject, SubjectDecision
from repatria.bureau.queries import answering
from repatria.bureau.services.entries import (
    AT_A_TIME,
    Piece,
    add_subjects,
    answered,
    enter,
    locked,
)
from repatria.bureau.services.locks import one_at_a_time
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Correspondent

LOOKED_UP_AT_A_TIME = 100
_ON_A_CASE = frozenset({Answer.HELD, Answer.DEAD, Answer.ALREADY_RETURNED})


@transaction.atomic
def enquire(
    *, actor: Actor, to: str, rows: Sequence[Mapping[str, str]], at: datetime
) -> Entry:
    """Make the transmission that asks another organisation about names.

    Only what article 17 names and our own number travels; the enquiry waits from now
    on for its reply.
    """
    check_rows(rows)
    one_at_a_time()
    serial = queries.next_serial(Direction.OUT, at.year)
    payload = enquiry_payload(rows, reference=str(serial))
    outgoing = transmission.prepare(
        actor=actor, to=to, kind=ENQUIRY, payload=payload, at=at
    )
    entry = queries.entry_of(outgoing.ref)
    add_subjects(entry, rows)
    return entry


def check_rows(rows: Sequence[Mapping[str, str]]) -> None:
    """Refuse an enquiry that names nobody, or too many."""
    if not rows:
        raise NoNamesError
    if len(rows) > MOST_ROWS:
        raise TooManyNamesError(rows=str(len(rows)), most=str(MOST_ROWS))


@transaction.atomic
def look_up_some(
    *, entry: Entry, at: datetime, at_most: int = LOOKED_UP_AT_A_TIME
) -> int:
    """Look up names that nobody has looked up yet; return how many still wait.

    What is found is a proposal and decides nothing, so it may be looked up again.
    """
    del at
    waiting = entry.subjects.filter(proposed="", answer="").order_by("row")
    looked_up = list(waiting[:at_most])
    for subject in looked_up:
        _propose(subject)
    Subject.objects.bulk_update(
        looked_up, ["proposed", "proposed_case", "proposed_why", "certain"]
    )
    return waiting.count() if looked_up else 0


def _propose(subject: Subject) -> None:
    names = len([part for part in (subject.family, subject.given) if part])
    birth = answering.birth_of(subject)
    found = propose(
        names=names or int(bool(subject.service_number)),
        birth=birth,
        candidates=answering.candidates_of(subject),
    )
    subject.proposed = found.answer.value
    subject.proposed_case = found.case_ref
    subject.proposed_why = found.why.value
    subject.certain = found.certain


@transaction.atomic
def look_up_again(*, entry: Entry) -> None:
    """Forget what was proposed for rows nobody has decided: the register has grown."""
    undecided = entry.subjects.filter(answer="")
    undecided.update(proposed="", proposed_case="", proposed_why="", certain=False)


@transaction.atomic
def decide(
    *,
    actor: Actor,
    entry: Entry,
    row: int,
    answer: Answer,
    at: datetime,
    case_ref: str = "",
) -> Subject:
    """Decide what is answered about one row; the newest decision counts.

    An answer about a person names the case that it rests on.
    """
    held = _open_enquiry(entry)
    subject = held.subjects.filter(row=row).first()
    if subject is None:
        raise RowGoneError(row=str(row), serial=held.serial)
    if answer in _ON_A_CASE and not case_ref:
        raise CaseNeededError(row=str(row))
    subject.answer, subject.case_ref = answer.value, case_ref
    _keep([subject], actor=actor, together=False, at=at)
    ledger.append(
        actor=actor, act="bureau.name-decided", about=case_ref or held.serial,
        facts={"piece": held.serial, "row": row, "answer": answer.value}, at=at,
    )  # fmt: skip
    return subject


@transaction.atomic
def confirm(
    *, actor: Actor, entry: Entry, at: datetime, rows: Collection[int] | None = None
) -> int:
    """Confirm what is proposed: of these rows, or of all that are certain.

    Returns how many; rows that somebody has decided already are left alone.
    """
    held = _open_enquiry(entry)
    wanted = held.subjects.filter(answer="").exclude(proposed="")
    wanted = (
        wanted.filter(certain=True) if rows is None else wanted.filter(row__in=rows)
    )
    confirmed = list(wanted)
    for subject in confirmed:
        subject.answer, subject.case_ref = subject.proposed, subject.proposed_case
    _keep(confirmed, actor=actor, together=True, at=at)
    if confirmed:
        ledger.append(
            actor=actor, act="bureau.names-confirmed", about=held.serial,
            facts={"rows": [one.row for one in confirmed], "certain": rows is None},
            at=at,
        )  # fmt: skip
    return len(confirmed)


@transaction.atomic
def tie(
    *, actor: Actor, entry: Entry, row: int, case_ref: str, at: datetime
) -> Subject:
    """Decide whom a row is about, where nothing is asked: of a notification."""
    subject = entry.subjects.filter(row=row).first()
    if subject is None:
        raise RowGoneError(row=str(row), serial=entry.serial)
    subject.case_ref = case_ref
    _keep([subject], actor=actor, together=False, at=at)
    ledger.append(
        actor=actor, act="bureau.name-tied", about=case_ref or entry.serial,
        facts={"piece": entry.serial, "row": row}, at=at,
    )  # fmt: skip
    return subject


def _keep(
    subjects: Iterable[Subject], *, actor: Actor, together: bool, at: datetime
) -> None:
    held = list(subjects)
    SubjectDecision.objects.bulk_create(
        [
            SubjectDecision(
                subject=one, answer=one.answer, case_ref=one.case_ref,
                together=together, at=at, by=actor.ref,
            )
            for one in held
        ],
        batch_size=AT_A_TIME,
    )  # fmt: skip
    Subject.objects.bulk_update(held, ["answer", "case_ref"], batch_size=AT_A_TIME)


def _open_enquiry(entry: Entry) -> Entry:
    held = locked(entry)
    if (held.direction, held.kind) != (Direction.IN.value, Kind.ENQUIRY.value):
        raise NotAnEnquiryError(serial=held.serial)
    if not held.is_open:
        raise NotOpenError(serial=held.serial)
    return held


@transaction.atomic
def reply(*, actor: Actor, entry: Entry, on_paper: bool, at: datetime) -> Entry:
    """Send one reply to the whole enquiry; return its own entry in the register.

    What is told is a word and a day for each row, and about the asker's own people
    alone: ``answering.rows_told``.  A transmission leaves once it is signed.  Raises
    ``RowsOpenError`` while a row is not decided.
    """
    held = _open_enquiry(entry)
    undecided = held.subjects.filter(answer="").count()
    if undecided or not held.subjects.exists():
        raise RowsOpenError(serial=held.serial, rows=str(undecided))
    payload = reply_payload(
        answering.rows_told(held),
        reference=held.their_ref,
        enquiry_sha256=held.payload_sha256,
        said_on=at.date().isoformat(),
    )
    leave = _leave_on_paper if on_paper else _leave_as_transmission
    sent = leave(held, payload, actor=actor, at=at)
    answered(actor=actor, entry=held, by_entry=sent, outcome=_outcome(held), at=at)
    return sent


def _outcome(entry: Entry) -> Outcome:
    others = entry.subjects.exclude(answer=Answer.REFUSED.value)
    return Outcome.ANSWERED if others.exists() else Outcome.REFUSED


def _leave_as_transmission(
    entry: Entry, payload: bytes, *, actor: Actor, at: datetime
) -> Entry:
    known = Correspondent.objects.filter(own=False, code=entry.correspondent)
    if entry.whom != Whom.ORGANISATION.value or not known.exists():
        raise NoRecipientError(serial=entry.serial)
    outgoing = transmission.prepare(
        actor=actor, to=entry.correspondent, kind=REPLY, payload=payload, at=at
    )
    return queries.entry_of(outgoing.ref)


def _leave_on_paper(
    entry: Entry, payload: bytes, *, actor: Actor, at: datetime
) -> Entry:
    piece = Piece(
        direction=Direction.OUT,
        kind=Kind.REPLY,
        whom=Whom(entry.whom),
        correspondent=entry.correspondent,
        party=entry.party,
        their_ref=entry.their_ref,
        channel=Channel.PAPER,
        on=at.date(),
        note=payload.decode(),
    )
    return enter(actor=actor, piece=piece, at=at)
