"""The words of the report: fields, findings, standings, and how sure is sure."""

from __future__ import annotations

from repatria.matching.report.data import Agreement, Standing
from repatria.matching.report.verbatim import visible
from repatria.register.core.words import FIELDS, HOW
from repatria.shared.text import mark as _
from repatria.shared.text import say

FINDINGS: dict[Agreement, str] = {
    Agreement.SAME: _("same"),
    Agreement.CLOSE: _("close"),
    Agreement.DIFFERS: _("differs"),
    Agreement.UNKNOWN: _("unknown"),
}

STANDINGS: dict[Standing, str] = {
    Standing.ONLY_HERE: _("only here"),
    Standing.REVIEW: _("to review"),
    Standing.DUPLICATE: _("repeated row"),
    Standing.UNREADABLE: _("unreadable"),
}

# Least probability first reached, most certain first.
SURENESS: tuple[tuple[float, str], ...] = (
    (0.99, _("almost certain")),
    (0.95, _("very likely")),
    (0.75, _("likely")),
    (0.55, _("more likely than not")),
    (0.45, _("as likely as not")),
    (0.25, _("possible")),
    (0.05, _("unlikely")),
    (0.00, _("very unlikely")),
)


def field_word(field: str) -> str:
    """Return the reader's word for a field; a column of no known field has its own."""
    return say(FIELDS[field]) if field in FIELDS else visible(field)


def finding_word(finding: Agreement) -> str:
    """Return the reader's word for what two values say about each other."""
    return say(FINDINGS[finding])


def standing_word(standing: Standing) -> str:
    """Return the reader's word for why a row stands alone."""
    return say(STANDINGS[standing])


def sureness(probability: float) -> str:
    """Return a probability between 0 and 1 in the reader's words."""
    reached = (words for least, words in SURENESS if probability >= least)
    return say(next(reached, SURENESS[-1][1]))


def how_word(how: str) -> str:
    """Return how a column was understood, in words."""
    return say(HOW[how])
