"""A list or a person as a file: asked for, agreed to, fetched once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from repatria.access import restricted
from repatria.access.exports import Offer
from repatria.access.web import exports
from repatria.access.web.requests import actor_of, page
from repatria.register import doors, queries
from repatria.register.core.ftm import entities
from repatria.register.core.statements import COLUMNS
from repatria.register.models import Record, SourceFile
from repatria.shared.actors import Actor
from repatria.shared.sheets import csv_file
from repatria.shared.text import mark as _

CSV = "text/csv; charset=utf-8"
JSON_LINES = "application/x-ndjson"
_AT_A_TIME = 2_000


@page("register.lists", methods=("GET", "POST"))
def download(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for one version of a list as CSV."""
    actor = actor_of(request)
    return exports.ask(request, offer_of(actor, doors.open_list(actor, number)))


def offer_of(actor: Actor, file: SourceFile) -> Offer:
    """Return a version of a list as a file, without whom the actor may not see."""
    hidden = restricted.hidden_cases(actor)
    on_it = queries.cases_on(file)
    shown = {row: ref for row, ref in on_it.items() if ref not in hidden}
    return Offer(
        what="register.list",
        title=_("A list as a file for a spreadsheet (CSV)"),
        file_name=f"list-{file.pk}-version-{file.version}.csv",
        content_type=CSV,
        cases=[*shown.values()],
        about=f"list:{file.pk}",
        make=lambda mark: csv_file(_rows(file, shown, mark)),
    )


@page("register.lists", methods=("GET", "POST"))
def list_as_entities(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for one version of a list as entities of FollowTheMoney."""
    actor = actor_of(request)
    file = doors.open_list(actor, number)
    return exports.ask(request, entities_of_list(actor, file))


@page("register.person", methods=("GET", "POST"))
def person_as_entities(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Ask for one person as entities of FollowTheMoney."""
    actor = actor_of(request)
    person = doors.open_person(actor, case_ref)
    return exports.ask(request, entities_of_person(actor, person.case_ref))


def entities_of_list(actor: Actor, file: SourceFile) -> Offer:
    """Return everybody on a version of a list, without whom one may not see."""
    shown = doors.rows_of(actor, file).select_related("membership__person", "source")
    rows = shown.order_by("membership__person_id", "row")
    cases = rows.values_list("membership__person__case_ref", flat=True)
    return Offer(
        what="register.list-ftm",
        title=_("A list as entities of FollowTheMoney (JSON lines)"),
        file_name=f"list-{file.pk}-version-{file.version}.ftm.json",
        content_type=JSON_LINES,
        cases=list(dict.fromkeys(cases)),
        about=f"list:{file.pk}",
        make=lambda mark: _lines(rows.iterator(_AT_A_TIME), actor, mark),
    )


def entities_of_person(actor: Actor, case_ref: str) -> Offer:
    """Return one person, with everything that is stated of them."""
    records = queries.records_of(case_ref)
    return Offer(
        what="register.person-ftm",
        title=_("A person as entities of FollowTheMoney (JSON lines)"),
        file_name=f"case-{case_ref}.ftm.json",
        content_type=JSON_LINES,
        cases=[case_ref],
        about=case_ref,
        make=lambda mark: _lines(records, actor, mark),
    )


def _lines(records: Iterable[Record], actor: Actor, mark: str) -> bytes:
    """Return entities, one a line; records of one person stand together."""
    lines: list[str] = []
    for case_ref, held in groupby(records, key=_case_of):
        said = [_said(one) for one in held]
        for entity in entities(case_ref, said, organisation=actor.organisation):
            if entity["schema"] == "Person":  # what marks the file stays with each
                entity["properties"]["notes"] = [mark]
            lines.append(json.dumps(entity, ensure_ascii=False, sort_keys=True))
    return "".join(f"{line}\n" for line in dict.fromkeys(lines)).encode()


def _case_of(record: Record) -> str:
    return record.membership.person.case_ref


def _said(record: Record) -> dict[str, str]:
    told = {column: str(getattr(record, column)) for column in COLUMNS}
    return told | {"sender": record.source.sender}


def _rows(
    file: SourceFile, shown: dict[int, str], mark: str
) -> Iterator[Sequence[object]]:
    """Yield the line that marks the file, the headings, and every row shown."""
    yield [mark]
    yield ["row", "case", *COLUMNS]
    held: Iterator[Record] = file.records.order_by("row").iterator(_AT_A_TIME)
    for record in held:
        if record.row in shown:
            told = (getattr(record, column) for column in COLUMNS)
            yield [record.row, shown[record.row], *told]
