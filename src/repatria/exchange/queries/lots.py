"""Where the lot of a round stands, who has committed and shown, and what it gives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from repatria.exchange.core import lots
from repatria.exchange.core.document import Row
from repatria.exchange.core.lot import Lot, seed_of
from repatria.exchange.core.lot_refusals import LotUnderWayError
from repatria.exchange.core.lots import Stand
from repatria.exchange.models import LotCall, LotEvent, LotWord, Round


def newest_lot(held: Round) -> LotCall | None:
    """Return the lot of a round that was called last."""
    return LotCall.objects.filter(round=held).order_by("number").last()


def newest_lots() -> list[LotCall]:
    """Return the newest lot of every round that has one, with what was said of it."""
    calls = LotCall.objects.order_by("number").prefetch_related("words", "events")
    return list({call.round_id: call for call in calls}.values())


def lot_over(sha256: str) -> LotCall | None:
    """Return the lot over these inputs."""
    return LotCall.objects.filter(sha256=sha256).first()


def inputs_of(call: LotCall) -> dict[str, Any]:
    """Return what was fixed when a lot was called."""
    told: dict[str, Any] = json.loads(call.inputs)
    return told


def participants_of(call: LotCall) -> list[str]:
    """Return who takes part: every party and the agency."""
    return lots.participants(inputs_of(call))


def commitments_of(call: LotCall) -> dict[str, str]:
    """Return what each participant committed to, as far as it is here."""
    return _words(call, LotWord.Kind.COMMITMENT)


def secrets_of(call: LotCall) -> dict[str, str]:
    """Return the secrets that were shown, as far as they are here."""
    return _words(call, LotWord.Kind.SECRET)


def _words(call: LotCall, kind: LotWord.Kind) -> dict[str, str]:
    return {one.party: one.value for one in call.words.all() if one.kind == kind}


def stand_of(call: LotCall) -> Stand:
    """Return where a lot stands, as far as it is known here."""
    events = {event.kind for event in call.events.all()}
    if LotEvent.Kind.GIVEN_UP in events:
        return Stand.GIVEN_UP
    if LotEvent.Kind.CLOSED not in events:
        return Stand.OPEN
    shown = secrets_of(call).keys() >= set(participants_of(call))
    return Stand.DRAWN if shown else Stand.CLOSED


def waits_for(call: LotCall, party: str) -> bool:
    """Tell whether a lot waits for a participant's commitment, or for its secret."""
    stands = stand_of(call)
    if stands is Stand.OPEN:
        return party not in commitments_of(call)
    return stands is Stand.CLOSED and party not in secrets_of(call)


UNDER_WAY = frozenset({Stand.OPEN, Stand.CLOSED})
"""Where a lot waits for somebody."""


def refuse_under_way(held: Round) -> None:
    """Raise ``LotUnderWayError`` while a round's lot is called and not drawn."""
    call = newest_lot(held)
    if call is not None and stand_of(call) in UNDER_WAY:
        raise LotUnderWayError(round=str(held.number))


def lot_drawn(held: Round) -> Lot | None:
    """Return the lot whose seed counts for a round; None where the rules' own does."""
    call = newest_lot(held)
    if call is None or stand_of(call) is not Stand.DRAWN:
        return None
    secrets = secrets_of(call)
    return Lot(seed_of(secrets), commitments_of(call), secrets)


def section_for(
    held: Round, rows: Iterable[Row], *, seed: str, rules_sha256: str
) -> dict[str, Any] | None:
    """Return what the list of a round tells of its lot; None where none was called."""
    call = newest_lot(held)
    if call is None:
        return None
    return lots.section(
        inputs_of(call),
        commitments_of(call),
        secrets_of(call),
        rows=rows,
        rules_sha256=rules_sha256,
        seed=seed,
    )
