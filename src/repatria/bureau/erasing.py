"""What enquiries and notifications say of people of whom nothing else is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from repatria.access import vault
from repatria.bureau.models import Certificate, Subject

AT_A_TIME = 500
SAYING = (
    "own_id",
    "family",
    "given",
    "patronymic",
    "birth",
    "rank",
    "unit",
    "service_number",
)


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Blank the rows that a person decided to be about these people.

    The row, its decisions and the answer stay: that somebody asked, and was answered.
    So do the number and the hash of a certificate, whose words go with their key: a
    paper that was given out can still be checked by its code.
    """
    del records
    gone, blanked = list(case_refs), 0
    blank: dict[str, Any] = dict.fromkeys(SAYING, "")
    owners: list[str] = []
    for start in range(0, len(gone), AT_A_TIME):
        piece = gone[start : start + AT_A_TIME]
        about = Subject.objects.filter(case_ref__in=piece)
        blanked += about.exclude(**blank).update(**blank)
        certified = Certificate.objects.filter(case_ref__in=piece)
        owners += [one.owner for one in certified]
    return blanked + vault.erase_all(owners, at=at)
