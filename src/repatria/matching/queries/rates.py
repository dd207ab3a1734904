"""How often people in this installation overruled the machine, counted."""

from __future__ import annotations

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)

from repatria.matching.core.bands import EDGES, Band, bands
from repatria.matching.models import Answer, Pair

_BAND = Case(
    *(
        When(probability__lt=edge, then=Value(number))
        for number, edge in enumerate(EDGES[1:-1])
    ),
    default=Value(len(EDGES) - 2),
    output_field=IntegerField(),
)


def overruled() -> list[Band]:
    """Return, by how sure the machine was, how often a person said otherwise.

    Pairs that were confirmed together count for nothing here: nobody looked at each.
    """
    by_hand = Answer.objects.filter(
        pair=OuterRef("pk"),
        answer=OuterRef("answer"),
        confirmation=None,
        takes_effect=True,
    )
    decided = Pair.objects.filter(
        Exists(by_hand), answer__in=(Pair.Answered.SAME, Pair.Answered.DIFFERENT)
    ).order_by()
    counted = decided.annotate(band=_BAND).values("band")
    return bands(
        counted.annotate(
            same=Count("pk", filter=Q(answer=Pair.Answered.SAME)),
            different=Count("pk", filter=Q(answer=Pair.Answered.DIFFERENT)),
        ).values_list("band", "same", "different")
    )
