"""What it would cost that somebody on a list stays, or somebody off it goes."""

from __future__ import annotations

from datetime import datetime

from repatria.exchange import queries
from repatria.exchange.engine.answering import as_it_stands
from repatria.exchange.engine.why_not import WhyNot, why_not
from repatria.exchange.models import ListVersion
from repatria.exchange.services import proposals

SECONDS = 10.0
"""How long the best list the other way is sought."""


def the_other_way(*, version: ListVersion, case_ref: str, at: datetime) -> WhyNot:
    """Return what would follow; worked out on today's facts, and nothing is kept.

    Of a proposal it may tell of a wish, of a party's own draft it never does: the
    caller has passed the door.  Raises ``CaseNotListedError`` where the person is no
    candidate any more, and ``TimeTooShortError``.
    """
    held = version.round
    asked = version.kind == ListVersion.Kind.PROPOSAL
    _pairs, people, rules = proposals.people_for(held, asked=asked, at=at)
    stands = as_it_stands(
        people,
        rules,
        size=proposals.sizes_of(held),
        go={entry.case_ref for entry in queries.entries_of(version)},
        asked=asked,
    )
    return why_not(stands, case_ref, SECONDS)
