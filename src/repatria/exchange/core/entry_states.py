"""What a party answers about one person of a list, and what may follow what.

An answer is a statement by a party, never a fact about the person: the other party's
answer stands beside it.  What a page calls the state of an entry is derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from repatria.exchange.core.articles import ARTICLE_WORDS
from repatria.shared.text import mark as _


class EntryState(StrEnum):
    """Where one person of a list stands, as a party answers or as both have signed."""

    OPEN = "open"
    REQUESTED = "requested"
    HELD = "held"
    NOT_HELD = "not_held"
    DEAD = "dead"
    ALREADY_RETURNED = "already_returned"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    NEEDS_DATA = "needs_data"
    AGREED = "agreed"


STATE_WORDS = {
    EntryState.OPEN: _("No answer"),
    EntryState.REQUESTED: _("Requested"),
    EntryState.HELD: _("Held, can be handed over"),
    EntryState.NOT_HELD: _("Not held"),
    EntryState.DEAD: _("Dead"),
    EntryState.ALREADY_RETURNED: _("Already returned"),
    EntryState.REFUSED: _("Refused"),
    EntryState.DUPLICATE: _("The same person as another entry"),
    EntryState.NEEDS_DATA: _("More data needed"),
    EntryState.AGREED: _("Agreed"),
}
TONES = {
    EntryState.OPEN: "open",
    EntryState.REQUESTED: "waiting",
    EntryState.HELD: "good",
    EntryState.NOT_HELD: "differs",
    EntryState.DEAD: "ended",
    EntryState.ALREADY_RETURNED: "ended",
    EntryState.REFUSED: "bad",
    EntryState.DUPLICATE: "differs",
    EntryState.NEEDS_DATA: "waiting",
    EntryState.AGREED: "good",
}

# What both can know; who holds whom is for the detaining power alone to say.
_OF_BOTH = frozenset(
    {EntryState.ALREADY_RETURNED, EntryState.DEAD, EntryState.DUPLICATE}
)
OF_THE_HOLDER = _OF_BOTH | {
    EntryState.HELD,
    EntryState.NOT_HELD,
    EntryState.REFUSED,
    EntryState.NEEDS_DATA,
}
OF_THE_HOME = _OF_BOTH | {EntryState.REQUESTED}
# After both have signed only what happened meanwhile can be said; all else is a
# change of the list, and that is a new version.
AFTER_SIGNING = frozenset({EntryState.ALREADY_RETURNED, EntryState.DEAD})
KEEPS_HERE = _OF_BOTH | {
    EntryState.NOT_HELD,
    EntryState.REFUSED,
    EntryState.NEEDS_DATA,
}
"""Answers after which nobody is sent for in somebody's stead: a person looks first."""
WITH_A_DAY = frozenset({EntryState.ALREADY_RETURNED, EntryState.DEAD})


class Missing(StrEnum):
    """What the holder lacks to know whom an entry means."""

    BIRTH = "birth"
    PATRONYMIC = "patronymic"
    SERVICE_NUMBER = "service_number"
    UNIT = "unit"
    CAPTURE = "capture"
    PHOTOGRAPH = "photograph"


MISSING_WORDS = {
    Missing.BIRTH: _("date of birth"),
    Missing.PATRONYMIC: _("patronymic"),
    Missing.SERVICE_NUMBER: _("service number"),
    Missing.UNIT: _("military unit"),
    Missing.CAPTURE: _("day and place of capture"),
    Missing.PHOTOGRAPH: _("photograph"),
}


class RefusedFor(StrEnum):
    """Why a holder refuses.  It stays: only a notification of holds names articles."""

    GC3_115 = "GC III 115"
    GC3_119 = "GC III 119"
    POLICY = "policy"


REFUSED_WORDS = {
    **{RefusedFor(article.value): words for article, words in ARTICLE_WORDS.items()},
    RefusedFor.POLICY: _("A decision on other grounds"),
}


@dataclass(frozen=True, slots=True)
class Position:
    """What a party answers of one person.

    ``on`` is the day of a death or a return as far as it is known, "" if it is not;
    ``of`` the number in the list of the other entry that is the same person;
    ``missing`` what the holder lacks, sorted.
    """

    state: EntryState
    on: str = ""
    of: str = ""
    missing: tuple[str, ...] = ()


OPEN = Position(EntryState.OPEN)


def states_for(party: str, *, holder: str, home: str) -> frozenset[EntryState]:
    """Return what ``party`` may say of somebody held by ``holder`` for ``home``.

    Nobody but the holder says who is held; nobody but home asks for its own people.

    >>> EntryState.HELD in states_for("B", holder="A", home="B")
    False
    >>> states_for("C", holder="A", home="B")
    frozenset()
    """
    said: frozenset[EntryState] = frozenset()
    if party == holder:
        said |= OF_THE_HOLDER
    if party == home:
        said |= OF_THE_HOME
    return said


def may_follow(now: EntryState, following: EntryState, *, agreed: bool) -> bool:
    """Tell whether a party may answer ``following`` where it last answered ``now``.

    ``agreed``: both parties signed the list on which this person goes.  Every answer
    may be corrected by another, and taken back (``OPEN``), until then.

    >>> may_follow(EntryState.HELD, EntryState.REFUSED, agreed=False)
    True
    >>> may_follow(EntryState.HELD, EntryState.REFUSED, agreed=True)
    False
    """
    if following is EntryState.AGREED:
        return False  # never said: both signatures say it
    if agreed:
        return following in AFTER_SIGNING or now in AFTER_SIGNING
    return following is not EntryState.OPEN or now is not EntryState.OPEN


def derived(
    holder: Position, home: Position, *, proposed: bool, agreed: bool
) -> EntryState:
    """Return where an entry stands: signed by both, answered, asked for, or open.

    The holder's word counts before home's, except that whoever is said by either to
    be dead, home again or somebody else on the list is shown as that.

    >>> derived(Position(EntryState.HELD), OPEN, proposed=True, agreed=True).value
    'agreed'
    """
    said = next((one.state for one in (holder, home) if one.state in _OF_BOTH), None)
    if said is not None:
        return said
    if proposed and agreed:
        return EntryState.AGREED
    if holder.state is not EntryState.OPEN:
        return holder.state
    return EntryState.REQUESTED if proposed else home.state


def fault_in(position: Position, *, other_entries: frozenset[str]) -> str:
    """Return which part of a position does not fit its state, "" if all do.

    ``other_entries`` are the numbers of everybody else on the list.

    >>> fault_in(Position(EntryState.HELD, on="2022"), other_entries=frozenset())
    'on'
    """
    state = position.state
    if position.on and state not in WITH_A_DAY:
        return "on"
    other = position.of in other_entries if state is EntryState.DUPLICATE else True
    if not other or (position.of and state is not EntryState.DUPLICATE):
        return "of"
    if bool(position.missing) is not (state is EntryState.NEEDS_DATA):
        return "missing"
    known = [one for one in Missing if one.value in position.missing]
    return "" if len(known) == len(position.missing) else "missing"
