"""A list that another organisation sent: its records are the sender's statements."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction

from repatria.register import files
from repatria.register.core.payloads import ListPayload, read_payload
from repatria.register.core.refusals import ListPayloadError
from repatria.register.core.statements import COLUMNS
from repatria.register.models import LONG, Party, Record, SourceFile
from repatria.register.services.carrying import follow_the_one_before
from repatria.register.services.keeping import keep_rows, prepared, with_keys
from repatria.register.services.lists import new_version, refuse_known, source_of
from repatria.register.services.parties import check_sides, register_party
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.transmission.models import Incoming

_ROOT = _("its rows do not give the hash that it names")
_LONG = _("row {row} holds a text that is too long")


def read_incoming(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Read a transmission of the kind "list"."""
    receive_list(
        actor=actor,
        sender=incoming.sender.code,
        payload=payload,
        at=at,
        transmission_ref=incoming.ref,
    )


@transaction.atomic
def receive_list(
    *, actor: Actor, sender: str, payload: bytes, at: datetime, transmission_ref: str
) -> SourceFile:
    """Take in a list from a transmission as the next version of the sender's list.

    Raises ``ListPayloadError`` where its rows do not give the hash it names, and
    ``ListAlreadyHereError`` for a list that stands here already.
    """
    sha256 = hashlib.sha256(payload).hexdigest()
    refuse_known(sha256)
    told = read_payload(payload)
    frame = _frame(told.rows)
    salts = [bytes.fromhex(row["salt"]) for row in told.rows]
    kept = prepared(frame, salts)
    if kept.root != told.root:
        raise ListPayloadError(reason=say(_ROOT))
    _learn_parties(actor, told, at=at)
    source = source_of(
        sender, subject=told.subject, holder=told.holder, home=told.home, at=at
    )
    version = new_version(
        actor=actor, kept=kept, source=source, name=_name(told), sha256=sha256,
        subject=told.subject, holder=told.holder, home=told.home,
        said_on=told.said_on, at=at, transmission_ref=transmission_ref,
        summary={"format": "transmission"},
    )  # fmt: skip
    keep_rows(
        kept, source=source, source_file=version, kind=Record.Kind.ROW,
        said_on=told.said_on, at=at, verbatim=_verbatim(told.rows), extra=frozenset(),
    )  # fmt: skip
    follow_the_one_before(actor=actor, version=version, at=at)
    files.seal_source(version, payload)
    return version


def _frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    for row in rows:
        if any(len(row.get(name, "")) > LONG for name in COLUMNS):
            raise ListPayloadError(reason=say(_LONG, row=row["row"]))
    columns = {name: [row.get(name, "") for row in rows] for name in COLUMNS}
    told = pl.DataFrame(columns, schema=dict.fromkeys(COLUMNS, pl.String))
    numbers = pl.Series([row["row"] for row in rows], dtype=pl.Int64)
    return with_keys(told).with_columns(
        numbers.alias("row"),
        pl.lit(0, dtype=pl.Int64).alias("line"),
        pl.Series([row["readable"] for row in rows], dtype=pl.Boolean).alias(
            "readable"
        ),
    )


def _verbatim(rows: Sequence[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    return [[(name, row[name]) for name in COLUMNS if row.get(name)] for row in rows]


def _name(told: ListPayload) -> str:
    return f"{told.subject}-{told.holder}-{told.home}-{told.said_on.isoformat()}.json"


def _learn_parties(actor: Actor, told: ListPayload, *, at: datetime) -> None:
    """Register parties that only the sender has named; their names come later."""
    for code in (told.holder, told.home):
        if not Party.objects.filter(code=code).exists():
            register_party(actor=actor, code=code, names={}, at=at)
    check_sides(holder=told.holder, home=told.home)
