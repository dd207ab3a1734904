"""What leaves the search."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from repatria.register.models import LeftSearch
from repatria.register.services.locks import one_at_a_time


@transaction.atomic
def leave_search(*, records: Iterable[int], at: datetime) -> None:
    """Let records (their numbers) be found no more, by any server, from now on.

    For the act that blanks them, inside its transaction: that act writes the entry on
    the ledger.  Each server forgets their words before it next answers a search.
    """
    one_at_a_time()  # so that the numbers of the notes rise as they are committed
    LeftSearch.objects.bulk_create(
        [LeftSearch(record_id=number, at=at) for number in records], batch_size=2_000
    )
