"""The rules of an exchange in plain words, and what changed from version to version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import Any

from repatria.exchange.core.rules import Kind, Parity, Rules
from repatria.exchange.models import RulesVersion
from repatria.exchange.report.agreed import KINDS, WITNESSES, worths_of
from repatria.rulebook.tables import load_table

_AROUND = 2
_HEADINGS = 2  # and the place of the first change, which tells nothing here
_SIGNS = {"+": "+", "-": "−", " ": ""}


def in_plain_words(rules: Rules) -> dict[str, Any]:
    """Return what rules say, part by part, for the page and for print."""
    return {
        "parties": sorted(rules.parties),
        "as_of": rules.as_of,
        "tiers": rules.tiers,
        "categories": rules.categories,
        "parity": _parity(rules.parity),
        "worths": list(worths_of(rules)),
        "blocs": rules.parity.blocs,
        "extra": sorted(rules.extra.items()),
        "in_points": rules.parity.kind is Kind.VALUE,
        "seats": sorted((str(one), n) for one, n in rules.seats.items()),
        "floors": sorted(rules.floors.items()),
        "considerations": rules.considerations,
        "lot": WITNESSES[rules.lot.witness],
        "seed": rules.lot.seed,
    }


def _parity(parity: Parity) -> dict[str, Any]:
    named = load_table(parity.named) if parity.named else None
    values = sorted(parity.table.items(), key=lambda one: (-one[1], one[0]))
    return {"words": KINDS[parity.kind], "named": named, "values": values}


def versions_shown(versions: Sequence[RulesVersion]) -> list[dict[str, Any]]:
    """Return versions, the newest first, each with what it changed."""
    before: list[RulesVersion | None] = [None, *versions[:-1]]
    shown = [
        {"version": one, "changes": list(_changes(earlier, one))}
        for earlier, one in zip(before, versions, strict=True)
    ]
    return shown[::-1]


def _changes(
    before: RulesVersion | None, after: RulesVersion
) -> Iterator[dict[str, str]]:
    """Yield the changed lines with some around them; ``sign`` says which are new.

    Nothing where one of the two texts is not here.
    """
    if before is None or not (before.text and after.text):
        return
    lines = unified_diff(
        before.text.splitlines(), after.text.splitlines(), lineterm="", n=_AROUND
    )
    for place, line in enumerate(lines):
        if place > _HEADINGS:
            sign = _SIGNS.get(line[0])
            gap = sign is None
            yield {"sign": "" if gap else sign or "", "text": "…" if gap else line[1:]}
