"""To whom somebody was referred and why, when nothing else is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.access import vault
from repatria.care.models import Referral
from repatria.shared.pieces import pieces


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy the keys of these people's referrals."""
    del records
    owners = [
        each.owner
        for some in pieces(set(case_refs))
        for each in Referral.objects.filter(case_ref__in=some)
    ]
    return vault.erase_all(owners, at=at)
