"""What speaks for and against a kept pair, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from repatria.matching.core.ladders import Ladder
from repatria.matching.core.model import ladder_named
from repatria.matching.engine.findings import Finding
from repatria.matching.report.data import Agreement
from repatria.matching.report.evidence import agreement, for_and_against, named
from repatria.matching.report.words import field_word, finding_word
from repatria.shared.text import mark as _
from repatria.shared.text import say

# Fields of a comparison -> columns of a record.
COLUMNS = {
    "family": "family",
    "given": "given",
    "patronymic": "patronymic",
    "birth_date": "birth",
    "birth_place": "birth_place",
    "rank": "rank",
    "unit": "unit",
    "service_number": "service_number",
    "captured_on": "captured_on",
    "captured_at": "captured_at",
    "held_at": "place",
    "sex": "sex",
    "call_sign": "call_sign",
}
# Columns of a record -> fields; what became of somebody is no field of a comparison.
FIELD_OF = {column: field for field, column in COLUMNS.items()} | {
    "said_fate": "status"
}
_DATES = frozenset({"birth_date", "captured_on"})
_NAMES = frozenset(
    {"family", "given", "patronymic", "birth_place", "captured_at", "held_at"}
)
TONES = {
    Agreement.SAME: "good",
    Agreement.CLOSE: "waiting",
    Agreement.DIFFERS: "differs",
    Agreement.UNKNOWN: "open",
}


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """One field of a pair: both sides' words, and what they say about each other.

    ``bits`` is None where a side does not state the field.
    """

    title: str
    left: str
    right: str
    finding: str
    tone: str
    why: str
    bits: float | None
    is_date: bool = False
    is_name: bool = False

    @property
    def signed(self) -> str:
        """The weight as it is written, "" where there is none."""
        return "" if self.bits is None else f"{self.bits:+.1f}"

    @property
    def weighs(self) -> str:
        """The weight in words, "" where there is none."""
        return "" if self.bits is None else weight_words(self.bits)


# Bits from which on a field speaks so, in either direction; each bit doubles the odds.
WEIGHTS: tuple[tuple[float, str, str], ...] = (
    (7.0, _("strongly for one person"), _("strongly against")),
    (3.0, _("for one person"), _("against")),
    (0.5, _("a little for one person"), _("a little against")),
)
LITTLE = _("says little either way")


def weight_words(bits: float) -> str:
    """Return a field's weight in the reader's words.

    >>> weight_words(9.1), weight_words(-3.5), weight_words(0.2)
    ('strongly for one person', 'against', 'says little either way')
    """
    for least, speaks_for, against in WEIGHTS:
        if abs(bits) >= least:
            return say(speaks_for if bits > 0 else against)
    return say(LITTLE)


def fields_said(
    why: Iterable[Finding], left: Mapping[str, str], right: Mapping[str, str]
) -> list[FieldSaid]:
    """Return all fields that either side states, in the usual order."""
    found = {field: (code, bits) for field, code, bits in why}
    said = []
    for field, column in COLUMNS.items():
        one, other = left.get(column, ""), right.get(column, "")
        if one or other:
            code, bits = found.get(field, ("", None))
            said.append(_field_said(field, one, other, code, bits))
    return said


def _field_said(
    field: str, left: str, right: str, code: str, bits: float | None
) -> FieldSaid:
    finding = agreement(code)
    plain = not code or code in {"same", "differs"}
    return FieldSaid(
        title=field_word(field),
        left=left,
        right=right,
        finding=finding_word(finding),
        tone=TONES[finding],
        why="" if plain else _words(ladder_named(field), code),
        bits=bits if code else None,
        is_date=field in _DATES,
        is_name=field in _NAMES,
    )


def _words(ladder: Ladder, code: str) -> str:
    return say(ladder.levels[ladder.number(code) - 1].says, column="")


def sentences(why: Sequence[Finding]) -> list[str]:
    """Return what speaks for one person, and what against, what weighs most first."""
    weights = {named(field, {}): bits for field, _code, bits in why}
    return list(for_and_against(weights))
