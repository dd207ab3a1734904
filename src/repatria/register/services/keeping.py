"""How rows become records: sealed, proved, each with a case number of its own."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from repatria.access import vault
from repatria.access.bulk import insert_columns
from repatria.access.core.sealing import seal
from repatria.ledger.core import merkle
from repatria.register.core.case_numbers import new_case_ref
from repatria.register.core.statements import (
    COLUMNS,
    SALT_BYTES,
    canonical,
    statement,
)
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
from repatria.shared.pieces import pieces

AT_A_TIME = 2_000
_OURS = (*COLUMNS, *KEYS, "row", "line", "readable")
Verbatim = Sequence[tuple[str, str]]  # column and text
Progress = Callable[[str, float], None]  # a step, and the share of it that is done


def silent(step: str, share: float) -> None:
    """Tell nobody how far the work is."""


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
    return hashlib.sha256(canonical(said)).digest()


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
    progress: Progress = silent,
) -> Sequence[int]:
    """Write one record a row, each with a person of its own until somebody links them.

    ``extra`` names the list's own columns that are sealed apart, for readers who need
    no more than those.  Returns the records' numbers.
    """
    file_id = source_file.pk if source_file else None
    owners = [record_owner(source.pk, file_id, row) for row in kept.told["row"]]
    sealed = _sealed(vault.make_keys(owners), verbatim, extra, progress)
    progress("write", 0.4)
    persons = _new_persons(kept.told.height, at=at)
    progress("write", 0.5)
    told = {name: kept.told[name].to_list() for name in _OURS}
    records = insert_columns(
        Record,
        {
            **told,
            "salt": kept.salts,
            "leaf": kept.leaves,
            "sealed_verbatim": sealed.verbatim,
            "sealed_extra": sealed.extra,
            "first_person_id": persons,
        },
        source_id=source.pk,
        source_file_id=file_id,
        kind=kind,
        said_on=said_on,
    )
    progress("write", 0.9)
    insert_columns(Membership, {"record_id": records, "person_id": persons})
    return records


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is sealed of each row: its own words, and those kept nowhere in clear."""

    verbatim: list[bytes]
    extra: list[bytes]


def _sealed(
    keys: dict[str, bytes],
    rows: Iterable[Verbatim],
    extra: frozenset[str],
    progress: Progress,
) -> Sealed:
    sealed = Sealed([], [])
    share = 0.4 / max(len(keys), 1)
    for at, ((owner, key), pairs) in enumerate(zip(keys.items(), rows, strict=True)):
        apart = [(name, text) for name, text in pairs if name in extra]
        sealed.verbatim.append(seal(key, _as_json(pairs), place=f"{owner}/verbatim"))
        sealed.extra.append(
            seal(key, _as_json(apart), place=f"{owner}/extra") if apart else b""
        )
        if at % AT_A_TIME == 0:
            progress("write", at * share)
    return sealed


def _as_json(pairs: Verbatim) -> bytes:
    return json.dumps(pairs, ensure_ascii=False).encode("utf-8", "replace")


def _new_persons(number: int, *, at: datetime) -> Sequence[int]:
    """Open persons under numbers that nobody has had; return their keys."""
    refs: dict[str, None] = {}
    while len(refs) < number:
        drawn = [new_case_ref() for _one in range(number - len(refs))]
        taken = set()
        for some in pieces(drawn, AT_A_TIME):
            held = Person.objects.filter(case_ref__in=some)
            taken |= set(held.values_list("case_ref", flat=True))
        refs |= dict.fromkeys(ref for ref in drawn if ref not in taken)
    return insert_columns(Person, {"case_ref": list(refs)}, opened_at=at)
