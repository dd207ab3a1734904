"""A list on its way to another organisation: what was understood of it, and no more."""

from __future__ import annotations

import json
from datetime import datetime

import polars as pl
import rfc8785

from repatria.access import restricted
from repatria.access.core.errors import WithheldError
from repatria.ledger import services as ledger
from repatria.register.core.erasures import RowsErasedError
from repatria.register.core.statements import COLUMNS
from repatria.register.models import SourceFile
from repatria.register.services.keeping import statements
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Outgoing

KIND = "list"
_SHOWN = 2  # rows shown before a list leaves


def list_payload(version: SourceFile, *, whole: bool = True) -> bytes:
    """Return a version of a list as canonical JSON (RFC 8785).

    Its rows are the very values whose tree gives ``root``, so that the recipient can
    check each of them.  Sealed words, remarks and contacts are not in it.  Raises
    ``RowsErasedError`` where rows are missing, unless it need not be ``whole``.
    """
    if whole and version.records.filter(salt=b"").exists():
        raise RowsErasedError
    rows = version.records.order_by("row").values_list(
        *COLUMNS, "row", "readable", "salt"
    )
    names = (*COLUMNS, "row", "readable")
    held = list(rows)
    told = pl.DataFrame([row[:-1] for row in held], schema=names, orient="row")
    salts = [bytes(row[-1]) for row in held]
    return rfc8785.dumps(
        {
            "kind": KIND,
            "holder": version.holder,
            "home": version.home,
            "root": version.merkle_root,
            "rows": list(statements(told, salts)),
            "said_on": version.said_on.isoformat(),
            "subject": version.subject,
            "version": version.version,
        }
    )


def prepare_list_transmission(
    *, actor: Actor, version: SourceFile, to: str, at: datetime
) -> Outgoing:
    """Make a transmission of a list, to be signed and carried by people.

    Raises ``WithheldError`` where it would tell a power of somebody who is withheld
    from the powers: rows cannot be left out of a version, whose hash is over all.
    """
    if _on_it(version, restricted.withheld_from(to)):
        raise WithheldError(to=to)
    outgoing = transmission.prepare(
        actor=actor, to=to, kind=KIND, payload=list_payload(version), at=at
    )
    ledger.append(
        actor=actor,
        act="register.list-prepared",
        about=f"list:{version.pk}",
        facts={"root": version.merkle_root, "to": to},
        at=at,
    )
    return outgoing


def _on_it(version: SourceFile, refs: frozenset[str]) -> set[int]:
    """Return the rows of a list that are about these cases."""
    held = version.records.filter(membership__person__case_ref__in=refs)
    return set(held.values_list("row", flat=True)) if refs else set()


def sample_of_payload(
    version: SourceFile, *, hidden: frozenset[str] = frozenset()
) -> str:
    """Return the beginning of what would leave, for the eyes of whoever sends it.

    Without those whom the reader may not see (``hidden``), though they would leave.
    """
    told, unseen = json.loads(list_payload(version)), _on_it(version, hidden)
    rows = [row for row in told["rows"] if row["row"] not in unseen]
    told["rows"] = rows[:_SHOWN]
    return json.dumps(told, ensure_ascii=False, indent=1)


def cases_in_sample(version: SourceFile, sample: str) -> set[str]:
    """Return whom such a beginning shows."""
    rows = [row["row"] for row in json.loads(sample)["rows"]]
    held = version.records.filter(row__in=rows)
    return set(held.values_list("membership__person__case_ref", flat=True))
