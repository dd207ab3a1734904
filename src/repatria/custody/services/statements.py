"""Recording what is said of a captivity.  Nothing is ever changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from repatria.access import vault
from repatria.access.core.errors import NothingHereError
from repatria.custody.core.errors import (
    AlreadyReplacedError,
    NobodySaidSoError,
    NotADateError,
    NotOfThisKindError,
    NotTheirsError,
    NotYetError,
    ReasonMissingError,
)
from repatria.custody.core.kinds import RECORDED, details_of, record_kind, said_fate
from repatria.custody.core.spans import read_kept, span_of
from repatria.custody.core.told import Told
from repatria.custody.core.words import VOICE_WORDS, Kind, Occasion, Voice
from repatria.custody.models import Statement
from repatria.custody.queries import TOLD
from repatria.ledger import services as ledger
from repatria.matching.services.verdicts import settle_records
from repatria.register import services as register
from repatria.register.core.case_numbers import new_ref
from repatria.register.core.refusals import SamePartyError
from repatria.register.core.statements import COLUMNS, written
from repatria.register.models import Decision, Membership, Record
from repatria.register.queries import records_of
from repatria.register.services.parties import party_named
from repatria.shared.actors import Actor
from repatria.shared.dates import read_date_with_fault


@transaction.atomic
def record_statement(
    *,
    actor: Actor,
    told: Told,
    received_on: date,
    at: datetime,
    case_ref: str = "",
    replaces: Statement | None = None,
    title: str = "",
) -> Statement:
    """Keep one statement about a captivity as it was made.

    ``case_ref`` is the case that ``actor`` says it is about: a decision like any
    other, which can be undone.  Without one the statement waits with a case number of
    its own until somebody decides.  ``replaces`` is the statement it corrects or, for
    the kind "retraction", takes back.
    """
    kind = _checked(told)
    happened, said_on = _happened(told), _date("said_on", told.said_on)
    _refuse_later(happened, received_on)
    _refuse_later(said_on, received_on)
    about = _about(replaces, told, kind, case_ref)
    record = register.record_statement(
        actor=actor,
        kind=record_kind(kind, told.detail),
        sender=told.sender.strip(),
        told=_person(told, kind),
        verbatim=_verbatim(told, kind, happened),
        said_on=_day(said_on) or received_on,
        title=title,
        at=at,
    )
    statement = Statement.objects.create(
        ref=new_ref("K"),
        record=record,
        kind=kind.value,
        voice=Voice(told.voice).value,
        detail=told.detail,
        happened_on=happened,
        said_on=said_on,
        holder=told.holder,
        home=told.home,
        place_from=told.place_from.strip(),
        source_ref=told.source_ref.strip(),
        replaces=replaces,
        sealed_told=vault.seal_text(record.owner, TOLD, _private(told)),
        received_on=received_on,
        recorded_at=at,
        recorded_by=actor.ref,
    )
    _enter(actor, statement, at=at)
    if about:
        _link(actor, statement, about, at=at)
    return statement


@transaction.atomic
def take_back(
    *,
    actor: Actor,
    statement: Statement,
    reason: str,
    received_on: date,
    at: datetime,
    said_on: str = "",
    source_ref: str = "",
) -> Statement:
    """Record that who made a statement takes it back, and why.

    The statement stays written and is shown as taken back; nothing rests on it.
    """
    if not reason.strip():
        raise ReasonMissingError(statement=statement.ref)
    told = Told(
        kind=Kind.RETRACTION,
        voice=statement.voice,
        sender=statement.record.source.sender,
        said_on=said_on,
        holder=statement.holder,
        home=statement.home,
        source_ref=source_ref,
        private={"reason": reason.strip()},
    )
    return record_statement(
        actor=actor, told=told, received_on=received_on, at=at, replaces=statement
    )


def _checked(told: Told) -> Kind:
    """Refuse words and parties that cannot be."""
    if not told.sender.strip():
        raise NobodySaidSoError
    kinds = [kind.value for kind in RECORDED]
    _one_of(told.kind, told.kind, kinds)
    _one_of(told.kind, told.voice, [voice.value for voice in VOICE_WORDS])
    kind = Kind(told.kind)
    if told.detail:
        _one_of(told.kind, told.detail, [*details_of(kind)])
    for code in filter(None, (told.holder, told.home)):
        party_named(code)
    if told.holder and told.holder == told.home:
        raise SamePartyError(party=told.holder)
    return kind


def _one_of(kind: str, said: str, known: list[str]) -> None:
    if said not in known:
        raise NotOfThisKindError(
            kind=kind[:20], said=said[:40] or "?", known=", ".join(known)
        )


def _date(name: str, text: str) -> str:
    """Return a date as it is kept; refuse words that are none."""
    read = read_date_with_fault(text.strip())
    if read.fault in {"unreadable", "impossible"}:
        raise NotADateError(field=name)
    return written(read.date)


def _happened(told: Told) -> str:
    """Return when it happened, as it is kept.

    A card of the capture tells its day in the field of the capture; a card written on
    another occasion, by its own date.
    """
    if told.happened_on or told.kind != Kind.CAPTURE:
        return _date("happened_on", told.happened_on)
    if told.detail in {"", Occasion.CAPTURE}:
        return _date("captured_on", told.person.get("captured_on", ""))
    return _date("said_on", told.said_on)


def _refuse_later(kept: str, received: date) -> None:
    first = span_of(read_kept(kept)).first
    if first is not None and first > received:
        raise NotYetError(happened=kept, received=received.isoformat())


def _day(kept: str) -> date | None:
    span = span_of(read_kept(kept))
    return span.first if span.is_a_day else None


def _about(replaces: Statement | None, told: Told, kind: Kind, case_ref: str) -> str:
    """Return the case that a statement is about, and refuse what cannot replace."""
    if replaces is None:
        if kind is Kind.RETRACTION:
            raise NotOfThisKindError(kind=kind, said="?", known="K-...")
        return case_ref
    if (replaces.record.source.sender, replaces.voice) != (told.sender, told.voice):
        raise NotTheirsError(statement=replaces.ref)
    if replaces.kind != kind and kind is not Kind.RETRACTION:
        raise NotOfThisKindError(kind=kind, said=replaces.kind, known=kind)
    later = Statement.objects.filter(replaces=replaces).first()
    if later is not None:
        raise AlreadyReplacedError(statement=replaces.ref, by=later.ref)
    return register.person_of(replaces.record).case_ref


def _person(told: Told, kind: Kind) -> dict[str, str]:
    """Return the columns of the record; what became of the person is the kind's."""
    person = {name: told.person.get(name, "").strip() for name in COLUMNS}
    return person | {"said_fate": said_fate(kind)}


