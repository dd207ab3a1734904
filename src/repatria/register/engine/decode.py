"""Bytes of text in any encoding made into sound UTF-8, line by line if need be."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

from repatria.register.core.alphabets import COMMON, rank_encodings, readability
from repatria.register.core.errors import EncodingUnknownError
from repatria.register.engine.sniff import is_utf16

_SAMPLE = 65_536
_SURE_SCORE = 0.5
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as UTF-8; a byte order mark at its start is left where it is.

    ``encoding`` is what the file was in.  ``repaired`` holds the lines (from 0)
    that were in ``other_encoding``; bytes that are no text have become U+FFFD.
    """

    data: bytes
    encoding: str
    repaired: tuple[int, ...] = ()
    other_encoding: str = ""


def decode(raw: bytes, *, encoding: str = "", file: str = "") -> Decoded:
    """Return the text of ``raw``; what is already UTF-8 is passed on unread.

    ``encoding`` settles the matter; otherwise it is found out.  UTF-8 is
    judged on samples here: call ``repair_lines`` when it turns out unsound.
    Raises ``EncodingUnknownError`` for an encoding that does not exist.
    """
    if encoding:
        return _as_told(raw, encoding, file)
    wide = is_utf16(raw[:_SAMPLE])
    if wide:
        text = raw.decode(wide, errors="replace").removeprefix("\ufeff")
        return Decoded(text.encode("utf-8", errors="replace"), wide)
    if all(_sound(piece) for piece in _samples(raw)):
        return Decoded(raw, "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8")
    return repair_lines(raw)


def _as_told(raw: bytes, encoding: str, file: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = raw.decode(name, errors="replace")
    except (LookupError, UnicodeError) as unknown:
        raise EncodingUnknownError(file=file, encoding=encoding) from unknown
    return Decoded(text.removeprefix("\ufeff").encode("utf-8", errors="replace"), name)


def _samples(raw: bytes) -> list[bytes]:
    middle = len(raw) // 2
    return [raw[:_SAMPLE], raw[middle : middle + _SAMPLE], raw[-_SAMPLE:]]


def _sound(piece: bytes) -> bool:
    """Whether a piece is UTF-8, cut letters at its ends forgiven."""
    inner = piece.lstrip(bytes(range(0x80, 0xC0)))
    if len(piece) - len(inner) > 3:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(inner, final=False)
    except UnicodeDecodeError:
        return False
    return True


def repair_lines(raw: bytes) -> Decoded:
    """Decode text that is not all UTF-8.

    Where most lines beyond ASCII are sound UTF-8 the others are decoded one by
    one and noted; otherwise the whole file is in one older encoding.
    """
    lines = raw.split(b"\n")
    texts = [_utf8(line) for line in lines]
    broken = [at for at, text in enumerate(texts) if text is None]
    if not broken:
        return Decoded(raw, "utf-8")
    wrong = [lines[at] for at in broken]
    beyond_ascii = sum(not line.isascii() for line in lines) - len(broken)
    # Words of cp1251 are never UTF-8 by chance, two letters of it may be.
    if beyond_ascii * 20 < len(broken):
        name = guess_encoding(raw)
        return Decoded(raw.decode(name, errors="replace").encode(), name)
    name = rank_encodings(_beyond_ascii(b"\n".join(wrong)), among=COMMON)[0].encoding
    for at, line in zip(broken, wrong, strict=True):
        texts[at] = decode_line(line, name)
    mended = tuple(at for at in broken if REPLACEMENT not in (texts[at] or ""))
    whole = "\n".join(text or "" for text in texts)
    return Decoded(whole.encode(), "utf-8", mended, name)


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def decode_line(line: bytes, name: str) -> str:
    """Decode one line in encoding ``name``; as UTF-8 with gaps if that is nonsense."""
    text = line.decode(name, errors="replace")
    if REPLACEMENT in text or readability(text) < _SURE_SCORE:
        return line.decode("utf-8", errors="replace")
    return text


def guess_encoding(raw: bytes) -> str:
    """Return the older encoding in which bytes most look like names of people.

    Letter frequencies judge Cyrillic and Latin; where no reading convinces
    them, a general detector is asked.
    """
    sample = _beyond_ascii(raw)
    best = rank_encodings(sample)[0]
    if best.score >= _SURE_SCORE:
        return best.encoding
    found = from_bytes(raw[:_SAMPLE]).best()
    if found is None or found.encoding in {"ascii", "utf_8"}:
        return best.encoding
    return found.encoding


def _beyond_ascii(raw: bytes) -> bytes:
    """Return the distinct lines that hold more than ASCII, up to a sample's size."""
    lines = dict.fromkeys(
        line for line in raw[: 16 * _SAMPLE].split(b"\n") if not line.isascii()
    )
    return b"\n".join(lines)[:_SAMPLE]
