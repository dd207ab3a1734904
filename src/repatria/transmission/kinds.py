"""What can travel: each later room says how its kinds of payload are read.

A room registers in its ``AppConfig.ready``::

    register_kind("list", read=read_list, words=_("List"))

``read(incoming=, payload=, actor=, at=)`` is called inside the transaction of the
reception, with the received payload.  What it refuses (a ``RepatriaError``) undoes its
own writes alone: the transmission stays received, with the reason, and can be read
again once the reason is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from repatria.shared.actors import Actor
from repatria.shared.text import mark as _

if TYPE_CHECKING:
    from repatria.transmission.models import Incoming


class Reader(Protocol):
    """Takes what was received into the tables of its room."""

    def __call__(
        self, *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
    ) -> object:
        """Read one payload; raise ``RepatriaError`` to refuse it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of payload; ``words`` is its marked name."""

    name: str
    words: str
    read: Reader | None = None


# The kinds that are agreed upon between installations.  Without a reader a kind is
# kept as it came, and the page says so.
_KINDS = {
    name: Kind(name, words)
    for name, words in (
        ("list", _("List")),
        ("reply", _("Reply")),
        ("notification", _("Notification")),
        ("enquiry", _("Enquiry")),
        ("proposal", _("Proposal")),
        ("manifest", _("Manifest")),
        ("receipt", _("Receipt")),
        ("checkpoint", _("Checkpoint")),
        ("report", _("Report")),
    )
}


def register_kind(name: str, *, read: Reader, words: str = "") -> None:
    """Say how payloads of a kind are read; the last word counts."""
    known = _KINDS.get(name)
    _KINDS[name] = Kind(name, words or (known.words if known else name), read)


def reader_of(name: str) -> Reader | None:
    """Return how a kind is read, or None: it is kept as it came."""
    kind = _KINDS.get(name)
    return kind.read if kind else None


def words_for(name: str) -> str:
    """Return the marked name of a kind; an unknown one is its own name."""
    kind = _KINDS.get(name)
    return kind.words if kind else name
