"""One statement about a captivity, and which statements stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from repatria.custody.core.spans import NEVER_KNOWN, Span, span_of, until
from repatria.custody.core.words import Kind, Voice
from repatria.shared.dates import PartialDate

UNKNOWN = PartialDate()


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says happened, of one person.

    ``ref`` is a number ("K-...") of this room or names a record of the register.
    ``voice`` is the position from which ``by`` (a code) speaks.  ``holder`` and
    ``home`` are codes of parties, "" where they are not stated.  ``detail`` is the
    code that belongs to the kind: an ``Occasion``, a ``Way``, a ``StatusSaid``.
    ``replaces`` is the statement that this one corrects or takes back.
    """

    ref: str
    kind: Kind
    voice: Voice
    by: str = ""
    said_on: PartialDate = UNKNOWN
    received: date | None = None
    happened: PartialDate = UNKNOWN
    holder: str = ""
    home: str = ""
    place: str = ""
    place_from: str = ""
    detail: str = ""
    replaces: str = ""
    record: int = 0

    @property
    def span(self) -> Span:
        """The days on which it can have happened; untold, those before it was said."""
        told = span_of(self.happened)
        if told.is_known:
            return told
        return until(self.said_on) if self.said_on.year else NEVER_KNOWN

    @property
    def heard(self) -> tuple[date, str]:
        """By when it was said, or else came in: evidence counts from then."""
        said = span_of(self.said_on).last or self.received or date.max
        return said, self.ref

    @property
    def order(self) -> tuple[date, date, date, str]:
        """By when it happened, as far as known, then by when it was said."""
        span, said = self.span, span_of(self.said_on)
        last = span.last or date.max
        return span.first or last, last, said.last or date.max, self.ref


@dataclass(frozen=True, slots=True)
class Stand:
    """Statements apart: those that stand, and those that no longer do.

    ``corrected`` and ``taken_back`` give, for a statement that no longer stands, the
    one that replaced it or took it back.
    """

    standing: tuple[Said, ...] = ()
    corrected: dict[str, Said] = field(default_factory=dict)
    taken_back: dict[str, Said] = field(default_factory=dict)
    gone: tuple[Said, ...] = ()


def stand_of(statements: Iterable[Said]) -> Stand:
    """Return which statements stand: neither corrected nor taken back.

    A correction that is itself taken back leaves neither standing: who said both
    now says neither.
    """
    every = sorted(statements, key=lambda said: said.order)
    by = {said.replaces: said for said in every if said.replaces}
    backs = {ref for ref, said in by.items() if said.kind is Kind.RETRACTION}
    return Stand(
        standing=tuple(
            said
            for said in every
            if said.ref not in by and said.kind is not Kind.RETRACTION
        ),
        corrected={ref: said for ref, said in by.items() if ref not in backs},
        taken_back={ref: by[ref] for ref in backs},
        gone=tuple(said for said in every if said.ref in by),
    )
