"""A single statement that came on no list: a card, a letter, a sighting, a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl
from django.db import transaction
from django.db.models import Max

from repatria.ledger import services as ledger
from repatria.register.core.statements import COLUMNS
from repatria.register.engine.rows import dates_as_kept
from repatria.register.models import Record, Source
from repatria.register.services.keeping import keep_rows, prepared, with_keys
from repatria.register.services.locks import one_at_a_time
from repatria.shared.actors import Actor

_DATES = ("birth", "captured_on")


@transaction.atomic
def record_statement(
    *,
    actor: Actor,
    kind: str,
    sender: str,
    told: Mapping[str, str],
    verbatim: str,
    said_on: date,
    at: datetime,
    title: str = "",
) -> Record:
    """Keep one statement as a record, with a person of its own until it is linked.

    ``kind`` is one of ``Record.Kind`` but "row"; ``told`` has any of
    ``core.statements.COLUMNS`` in the sender's own spelling (dates as people write
    them), ``verbatim`` is the whole of it and is sealed.
    """
    one_at_a_time()
    source, _new = Source.objects.get_or_create(
        kind=Source.Kind(kind), sender=sender, title=title, defaults={"created_at": at}
    )
    last = Record.objects.filter(source=source).aggregate(last=Max("row"))["last"] or 0
    kept = prepared(with_keys(_one_row(told, row=last + 1)))
    [number] = keep_rows(
        kept, source=source, source_file=None, kind=Record.Kind(kind), said_on=said_on,
        at=at, verbatim=[[("", verbatim)]], extra=frozenset(),
    )  # fmt: skip
    record = Record.objects.select_related("first_person").get(pk=number)
    ledger.append(
        actor=actor,
        act="register.statement-recorded",
        about=record.first_person.case_ref,
        facts={"kind": kind, "leaf": kept.leaves[0].hex(), "record": record.pk},
        at=at,
    )
    return record


def _one_row(told: Mapping[str, str], *, row: int) -> pl.DataFrame:
    frame = pl.DataFrame({name: [told.get(name, "")] for name in COLUMNS})
    return frame.with_columns(
        *(dates_as_kept(frame[name]).alias(name) for name in _DATES),
        row=pl.lit(row, dtype=pl.Int64),
        line=pl.lit(0, dtype=pl.Int64),
        readable=pl.lit(True),
    )
