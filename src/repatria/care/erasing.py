"""To whom somebody was referred and why, when nothing else is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.access import vault
from repatria.care.models import Referral


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy the keys of these people's referrals."""
    del records
    gone = set(case_refs)
    held = [each for each in Referral.objects.iterator() if each.case_ref in gone]
    return vault.erase_all([each.owner for each in held], at=at)
