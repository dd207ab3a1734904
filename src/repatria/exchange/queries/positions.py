"""What parties say of lists: the newest answers, and who asks for what."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.exchange.core.counters import Change
from repatria.exchange.core.entry_states import KEEPS_HERE, EntryState, Position
from repatria.exchange.core.position_refusals import OlderListError
from repatria.exchange.models import (
    Counter,
    CounterAnswer,
    EntryAnswer,
    ListEntry,
    ListVersion,
    Round,
)
from repatria.exchange.queries import newest_version

Answers = dict[str, dict[str, EntryAnswer]]
"""By number in the list, then by party: its newest answer."""


def answers_up_to(version: ListVersion) -> Answers:
    """Return the newest answer of each party about each person of a list.

    Also those given over an earlier version of the round: who said something of a
    person has said it, and ``is_older`` tells over which list.  An answer that was
    taken back is none.
    """
    rows = EntryAnswer.objects.filter(
        entry__version__round=version.round,
        entry__version__kind=version.kind,
        entry__version__version__lte=version.version,
    )
    newest: Answers = {}
    for row in rows.select_related("entry").order_by("pk"):
        newest.setdefault(row.entry.shared_ref, {})[row.party] = row
    return {
        case: standing
        for case, by_party in newest.items()
        if (standing := _standing(by_party))
    }


def _standing(by_party: dict[str, EntryAnswer]) -> dict[str, EntryAnswer]:
    return {
        party: row for party, row in by_party.items() if row.state != EntryState.OPEN
    }


def answers_over(version: ListVersion, party: str) -> dict[int, EntryAnswer]:
    """Return a party's newest row over this very version, by entry; none left out."""
    rows = EntryAnswer.objects.filter(entry__version=version, party=party)
    return {row.entry_id: row for row in rows.order_by("pk")}


def kept_here(entries: Iterable[ListEntry]) -> set[str]:
    """Return the cases of whom some party's newest answer says that they cannot come.

    Over whatever version of the round it was given.
    """
    newest: dict[tuple[str, str], str] = {}
    case_of = {entry.shared_ref: entry.case_ref for entry in entries}
    for row in history_of(entries):
        newest[row.entry.shared_ref, row.party] = row.state
    kept = {case for (case, _party), state in newest.items() if state in KEEPS_HERE}
    return {case_of[case] for case in kept}


def history_of(entries: Iterable[ListEntry]) -> list[EntryAnswer]:
    """Return everything that was ever answered about some people, oldest first."""
    cases = {entry.shared_ref for entry in entries}
    rounds = {entry.version.round_id for entry in entries}
    rows = EntryAnswer.objects.filter(
        entry__shared_ref__in=cases, entry__version__round__in=rounds
    )
    return list(rows.select_related("entry__version").order_by("pk"))


def position_of(answer: EntryAnswer | None) -> Position:
    """Return an answer as a value; no answer is open."""
    if answer is None:
        return Position(EntryState.OPEN)
    return Position(
        EntryState(answer.state), answer.on, answer.of, tuple(answer.missing)
    )


def is_older(answer: EntryAnswer, version: ListVersion) -> bool:
    """Tell whether an answer was given over an earlier version."""
    return answer.entry.version_id != version.pk


def last_act(version: ListVersion, party: str) -> str:
    """Return the number of a party's newest act over a list that can be taken back."""
    rows = EntryAnswer.objects.filter(entry__version=version, party=party)
    acts = dict.fromkeys(rows.order_by("-pk").values_list("act", "takes_back"))
    gone = {back for _act, back in acts if back}
    return next((act for act, back in acts if not back and act not in gone), "")


def counters_of(held: Round) -> list[Counter]:
    """Return every counter-proposal about a round, oldest first."""
    counters = Counter.objects.filter(version__round=held)
    return list(counters.select_related("version").order_by("pk"))


def counters_over(version: ListVersion) -> dict[str, Counter]:
    """Return the newest counter-proposal of each party over this very version."""
    counters = Counter.objects.filter(version=version).order_by("pk")
    return {one.party: one for one in counters}


def lists_answered(versions: Iterable[ListVersion], party: str) -> set[int]:
    """Return the keys of those lists over which a party has answered anything."""
    rows = EntryAnswer.objects.filter(entry__version__in=list(versions), party=party)
    return set(rows.values_list("entry__version", flat=True))


def lists_countered(versions: Iterable[ListVersion]) -> set[int]:
    """Return the keys of those lists of which a party's newest counter waits."""
    over = list(versions)
    counters = Counter.objects.filter(version__in=over).order_by("pk")
    newest = {(one.version_id, one.party): one.ref for one in counters}
    answers = CounterAnswer.objects.filter(base__in=over)
    answered = {ref for one in answers for ref in one.counters}
    return {key for (key, _party), ref in newest.items() if ref not in answered}


def change_of(counter: Counter) -> Change:
    """Return what a counter-proposal asks."""
    return Change(frozenset(counter.wanted), frozenset(counter.unwanted))


def check_newest(version: ListVersion) -> None:
    """Raise ``OlderListError`` where a newer version of the list is here."""
    newest = newest_version(version.round)
    if newest is not None and newest != version:
        raise OlderListError(
            version=str(version.version),
            hash=version.sha256[:12],
            newest=str(newest.version),
            newest_hash=newest.sha256[:12],
        )
