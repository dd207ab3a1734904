"""Who of several relatives may be told what, and what stands in the way of a notice.

Relatives may contradict each other, and whoever was found may not want to be found.
The machine chooses nobody: until a person has decided, those concerned are told
nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from repatria.shared.text import mark as _
from repatria.tracing.core.relations import Relation


class ConflictKind(StrEnum):
    """In what two requesters contradict each other."""

    BOTH_NEXT_OF_KIN = "both_next_of_kin"
    ASKS_NOT_TO_TELL = "asks_not_to_tell"
    OTHER = "other"


class MayTell(StrEnum):
    """How much one requester may be told about the person."""

    EVERYTHING = "everything"
    THAT_ALIVE = "that_alive"
    NOTHING = "nothing"


class Agrees(StrEnum):
    """What the found person answered when asked whether this relative may be told."""

    YES = "yes"
    NO = "no"
    NOT_NOW = "not_now"


class HeardHow(StrEnum):
    """How the found person's answer came."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    IN_WRITING = "in_writing"
    AGENCY = "agency"


class Stop(StrEnum):
    """What stands in the way of telling somebody."""

    WITHDRAWN = "withdrawn"
    UNDECIDED = "undecided"
    EXCLUDED = "excluded"
    PERSON_REFUSED = "person_refused"
    PERSON_NOT_ASKED = "person_not_asked"


CONFLICT_WORDS = {
    ConflictKind.BOTH_NEXT_OF_KIN: _("Both say that they are the next of kin"),
    ConflictKind.ASKS_NOT_TO_TELL: _("The one asks that the other is not told"),
    ConflictKind.OTHER: _("They contradict each other in something else"),
}
MAY_TELL_WORDS = {
    MayTell.EVERYTHING: _("May be told everything"),
    MayTell.THAT_ALIVE: _("May be told that the person lives, and not where"),
    MayTell.NOTHING: _("Is told nothing"),
}
MAY_TELL_TONES = {
    MayTell.EVERYTHING: "good",
    MayTell.THAT_ALIVE: "waiting",
    MayTell.NOTHING: "ended",
}
AGREES_WORDS = {
    Agrees.YES: _("Agrees that this relative is told"),
    Agrees.NO: _("Does not agree"),
    Agrees.NOT_NOW: _("Not now: ask again when the person says so"),
}
AGREES_TONES = {Agrees.YES: "good", Agrees.NO: "bad", Agrees.NOT_NOW: "waiting"}
HEARD_WORDS = {
    HeardHow.IN_PERSON: _("In person"),
    HeardHow.TELEPHONE: _("By telephone"),
    HeardHow.IN_WRITING: _("In writing"),
    HeardHow.AGENCY: _("Through the neutral agency"),
}
NEXT_OF_KIN = frozenset({Relation.SPOUSE})
"""Relations that one person alone can have; parents and children may be several."""


def in_the_way(
    *,
    withdrawn: bool,
    in_conflict: bool,
    decided: MayTell | None,
    agrees: Agrees | None,
) -> Stop | None:
    """Return what keeps this requester from being told where the person is.

    ``decided`` is the newest decision on this requester, ``agrees`` the newest answer
    of the person; None where there is none.

    >>> in_the_way(withdrawn=False, in_conflict=True, decided=None, agrees=Agrees.YES)
    <Stop.UNDECIDED: 'undecided'>
    """
    if withdrawn:
        return Stop.WITHDRAWN
    if decided is None and in_conflict:
        return Stop.UNDECIDED
    if decided not in {None, MayTell.EVERYTHING}:
        return Stop.EXCLUDED
    if agrees is None:
        return Stop.PERSON_NOT_ASKED
    return None if agrees is Agrees.YES else Stop.PERSON_REFUSED


def may_contradict(relations: Sequence[str]) -> bool:
    """Tell whether two requesters say to be what only one can be.

    A hint, no finding: a person looks, and records a conflict or does not.

    >>> may_contradict(["spouse", "parent", "spouse"])
    True
    >>> may_contradict(["parent", "parent"])
    False
    """
    said = Counter(relations)
    return any(said[relation] > 1 for relation in NEXT_OF_KIN)
