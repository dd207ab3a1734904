"""Only the reason changes: what leaves is the same to the byte, under any rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repatria.site.cli import run

RULES = 'parties = ["North", "South"]\nas_of = 2022-11-20\ntiers = [1, 2]\n'
COLUMNS = ("tier", "captured_on", "consent", "held_back", "available_from", "seats")
FOUR = {"id": "x", "holder": "North", "home": "South", "category": "soldier"}
OTHERS = [
    *({**FOUR, "id": f"n{at}", "tier": "1"} for at in range(3)),
    *(
        {**FOUR, "id": f"s{at}", "holder": "South", "home": "North", "tier": "1"}
        for at in range(6)
    ),
]
GIVEN = "[[consideration]]\nfrom = 'South'\nto = 'North'\nwhat = 'maps'\n"
AGREED = {
    "person for person": "",
    "a ratio": "[parity]\nkind = 'ratio'\nratio = { North = 1, South = 2 }\n",
    "a ratio of a category": "[parity]\nkind = 'ratio'\n"
    "ratio = { North = 1, South = 2 }\n[[parity.ratios]]\ncategory = 'soldier'\n"
    "held_by = 'North'\nagainst = { South = 2 }\n",
    "something beside": GIVEN,
    "something beside that counts": f"{GIVEN}points = 1\n",
    "by category": "[parity]\nkind = 'category'\n",
    "a floor": "[floors]\n'' = 2\n",
}
HELD = {"held_back": "geneva3.art115"}
REASONS = {
    "refused": {"consent": "no"},
    "held back": {"held_back": "geneva3.art119 until the sentence is served"},
    "not yet there": {"available_from": "2023-05-01"},
    # Able to go, and after the others: the three seats are theirs.
    "outranked": {"tier": "2"},
    "of no tier": {"tier": ""},
    "a stretcher": {"tier": "2", "seats": "4"},
}


def outgoing(folder: Path, agreed: str, reason: dict[str, str]) -> dict[str, bytes]:
    people = [*OTHERS, {**FOUR, "tier": "1", **reason}]
    names = [*FOUR, *COLUMNS]
    rows = [",".join(one.get(name, "") for name in names) for one in people]
    (folder / "people.csv").write_text("\n".join([",".join(names), *rows]), "utf-8")
    seats = "[seats]\n'North>South' = 3\n"
    (folder / "rules.toml").write_text(f"{RULES}{seats}{agreed}", "utf-8")
    line = [str(folder / "people.csv"), "--rules", str(folder / "rules.toml")]
    assert run(["propose", *line, "--out", str(folder / "out")]) == 0
    told = (folder / "out" / "proposal.json").read_bytes()
    return {
        "proposal.json": re.sub(rb'"seconds": [\d.]+', b"", told),
        "delegation.html": (folder / "out" / "delegation.html").read_bytes(),
    }


@pytest.mark.parametrize("agreed", AGREED.values(), ids=AGREED.keys())
def test_why_somebody_is_left_out_changes_no_byte(tmp_path: Path, agreed: str) -> None:
    first = outgoing(tmp_path, agreed, HELD)
    assert b'"x"' not in first["proposal.json"]
    for reason in REASONS.values():
        assert outgoing(tmp_path, agreed, reason) == first
