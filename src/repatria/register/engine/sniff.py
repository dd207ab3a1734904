"""What a file really is, by its bytes and not by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from repatria.register.core.errors import (
    ListDamagedError,
    ListLockedError,
    ListNotTextError,
)
from repatria.shared.text import mark as _


class FileKind(StrEnum):
    """The formats that lists come in."""

    TEXT = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    PARQUET = "parquet"


_MANIFEST = "META-INF/manifest.xml"
# In an old workbook the record FILEPASS stands right behind the record BOF.
_FILE_PASSWORD = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00", re.S)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", _("a PDF document")),
    (b"{\\rtf", _("an RTF document")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"7z\xbc\xaf", _("a 7z archive")),
    (b"Rar!", _("a RAR archive")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"SQLite format 3", _("a database")),
)
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_CONTROLS = bytes(
    sorted(set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0x1B, 0x1D, 0x1E, 0x1F})
)
_LOOKED_AT = 65_536
_MOST_CONTROLS = 0.05
_FEW_CONTROLS = 8


def file_kind(raw: bytes, *, file: str) -> FileKind:
    """Return the format of a file's bytes.

    Raises ``ListNotTextError`` for other kinds of files, ``ListLockedError``
    for a workbook under a password and ``ListDamagedError`` for a broken one.
    """
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(raw, file)
    if raw.startswith(_OLE):
        return _ole_kind(raw, file)
    if raw.startswith(b"PAR1"):
        return FileKind.PARQUET
    _refuse_others(raw, file)
    return FileKind.TEXT


def _zip_kind(raw: bytes, file: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names = set(packed.namelist())
            manifest = _start_of(packed, _MANIFEST) if _MANIFEST in names else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as damage:
        raise ListDamagedError(file=file, kind="ZIP", reason=str(damage)) from damage
    if any(name.startswith("xl/workbook.") for name in names):
        return FileKind.XLSX
    if b"encryption-data" in manifest:
        raise ListLockedError(file=file)
    if "content.xml" in names:
        return FileKind.ODS
    kind = _("a Word document") if "word/document.xml" in names else _("a ZIP archive")
    raise ListNotTextError(file=file, kind=kind)


def _start_of(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(_LOOKED_AT)


def _ole_kind(raw: bytes, file: str) -> FileKind:
    """Tell apart what shares the old container of Microsoft Office."""
    if "EncryptedPackage".encode("utf-16-le") in raw or _FILE_PASSWORD.search(raw):
        raise ListLockedError(file=file)
    if "WordDocument".encode("utf-16-le") in raw:
        raise ListNotTextError(file=file, kind=_("a Word document"))
    return FileKind.XLS


def _refuse_others(raw: bytes, file: str) -> None:
    for mark, kind in _OTHERS:
        if raw.startswith(mark):
            raise ListNotTextError(file=file, kind=kind)
    head = raw[:_LOOKED_AT]
    if head[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB_PAGE):
        raise ListNotTextError(file=file, kind=_("a web page or XML"))
    if not is_utf16(head) and _controls(head) > max(
        _FEW_CONTROLS, _MOST_CONTROLS * len(head)
    ):
        raise ListNotTextError(file=file, kind=_("binary data"))


def _controls(head: bytes) -> int:
    """Count control bytes; NULs alone are forgiven up to a fifth of the text."""
    nuls = head.count(0)
    kept = nuls if nuls > len(head) // 5 else 0
    return len(head) - len(head.translate(None, _CONTROLS)) - nuls + kept


def is_utf16(head: bytes) -> str:
    """Return ``"utf-16-le"`` or ``"utf-16-be"`` for such text, else an empty text.

    Without a byte order mark every second byte must be a page of letters that
    names are written in: Latin, Cyrillic, Arabic or Hebrew.
    """
    if head.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if head.startswith(b"\xfe\xff"):
        return "utf-16-be"
    even, odd = head[0::2], head[1::2]
    for high, low, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        pages = len(high) - len(
            high.translate(None, b"\x00\x01\x02\x04\x05\x06\x20\x21")
        )
        if (
            len(high) > 3
            and pages > 0.95 * len(high)
            and b"\x00" in high
            and low.count(0) * 50 < len(low) + 50
        ):
            return name
    return ""
