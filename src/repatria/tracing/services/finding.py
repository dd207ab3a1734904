"""New lists looked through for everybody whom families seek; people answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from repatria.ledger.services import append
from repatria.register.core.statements import COLUMNS
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import list_of_records
from repatria.register.models import Record, SourceFile
from repatria.shared.actors import Actor
from repatria.tracing.core.withdrawals import Stands
from repatria.tracing.engine.alike import Alike, alike
from repatria.tracing.models import Candidate, CandidateAnswer, TracingRequest
from repatria.tracing.services.requests import link_request
from repatria.tracing.services.standing import count_candidates, settle
from repatria.tracing.services.withdrawals import refuse_withdrawn

AT_A_TIME = 2_000
WHO = "job:tracing"
_SAYS = ("family", "given", "patronymic", "birth", "own_id", "service_number")
Said = tuple[str, ...]


def hear_of_list(*, source_file: int, **_facts: object) -> None:
    """Look through a list that has just been taken in, as a job."""
    from repatria.tracing.jobs import look_through

    look_through.enqueue(source_file)


@dataclass(frozen=True, slots=True)
class Rows:
    """Records as the matching engine reads them, with their keys by row."""

    one: ReadList
    records: Sequence[int]
    said: Sequence[Said]


def find_in_list(version: SourceFile, *, at: datetime) -> int:
    """Propose the rows of a list that may be whom families seek; return how many.

    Asked again, it proposes nothing twice.  A row that says what an answered row of
    the same source said is not proposed again.  Nobody is linked or told by this.
    """
    asked = rows_of(_open_statements())
    listed = rows_of(version.records.filter(readable=True))
    if not asked.records or not listed.records:
        return 0
    requests = _requests_of(asked.records)
    found = alike(asked.one, listed.one)
    return _keep(version, found, asked, listed, requests=requests, at=at)


def _open_statements() -> QuerySet[Record]:
    """Return the statements of families whose request is linked to nobody yet."""
    return Record.objects.filter(
        tracing_request__state__stands=Stands.WAITING.value
    ).exclude(key_family="")


def rows_of(records: QuerySet[Record]) -> Rows:
    """Return records as a list, read in one go."""
    columns = (*COLUMNS, "row", "line", "readable", "pk")
    held = list(records.order_by("pk").values_list(*columns))
    told: dict[str, Sequence[Any]] = (
        dict(zip(columns, zip(*held, strict=True), strict=True))
        if held
        else dict.fromkeys(columns, ())
    )
    one = list_of_records(
        {name: told[name] for name in COLUMNS},
        rows=told["row"],
        lines=told["line"],
        readable=told["readable"],
        name="records",
        sha256="",
    )
    said = list(zip(*(told[name] for name in _SAYS), strict=True))
    return Rows(one, told["pk"], said)


def _requests_of(records: Sequence[int]) -> dict[int, int]:
    rows = TracingRequest.objects.filter(state__stands=Stands.WAITING.value)
    wanted = set(records)
    return {
        record: key
        for record, key in rows.values_list("record_id", "pk").iterator(
            chunk_size=AT_A_TIME
        )
        if record in wanted
    }


@transaction.atomic
def _keep(
    version: SourceFile,
    found: Sequence[Alike],
    asked: Rows,
    listed: Rows,
    *,
    requests: Mapping[int, int],
    at: datetime,
) -> int:
    """Write the candidates, count them for each request, and say so, or nothing."""
    settled = _answered_rows(version)
    new = [
        Candidate(
            request_id=request,
            record_id=listed.records[one.row - 1],
            source_file=version,
            probability=one.probability,
            why=one.why,
            found_at=at,
        )
        for one, request in _with_requests(found, asked, requests)
        if (request, listed.said[one.row - 1]) not in settled
    ]
    before = Candidate.objects.filter(source_file=version).count()
    Candidate.objects.bulk_create(new, batch_size=AT_A_TIME, ignore_conflicts=True)
    made = Candidate.objects.filter(source_file=version).count() - before
    count_candidates(one.request_id for one in new)
    append(
        actor=Actor(ref=WHO),
        act="tracing.list-looked-through",
        about=f"list:{version.pk}",
        facts={"requests": len(asked.records), "candidates": made},
        at=at,
    )
    return made


def _with_requests(
    found: Sequence[Alike], asked: Rows, requests: Mapping[int, int]
) -> Iterator[tuple[Alike, int]]:
    for one in found:
        request = requests.get(asked.records[one.asked - 1])
        if request is not None:
            yield one, request


def _answered_rows(version: SourceFile) -> set[tuple[int, Said]]:
    """Return what answered rows of this list's source said, with their request."""
    rows = CandidateAnswer.objects.filter(record__source=version.source)
    columns = [f"record__{name}" for name in _SAYS]
    return {(row[0], tuple(row[1:])) for row in rows.values_list("request", *columns)}


@transaction.atomic
def answer_candidate(
    *,
    actor: Actor,
    request: TracingRequest,
    record: Record,
    said: str,
    reason: str,
    at: datetime,
) -> CandidateAnswer:
    """Answer whether a statement is about whom the family seeks.

    "same" links the request to the person; no family is told by it.
    """
    refuse_withdrawn(request)
    answer = CandidateAnswer.objects.create(
        request=request,
        record=record,
        said=CandidateAnswer.Said(said),
        reason=reason,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.candidate-answered",
        about=request.ref,
        facts={"record": record.pk, "said": answer.said},
        at=at,
    )
    if answer.said == CandidateAnswer.Said.SAME:
        case_ref = record.membership.person.case_ref
        link_request(
            actor=actor, request=request, case_ref=case_ref, reasons=[reason], at=at
        )
    else:
        settle(request)
    return answer
