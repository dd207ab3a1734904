"""The grouped writer: many reads, one commit.

A thread with a database connection of its own takes whatever waits and commits it
together; while it commits, the next group gathers.  Nobody waits longer than two
commits, which is far below 50 ms on a disk that is well, and an answer goes out only
when the entry about it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from repatria.ledger.core.errors import NoAnswerFromLedgerError
from repatria.ledger.services import Said

MOST_AT_ONCE = 500
PATIENCE_SECONDS = 30.0

_Waiting = tuple[Said, "Future[None]"]


class GroupedWriter:
    """Writes what is handed to it in groups, until it is stopped.

    ``write`` commits a group or raises; it is always called from the same thread.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Said]], object],
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        self._write = write
        self._leave = leave
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._door = Lock()
        self._open = True
        self._thread = Thread(target=self._work, name="ledger-reads", daemon=True)
        self._thread.start()

    def keep(self, said: Said) -> None:
        """Hand an entry over and return once it is committed."""
        kept: Future[None] = Future()
        with self._door:
            if not self._open:
                raise NoAnswerFromLedgerError
            self._queue.put((said, kept))
        try:
            kept.result(timeout=PATIENCE_SECONDS)
        except TimeoutError as late:
            raise NoAnswerFromLedgerError from late

    def stop(self) -> None:
        """Write what still waits, then end the thread."""
        with self._door:
            if self._open:
                self._open = False
                self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        try:
            while group := self._next_group():
                self._commit(group)
        finally:
            self._leave()

    def _next_group(self) -> list[_Waiting]:
        """Wait for an entry and take all that wait with it; empty at the end."""
        group: list[_Waiting] = []
        waiting = self._queue.get()
        while waiting is not None:
            group.append(waiting)
            if len(group) == MOST_AT_ONCE:
                return group
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return group
        if group:
            self._queue.put(None)  # the end was among them: come back for it
        return group

    def _commit(self, group: list[_Waiting]) -> None:
        try:
            self._write([said for said, _kept in group])
        except Exception as error:
            self._settle(group, error)
        else:
            self._settle(group, None)

    @staticmethod
    def _settle(group: list[_Waiting], error: Exception | None) -> None:
        for _said, kept in group:
            with suppress(Exception):  # who gave up waiting hears nothing
                if error is None:
                    kept.set_result(None)
                else:
                    kept.set_exception(error)
