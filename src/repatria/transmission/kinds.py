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
    from repatria.transmission.models import Incoming, Outgoing


class Reader(Protocol):
    """Takes what was received into the tables of its room."""

    def __call__(
        self, *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
    ) -> object:
        """Read one payload; raise ``RepatriaError`` to refuse it."""


class Received(Protocol):
    """Hears of every reception, whatever its kind, before its room reads it."""

    def __call__(
        self, *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
    ) -> object:
        """Write down that it came; refuses nothing."""


class Prepared(Protocol):
    """Hears of every transmission that was prepared here."""

    def __call__(
        self, *, outgoing: Outgoing, payload: bytes, actor: Actor, at: datetime
    ) -> object:
        """Write down that it goes; refuses nothing."""


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


_received: list[Received] = []
_prepared: list[Prepared] = []


def watch(*, received: Received, prepared: Prepared) -> None:
    """Let a later room keep account of everything that comes and goes.

    Both are called inside the transaction of the act itself, so that nothing that was
    received or numbered is missing from that account; a second time counts once.
    """
    if received not in _received:
        _received.append(received)
        _prepared.append(prepared)


def tell_received(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Tell whoever watches that a transmission came."""
    for watcher in _received:
        watcher(incoming=incoming, payload=payload, actor=actor, at=at)


def tell_prepared(
    *, outgoing: Outgoing, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Tell whoever watches that a transmission was prepared."""
    for watcher in _prepared:
        watcher(outgoing=outgoing, payload=payload, actor=actor, at=at)
