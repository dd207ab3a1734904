"""Logs without names: where an error happened, never what it was about."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from repatria.site.refusals import place_of


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
        """Return the places that the error passed; last its kind and our own place."""
        kind, error, passed = ei
        if kind is None or error is None:
            return ""
        places = "".join(traceback.format_tb(passed)).rstrip()
        return f"{places}\n{kind.__name__} in {place_of(error)}"


class Addressless(logging.Filter):
    """Write which page failed, not its address: that may be a one-time link."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the page's name in the place of the path; every line is kept."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            page = match.view_name if match else "-"
            record.args = tuple(
                page if each == request.path else each for each in record.args
            )
        return True
