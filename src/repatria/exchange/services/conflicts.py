"""What this installation knows that contradicts that somebody goes.

Of wishes nothing is known here: a conflict is derived from outcomes, statements, holds,
other lists and what the parties answer, and each names its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from repatria.custody.core.said import Said
from repatria.custody.core.words import Fate
from repatria.custody.queries import states_of
from repatria.exchange import queries
from repatria.exchange.core.conflicts import Clash, Conflict
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.core.states import State
from repatria.exchange.models import (
    ExchangeEvent,
    ListEntry,
    ListVersion,
    Outcome,
    Round,
)
from repatria.exchange.queries import positions
from repatria.register.core.directions import Direction, opposite
from repatria.register.models import Record
from repatria.register.queries import numbers_of_each
from repatria.shared.partial import as_text
from repatria.shared.pieces import pieces

_OVER = {State.COMPLETED, State.PARTIAL, State.RECONCILED, State.CANCELLED}
_FATES = {
    Fate.RETURNED: Clash.RETURNED,
    Fate.REPORTED_DEAD: Clash.DEAD,
    Fate.IDENTIFIED_DEAD: Clash.DEAD,
    Fate.REMAINS_RETURNED: Clash.DEAD,
}
_ANSWERED = {
    EntryState.ALREADY_RETURNED: Clash.RETURNED,
    EntryState.DEAD: Clash.DEAD,
    EntryState.NOT_HELD: Clash.NOT_HELD,
    EntryState.REFUSED: Clash.REFUSED,
    EntryState.DUPLICATE: Clash.DUPLICATE,
    EntryState.NEEDS_DATA: Clash.NEEDS_DATA,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader may see beside lists: answers, names held back, captivities."""

    answers: bool
    holds: bool
    custody: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """Entries of people whom this installation knows, by every number that means them.

    ``person`` leads from an entry's key to the number in use.
    """

    keys: dict[str, list[int]]
    person: dict[int, str]


Found = dict[int, list[Conflict]]
"""Conflicts by the key of the entry that they are about."""
_Each = Iterator[tuple[int, Conflict]]


def conflicts_of(
    version: ListVersion, entries: Sequence[ListEntry], *, sight: Sight, on: date
) -> Found:
    """Return what contradicts that these people of a list go, on the day ``on``.

    In a number of queries that does not grow with the list.  An entry of whom
    nothing contradicts is not in the answer.
    """
    found: Found = {}
    known = _known(entries)
    outcomes = _outcomes(known)
    home_by_it = _crossed_by(version, outcomes, known)
    for key, conflict in (
        *_crossed(version, outcomes, known),
        *(_told(known) if sight.custody else _told_by_lists(known)),
        *_on_other_lists(version, known),
        *(_held_back(known, on) if sight.holds else ()),
        *_twice(version, known),
        *_on_both_sides(known),
        *(_answered(version, entries) if sight.answers else ()),
    ):
        if conflict.clash is Clash.RETURNED and key in home_by_it:
            continue
        told = found.setdefault(key, [])
        if conflict not in told:
            told.append(conflict)
    return found


def _known(entries: Iterable[ListEntry]) -> _Known:
    ours = {one.pk: one.case_ref for one in entries if one.case_ref}
    numbers = numbers_of_each(ours.values())
    keys: dict[str, list[int]] = {}
    person = {}
    for key, case_ref in ours.items():
        meant = numbers.get(case_ref, [case_ref])
        person[key] = meant[0]
        for number in meant:
            keys.setdefault(number, []).append(key)
    return _Known(keys, person)


def _outcomes(known: _Known) -> dict[str, Outcome]:
    """Return by number how it went last for each person, in whichever round."""
    newest: dict[str, Outcome] = {}
    for some in pieces(known.keys):
        rows = Outcome.objects.filter(case_ref__in=some)
        for row in rows.select_related("round__exchange").order_by("recorded_at", "pk"):
            newest[row.case_ref] = row
    return newest


def _crossed_by(
    version: ListVersion, outcomes: dict[str, Outcome], known: _Known
) -> set[int]:
    """Return who is home by this very round: that they returned contradicts nothing."""
    return {
        key
        for case_ref, row in outcomes.items()
        if row.crossed and row.round_id == version.round_id
        for key in known.keys[case_ref]
    }


def _crossed(
    version: ListVersion, outcomes: dict[str, Outcome], known: _Known
) -> _Each:
    """Yield whoever crossed in another round, unless they stayed behind later."""
    for case_ref, row in outcomes.items():
        if row.crossed and row.round_id != version.round_id:
            day = row.round.planned_on or row.recorded_at.date()
            facts = _round_facts(row.round)
            for key in known.keys[case_ref]:
                yield key, Conflict(Clash.CROSSED, day.isoformat(), facts=facts)


