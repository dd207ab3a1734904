"""What was written down of somebody's case, when nothing else is left of them.

The register is a later room: it calls this with the other rooms' erasers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from repatria.access import exports, vault
from repatria.access.models import Export, Opening, Restriction


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy why these cases were restricted or opened, and files they stand in.

    A file that was fetched has no key any more; one that waits ends now, with
    everybody else on it, since nobody can be taken out of it.
    """
    del records
    gone = set(case_refs)
    owners = [*_reasons(gone), *_files(gone, at)] if gone else []
    return vault.erase_all(owners, at=at)


def _reasons(gone: set[str]) -> Iterator[str]:
    for model in (Restriction, Opening):
        held = model._default_manager.iterator()
        yield from (one.owner for one in held if one.case_ref in gone)


def _files(gone: set[str], at: datetime) -> Iterator[str]:
    for held in Export.objects.exclude(sealed_cases=b""):
        sealed = {held.owner: bytes(held.sealed_cases)}
        for cases in vault.open_texts("cases", sealed).values():
            if gone.intersection(json.loads(cases)):
                exports.end(held, at=at)
                yield held.owner
