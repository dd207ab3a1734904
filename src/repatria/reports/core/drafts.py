"""Drafts: what the reading proposes and a person confirms or rejects.

Every draft quotes the text.  ``as_json`` gives the keys of ``repatria read
--json``: those that say nothing ("no pattern", "no sequence") are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from repatria.reports.core.marks import Span

Json = dict[str, Any]

CONDUCTED = "conducted"
PLANNED = "planned"
MENTIONED = "mentioned"
NONE = "none"
PUBLICATION = "publication"


def _told(**optional: object) -> Json:
    return {key: value for key, value in optional.items() if value}


@dataclass(frozen=True)
class Count:
    """How many people go home to ``to`` ("*": not told whose), by whose account."""

    to: str
    n: int
    what: str
    approximate: bool
    ordinal: str
    asserted_by: str
    modality: str
    confidence: str
    span: Span

    def as_json(self) -> Json:
        """Return it as an object of the answer."""
        said = {"to": self.to, "n": self.n, "what": self.what}
        return {
            **said,
            "approximate": self.approximate,
            **_told(ordinal=self.ordinal),
            "asserted_by": self.asserted_by,
            "modality": self.modality,
            "confidence": self.confidence,
            "span": list(self.span),
        }


@dataclass(frozen=True)
class Event:
    """One exchange.  ``not_stated`` are the parties whose number is not given.

    A ``date`` without ``date_span`` is that of publication.  ``told`` are the words
    that tell of an exchange without any number, ``withheld`` by party those that tell
    of its people without theirs.
    """

    main: bool
    status: str
    date: str = ""
    date_span: Span | None = None
    parties: tuple[str, ...] = ()
    counts: tuple[Count, ...] = ()
    not_stated: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    told: Span | None = None
    withheld: tuple[tuple[str, Span], ...] = ()

    def as_json(self) -> Json:
        """Return it as an object of the answer."""
        taken = bool(self.date and self.date_span is None)
        return {
            "kind": "exchange",
            "main": self.main,
            "status": self.status,
            "date": self.date or None,
            "date_span": list(self.date_span) if self.date_span else None,
            **_told(date_from=PUBLICATION if taken else ""),
            "parties": list(self.parties),
            "counts": [count.as_json() for count in self.counts],
            "not_stated": list(self.not_stated),
            "place": list(self.place),
            "mediators": list(self.mediators),
        }


@dataclass(frozen=True)
class Allegation:
    """What is alleged to have been done to whose people, by whom, who says so."""

    type: str
    victims: str
    accused: str
    asserted_by: str
    modality: str
    span: Span
    pattern: bool = False

    def as_json(self) -> Json:
        """Return it as an object of the answer."""
        return {
            "type": self.type,
            **_told(pattern=self.pattern),
            "victims": self.victims,
            "accused": self.accused,
            "asserted_by": self.asserted_by,
            "modality": self.modality,
            "span": list(self.span),
        }


@dataclass(frozen=True)
class Testimony:
    """What somebody who was held tells of it."""

    speaker: str
    span: Span

    def as_json(self) -> Json:
        """Return it as an object of the answer."""
        return {"speaker": self.speaker, "span": list(self.span)}


@dataclass(frozen=True)
class Evidence:
    """A recording that the text speaks of; ``sequence`` is its place in a row."""

    kind: str
    span: Span
    sequence: int = 0
    same_scene: str = ""
    modality: str = ""

    def as_json(self) -> Json:
        """Return it as an object of the answer."""
        return {
            "kind": self.kind,
            **_told(
                sequence=self.sequence,
                same_scene=self.same_scene,
                modality=self.modality,
            ),
            "span": list(self.span),
        }


@dataclass(frozen=True)
class Claim:
    """What else a speaker claims: conditions, an undertaking, an answer."""

    speaker: str
    side: str
    modality: str
    about: str
    span: Span

    def as_json(self) -> Json:
        """Return it as an object of the answer."""
        return {
            "speaker": self.speaker,
            "side": self.side or None,
            "modality": self.modality,
            "about": self.about,
            "span": list(self.span),
        }


@dataclass(frozen=True)
class Drafts:
    """All that was read from one text."""

    events: tuple[Event, ...] = ()
    allegations: tuple[Allegation, ...] = ()
    testimonies: tuple[Testimony, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = field(default=())

    def as_json(self) -> Json:
        """Return the lists of the answer."""
        return {
            "events": [one.as_json() for one in self.events],
            "allegations": [one.as_json() for one in self.allegations],
            "testimonies": [one.as_json() for one in self.testimonies],
            "evidence": [one.as_json() for one in self.evidence],
            "claims": [one.as_json() for one in self.claims],
        }
