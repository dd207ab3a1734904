"""What must hold of an installation whenever somebody looks, however its machine died.

``faults(said)`` holds it against everything that was said to be done and returns what
is wrong, in words; nothing wrong is an empty list.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from repatria.access.core.errors import ErasedError
from repatria.access.models import DataKey
from repatria.ledger import queries as ledger
from repatria.ledger.core import checkpoints, merkle
from repatria.ledger.models import Entry
from repatria.register import files
from repatria.register.models import (
    Decision,
    Erasure,
    ErasureStep,
    Membership,
    Person,
    Record,
    SourceFile,
    Upload,
)
from repatria.register.services import rebuild_memberships
from repatria.tracing.models import TracingRequest


def faults(said: list[dict[str, Any]]) -> list[str]:
    """Return everything that is wrong."""
    return [
        *_database(),
        *_lost(said),
        *_ledger(said),
        *_lists(),
        *_records(),
        *_told_on_the_ledger(),
        *_erasures(),
    ]


def _database() -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            [(answer,)] = cursor.fetchall()
        if answer != "ok":
            yield f"the database is damaged: {answer}"


def _lost(said: list[dict[str, Any]]) -> Iterator[str]:
    """Look for every write that was acknowledged."""
    done = Erasure.objects.filter(step__kind=ErasureStep.Kind.CONFIRMED)
    there: dict[str, set[Any]] = {
        "list": set(SourceFile.objects.values_list("pk", flat=True)),
        "root": set(SourceFile.objects.values_list("merkle_root", flat=True)),
        "decisions": set(Decision.objects.values_list("pk", flat=True)),
        "record": set(Record.objects.values_list("pk", flat=True)),
        "request": set(TracingRequest.objects.values_list("ref", flat=True)),
        "erasure": set(done.values_list("ref", flat=True)),
        "upload": {one.ref for one in Upload.objects.all() if files.open_upload(one)},
    }
    for one in said:
        for kind, number in one.items():
            numbers = set(number) if isinstance(number, list) else {number}
            if kind in there and not numbers <= there[kind]:
                yield f"lost: {kind} {number}"


def _ledger(said: list[dict[str, Any]]) -> Iterator[str]:
    held = [
        checkpoints.read(one["checkpoint"].encode(), file="held")
        for one in said
        if "checkpoint" in one
    ]
    verdict = ledger.verify(organisation="north", held=held)
    for finding in verdict.findings:
        yield f"ledger: {finding.code} {finding.facts}"
    if verdict.held != len(held):
        yield f"ledger: {len(held) - verdict.held} checkpoints do not fit"


def _lists() -> Iterator[str]:
    for version in SourceFile.objects.all():
        leaves = version.records.order_by("row").values_list("leaf", flat=True)
        if len(leaves) != version.rows:
            yield f"half: list {version.pk} has {len(leaves)} of {version.rows} rows"
        if merkle.root(map(bytes, leaves)).hex() != version.merkle_root:
            yield f"half: list {version.pk} does not give its hash"
        try:
            raw = files.open_source(version)
        except (ErasedError, FileNotFoundError):
            if DataKey.objects.get(owner=version.owner).destroyed_at is None:
                yield f"half: the file of list {version.pk} is gone"
        else:
            if hashlib.sha256(raw).hexdigest() != version.sha256:
                yield f"half: the file of list {version.pk} is another"


def _records() -> Iterator[str]:
    records = Record.objects.count()
    if Membership.objects.count() != records or Person.objects.count() != records:
        yield "half: records, memberships and persons are not as many"
    keys = set(
        DataKey.objects.filter(owner__startswith="record:").values_list(
            "owner", flat=True
        )
    )
    owners = {one.owner for one in Record.objects.only(*_OWNER)}
    if keys != owners:
        yield f"half: {len(keys ^ owners)} records without a key, or the reverse"
    if wrong := rebuild_memberships():
        yield f"half: {wrong} memberships were not settled"


_OWNER = ("source_id", "source_file_id", "row")


def _told_on_the_ledger() -> Iterator[str]:
    def facts(act: str) -> list[dict[str, Any]]:
        bodies = Entry.objects.filter(act=act).values_list("body", flat=True)
        return [json.loads(body) for body in bodies]

    told = {one["about"] for one in facts("register.list-imported")}
    if told != {f"list:{one.pk}" for one in SourceFile.objects.only("pk")}:
        yield "half: a list without its entry, or the reverse"
    decided = [one for act in ("linked", "undone") for one in facts(f"register.{act}")]
    numbers = {row[0] for one in decided for row in one["facts"]["decisions"]}
    if numbers != set(Decision.objects.values_list("pk", flat=True)):
        yield "half: a decision without its entry, or the reverse"


def _erasures() -> Iterator[str]:
    for erasure in Erasure.objects.all():
        for named in erasure.named.select_related("record"):
            record = named.record
            key = DataKey.objects.get(owner=record.owner)
            gone = not record.family and not record.sealed_verbatim
            if gone is not erasure.is_done or gone is not bool(key.destroyed_at):
                yield f"half: {erasure.ref} and record {record.pk} disagree"
