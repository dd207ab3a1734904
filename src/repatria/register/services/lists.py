"""Taking in a list: one file becomes a version of its sender's list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Max

from repatria.access.bulk import insert_columns
from repatria.ledger import services as ledger
from repatria.register import files
from repatria.register.announcements import list_imported
from repatria.register.core.faulty import MIXED_SCRIPTS
from repatria.register.core.refusals import (
    ListAlreadyHereError,
    ListChangedError,
    NoReadableRowError,
)
from repatria.register.core.remarks import UNREADABLE
from repatria.register.engine.faulty import Faulty, faulty_rows
from repatria.register.engine.intake import read_list
from repatria.register.engine.quality import Quality, quality
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import (
    extra_columns,
    record_columns,
    verbatim_rows,
)
from repatria.register.models import LONG, Record, RowFault, Source, SourceFile
from repatria.register.services.carrying import follow_the_one_before
from repatria.register.services.keeping import (
    Kept,
    Progress,
    keep_rows,
    prepared,
    silent,
)
from repatria.register.services.locks import one_at_a_time
from repatria.register.services.parties import check_sides
from repatria.shared.actors import Actor


def import_list(
    *,
    actor: Actor,
    path: Path,
    name: str,
    sender: str,
    subject: str,
    holder: str,
    home: str,
    said_on: date,
    at: datetime,
    transmission_ref: str = "",
) -> SourceFile:
    """Take in a list file as the next version of this sender's list.

    ``subject`` is "held" or "missing"; ``sender`` the code of an organisation.
    The file is sealed whole, each row becomes a record.  Raises
    ``ListAlreadyHereError`` for bytes that stand here already, ``ListRefusedError``
    for a file that is no list, ``NoReadableRowError`` for one of which no row could
    be read, ``PartyUnknownError`` and ``SamePartyError``.  Either everything is kept
    or nothing.
    """
    check_sides(holder=holder, home=home)
    refuse_known(files.digest_of(path))
    one = read_list(path)
    raw = files.content_of(path, one.name)
    if hashlib.sha256(raw).hexdigest() != one.sha256:
        raise ListChangedError(file=name)
    return take_in(
        actor=actor, one=one, raw=raw, name=name, sender=sender, subject=subject,
        holder=holder, home=home, said_on=said_on, at=at,
        transmission_ref=transmission_ref,
    )  # fmt: skip


def take_in(
    *,
    actor: Actor,
    one: ReadList,
    raw: bytes,
    name: str,
    sender: str,
    subject: str,
    holder: str,
    home: str,
    said_on: date,
    at: datetime,
    transmission_ref: str = "",
    corrects: Mapping[str, Any] | None = None,
    progress: Progress = silent,
    within: Callable[[SourceFile], None] = lambda _version: None,
) -> SourceFile:
    """Keep a list that was read already; see ``import_list``.

    ``corrects`` says of which version the list is a correction made here.  ``within``
    is called before the transaction ends.
    """
    check_sides(holder=holder, home=home)
    refuse_known(one.sha256)
    if nothing_readable(one):
        raise NoReadableRowError(file=name)
    progress("prepare", 0)
    kept = prepared(record_columns(one, longest=LONG))
    summary = summary_of(one, said_on) | ({"corrects": corrects} if corrects else {})
    with transaction.atomic():
        source = source_of(sender, subject=subject, holder=holder, home=home, at=at)
        version = new_version(
            actor=actor, kept=kept, source=source, name=name, sha256=one.sha256,
            subject=subject, holder=holder, home=home, said_on=said_on, at=at,
            transmission_ref=transmission_ref, summary=summary,
        )  # fmt: skip
        keep_rows(
            kept, source=source, source_file=version, kind=Record.Kind.ROW,
            said_on=said_on, at=at, verbatim=verbatim_rows(one),
            extra=extra_columns(one), progress=progress,
        )  # fmt: skip
        _keep_faults(version, one)
        progress("changes", 0)
        follow_the_one_before(actor=actor, version=version, at=at)
        files.seal_source(version, raw)
        within(version)
    return version


def _keep_faults(version: SourceFile, one: ReadList) -> None:
    """Write down where something was wrong, row by row; never the value."""
    found = faulty_rows(one)
    if not found:
        return
    rows, lines, columns, codes, weights = zip(*found, strict=True)
    insert_columns(
        RowFault,
        {
            "row": rows,
            "line": lines,
            "column": [column[:LONG] for column in columns],
            "code": codes,
            "weight": [int(weight) for weight in weights],
        },
        source_file_id=version.pk,
    )


def refuse_known(sha256: str) -> None:
    """Refuse bytes that were imported before, and say where they are."""
    known = SourceFile.objects.filter(sha256=sha256).first()
    if known is not None:
        raise ListAlreadyHereError(
            file=known.name,
            version=str(known.version),
            day=known.received_at.date().isoformat(),
        )


def nothing_readable(one: ReadList) -> bool:
    """Tell whether a file has no row at all that could be read."""
    lost = one.faults.filter(pl.col("severity") == UNREADABLE)["row"]
    return lost.n_unique() == one.rows


def source_of(
    sender: str, *, subject: str, holder: str, home: str, at: datetime
) -> Source:
    """Return the source whose versions a sender's lists of one kind are."""
    source, _new = Source.objects.get_or_create(
        kind=Source.Kind.LIST,
        sender=sender,
        title=f"{subject} {holder}>{home}",
        defaults={"created_at": at},
    )
    return source


