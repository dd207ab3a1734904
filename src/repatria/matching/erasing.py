"""What reviewers wrote about a pair, when one of its statements is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from repatria.matching.models import Answer
from repatria.shared.pieces import pieces


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Blank the reasons: people write them freely, and may have written a name.

    The answers themselves stay, and who gave them.
    """
    del case_refs, at
    blanked = 0
    for piece in pieces(records):
        about = Q(pair__left_id__in=piece) | Q(pair__right_id__in=piece)
        told = Answer.objects.filter(about).exclude(reasons="")
        blanked += Answer.objects.filter(
            pk__in=list(told.values_list("pk", flat=True))
        ).update(reasons="")
    return blanked
