"""What a statement tells, in plain values: as a form or a transmission has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """One statement before it is kept.

    ``person`` has any of ``register.core.statements.COLUMNS`` in the sender's own
    spelling; dates are as people write them and may be partial.  ``private`` holds the
    form's other fields by name, such as health, contacts, words: all sealed.
    """

    kind: str
    voice: str
    sender: str
    person: Mapping[str, str] = field(default_factory=dict)
    happened_on: str = ""
    said_on: str = ""
    holder: str = ""
    home: str = ""
    place_from: str = ""
    detail: str = ""
    source_ref: str = ""
    private: Mapping[str, str] = field(default_factory=dict)


# The parts of a statement that stand beside the person and the private fields.
PARTS = (
    "kind",
    "voice",
    "sender",
    "happened_on",
    "said_on",
    "holder",
    "home",
    "place_from",
    "detail",
    "source_ref",
)