def _verbatim(told: Told, kind: Kind, happened: str) -> str:
    """Return what every reader of the person may read word for word.

    Health, contacts and free words are not in it: they are sealed in this room, for
    those who may read them here.
    """
    said = {name: text for name, text in told.person.items() if text}
    codes = {
        "kind": kind.value, "happened_on": told.happened_on or happened,
        "said_on": told.said_on, "holder": told.holder, "home": told.home,
        "place_from": told.place_from, "detail": told.detail,
    }  # fmt: skip
    return json.dumps(
        said | {name: text for name, text in codes.items() if text},
        ensure_ascii=False,
    )


def _private(told: Told) -> str:
    kept = {name: text.strip() for name, text in told.private.items() if text.strip()}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _enter(actor: Actor, statement: Statement, *, at: datetime) -> None:
    replaced = statement.replaces.ref if statement.replaces else ""
    ledger.append(
        actor=actor,
        act="custody.taken-back"
        if statement.kind == Kind.RETRACTION
        else "custody.statement-recorded",
        about=statement.ref,
        facts={
            "kind": statement.kind,
            "record": statement.record_id,
            **({"replaces": replaced} if replaced else {}),
        },
        at=at,
    )


def _link(actor: Actor, statement: Statement, case_ref: str, *, at: datetime) -> None:
    """Tie the statement's record to the case, and let verdicts hear of it."""
    others = [one for one in records_of(case_ref) if one.pk != statement.record_id]
    if not others:
        raise NothingHereError
    register.link(
        actor=actor,
        left=others[-1],
        right=statement.record,
        reasons=f"recorded for this case: {statement.ref}",
        at=at,
    )
    if _speaks_of_fate(statement):
        settle_records([one.pk for one in others])


@transaction.atomic
def settle_undone(*, decisions: Sequence[int], by: str, at: datetime) -> None:
    """Let verdicts hear that statements of a fate are about somebody else again."""
    del by, at
    undone = Decision.objects.filter(pk__in=decisions)
    ties = undone.filter(
        Q(left__custody_statement__isnull=False)
        | Q(right__custody_statement__isnull=False)
    )
    touched = {record for tie in ties.values_list("left", "right") for record in tie}
    persons = Membership.objects.filter(record__in=touched).values("person")
    settle_records(
        Membership.objects.filter(person__in=persons).values_list("record", flat=True)
    )


def _speaks_of_fate(statement: Statement) -> bool:
    record: Record = statement.record
    before = statement.replaces
    return bool(record.said_fate or (before and before.record.said_fate))
