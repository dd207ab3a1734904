"""Why a row has its verdict, in a sentence of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from repatria.matching.core.verdicts import REASONS
from repatria.matching.report.figures import number, probability
from repatria.register.core.words import FIELDS
from repatria.shared.text import mark as _
from repatria.shared.text import say

# Conflicts that are of no column: both parties say that they hold the person.
CUSTODY_WORDS = _("Who holds the person")


def reason_sentence(
    reason: str, facts: Mapping[str, Any], differs: Sequence[str]
) -> str:
    """Return why a row has its verdict; ``facts`` are those kept with it."""
    near = reason == "nearest"
    return say(
        REASONS[reason],
        other=number(facts.get("other", 0)),
        fields=", ".join(conflict_words(differs)),
        row=number(facts.get("near_row" if near else "row", 0)),
        share=probability(facts.get("near_share" if near else "share", 0.0)),
    )


def conflict_words(differs: Sequence[str]) -> list[str]:
    """Return the reader's words for fields in conflict."""
    return [say(FIELDS.get(field, CUSTODY_WORDS)) for field in differs]
