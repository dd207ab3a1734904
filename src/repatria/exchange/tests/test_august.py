"""1 August 2024, the largest exchange since the Cold War: how balance decides how many.

The legs are those of ``exchange.md``: how many went where, of adults, as the press told
it; nobody's name is here, and nothing else of them.
"""

from __future__ import annotations

from typing import Any

import pytest

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.check import verify
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.read_rules import rules_of
from repatria.exchange.tests.people import person

EAST = ("Russia", "Belarus")
WEST = ("United States", "Germany", "Slovenia", "Norway", "Poland")
LEGS = {
    ("United States", "Russia"): 3,
    ("Germany", "Russia"): 1,
    ("Slovenia", "Russia"): 2,
    ("Norway", "Russia"): 1,
    ("Poland", "Russia"): 1,
    ("Russia", "United States"): 3,
    ("Russia", "Germany"): 12,
    ("Belarus", "Germany"): 1,
}
BLOCS = {"east": list(EAST), "west": list(WEST)}


def listed() -> list[Candidate]:
    return [
        person(f"{holder[0]}{home[0]}{place}", holder, home)
        for (holder, home), number in LEGS.items()
        for place in range(number)
    ]


@pytest.mark.parametrize(
    ("more", "number"),
    [
        pytest.param({}, 8, id="each country by itself"),
        pytest.param({"parity": {"kind": "count", "blocs": BLOCS}}, 16, id="two blocs"),
        pytest.param(
            {"parity": {"kind": "count", "blocs": BLOCS}, "extra": {"east": 8}},
            24,
            id="two blocs, and eight beyond",
        ),
    ],
)
def test_what_balances_decides_how_many_go(more: dict[str, Any], number: int) -> None:
    rules = rules_of({"parties": [*EAST, *WEST], **more})
    everybody = listed()
    assert len(everybody) == 24
    proposal = propose(everybody, rules)
    assert len(proposal.go) == number
    assert verify(everybody, rules, proposal.go) == ()
