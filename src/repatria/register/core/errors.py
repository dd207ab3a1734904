"""Refusals of list files: what is so with the file, and what to do about it."""

from __future__ import annotations

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _


class ListRefusedError(RepatriaError):
    """A list file cannot be read.  ``facts`` name the file, never a person."""

    code = "register.list-refused"
    what = _("The file {file} cannot be read as a list.")
    remedy = _("Save the list as CSV (UTF-8) or XLSX and try again.")


class ListMissingError(ListRefusedError):
    """There is no such file."""

    code = "register.list-missing"
    what = _("There is no file {file}.")
    remedy = _("Check the name and the folder.")


class ListIsFolderError(ListRefusedError):
    """The path leads to a folder or a device."""

    code = "register.list-not-a-file"
    what = _("{file} is not a file.")
    remedy = _("Name the list file itself.")


class ListForbiddenError(ListRefusedError):
    """The operating system does not let us read the file."""

    code = "register.list-forbidden"
    what = _("The file {file} may not be read by this user: {reason}.")
    remedy = _("Ask its owner for the right to read it, or close it elsewhere first.")


class ListEmptyError(ListRefusedError):
    """The file holds no row at all."""

    code = "register.list-empty"
    what = _("The file {file} holds no rows.")
    remedy = _("Check that the list was saved and copied whole.")


class ListTooLargeError(ListRefusedError):
    """The file is beyond a stated limit."""

    code = "register.list-too-large"
    what = _("The file {file} has {found} {of}; at most {limit} are read.")
    remedy = _("Split the list, or check that this is the list you meant.")


class ListNotTextError(ListRefusedError):
    """The file is no format that lists come in."""

    code = "register.list-not-a-list"
    what = _("The file {file} is {kind}, not a list.")
    remedy = _("Save the list as CSV (UTF-8) or XLSX and try again.")


class ListLockedError(ListRefusedError):
    """The workbook is protected by a password."""

    code = "register.list-locked"
    what = _("The workbook {file} is protected by a password.")
    remedy = _("Open it in a spreadsheet program, remove the password and save a copy.")


class ListDamagedError(ListRefusedError):
    """The file says it is of a format, and is not sound."""

    code = "register.list-damaged"
    what = _("The {kind} file {file} is damaged: {reason}.")
    remedy = _("Open it in the program that made it and save it anew.")


class ListBombError(ListRefusedError):
    """Unpacking would take far more space than a list needs."""

    code = "register.list-bomb"
    what = _("The file {file} would unpack to {unpacked} MB, {ratio} times its size.")
    remedy = _("This is not how lists look. Ask the sender for a CSV file.")


class ListTooHeavyError(ListRefusedError):
    """Parsing went past the limits of memory or time and was stopped."""

    code = "register.list-too-heavy"
    what = _("Reading the workbook {file} took more than {limit} and was stopped.")
    remedy = _("Save the sheet as CSV (UTF-8) and read that.")


class SheetMissingError(ListRefusedError):
    """The named sheet does not exist."""

    code = "register.sheet-missing"
    what = _("The workbook {file} has no sheet called {sheet}; it has {sheets}.")
    remedy = _("Name one of these sheets.")


class EncodingUnknownError(ListRefusedError):
    """The named encoding does not exist."""

    code = "register.encoding-unknown"
    what = _("The column map names the encoding {encoding}, which is not known.")
    remedy = _("Use a name such as utf-8, cp1251 or koi8-u, or leave it out.")


class ColumnMissingError(ListRefusedError):
    """The column map names a column that the list does not have."""

    code = "register.column-missing"
    what = _("The list {file} has no column called {column}; it has {columns}.")
    remedy = _("Correct the column map: names must be written as in the list.")


class ColumnMapError(RepatriaError):
    """The column map itself is not sound."""

    code = "register.column-map"
    what = _("The column map {file} cannot be used: {reason}.")
    remedy = _("Compare it with the example in the documentation.")
