"""Two records beside each other, field by field, and why they come now."""

from __future__ import annotations

from typing import Any

from repatria.matching.core.worth import REASONS
from repatria.matching.models import Pair
from repatria.matching.report.figures import probability
from repatria.matching.report.pairs import fields_said, sentences
from repatria.matching.report.rows import conflict_words
from repatria.matching.report.words import sureness
from repatria.register.core.statements import COLUMNS
from repatria.register.models import Record
from repatria.register.queries import case_refs_of, sender_names
from repatria.shared.text import say


def side_by_side(held: Pair) -> dict[str, Any]:
    """Return what the page of a pair shows of the two records."""
    refs = case_refs_of((held.left_id, held.right_id))
    return {
        "pair": held,
        "run": held.run,
        "fields": fields_said(held.why, _told(held.left), _told(held.right)),
        "sentences": sentences(held.why),
        "conflicts": conflict_words(held.differs),
        "share": probability(held.probability),
        "sureness": sureness(held.probability),
        "because": because(held),
        "left_ref": refs[held.left_id],
        "right_ref": refs[held.right_id],
        "names": sender_names((held.left.source.sender, held.right.source.sender)),
    }


def because(held: Pair) -> list[str]:
    """Return why this pair comes before others, what weighs most first."""
    conflicts = [field for field in held.differs if field != "custody"]
    return [
        say(
            REASONS[code],
            share=probability(held.probability),
            fields=", ".join(conflict_words(conflicts)),
        )
        for code in held.worth_because
    ]


def _told(record: Record) -> dict[str, str]:
    return {column: str(getattr(record, column)) for column in COLUMNS}
