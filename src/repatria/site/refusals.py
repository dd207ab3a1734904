"""What a person is told when a command cannot go on.

Never a value from a list: only codes, file names, and places in our own code.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import traceback

from repatria.shared.errors import RepatriaError, spoken
from repatria.shared.text import mark as _
from repatria.shared.text import say

_MISSING = (
    _("There is no {file}."),
    _("Check the name and the folder, and run the command again."),
)
_FORBIDDEN = (
    _("This machine does not let you read or write {file}."),
    _("Ask whoever looks after the machine, or choose another folder."),
)
_FULL = (
    _("The disk has no room left for {file}."),
    _("Make room, throw the unfinished results away, and run the command again."),
)
_WRONG_KIND = (
    _("{file} is a folder where a file is needed, or a file where a folder is."),
    _("Choose another name, and run the command again."),
)
_UNREADABLE = (
    _("{file} could not be read or written ({kind})."),
    _("Check the disk or the stick it is on, and run the command again."),
)
_UNEXPECTED = (
    _("Something happened that should not: {kind} in {place}."),
    _(
        "Nothing more was done. Run the command again with --debug before its name "
        "to see each step, and tell the people who look after the program; take "
        "names from your lists out of the message first."
    ),
)
_NO_MEMORY = (
    _("This machine has too little memory for these lists."),
    _("Close other programs, or run the command on a machine with more memory."),
)
# Reasons in the system's own words, as they may stand among the facts of a refusal.
_SYSTEM_SAYS = (
    _("Permission denied"),
    _("Operation not permitted"),
    _("No such file or directory"),
    _("Not a directory"),
    _("Is a directory"),
    _("File exists"),
    _("Read-only file system"),
    _("No space left on device"),
    _("Input/output error"),
)

_OF_THE_SYSTEM = {
    errno.ENOENT: _MISSING,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EISDIR: _WRONG_KIND,
    errno.ENOTDIR: _WRONG_KIND,
    errno.EEXIST: _WRONG_KIND,
}


def explain(error: Exception) -> str:
    """Return what is so and what to do next, in the language now spoken."""
    if isinstance(error, RepatriaError):
        return _sentence(error.code, (error.what, error.remedy), error.facts)
    if isinstance(error, MemoryError):
        return _sentence("repatria.memory", _NO_MEMORY, {})
    kind = type(error).__name__
    if is_full(error) and getattr(error, "filename", None) is None:
        return _sentence("repatria.file", _FULL, {"file": say(_DATABASE)})
    if isinstance(error, OSError) and error.filename is not None:
        told = _OF_THE_SYSTEM.get(error.errno or 0, _UNREADABLE)
        file = os.fsdecode(error.filename)
        return _sentence("repatria.file", told, {"file": file, "kind": kind})
    facts = {"kind": kind, "place": place_of(error)}
    return _sentence("repatria.unexpected", _UNEXPECTED, facts)


# What SQLite says of a disk on which nothing more can be written.
_SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_OF_A_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DATABASE = _("the data folder")


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error came of a disk without room, whoever met it first."""
    while error is not None:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if isinstance(error, sqlite3.Error) and code in _SQLITE_FULL:
            return True
        if isinstance(error, OSError) and error.errno in _OF_A_FULL_DISK:
            return True
        # PostgreSQL's code for it; 53 is that of every lack of resources.
        if getattr(error, "sqlstate", None) == "53100":
            return True
        error = error.__cause__ or error.__context__
    return False


def _sentence(code: str, told: tuple[str, str], facts: dict[str, str]) -> str:
    what, remedy = spoken(told, facts)
    return f"[{code}] {what} {remedy}"


def place_of(error: BaseException) -> str:
    """Return the module and line of ours that the error passed last."""
    frames = [
        (str(frame.f_globals.get("__name__", "")), line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    ours = [where for where in frames if where[0].partition(".")[0] == "repatria"]
    module, line = (ours or frames or [("repatria", 0)])[-1]
    return f"{module}:{line}"
