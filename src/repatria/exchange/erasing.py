"""Wishes, holds, destinations and reasons of people of whom nothing else is left."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from repatria.access import vault
from repatria.exchange import queries
from repatria.exchange.models import (
    Destination,
    EntryAnswer,
    Hold,
    ListEntry,
    ListReasons,
    Wish,
)
from repatria.exchange.services import answers, destinations, holds, wishes
from repatria.register.core.case_numbers import new_ref
from repatria.shared.pieces import pieces

AT_A_TIME = 500


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy the keys of what these people wish and of what holds them back.

    Why each stood on a list or off it is sealed for a whole list together: it is sealed
    anew without them, and the key of the words before is destroyed.
    """
    del records
    gone = set(case_refs)
    if not gone:
        return 0
    owners: list[str] = []
    for some in pieces(sorted(gone), AT_A_TIME):
        wished = Wish.objects.filter(case_ref__in=some)
        held = Hold.objects.filter(case_ref__in=some)
        owners += [wishes.owner_of(one.ref) for one in wished]
        owners += [holds.owner_of(one.ref) for one in held]
        going = Destination.objects.filter(case_ref__in=some)
        owners += [destinations.owner_of(one.ref) for one in going]
        answered = EntryAnswer.objects.filter(entry__case_ref__in=some)
        grounds = answered.exclude(sealed_ground=b"")
        owners += [answers.owner_of(one.ref) for one in grounds]
    return vault.erase_all([*owners, *_reasons_sealed_anew(gone, at)], at=at)


def _reasons_sealed_anew(gone: set[str], at: datetime) -> Iterator[str]:
    """Yield the owners of every reasons of a list that these people stood on."""
    for version, numbers in _on_lists(gone).items():
        earlier = list(ListReasons.objects.filter(version=version).order_by("pk"))
        if earlier:
            _seal_anew(earlier[-1], numbers, at)
        yield from (queries.reasons_owner(one.ref) for one in earlier)


def _on_lists(gone: set[str]) -> dict[int, set[str]]:
    """Return by list version under which of its numbers these people stand on it."""
    found: dict[int, set[str]] = {}
    for some in pieces(sorted(gone), AT_A_TIME):
        held = ListEntry.objects.filter(case_ref__in=some)
        for version, number in held.values_list("version_id", "shared_ref"):
            found.setdefault(version, set()).add(number)
    return found


def _seal_anew(newest: ListReasons, gone: set[str], at: datetime) -> None:
    told = _without(queries.opened_reasons(newest), gone)
    ref = new_ref("Y")
    sealed = vault.seal_text(
        queries.reasons_owner(ref), queries.REASONS, json.dumps(told)
    )
    ListReasons.objects.create(
        version_id=newest.version_id, ref=ref, sealed_reasons=sealed, made_at=at
    )


def _without(told: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    return {
        "why": {case: why for case, why in told["why"].items() if case not in gone},
        "reserves": {
            leg: [case for case in cases if case not in gone]
            for leg, cases in told["reserves"].items()
        },
        "for_the_agency": [one for one in told["for_the_agency"] if one not in gone],
    }
