"""What changed in a row since the version of the list before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from repatria.shared.text import mark as _

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
WORDS = {
    NEW: _("New on this version"),
    CHANGED: _("Changed since version {version}: {fields}"),
    UNCHANGED: _("As on version {version}"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """How a row stands to the version before; ``fields`` names what differs."""

    kind: str
    fields: tuple[str, ...] = ()


def change(now: Mapping[str, str], then: Mapping[str, str] | None) -> Change:
    """Return how a row differs from that of the version before; None: it was not there.

    What only one of the two states differs too: a value was added or taken away.

    >>> change({"rank": "Солдат"}, {"rank": "сержант"})
    Change(kind='changed', fields=('rank',))
    """
    if then is None:
        return Change(NEW)
    fields = tuple(name for name, said in now.items() if then[name] != said)
    return Change(CHANGED, fields) if fields else Change(UNCHANGED)
