"""How long statements are kept, and letting go of those whose time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.register.models import Erasure, RetentionRule, Source, Upload
from repatria.register.queries import retaining
from repatria.register.services.erasing import carry_out, name_for_erasure
from repatria.register.services.uploads import KEPT_FOR, throw_upload_away
from repatria.shared.actors import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """What a purge did, or would do, about one rule or one source.

    ``erasure`` is its number where one was made; ``done`` whether it was carried out
    by a rule that somebody had switched on.
    """

    about: str
    statements: int
    erasure: str = ""
    done: bool = False


@transaction.atomic
def set_retention_rule(
    *,
    actor: Actor,
    kind: str,
    since: str,
    days: int | None,
    automatic: bool,
    reasons: str,
    at: datetime,
) -> RetentionRule:
    """Say how long statements of one kind are kept from now on; None: always."""
    rule = RetentionRule.objects.create(
        kind=Source.Kind(kind), since=RetentionRule.Since(since), days=days,
        automatic=automatic and days is not None, reasons=reasons,
        set_by=actor.ref, set_at=at,
    )  # fmt: skip
    ledger.append(
        actor=actor,
        act="register.retention-set",
        about=f"kind:{kind}",
        facts={"automatic": rule.automatic, "days": days, "since": since},
        at=at,
    )
    return rule


@transaction.atomic
def keep_source_until(
    *, actor: Actor, source: Source, until: date | None, at: datetime
) -> None:
    """Say until which day the statements of one source are kept; None: as its kind."""
    Source.objects.filter(pk=source.pk).update(retain_until=until)
    ledger.append(
        actor=actor,
        act="register.source-kept-until",
        about=f"source:{source.pk}",
        facts={"until": until.isoformat() if until else ""},
        at=at,
    )


def would_purge(*, at: datetime) -> list[Line]:
    """Return what a purge would propose now; changes nothing."""
    lines = [Line(one.about, one.records.count()) for one in retaining.due(at=at)]
    return [*(line for line in lines if line.statements), *_uploads(at)]


def _uploads(at: datetime) -> list[Line]:
    waiting = Upload.objects.filter(at__lt=at - KEPT_FOR).count()
    return [Line("upload", waiting, done=True)] if waiting else []


@transaction.atomic
def purge(*, actor: Actor, at: datetime) -> list[Line]:
    """Propose the erasure of what is kept beyond its time.

    A person confirms, unless a rule was switched on that says otherwise.  Uploads that
    nobody confirmed are thrown away.  The counts are on the ledger, also where nothing
    was due.
    """
    lines = _uploads(at)
    for forgotten in Upload.objects.filter(at__lt=at - KEPT_FOR):
        throw_upload_away(upload=forgotten, at=at)
    for one in retaining.due(at=at):
        numbers = list(one.records.order_by("pk").values_list("pk", flat=True))
        if numbers:
            lines.append(_propose(one, numbers, actor=actor, at=at))
    ledger.append(
        actor=actor,
        act="register.purge-run",
        about="retention",
        facts={
            "done": {line.about: line.statements for line in lines if line.done},
            "proposed": {
                line.about: line.statements for line in lines if not line.done
            },
        },
        at=at,
    )
    return lines


def _propose(
    one: retaining.Due, numbers: list[int], *, actor: Actor, at: datetime
) -> Line:
    row = one.rule.row if one.rule else None
    erasure = name_for_erasure(
        actor=actor, records=numbers, reason=Erasure.Reason.RETENTION,
        words=one.about, rule=row, at=at,
    )  # fmt: skip
    done = row is not None and row.automatic
    if done and row is not None:
        carry_out(actor=actor, erasure=erasure, by=f"rule:{row.pk}", at=at)
    return Line(one.about, len(numbers), erasure.ref, done=done)
