"""The document that is proposed, looked at and published: plain values in one order."""

from __future__ import annotations

from typing import Any

from repatria.publication.core.suppression import Cell, Count, Part, Total, Totals
from repatria.publication.core.threshold import Threshold

KIND = "totals"
VERSION = 1


def document(exchange_ref: str, shown: Totals, rule: Threshold) -> dict[str, Any]:
    """Return the totals of one exchange as plain values, ready for canonical JSON.

    Only what is shown goes in: a withheld number is null and leaves no other trace.
    """
    return {
        "kind": KIND,
        "version": VERSION,
        "exchange": exchange_ref,
        "least_shown": rule.least_shown,
        "reason": rule.reason,
        "cells": [_cell(cell) for cell in shown.cells],
        "totals": [
            {"direction": one.direction, "n": one.n, "rounds": one.rounds}
            for one in shown.totals
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "round": cell.round,
        "on": cell.on,
        "direction": cell.direction,
        "withheld": cell.withheld,
        "counts": [_count(count) for count in cell.counts],
    }


def _count(count: Count) -> dict[str, Any]:
    return {
        "by": count.by,
        "n": count.n,
        "what": count.what,
        "parts": [{"n": part.n, "what": part.what} for part in count.parts],
        "approximate": count.approximate,
        "modality": count.modality,
        "said_on": count.said_on,
        "report": count.report_ref,
        "ours": count.ours,
        "shown": count.shown,
    }


def read(told: dict[str, Any]) -> Totals:
    """Return the values that a document holds; the other way round."""
    cells = tuple(
        Cell(
            cell["round"],
            cell["on"],
            cell["direction"],
            tuple(_read_count(count) for count in cell["counts"]),
            withheld=cell["withheld"],
        )
        for cell in told["cells"]
    )
    totals = tuple(
        Total(one["direction"], one["n"], one["rounds"]) for one in told["totals"]
    )
    return Totals(cells, totals)


def _read_count(told: dict[str, Any]) -> Count:
    return Count(
        by=told["by"],
        n=told["n"],
        what=told["what"],
        parts=tuple(Part(part["n"], part["what"]) for part in told["parts"]),
        approximate=told["approximate"],
        modality=told["modality"],
        said_on=told["said_on"],
        report_ref=told["report"],
        ours=told["ours"],
        shown=told["shown"],
    )
