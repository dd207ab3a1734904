"""The clocks of annex II: at work, decisions told and done, the next visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse

from repatria.access.queries import installation
from repatria.bureau.core.clocks import Running
from repatria.medical.core.commission import Vote, Whom
from repatria.medical.models import Commission, CommissionAct, Sitting
from repatria.medical.queries.commissions import (
    CommissionFile,
    Examined,
    commission_file,
    examined_under,
    to_be_told,
    told_of_each,
)
from repatria.medical.queries.held import held_of_each
from repatria.rulebook.clocks import load_clock

AT_WORK, TELL = "geneva3.annex2.art9", "geneva3.annex2.art11"
CARRY_OUT, NEXT_VISIT = "geneva3.annex2.art12", "geneva3.annex2.art14"
Told = Mapping[int, Mapping[Whom, CommissionAct]]
CLOCKS = (AT_WORK, TELL, CARRY_OUT, NEXT_VISIT)


def clocks(today: date, hidden: Collection[str] = ()) -> list[Running]:
    """Return the clocks that run for commissions and for whom they decided."""
    files = [commission_file(one) for one in Commission.objects.all()]
    seen = [one for one in examined_under() if one.case_ref not in hidden]
    found: list[Running] = []
    for file in files:
        of_it = [one for one in seen if one.sitting.commission_id == file.commission.pk]
        told = told_of_each([one.pk for one in file.sittings])
        days = {
            AT_WORK: list(_not_at_work(file)),
            TELL: list(_untold(file, of_it, told)),
            NEXT_VISIT: list(_last_visits(file.sittings)),
        }
        found += [
            _of_commission(clock, file.commission, began, today)
            for clock, began in days.items()
            if began
        ]
        undone = list(_undone(of_it, told))
        if undone:
            found.append(_of_holder(file.commission, undone, today))
    return found


def _not_at_work(file: CommissionFile) -> Iterator[date]:
    if file.approved_on and not file.sittings and not file.commission.alternative:
        yield file.approved_on


def _untold(
    file: CommissionFile, seen: Iterable[Examined], told: Told
) -> Iterator[date]:
    """Yield the days of visits whose decisions were not told to everybody yet."""
    wanted = set(to_be_told(file.commission))
    seen = list(seen)
    for sitting in file.sittings:
        decided = [one for one in seen if one.sitting.pk == sitting.pk and one.decision]
        everybody = wanted <= set(told.get(sitting.pk, {}))
        if decided and not (everybody and all(one.told for one in decided)):
            yield sitting.on


def _last_visits(sittings: Iterable[Sitting]) -> Iterator[date]:
    last: dict[str, date] = {}
    for one in sittings:
        place = one.place.casefold()
        last[place] = max(last.get(place, one.on), one.on)
    yield from last.values()


def _undone(seen: Iterable[Examined], told: Told) -> Iterator[date]:
    """Yield since when the detaining power knows of each decision not carried out."""
    waits = [one for one in seen if one.decision is Vote.REPATRIATE and not one.done]
    held = held_of_each(one.case_ref for one in waits)
    for one in waits:
        act = told.get(one.sitting.pk, {}).get(Whom.HOLDER)
        where = held.get(one.case_ref)
        gone = where is not None and where.is_over(on=one.sitting.on.isoformat())
        if act is not None and not gone:
            yield act.on


def _of_commission(
    clock_id: str, commission: Commission, days: list[date], today: date
) -> Running:
    """Return a clock of the commission; an agency answers for it in its own house."""
    own = installation()
    return _running(
        clock_id, commission, days, today,
        owed_by=commission.name if own.party else own.code,
        owed_to=own.party or commission.home,
    )  # fmt: skip


def _of_holder(commission: Commission, days: list[date], today: date) -> Running:
    own = installation()
    return _running(
        CARRY_OUT, commission, days, today, owed_by=commission.holder,
        owed_to=commission.home if own.party else own.code,
    )  # fmt: skip


def _running(
    clock_id: str,
    commission: Commission,
    days: list[date],
    today: date,
    *,
    owed_by: str,
    owed_to: str,
) -> Running:
    clock = load_clock(clock_id)
    since = min(days)
    return Running(
        clock=clock,
        owed_by=owed_by,
        owed_to=owed_to,
        count=len(days),
        since=since,
        due=clock.due(since),
        overdue=sum(bool(clock.late(clock.due(day), on=today)) for day in days),
        address=reverse("medical:commission", args=[commission.ref]),
    )
