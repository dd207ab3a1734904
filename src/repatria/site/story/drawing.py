"""The lot of each round: called, committed to, and shown by all three."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.cast import (
    AGENCY,
    NORTH,
    SOUTH,
    Organisation,
    Stage,
    somebody,
)
from repatria.site.story.installations import inside
from repatria.site.story.post import carry

if TYPE_CHECKING:
    from pathlib import Path

    from repatria.exchange.models import LotCall
    from repatria.shared.actors import Actor

PARTIES = (NORTH, SOUTH)


def draw(stage: Stage, held: Any) -> None:
    """Draw the lot of a round, before its list is worked out; inside the agency."""
    from repatria.exchange.services import lots

    agency: dict[str, Any] = {"actor": _who(stage, AGENCY), "at": stage.now()}
    call = lots.call_lot(held=held, **agency)
    _post(stage, AGENCY, call)
    for party in PARTIES:
        _commit(stage, party, call)
    _commit(stage, AGENCY, call)
    lots.close_lot(call=call, **agency)
    _post(stage, AGENCY, call)
    for one in (*PARTIES, AGENCY):
        _show(stage, one, call)


def _who(stage: Stage, one: Organisation) -> Actor:
    role = Role.AGENCY_DELEGATE if one == AGENCY else Role.NEGOTIATOR
    return somebody(stage, one, role)


def _secret(stage: Stage, one: Organisation, call: LotCall) -> Path:
    """Return where an organisation keeps its secret: with its keys, off the servers."""
    return stage.keys / f"{one.code}-{call.sha256[:8]}.secret"


def _commit(stage: Stage, one: Organisation, call: LotCall) -> None:
    from repatria.exchange.engine.check_lot import new_secret
    from repatria.exchange.queries import lots as found
    from repatria.exchange.services import lots

    value = new_secret(_secret(stage, one, call))
    with inside(stage.home(one)):
        here = found.lot_over(call.sha256)
        assert here is not None  # noqa: S101 - the call was carried over
        lots.commit(
            actor=_who(stage, one), call=here, party=one.party or one.code,
            value=value, at=stage.now(),
        )  # fmt: skip
        _post(stage, one, here)


def _show(stage: Stage, one: Organisation, call: LotCall) -> None:
    from repatria.exchange.queries import lots as found
    from repatria.exchange.services import lots

    secret = _secret(stage, one, call).read_text(encoding="ascii")
    with inside(stage.home(one)):
        here = found.lot_over(call.sha256)
        assert here is not None  # noqa: S101 - the call was carried over
        lots.reveal(
            actor=_who(stage, one), call=here, party=one.party or one.code,
            secret=secret, at=stage.now(),
        )  # fmt: skip
        _post(stage, one, here)


def _post(stage: Stage, one: Organisation, call: LotCall) -> None:
    from repatria.exchange.services import lot_messages

    for parcel in lot_messages.to_send(call):
        outgoing = lot_messages.send(
            actor=_who(stage, one), call=call, parcel=parcel, at=stage.now()
        )
        carry(stage, one, outgoing)
