"""What the agency sends, and the keys that people keep outside the servers."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import rfc8785

from repatria.exchange.models import ListVersion
from repatria.exchange.tests import world
from repatria.exchange.tests.world import NORTH, SOUTH
from repatria.transmission.core.signing import new_key, sign

NEGOTIATOR = world.command("negotiator", organisation="north")
OURS, THEIRS, STRANGER = new_key(), new_key(), new_key()


def signature_over(version: ListVersion, party: str) -> dict[str, Any]:
    """Write what travels of a party's signature over a list."""
    made = sign(OURS if party == NORTH else THEIRS, version.document.encode())
    return {
        "kind": "signature", "about": "list", "exchange": version.round.exchange.ref,
        "round": version.round.number, "version": version.version,
        "sha256": version.sha256, "party": party,
        "signature": b64encode(made.signature).decode(),
    }  # fmt: skip


def document(*, version: Any = 1, first: str = "N-1", **changes: Any) -> bytes:
    """Write what the agency would send: two go, everybody else is not proposed."""
    rows = [
        {"case": f"R-AGENCY{n:02}", "holder_id": holder_id, "home_id": home_id,
         "leg": leg, "name": f"Somebody {n}"}
        for n, (leg, holder_id, home_id) in enumerate(
            [
                (f"{NORTH}>{SOUTH}", first, "M-S-1"),
                (f"{SOUTH}>{NORTH}", "S-1", "M-N-1"),
                (f"{NORTH}>{SOUTH}", "N-3", "M-S-3"),
            ]
        )
    ]  # fmt: skip
    one = {"gives": 1, "gets": 1, "gives_outside": 0, "gets_outside": 0}
    told: dict[str, Any] = {
        "kind": "proposal", "exchange": "X-00000000", "title": "Lake series",
        "parties": [NORTH, SOUTH], "round": 1, "on": "2022-11-23", "version": version,
        "rules_sha256": "0" * 64, "synthetic": True, "seats": {f"{NORTH}>{SOUTH}": 1},
        "legs": {f"{NORTH}>{SOUTH}": rows[:1], f"{SOUTH}>{NORTH}": rows[1:2]},
        "not_proposed": rows[2:], "parity": {NORTH: one, SOUTH: one}, **changes,
    }  # fmt: skip
    return rfc8785.dumps(told)
