"""Bytes of text in any encoding made into sound UTF-8, line by line if need be."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from charset_normalizer import from_bytes

from repatria.register.core.alphabets import rank_encodings, readability
from repatria.register.core.errors import EncodingUnknownError
from repatria.register.engine.sniff import is_utf16

_SAMPLE = 65_536
_SURE_SCORE = 0.5
# Below this a repaired line is not language in the encoding either.
_NONSENSE_SCORE = -2.0
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as UTF-8 without a byte order mark.

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
    if raw.startswith(codecs.BOM_UTF8):
        return Decoded(raw[3:], "utf-8-sig")
    if all(_sound(piece) for piece in _samples(raw)):
        return Decoded(raw, "utf-8")
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
    lines = pl.Series(raw.split(b"\n"), dtype=pl.Binary)
    sound = lines.cast(pl.String, strict=False)
    broken = sound.is_null().arg_true().to_list()
    plain = sound.drop_nulls()
    beyond_ascii = int((plain.str.len_bytes() != plain.str.len_chars()).sum())
    if not broken:
        return Decoded(raw, "utf-8")
    wrong = [lines[at] for at in broken]
    name = guess_encoding(b"\n".join(wrong))
    # Letters of cp1251 in a row are never UTF-8, single odd lines may be.
    if beyond_ascii * 20 < len(broken):
        text = raw.decode(name, errors="replace")
        return Decoded(text.encode("utf-8"), name)
    return _mixed(sound, broken, wrong, name)


def _mixed(sound: pl.Series, broken: Sequence[int], wrong: Sequence[bytes], name: str) -> Decoded:
    texts: list[str] = sound.to_list()
    for at, line in zip(broken, wrong, strict=True):
        texts[at] = decode_line(line, name)
    repaired = tuple(at for at in broken if REPLACEMENT not in texts[at])
    return Decoded("\n".join(texts).encode(), "utf-8", repaired, name)


def decode_line(line: bytes, name: str) -> str:
    """Decode one line in the encoding ``name``, or as UTF-8 with gaps if that is nonsense."""
    text = line.decode(name, errors="replace")
    if REPLACEMENT in text or readability(text) < _NONSENSE_SCORE:
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
    lines = dict.fromkeys(line for line in raw[: 16 * _SAMPLE].split(b"\n") if not line.isascii())
    return b"\n".join(lines)[:_SAMPLE]
