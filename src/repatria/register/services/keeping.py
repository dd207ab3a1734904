"""How rows become records: sealed, proved, each with a case number of its own."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
import rfc8785

from repatria.access import vault
from repatria.access.core.sealing import seal
from repatria.ledger.core import merkle
from repatria.register.core.case_numbers import new_case_ref
from repatria.register.core.statements import COLUMNS, SALT_BYTES, statement
from repatria.register.engine.rows import KEYS, search_keys
from repatria.register.models import (
    LONG,
    Membership,
    Person,
    Record,
    Source,
    SourceFile,
    record_owner,
)

AT_A_TIME = 2_000
_OURS = (*COLUMNS, *KEYS, "row", "line", "readable")
Verbatim = Sequence[tuple[str, str]]  # column and text


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows ready to be kept: understood columns, salts, and each row's leaf."""

    told: pl.DataFrame
    salts: Sequence[bytes]
    leaves: Sequence[bytes]

    @property
    def root(self) -> str:
        """The hash of the version: the root over the leaves, as hexadecimal digits."""
        return merkle.root(self.leaves).hex()


def prepared(told: pl.DataFrame, salts: Sequence[bytes] | None = None) -> Kept:
    """Give rows their salts, unless they came with some, and their leaves."""
    salts = salts or [secrets.token_bytes(SALT_BYTES) for _row in range(told.height)]
    return Kept(told, salts, [leaf_of(said) for said in statements(told, salts)])


def statements(told: pl.DataFrame, salts: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    """Yield each row as the value that is proved and sent."""
    for said, salt in zip(told.iter_rows(named=True), salts, strict=True):
        yield statement(said, row=said["row"], salt=salt, readable=said["readable"])


def leaf_of(said: dict[str, Any]) -> bytes:
    """Return the SHA-256 of a row in canonical JSON."""
    return hashlib.sha256(rfc8785.dumps(said)).digest()


def with_keys(told: pl.DataFrame) -> pl.DataFrame:
    """Add the codes by which rows are searched, cutting texts that are too long."""
    cut = told.with_columns(pl.col(COLUMNS).str.slice(0, LONG))
    return cut.with_columns(*search_keys(cut, longest=LONG))


def keep_rows(
    kept: Kept,
    *,
    source: Source,
    source_file: SourceFile | None,
    kind: str,
    said_on: date,
    at: datetime,
    verbatim: Iterable[Verbatim],
    extra: frozenset[str],
) -> list[Record]:
    """Write one record a row, each with a person of its own until somebody links them.

    ``extra`` names the list's own columns that are sealed apart, for readers who need
    no more than those.
    """
    file_id = source_file.pk if source_file else None
    rows = kept.told.select(_OURS).iter_rows(named=True)
    persons = _new_persons(kept.told.height, at=at)
    keys = vault.make_keys(
        record_owner(source.pk, file_id, row) for row in kept.told["row"]
    )
    records = [
        Record(
            source=source,
            source_file=source_file,
            kind=kind,
            said_on=said_on,
            salt=salt,
            leaf=leaf,
            first_person=person,
            **_sealed(
                keys, record_owner(source.pk, file_id, said["row"]), pairs, extra
            ),
            **said,
        )
        for said, salt, leaf, person, pairs in zip(
            rows, kept.salts, kept.leaves, persons, verbatim, strict=True
        )
    ]
    Record.objects.bulk_create(records, batch_size=AT_A_TIME)
    Membership.objects.bulk_create(
        [Membership(record=one, person=one.first_person) for one in records],
        batch_size=AT_A_TIME,
    )
    return records


def _sealed(
    keys: dict[str, bytes], owner: str, pairs: Verbatim, extra: frozenset[str]
) -> dict[str, bytes]:
    """Seal a row's own words, and apart those of which nothing is kept in clear."""
    apart = [(name, text) for name, text in pairs if name in extra]
    key = keys[owner]
    return {
        "sealed_verbatim": seal(key, _as_json(pairs), place=f"{owner}/verbatim"),
        "sealed_extra": seal(key, _as_json(apart), place=f"{owner}/extra")
        if apart
        else b"",
    }


def _as_json(pairs: Verbatim) -> bytes:
    return json.dumps(pairs, ensure_ascii=False).encode("utf-8", "replace")


def _new_persons(number: int, *, at: datetime) -> list[Person]:
    """Open persons under numbers that nobody has had."""
    refs: dict[str, None] = {}
    while len(refs) < number:
        drawn = [new_case_ref() for _one in range(number - len(refs))]
        taken = set()
        for start in range(0, len(drawn), AT_A_TIME):
            some = drawn[start : start + AT_A_TIME]
            held = Person.objects.filter(case_ref__in=some)
            taken |= set(held.values_list("case_ref", flat=True))
        refs |= dict.fromkeys(ref for ref in drawn if ref not in taken)
    persons = [Person(case_ref=ref, opened_at=at) for ref in refs]
    return Person.objects.bulk_create(persons, batch_size=AT_A_TIME)