def new_version(
    *, actor: Actor, kept: Kept, source: Source, at: datetime, **told: Any
) -> SourceFile:
    """Write the next version of a source's list, and that it came in."""
    one_at_a_time()
    refuse_known(told["sha256"])  # another may have imported it just now
    last = SourceFile.objects.filter(source=source).aggregate(last=Max("version"))
    version = SourceFile.objects.create(
        source=source,
        version=(last["last"] or 0) + 1,
        merkle_root=kept.root,
        rows=kept.told.height,
        received_at=at,
        received_by=actor.ref,
        file=files.place_of(told["sha256"]),
        **told,
    )
    ledger.append(
        actor=actor,
        act="register.list-imported",
        about=f"list:{version.pk}",
        facts={
            "root": version.merkle_root,
            "rows": version.rows,
            "sha256": version.sha256,
            "source": source.title,
            "version": version.version,
        }
        | _corrected(version.summary),
        at=at,
    )
    # Whoever listens hears of it once all its rows are there, or never.
    transaction.on_commit(lambda: list_imported.announce(source_file=version.pk))
    return version


def _corrected(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the ledger says of a correction: of which version, how many rows."""
    corrects = summary.get("corrects")
    if not corrects:
        return {}
    return {"corrects": corrects["version"], "rows_corrected": corrects["rows"]}


def summary_of(one: ReadList, said_on: date | None) -> dict[str, Any]:
    """Return how a file was understood, and what could not be read; without a name."""
    found, faulty = quality(one, as_of=said_on), faulty_rows(one)
    return {
        "columns": [
            {
                "column": mapped.column,
                "field": mapped.field.value if mapped.field else "",
                "how": mapped.how,
                "part": mapped.part,
            }
            for mapped in one.layout.mapping
        ],
        "format": one.layout.format,
        "encoding": one.layout.encoding,
        "delimiter": one.layout.delimiter,
        "sheet": one.layout.sheet,
        "header_line": one.layout.header_line,
        "notes": [str(note) for note in one.layout.notes],
        "faults": _faults(faulty),
        "faults_in_all": len(faulty),
        "quality": _quality(found),
    }


_MOST_FAULTS = 200


def _faults(found: Sequence[Faulty]) -> list[dict[str, Any]]:
    """Return where something was wrong: line, column and code, never the value."""
    return [
        {"row": one.row, "line": one.line, "column": one.column, "code": one.code}
        for one in found[:_MOST_FAULTS]
    ]


def _quality(found: Quality) -> dict[str, Any]:
    return {
        "unreadable": found.unreadable,
        "identical": found.identical,
        "repeated_ids": found.repeated_ids,
        "blank_lines": found.blank_lines,
        "fields": [
            {
                "field": field.field,
                "filled": field.filled,
                "missing": field.missing,
                "faults": dict(field.faults)
                | ({MIXED_SCRIPTS: field.mixed_scripts} if field.mixed_scripts else {}),
            }
            for field in found.fields
        ],
    }