def _told(known: _Known) -> _Each:
    """Yield whoever is said to be home or dead, with the latest who says so."""
    states = states_of(sorted(set(known.person.values())))
    for key, case_ref in known.person.items():
        for value in states[case_ref].fate.values:
            clash = _FATES.get(Fate(value.code))
            if clash and value.because:
                yield key, _as_said(clash, value.because[-1])


def _as_said(clash: Clash, said: Said) -> Conflict:
    return Conflict(clash, as_text(said.happened), said.by, as_text(said.said_on))


def _told_by_lists(known: _Known) -> _Each:
    """Yield the same from lists alone, for whoever is not to see captivities."""
    for some in pieces(sorted(set(known.person.values()))):
        rows = Record.objects.filter(membership__person__case_ref__in=some)
        rows = rows.exclude(said_fate="").select_related("source")
        for row in rows.select_related("membership__person").order_by("pk"):
            clash = Clash.DEAD if row.said_fate == "dead" else Clash.RETURNED
            conflict = Conflict(
                clash, source=row.source.sender, said_on=row.said_on.isoformat()
            )
            for key in known.keys[row.membership.person.case_ref]:
                yield key, conflict


def _on_other_lists(version: ListVersion, known: _Known) -> _Each:
    """Yield whoever goes by the newest list of another round that is not over."""
    of_the_round = ListVersion.objects.filter(
        round=OuterRef("version__round"), kind=ListVersion.Kind.PROPOSAL
    )
    events = ExchangeEvent.objects.filter(round=OuterRef("version__round"))
    rows = ListEntry.objects.filter(
        proposed=True,
        version=Subquery(of_the_round.order_by("-version").values("pk")[:1]),
    ).annotate(
        state=Coalesce(
            Subquery(events.order_by("-at", "-pk").values("state")[:1]), Value("")
        )
    )
    others = rows.exclude(version__round=version.round).exclude(state__in=_OVER)
    for some in pieces(known.keys):
        lines = others.filter(case_ref__in=some)
        for line in lines.select_related("version__round__exchange"):
            held = line.version.round
            day = held.planned_on.isoformat() if held.planned_on else ""
            conflict = Conflict(Clash.ELSEWHERE, day, facts=_round_facts(held))
            for key in known.keys[line.case_ref]:
                yield key, conflict


def _round_facts(held: Round) -> tuple[tuple[str, str], ...]:
    return ("round", str(held.number)), ("exchange", held.exchange.title)


def _held_back(known: _Known, on: date) -> _Each:
    for hold in queries.holds_now(on):
        for key in known.keys.get(hold.case_ref, ()):
            facts = (("article", hold.article),)
            day = hold.recorded_at.date().isoformat()
            yield (
                key,
                Conflict(Clash.HELD_BACK, hold.until, hold.said_by, day, facts=facts),
            )


def _twice(version: ListVersion, known: _Known) -> _Each:
    """Yield entries of one list that have become one person, each naming the other."""
    for some in pieces(known.keys):
        rows = version.entries.filter(case_ref__in=some)
        for other, case_ref, shared in rows.values_list("pk", "case_ref", "shared_ref"):
            for key in known.keys[case_ref]:
                if key != other:
                    yield key, Conflict(Clash.TWICE, facts=(("other", shared),))


def _on_both_sides(known: _Known) -> _Each:
    ways: dict[str, set[Direction]] = {}
    for some in pieces(sorted(set(known.person.values()))):
        rows = Record.objects.filter(
            membership__person__case_ref__in=some, source_file__isnull=False
        ).values_list(
            "membership__person__case_ref", "source_file__holder", "source_file__home"
        )
        for case_ref, holder, home in rows.distinct():
            ways.setdefault(case_ref, set()).add(Direction(holder, home))
    for key, case_ref in known.person.items():
        if opposite(ways.get(case_ref, set())):
            yield key, Conflict(Clash.BOTH_SIDES)


def _answered(version: ListVersion, entries: Iterable[ListEntry]) -> _Each:
    answers = positions.answers_up_to(version)
    for entry in entries:
        for party, row in sorted(answers.get(entry.shared_ref, {}).items()):
            clash = _ANSWERED.get(EntryState(row.state))
            if clash:
                facts = (("other", row.of),) if row.of else ()
                said_on = row.at.date().isoformat()
                yield entry.pk, Conflict(clash, row.on, party, said_on, facts=facts)
