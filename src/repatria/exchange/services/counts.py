"""How many came home, as others say: each number beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from repatria.exchange.core.refusals import NothingCountedError
from repatria.exchange.models import CountClaim, Round
from repatria.ledger import services as ledger
from repatria.medical.core.words import Modality
from repatria.shared.actors import Actor
from repatria.shared.partial import partial


@transaction.atomic
def record_count_claim(
    *,
    actor: Actor,
    claimant: str,
    n: int | None,
    event_on: str = "",
    parties: Sequence[str] = (),
    to: str = "",
    held: Round | None = None,
    parts: Sequence[Mapping[str, object]] = (),
    what: str = "all",
    approximate: bool = False,
    ordinal: str = "",
    modality: str = "said",
    said_on: str = "",
    report_ref: str = "",
    quotation: str = "",
    at: datetime,
) -> CountClaim:
    """Record somebody's number of the people who came home in an exchange.

    ``n`` None: the claimant tells of the exchange and not of this number.  ``to`` is
    whose people came home, "" where the sides are not told.  ``parts`` is a number told
    in parts, such as 35 soldiers and 1 civilian.  Nothing is worked out from another
    claim: a side that is not stated stays so.
    """
    if not claimant.strip():
        raise NothingCountedError
    claim = CountClaim.objects.create(
        round=held,
        event_on=partial(event_on),
        parties=sorted(parties),
        claimant=claimant.strip(),
        to="" if to == "*" else to,
        n=n,
        parts=[dict(part) for part in parts],
        what=what,
        approximate=approximate,
        ordinal=ordinal,
        modality=Modality(modality).value,
        said_on=partial(said_on),
        report_ref=report_ref,
        quotation=quotation,
        recorded_by=actor.ref,
        recorded_at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.count-claimed",
        about=report_ref or (held.exchange.ref if held else ""),
        facts={"claim": claim.pk, "n": n, "to": claim.to},
        at=at,
    )
    return claim


@transaction.atomic
def attach_count_claim(
    *, actor: Actor, claim: CountClaim, held: Round, at: datetime
) -> None:
    """Say which round of which exchange a count is about; a later word replaces it."""
    CountClaim.objects.filter(pk=claim.pk).update(round=held)
    ledger.append(
        actor=actor,
        act="exchange.count-attached",
        about=held.exchange.ref,
        facts={"claim": claim.pk, "round": held.number},
        at=at,
    )
