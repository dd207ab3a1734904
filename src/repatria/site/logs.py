"""Logs without names: where an error happened, never what it was about."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class Nameless(logging.Formatter):
    """A formatter that leaves out the words of an exception.

    They may quote a value ("invalid date: Petrenko 1984"); the places in the code
    and the kind of the error are enough to find it.
    """

    def formatException(  # noqa: N802  (the name is logging's)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Return the places that the error passed and its kind."""
        kind, _error, passed = ei
        places = "".join(traceback.format_tb(passed)).rstrip()
        return f"{places}\n{kind.__name__ if kind else ''}"
