"""The index of names that this process holds in memory, and how it keeps up.

Read from the database by a thread after the server has started; until then the
search asks the database itself.  Nothing of it is written anywhere.  Before each
answer it looks for records that have come or left since, whichever process wrote
them: record numbers rise as they are committed (``services.locks``), so the last
number read says it all.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import close_old_connections, connections
from django.db.models import Max

from repatria.register.core.search import read_search
from repatria.register.engine.finding.find import find
from repatria.register.engine.finding.index import Index, nobody
from repatria.register.engine.finding.rows import TEXTS
from repatria.register.models import LeftSearch, Record

AT_ONCE = 2_000  # new records that a search reads itself, before it answers
AT_A_TIME = 20_000
IN_A_FRAME = 100_000
_SCHEMA = {"pk": pl.Int64, **dict.fromkeys(TEXTS, pl.String)}


@dataclass(frozen=True, slots=True)
class State:
    """How far the reading is: ``read`` of ``of`` records; once done it is ``ready``."""

    ready: bool
    read: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether everybody who is here can be found."""
        return self.ready and self.read >= self.of


class Memory:
    """One process's index.  Safe to ask from many threads; one at a time adds to it."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._reader: threading.Thread | None = None
        self.empty()

    def empty(self) -> None:
        """Forget everything, as in a process that has just begun."""
        self._index: Index = nobody()
        self._ready = False
        self._last, self._left = 0, 0

    def start(self) -> None:
        """Read everything, in a thread of its own."""
        if self._reader is None or not self._reader.is_alive():
            self._reader = threading.Thread(target=self._read_aside, daemon=True)
            self._reader.start()

    def begin(self) -> None:
        """Read everything in the background, if nobody has asked for it before."""
        if self._reader is None:
            self.start()

    def load(self) -> None:
        """Read everything that is not here yet, now."""
        with self._changing:
            self._read_all()

    def current(self) -> Index | None:
        """Return the index with what came and left until now, None before it is ready.

        Where more came than can be read while somebody waits, a thread reads it, and
        the index returned is that from before.
        """
        if not self._ready:
            if self._reader is not None:  # it may have fallen: the database was away
                self.start()
            return None
        self._forget()
        coming = self._coming()
        if coming > AT_ONCE:
            self.start()
        elif coming and self._changing.acquire(timeout=1):
            try:
                self._read_all()
            finally:
                self._changing.release()
        return self._index

    def state(self) -> State:
        """Say how far the reading is."""
        if self._ready and self._coming() <= AT_ONCE:  # a search reads so few itself
            return State(ready=True, read=self._index.size, of=self._index.size)
        of = Record.objects.count()
        return State(ready=self._ready, read=min(self._index.size, of), of=of)

    def _coming(self) -> int:
        """Return how many numbers lie between the last record read and the newest."""
        newest = Record.objects.aggregate(last=Max("pk"))["last"] or 0
        return int(newest) - self._last

    def _read_aside(self) -> None:
        close_old_connections()
        try:
            self.load()
        finally:
            connections.close_all()

    def _read_all(self) -> None:
        if not self._ready:
            self._left = _last_left()
        for frame, last in _frames(self._last):
            self._index = self._index.extended(frame)
            self._last = last
        if not self._ready:
            self._index = self._index.compact()
            find(self._index, read_search(_WARM), most=1)  # reads the tables of names
        self._ready = True

    def _forget(self) -> None:
        """Let go of the records that have left."""
        newest = _last_left()
        if newest <= self._left:
            return
        with self._changing:
            leaving = LeftSearch.objects.filter(pk__gt=self._left, pk__lte=newest)
            numbers = list(leaving.values_list("record_id", flat=True))
            self._index = self._index.without(numbers)
            self._left = newest


_WARM = "Nemo Nemovych"  # a name of nobody


def _last_left() -> int:
    return int(LeftSearch.objects.aggregate(last=Max("pk"))["last"] or 0)


def _frames(after: int) -> Iterator[tuple[pl.DataFrame, int]]:
    """Yield the records after a number, many at a time, and the last number read."""
    while True:
        rows = [row for some in _batches(after) for row in some]
        if not rows:
            return
        after = int(rows[-1][0])
        yield _frame(rows), after


def _batches(after: int) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Read one frame's records in short steps: SQLite's readers hold up no writer."""
    read = Record.objects.order_by("pk").values_list("pk", *TEXTS)
    for _step in range(IN_A_FRAME // AT_A_TIME):
        rows = list(read.filter(pk__gt=after)[:AT_A_TIME])
        if not rows:
            return
        after = rows[-1][0]
        yield rows


def _frame(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


memory = Memory()
