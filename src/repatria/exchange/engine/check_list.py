"""Whether a list that is signed says throughout what it says: rows, sums, and lot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repatria.exchange.core.document import fault_in, parity, rows_of
from repatria.exchange.core.lots import fault_in_section
from repatria.ledger.core.audit import Finding
from repatria.shared.text import mark as _


def look(told: Mapping[str, Any]) -> tuple[dict[str, str | int], list[Finding]]:
    """Return what a list tells, for whoever verifies it, and what does not hold.

    ``told`` is a JSON object of the kind "proposal", whoever wrote it.  No name and no
    number of a person is in the answer.
    """
    if fault := fault_in(told):
        return {}, [
            Finding(
                "verify.list-altered",
                _("It is not a list as the agency writes one: {fault}."),
                {"fault": fault},
            )
        ]
    going, others = rows_of(told)
    facts: dict[str, str | int] = {
        "exchange": told["exchange"],
        "round": told["round"],
        "version": told["version"],
        "people": len(going),
    }
    findings = _parity(told)
    if "lot" in told:
        section = told["lot"]
        if fault := fault_in_section(section, document=told, rows=[*going, *others]):
            says = _("The lot does not hold: {fault}.")
            findings.append(Finding("verify.lot-broken", says, {"fault": fault}))
        else:
            facts |= {"lot": section["witness"], "seed": section["seed"]}
    return facts, findings


def _parity(told: Mapping[str, Any]) -> list[Finding]:
    """Tell of each party for which other people are listed than are counted."""
    going, _others = rows_of(told)
    listed = parity(told["parties"], going, outside_parity=())
    return [
        Finding(
            "verify.parity-differs",
            _("What {party} gives and gets is not what its rows say."),
            {"party": party},
        )
        for party, sums in listed.items()
        if any(told["parity"][party][key] != sums[key] for key in ("gives", "gets"))
    ]
