"""From a file's bytes to the text that every draft quotes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from repatria.register.engine.decode import decode
from repatria.reports.core.errors import (
    ReportEmptyError,
    ReportJsonError,
    ReportMissingError,
    ReportNotTextError,
    ReportTooLargeError,
    ReportTooLongError,
)

MOST_BYTES = 5_000_000
# Reading one endless sentence takes time by the square of its length: some seconds
# at this limit. A long report has a tenth of it.
MOST_CHARACTERS = 50_000
UNKNOWN_LANGUAGE = "und"
_NO_TEXT = (b"\x00\x00", b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_ENOUGH = 4_000  # letters that settle the language


@dataclass(frozen=True)
class Told:
    """What the reader says of a report; it wins over what the file says.

    ``source`` is a class and a party, "party-state-media:RUS".
    """

    published: date | None = None
    language: str = ""
    source: str = ""


@dataclass(frozen=True)
class Material:
    """One report: its bytes' SHA-256, and its text with what is known of it.

    ``published`` is None and the rest "" where unknown.
    """

    file: str
    sha256: str
    text: str
    title: str = ""
    language: str = ""
    published: date | None = None
    source: str = ""

    @property
    def source_class(self) -> str:
        """The class of the medium, such as ``independent-media``."""
        return self.source.partition(":")[0]

    @property
    def source_party(self) -> str:
        """The party the medium belongs to, "" for none."""
        return self.source.partition(":")[2]


def ingest_file(path: Path, *, told: Told | None = None) -> Material:
    """Read a report from the disk.  Raises ``ReportRefusedError``."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportMissingError(file=path.name, reason=reason) from error
    return ingest(raw, file=path.name, told=told)


def ingest(raw: bytes, *, file: str, told: Told | None = None) -> Material:
    """Return the report that ``raw`` holds; ``file`` tells its format.

    Without a known ending the format is seen from the first letter.
    Raises ``ReportRefusedError``.
    """
    if len(raw) > MOST_BYTES:
        raise ReportTooLargeError(file=file, found=str(len(raw)), limit=str(MOST_BYTES))
    found = _reader(raw, file)(raw, file)
    if not found.text.strip():
        raise ReportEmptyError(file=file)
    if len(found.text) > MOST_CHARACTERS:
        raise ReportTooLongError(
            file=file, found=str(len(found.text)), limit=str(MOST_CHARACTERS)
        )
    return _completed(found, told or Told())


def _completed(found: Material, told: Told) -> Material:
    language = told.language or found.language or language_of(found.text)
    return replace(
        found,
        language=language.lower(),
        published=told.published or found.published,
        source=told.source or found.source,
    )


def language_of(text: str) -> str:
    """Return the code of a text's language, ``und`` where it has no letters."""
    if not any(char.isalpha() for char in text):
        return UNKNOWN_LANGUAGE
    import py3langid  # heavy: loaded when nobody says the language

    code, _weight = py3langid.classify(text[:_ENOUGH])
    return str(code)


_Reader = Callable[[bytes, str], Material]


def _reader(raw: bytes, file: str) -> _Reader:
    known = _READERS.get(Path(file).suffix.lower())
    if known:
        return known
    start = raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _from_json
    return _from_html if start.startswith(b"<") else _from_text


def _named(raw: bytes, file: str, text: str, **known: Any) -> Material:
    return Material(file, hashlib.sha256(raw).hexdigest(), text, **known)


def _decoded(raw: bytes, file: str) -> str:
    if raw.startswith(_NO_TEXT) or b"\x00\x00\x00" in raw[:4096]:
        raise ReportNotTextError(file=file)
    text = decode(raw, file=file).data.decode("utf-8", errors="replace")
    return text.removeprefix("\ufeff")


def _from_text(raw: bytes, file: str) -> Material:
    return _named(raw, file, _decoded(raw, file))


def _from_json(raw: bytes, file: str) -> Material:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ReportJsonError(file=file) from error
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        raise ReportJsonError(file=file)
    words = {key: value for key, value in told.items() if isinstance(value, str)}
    return _named(
        raw, file, _sound(words["text"]),
        title=_sound(words.get("title", "")),
        language=words.get("lang", ""),
        published=_day(words.get("published", "")),
        source=words.get("source_type", ""),
    )  # fmt: skip


def _sound(text: str) -> str:
    """Return ``text`` without halves of letters, which no file could hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _from_html(raw: bytes, file: str) -> Material:
    import trafilatura  # heavy: loaded for web pages alone

    page = _decoded(raw, file)
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None or isinstance(found, dict) or not found.text:
        return _named(raw, file, str(trafilatura.html2txt(page)))
    return _named(
        raw, file, str(found.text),
        title=str(found.title or ""), published=_day(str(found.date or "")),
    )  # fmt: skip


def _from_letter(raw: bytes, file: str) -> Material:
    letter = message_from_bytes(raw, policy=policy.default)
    text = _body(letter, file)
    return _named(
        raw, file, text,
        title=str(letter.get("subject", "")), published=_sent(letter.get("date", "")),
    )  # fmt: skip


def _body(letter: EmailMessage, file: str) -> str:
    body = letter.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = body.get_content()
    except (LookupError, KeyError) as error:  # an encoding that does not exist
        raise ReportNotTextError(file=file) from error
    text = _sound(str(content))
    if body.get_content_type() == "text/html":
        return _from_html(text.encode("utf-8"), file).text
    return text


def _sent(written: object) -> date | None:
    try:
        return parsedate_to_datetime(str(written)).date()
    except ValueError:
        return None


_READERS: dict[str, _Reader] = {
    ".json": _from_json,
    ".txt": _from_text,
    ".md": _from_text,
    ".html": _from_html,
    ".htm": _from_html,
    ".xhtml": _from_html,
    ".eml": _from_letter,
}
