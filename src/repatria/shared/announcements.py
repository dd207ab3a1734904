"""How an earlier room lets later ones know, without knowing them.

A service announces after its transaction has been committed; a later room
subscribes when it is loaded (``AppConfig.ready``).
"""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[..., None]


class Announcement:
    """Something that happened, and who wants to hear of it.

    >>> heard = []
    >>> crossed = Announcement("handover.crossed")
    >>> crossed.subscribe(lambda case_ref: heard.append(case_ref))
    >>> crossed.announce(case_ref="R-1")
    >>> heard
    ['R-1']
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Call ``listener`` from now on; a second subscription counts once."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def announce(self, **facts: object) -> None:
        """Tell every listener, in the order in which they subscribed."""
        for listener in self._listeners:
            listener(**facts)
