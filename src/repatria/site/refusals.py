"""What a person is told when a command cannot go on.

Never a value from a list: only codes, file names, and places in our own code.
"""

from __future__ import annotations

import errno
import os
import traceback

from repatria.shared.errors import RepatriaError, spoken
from repatria.shared.text import mark as _

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
    if isinstance(error, OSError) and error.filename is not None:
        told = _OF_THE_SYSTEM.get(error.errno or 0, _UNREADABLE)
        file = os.fsdecode(error.filename)
        return _sentence("repatria.file", told, {"file": file, "kind": kind})
    facts = {"kind": kind, "place": place_of(error)}
    return _sentence("repatria.unexpected", _UNEXPECTED, facts)


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
