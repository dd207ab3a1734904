"""What a certificate of captivity states: what is established, by whom, since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

import rfc8785

from repatria.custody.core.ladder import height, rung_of
from repatria.custody.core.said import Said, stand_of
from repatria.custody.core.words import Fate, Rung, Voice
from repatria.shared.text import mark as _
from repatria.transmission.core.certificates import FORMAT

# Ends of a captivity that a certificate states, where statements agree on one.
ENDS = (
    Fate.RETURNED,
    Fate.RELEASED_IN_PLACE,
    Fate.ESCAPED,
    Fate.NEUTRAL_ACCOMMODATION,
    Fate.REPORTED_DEAD,
    Fate.IDENTIFIED_DEAD,
    Fate.REMAINS_RETURNED,
)
DISPUTED = "disputed"  # statements disagree whether, or how, it ended
WITNESS = "witness"  # who saw somebody is never named on a certificate


# What a certificate never proves, said on every one.
PROVES_NOT = (
    _("It does not prove that the person is alive, or still held, today."),
    _("It does not decide any legal status, and no claim depends on it alone."),
    _("It names no place, and gives no place or turn on any list."),
    _("It does not prove that whoever shows it is a relative of the person."),
)


class Reason(StrEnum):
    """Why a certificate is withdrawn."""

    MISTAKEN_IDENTITY = "mistaken_identity"
    STATEMENT_WITHDRAWN = "statement_withdrawn"
    MADE_IN_ERROR = "made_in_error"


REASON_WORDS = {
    Reason.MISTAKEN_IDENTITY: _("Two people were taken for one"),
    Reason.STATEMENT_WITHDRAWN: _("The statement behind it was withdrawn"),
    Reason.MADE_IN_ERROR: _("It was made in error"),
}


@dataclass(frozen=True, slots=True)
class Established:
    """The highest rung that statements reach; ``by`` are codes, sorted.

    ``since`` is the day of the first statement on that rung: from then on it is
    known, which is not the day of capture.  ``holder`` is the power they name, ""
    where they name none.
    """

    rung: Rung
    by: tuple[str, ...]
    since: date
    holder: str = ""


def established(statements: Iterable[Said]) -> Established | None:
    """Return what is established; None where nobody but claimants speaks.

    What was corrected or taken back counts for nothing.  Later statements on the
    same rung change neither the rung nor since when.
    """
    held = [one for one in stand_of(statements).standing if _says_something(one)]
    if not held:
        return None
    rung = max((rung_of(one) for one in held), key=height)
    reached = sorted((one for one in held if rung_of(one) is rung), key=_heard)
    return Established(
        rung=rung,
        by=tuple(sorted({_by(one) for one in reached})),
        since=reached[0].heard[0],
        holder=next((one.holder for one in reached if one.holder), ""),
    )


def _says_something(said: Said) -> bool:
    dated = said.heard[0] != date.max
    return dated and height(rung_of(said)) >= height(Rung.SEEN)


def _heard(said: Said) -> tuple[date, str]:
    return said.heard


def _by(said: Said) -> str:
    speaks_officially = said.voice in {Voice.HOLDER, Voice.NEUTRAL, Voice.HOME}
    return said.by if speaks_officially else WITNESS


@dataclass(frozen=True, slots=True)
class Facts:
    """Of whom a certificate speaks, and what it states of them.

    No place is part of it.  ``ended`` is one of ``ENDS`` or ``DISPUTED``; it and
    ``ended_on`` are "" while nothing says that the captivity ended.
    """

    name: str
    birth: str
    found: Established
    ended: str = ""
    ended_on: str = ""

    def states(self) -> dict[str, Any]:
        """Return what is stated: while this stays, no new version is made."""
        return {
            "person": {"birth": self.birth, "name": self.name},
            "captivity": {
                "by": list(self.found.by),
                "ended": self.ended,
                "ended_on": self.ended_on,
                "holder": self.found.holder,
                "since": self.found.since.isoformat(),
                "rung": self.found.rung.value,
            },
        }

    def hash(self) -> str:
        """Return the hash of what is stated."""
        return sha256(rfc8785.dumps(self.states())).hexdigest()


def document(
    facts: Facts,
    *,
    organisation: str,
    number: str,
    version: int,
    made_on: date,
    synthetic: bool,
) -> dict[str, Any]:
    """Return the words of a certificate as they are hashed and sealed."""
    return facts.states() | {
        "format": FORMAT,
        "made_on": made_on.isoformat(),
        "number": number,
        "organisation": organisation,
        "synthetic": synthetic,
        "version": version,
    }
