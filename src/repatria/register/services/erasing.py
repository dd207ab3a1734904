"""Erasing statements: asked for by one person, confirmed by another.

What is sealed goes with its key; the clear columns and the codes for searching are
blanked by the one update that the database allows.  The row's leaf stays, so that the
version of its list still verifies, and so do the case number and who erased what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import BinaryField, Q, QuerySet

from repatria.access import vault
from repatria.ledger import services as ledger
from repatria.register import erasing, files, queries
from repatria.register.announcements import erased
from repatria.register.core.case_numbers import new_ref
from repatria.register.core.erasures import (
    ErasureDecidedError,
    NothingToEraseError,
    OnePersonError,
)
from repatria.register.core.statements import COLUMNS
from repatria.register.models import (
    Decision,
    Erasure,
    ErasureRecord,
    ErasureStep,
    Record,
    RetentionRule,
    SourceFile,
)
from repatria.register.services.locks import one_at_a_time
from repatria.register.services.search import leave_search
from repatria.register.services.sending import list_payload
from repatria.shared.actors import Actor
from repatria.shared.pieces import pieces
from repatria.transmission import services as transmission

AT_A_TIME = 2_000
MOST_NAMED = 1_000  # records named one by one in an entry of the ledger
_SAYING = ("key_", "sealed_", "salt")


def _blank_columns() -> dict[str, str | bytes]:
    """Return every column that says something of the person, with nothing in it."""
    held = {field.name: field for field in Record._meta.get_fields()}
    says = [name for name in held if name in COLUMNS or name.startswith(_SAYING)]
    return {name: b"" if isinstance(held[name], BinaryField) else "" for name in says}


BLANK = _blank_columns()


@transaction.atomic
def ask_for_erasure(
    *,
    actor: Actor,
    case_ref: str = "",
    record: int | None = None,
    reason: str,
    words: str = "",
    at: datetime,
) -> Erasure:
    """Ask that a case, or one statement, be erased.  Nothing is erased by this.

    Raises ``NothingToEraseError`` where nothing is there, or is left.
    """
    person = queries.person_called(case_ref) if case_ref else None
    named = Record.objects.filter(membership__person=person) if person else None
    if record is not None:
        named = Record.objects.filter(pk=record)
    known = _asked_already(case_ref=person.case_ref if person else "", record=record)
    if known is not None:
        return known
    numbers = _left(named).values_list("pk", flat=True) if named is not None else ()
    if not numbers:
        raise NothingToEraseError(about=case_ref or str(record))
    return name_for_erasure(
        actor=actor, records=numbers, case_ref=person.case_ref if person else "",
        reason=reason, words=words, at=at,
    )  # fmt: skip


def _asked_already(*, case_ref: str, record: int | None) -> Erasure | None:
    """Return what the same form, sent twice, asked for the first time."""
    waiting = Erasure.objects.filter(step=None, rule=None)
    if case_ref:
        return waiting.filter(case_ref=case_ref).first()
    return waiting.filter(case_ref="", named__record=record).first()


def _left(records: QuerySet[Record]) -> QuerySet[Record]:
    """Leave out what is erased."""
    return records.exclude(erasures__erasure__step__kind=ErasureStep.Kind.CONFIRMED)


@transaction.atomic
def name_for_erasure(
    *,
    actor: Actor,
    records: Iterable[int],
    reason: str,
    at: datetime,
    case_ref: str = "",
    words: str = "",
    rule: RetentionRule | None = None,
) -> Erasure:
    """Write down which statements are to be erased, and why."""
    erasure = Erasure.objects.create(
        ref=new_ref("D"), case_ref=case_ref, reason=Erasure.Reason(reason),
        words=words, rule=rule, asked_by=actor.ref, asked_at=at,
    )  # fmt: skip
    named = [ErasureRecord(erasure=erasure, record_id=one) for one in records]
    ErasureRecord.objects.bulk_create(named, batch_size=AT_A_TIME)
    ledger.append(
        actor=actor,
        act="register.erasure-asked",
        about=case_ref or erasure.ref,
        facts={"erasure": erasure.ref, "reason": reason, "records": len(named)},
        at=at,
    )
    return erasure


@transaction.atomic
def decline_erasure(*, actor: Actor, erasure: Erasure, at: datetime) -> ErasureStep:
    """Decide that nothing is erased.  Raises ``ErasureDecidedError``."""
    step = _decide(erasure, ErasureStep.Kind.DECLINED, by=actor.ref, at=at)
    ledger.append(
        actor=actor,
        act="register.erasure-declined",
        about=erasure.case_ref or erasure.ref,
        facts={"erasure": erasure.ref},
        at=at,
    )
    return step


@transaction.atomic
def confirm_erasure(*, actor: Actor, erasure: Erasure, at: datetime) -> int:
    """Erase what another person asked to be erased; return how many statements.

    It cannot be taken back.  Raises ``OnePersonError`` and ``ErasureDecidedError``.
    """
    if erasure.asked_by == actor.ref:
        raise OnePersonError(erasure=erasure.ref)
    return carry_out(actor=actor, erasure=erasure, by=actor.ref, at=at)


@transaction.atomic
def carry_out(*, actor: Actor, erasure: Erasure, by: str, at: datetime) -> int:
    """Erase; ``by`` is who decided it, or the rule that a person switched on."""
    one_at_a_time()
    _decide(erasure, ErasureStep.Kind.CONFIRMED, by=by, at=at)
    named = list(erasure.named.order_by("record").values_list("record_id", flat=True))
    lists = _lists_of(named)
    shredded = sum(_shred_list(version, at=at) for version in lists)
    for piece in pieces(named, AT_A_TIME):
        _blank(piece, at=at)
    leave_search(records=named, at=at)
    gone = _people_without_a_statement(named)
    elsewhere = erasing.let_go(records=named, case_refs=gone, at=at)
    ledger.append(
        actor=actor,
        act="register.erased",
        about=erasure.case_ref or erasure.ref,
        facts={
            "by": by,
            "elsewhere": elsewhere,
            "erasure": erasure.ref,
            "lists": [version.pk for version in lists],
            "reason": erasure.reason,
            "records": named[:MOST_NAMED],
            "statements": len(named),
            "transmissions": shredded,
        },
        at=at,
    )
    transaction.on_commit(
        lambda: erased.announce(records=named, erasure=erasure.ref, at=at)
    )
    return len(named)


def _decide(erasure: Erasure, kind: str, *, by: str, at: datetime) -> ErasureStep:
    held = Erasure.objects.select_for_update().get(pk=erasure.pk)
    step, new = ErasureStep.objects.get_or_create(
        erasure=held, defaults={"kind": kind, "by": by, "at": at}
    )
    if not new:
        raise ErasureDecidedError(erasure=held.ref)
    return step


def _lists_of(records: Sequence[int]) -> list[SourceFile]:
    """Return the versions of lists in which these statements are rows."""
    found: dict[int, SourceFile] = {}
    for piece in pieces(records):
        held = SourceFile.objects.filter(records__in=piece).distinct()
        found |= {version.pk: version for version in held}
    return [found[number] for number in sorted(found)]


def _shred_list(version: SourceFile, *, at: datetime) -> int:
    """Destroy what holds the rows word for word: the file, and what carried it.

    The other rows stay as records; the list's hash still verifies over the leaves.
    Returns how many transmissions were shredded.
    """
    owners = transmission.forget_content(
        payload_sha256=sha256(list_payload(version, whole=False)).hexdigest(),
        incoming_ref=version.transmission_ref,
    )
    vault.erase_all([version.owner, *owners], at=at)
    files.throw_source_away(version)
    return len(owners)


def _blank(records: Sequence[int], *, at: datetime) -> None:
    held = Record.objects.filter(pk__in=records)
    vault.erase_all([record.owner for record in held.only(*_OWNER)], at=at)
    held.update(**BLANK)
    # People write reasons freely, and may have written a name.
    said = Q(left_id__in=records) | Q(right_id__in=records)
    Decision.objects.filter(said).exclude(reasons="").update(reasons="")


_OWNER = ("source_id", "source_file_id", "row")


def _people_without_a_statement(records: Sequence[int]) -> list[str]:
    """Return every number of the people of whom nothing is left."""
    refs = set(queries.case_refs_of(records).values())
    return sorted(_gone(refs))


def _gone(refs: set[str]) -> Iterator[str]:
    for ref, numbers in queries.numbers_of_each(refs).items():
        left = Record.objects.filter(membership__person__case_ref=ref)
        if not _left(left).exists():
            yield from numbers


@transaction.atomic
def erase_again(
    *, actor: Actor, former: str, owners: Sequence[str], at: datetime
) -> int:
    """Erase in a restored installation what had been erased since its backup.

    ``owners`` are the records as the journal of erasures names them; ``former`` is
    the number that the erasure had.  Returns how many were there.
    """
    found = _left(Record.objects.filter(_any_of(owners))).distinct()
    numbers = sorted(found.values_list("pk", flat=True))
    if not numbers:
        return 0
    erasure = name_for_erasure(
        actor=actor, records=numbers, reason=Erasure.Reason.AGAIN, words=former, at=at
    )
    return carry_out(actor=actor, erasure=erasure, by=actor.ref, at=at)


def _any_of(owners: Sequence[str]) -> Q:
    """Return which records these owners are: "record:source.file.row"."""
    rows: dict[tuple[int, int], list[int]] = {}
    for owner in owners:
        source, file, row = map(int, owner.removeprefix("record:").split("."))
        rows.setdefault((source, file), []).append(row)
    where = Q(pk=None)
    for (source, file), some in rows.items():
        where |= Q(source_id=source, source_file_id=file or None, row__in=some)
    return where
