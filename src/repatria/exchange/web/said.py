"""What parties say of a list, as pages show it: lines, answers, asks and conflicts."""

from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from repatria.access.queries import installation
from repatria.exchange import doors
from repatria.exchange.core.conflicts import Conflict
from repatria.exchange.core.entry_states import (
    MISSING_WORDS,
    REFUSED_WORDS,
    STATE_WORDS,
    TONES,
    EntryState,
    Missing,
    RefusedFor,
    derived,
)
from repatria.exchange.models import Counter, EntryAnswer, ListEntry, ListVersion
from repatria.exchange.queries import positions
from repatria.exchange.services.answers import ground_of
from repatria.register.templatetags.statements import day_words
from repatria.shared.actors import Actor
from repatria.shared.text import say

A_PAGE = 100
_OPEN = EntryState.OPEN


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a list with what each party answers, in the order of the sides."""

    entry: ListEntry
    stands: EntryState
    answers: list[dict[str, Any] | None]
    conflicts: list[dict[str, str]]

    @property
    def state(self) -> dict[str, str]:
        """Where the entry stands, to be drawn."""
        return drawn(self.stands)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines a reader asked for; what is empty asks for all.

    ``go`` is "yes" or "no", ``leg`` a direction, ``stands`` a state.
    """

    go: str = ""
    leg: str = ""
    stands: str = ""
    clash: bool = False

    @classmethod
    def of(cls, told: QueryDict) -> Wanted:
        """Read it from an address or a form; what is not known asks for all."""
        go, stands = told.get("go", ""), told.get("stands", "")
        return cls(
            go if go in {"yes", "no"} else "",
            told.get("leg", ""),
            stands if stands in set(EntryState) else "",
            told.get("clash", "") == "yes",
        )

    @property
    def address(self) -> str:
        """The same as the query of an address."""
        told = QueryDict(mutable=True)
        told.update(
            {
                name: value
                for name, value in (
                    ("go", self.go),
                    ("leg", self.leg),
                    ("stands", self.stands),
                    ("clash", "yes" if self.clash else ""),
                )
                if value
            }
        )
        return told.urlencode()

    def shows(self, line: Line) -> bool:
        """Tell whether a line is asked for."""
        return (
            (not self.go or line.entry.proposed is (self.go == "yes"))
            and (not self.leg or line.entry.direction == self.leg)
            and (not self.stands or line.stands == self.stands)
            and (not self.clash or bool(line.conflicts))
        )


@dataclass(frozen=True, slots=True)
class Ask:
    """What one party asks of a list: who should go, who should not, and who is hidden.

    ``older`` is the number of the version that it was asked of, 0 for this one.
    """

    counter: Counter
    on: list[ListEntry] = field(default_factory=list)
    off: list[ListEntry] = field(default_factory=list)
    unseen: int = 0
    older: int = 0


def drawn(state: EntryState) -> dict[str, str]:
    """Return a state's code, words and tone."""
    return {"code": state.value, "words": STATE_WORDS[state], "tone": TONES[state]}


def lines(
    opened: doors.PositionsShown,
    sides: Sequence[Mapping[str, str]],
    conflicts: Mapping[int, Sequence[Conflict]],
    *,
    agreed: bool,
) -> list[Line]:
    """Return everybody on a list who may be seen: first those who go."""
    return [
        _line(entry, opened, sides, conflicts.get(entry.pk, ()), agreed=agreed)
        for entry in opened.listed.values()
    ]


def _line(
    entry: ListEntry,
    opened: doors.PositionsShown,
    sides: Sequence[Mapping[str, str]],
    conflicts: Sequence[Conflict],
    *,
    agreed: bool,
) -> Line:
    rows = opened.answers.get(entry.shared_ref, {})
    holder, home = (
        positions.position_of(rows.get(party)) for party in (entry.holder, entry.home)
    )
    return Line(
        entry,
        derived(holder, home, proposed=entry.proposed, agreed=agreed),
        [answer_shown(rows.get(side["code"]), opened.seen.version) for side in sides],
        [conflict_shown(one) for one in conflicts],
    )


def answer_shown(
    row: EntryAnswer | None, version: ListVersion
) -> dict[str, Any] | None:
    """Return a party's answer in words; why it refuses to its own people alone."""
    if row is None:
        return None
    ours = row.party == installation().party
    ground = ground_of(row) if ours else ""
    return {
        **drawn(EntryState(row.state)),
        "on": row.on,
        "of": row.of,
        "missing": [MISSING_WORDS[Missing(one)] for one in row.missing],
        "ground": REFUSED_WORDS[RefusedFor(ground)] if ground else "",
        "at": row.at,
        "older": row.entry.version.version if positions.is_older(row, version) else 0,
    }


def conflict_shown(conflict: Conflict) -> dict[str, str]:
    """Return a conflict in the reader's words, and the line of its source."""
    facts: dict[str, object] = {name: say(fact) for name, fact in conflict.facts}
    if conflict.on:
        facts["on"] = day_words(conflict.on)
    return {
        "words": say(conflict.words, **facts) if facts else say(conflict.words),
        "source": conflict.source,
        "said_on": conflict.said_on,
    }


def with_conflicts(
    actor: Actor, version: ListVersion, entries: Sequence[ListEntry], *, at: datetime
) -> list[dict[str, Any]]:
    """Return those of some people of whom something contradicts that they go."""
    found = doors.conflicts_seen(actor, version, entries, at=at)
    return [
        {"entry": entry, "conflicts": [conflict_shown(one) for one in found[entry.pk]]}
        for entry in entries
        if entry.pk in found
    ]


def sides_with_asks(
    opened: doors.PositionsShown, sides: Sequence[Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return each party with what it answers, in numbers, and what it asks."""
    asks = asks_of(opened)
    return [
        {
            **side,
            "counts": _counts(opened, side["code"]),
            "ask": asks.get(side["code"]),
            "signed": opened.seen.version.signatures.filter(party=side["code"]).first(),
        }
        for side in sides
    ]


def asks_of(opened: doors.PositionsShown) -> dict[str, Ask]:
    """Return what each party asks: of this version, or else of the last it spoke of."""
    version = opened.seen.version
    newest = {
        one.party: one
        for one in positions.counters_of(version.round)
        if one.version.version <= version.version
    }
    return {
        party: _ask(opened, opened.counters.get(party, one))
        for party, one in newest.items()
    }


def _ask(opened: doors.PositionsShown, counter: Counter) -> Ask:
    listed = opened.listed
    on = [listed[case] for case in counter.wanted if case in listed]
    off = [listed[case] for case in counter.unwanted if case in listed]
    hidden = len(counter.wanted) + len(counter.unwanted) - len(on) - len(off)
    older = 0
    if counter.version_id != opened.seen.version.pk:
        older = counter.version.version
    return Ask(counter, _by_place(on), _by_place(off), hidden, older)


def _by_place(entries: Iterable[ListEntry]) -> list[ListEntry]:
    return sorted(entries, key=lambda entry: entry.place)


def _counts(opened: doors.PositionsShown, party: str) -> list[dict[str, Any]]:
    """Count what a party answers of everybody it holds, the unanswered last."""
    said = Counted[EntryState]()
    for case, entry in opened.listed.items():
        row = opened.answers.get(case, {}).get(party)
        if row is not None:
            said[EntryState(row.state)] += 1
        elif entry.holder == party:
            said[_OPEN] += 1
    order = [*(state for state in EntryState if state is not _OPEN), _OPEN]
    return [{**drawn(state), "n": said[state]} for state in order if said[state]]
