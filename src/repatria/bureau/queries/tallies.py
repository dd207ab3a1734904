"""Of how many names each correspondent heard something, and we of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from repatria.bureau.core.answers import SAYS_SOMETHING, Answer
from repatria.bureau.core.pieces import Kind, Whom
from repatria.bureau.models import Subject


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the names of one correspondent's enquiries, or of ours to it."""

    correspondent: str
    direction: str
    names: int
    answered: int
    refused: int
    needs_data: int

    @property
    def still_open(self) -> int:
        """Of how many names nobody has said anything yet."""
        return self.names - self.answered - self.refused - self.needs_data


def tallies() -> list[Tally]:
    """Return for each correspondent how many names were answered, refused, or wait."""
    said = Q(answer__in=[answer.value for answer in SAYS_SOMETHING])
    held = (
        Subject.objects.filter(entry__kind=Kind.ENQUIRY.value)
        .values("entry__correspondent", "entry__direction", "entry__whom")
        .annotate(
            names=Count("pk"),
            answered=Count("pk", filter=said),
            refused=Count("pk", filter=Q(answer=Answer.REFUSED.value)),
            needs=Count("pk", filter=Q(answer=Answer.NEEDS_DATA.value)),
        )
        .order_by("entry__correspondent", "entry__direction")
    )
    return [
        Tally(
            row["entry__correspondent"], row["entry__direction"], row["names"],
            row["answered"], row["refused"], row["needs"],
        )
        for row in held
        if row["entry__whom"] != Whom.FAMILY.value
    ]  # fmt: skip
