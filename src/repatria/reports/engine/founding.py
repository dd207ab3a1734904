"""The founding report in our own words, with invented states: for demonstrations."""

from __future__ import annotations

from importlib.resources import files

FILE = "founding_report.json"


def founding_report() -> bytes:
    """Return the retold report as the file it is received from."""
    return (files("repatria.reports") / "data" / FILE).read_bytes()
