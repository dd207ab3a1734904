"""The published error rates that stand beside every result."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from repatria.matching.report.data import ErrorRate


@cache
def error_rates() -> tuple[ErrorRate, ...]:
    """Return what ``make bench`` measured and ``published/error_rates.toml`` states."""
    text = (files(__package__) / "published" / "error_rates.toml").read_text("utf-8")
    return tuple(ErrorRate(**rate) for rate in tomllib.loads(text).get("measured", ()))
