"""What the register says of the people whom an enquiry names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from repatria.access import restricted
from repatria.access.queries import installation
from repatria.bureau.core.answers import Answer, Known, told_to
from repatria.bureau.core.messages import reply_row
from repatria.bureau.models import Entry, Subject
from repatria.custody.core.ladder import height
from repatria.custody.core.said import Said as Statement
from repatria.custody.core.state import State as CustodyState
from repatria.custody.core.words import Fate, Rung
from repatria.custody.queries import states_of
from repatria.names.compare import compare
from repatria.register.core.search import read_search
from repatria.register.core.statements import written
from repatria.register.models import Record
from repatria.register.queries.searching import one_row_each, search
from repatria.shared.dates import read_date


@dataclass(frozen=True, slots=True)
class Said:
    """What the statements about a person come to: an answer, whose they are, when."""

    answer: Answer
    home: str
    as_of: date | None


def birth_of(subject: Subject) -> str:
    """Return a row's date of birth as dates are kept."""
    return written(read_date(subject.birth))


def candidates_of(subject: Subject) -> list[Known]:
    """Return who in the register may be meant by a row, the likeliest first."""
    asked = read_search(
        subject.name, birth=birth_of(subject), number=subject.service_number
    )
    found = search(asked) if asked.words or asked.numbers else []
    said = said_of(one.case_ref for one in found)
    return [
        Known(
            one.case_ref,
            _alike(subject, one.record),
            one.record.birth,
            _agreed(said[ref].answer for ref in (one.case_ref, *one.earlier)),
        )
        for one in one_row_each(found)
    ]


def _agreed(answers: Iterable[Answer]) -> Answer:
    """Return what versions of a row come to; where they differ, data is needed."""
    different = set(answers)
    return different.pop() if len(different) == 1 else Answer.NEEDS_DATA


def _alike(subject: Subject, record: Record) -> float:
    """Say how well a record's name fits a row, 0 to 1.

    Not the search's own measure: that says how sure somebody is among all who were
    found, and a lonely namesake is no proof.
    """
    return compare(subject.name, record.name).score if subject.name else 1.0


def said_of(case_refs: Iterable[str]) -> dict[str, Said]:
    """Return what the register says of many people, by the numbers asked for.

    In a party's installation somebody is held where that party itself says so; in the
    neutral agency's, where any holder does.  Where statements disagree, data is needed.
    """
    own = installation().party
    return {ref: _said(state, own) for ref, state in states_of(case_refs).items()}


_FATES = {
    Fate.RETURNED: Answer.ALREADY_RETURNED,
    Fate.REPORTED_DEAD: Answer.DEAD,
    Fate.IDENTIFIED_DEAD: Answer.DEAD,
    Fate.REMAINS_RETURNED: Answer.DEAD,
    Fate.CONFIRMED_CAPTIVE: Answer.HELD,
}


def _said(state: CustodyState, own: str) -> Said:
    axis = state.fate
    home = next((one.home for one in reversed(state.statements) if one.home), "")
    answer = _FATES.get(Fate(axis.code), Answer.NOT_HELD)
    if answer is Answer.HELD and not _held_by(state, own):
        answer = Answer.NOT_HELD
    if axis.disputed:
        answer = Answer.NEEDS_DATA
    if answer in (Answer.NOT_HELD, Answer.NEEDS_DATA):
        return Said(answer, home, None)
    return Said(answer, home, as_of(axis.values[0].because))


def _held_by(state: CustodyState, own: str) -> bool:
    """Tell whether a power confirms that it holds somebody; our own where we have one.

    A confirmation that names no power is the word of whoever's card it is: ours.
    """
    return any(
        height(one.rung) >= height(Rung.CONFIRMED)
        and (not own or one.holder in {"", own})
        for one in state.ladder.standings
    )


def as_of(because: Sequence[Statement]) -> date | None:
    """Return the day of the newest of some statements, None where none has one."""
    heard = [one.heard[0] for one in because if one.heard[0] != date.max]
    return max(heard, default=None)


def rows_told(entry: Entry) -> list[dict[str, Any]]:
    """Return what leaves about each row: a word, the asker's own number, and a day.

    About the asker's own people alone; of all others it hears what it would hear of
    a row that says too little (``core.answers.told_to``).  A power hears the same of
    whoever is withheld from the powers (GC IV 137); the neutral Agency hears all.
    """
    subjects = list(entry.subjects.order_by("row"))
    said = said_of(one.case_ref for one in subjects if one.case_ref)
    untold = restricted.withheld() if entry.party else frozenset()
    return [
        _needs_data(one)
        if one.case_ref in untold
        else _told(one, said.get(one.case_ref), entry.party)
        for one in subjects
    ]


def _needs_data(subject: Subject) -> dict[str, Any]:
    return reply_row(
        row=subject.row, own_id=subject.own_id, answer=Answer.NEEDS_DATA, as_of=""
    )


def _told(subject: Subject, said: Said | None, asker: str) -> dict[str, Any]:
    decided = Answer(subject.answer)
    answer = told_to(asker, decided, home=said.home if said else "")
    rests_on = said.as_of if said and answer is decided is said.answer else None
    return reply_row(
        row=subject.row,
        own_id=subject.own_id,
        answer=answer,
        as_of=rests_on.isoformat() if rests_on else "",
    )
