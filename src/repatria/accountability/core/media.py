"""What kind of file something is, told by its first bytes and never by its name."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"
# May be drawn by a browser as it is: pictures that carry no script.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "video/webm": "webm",
    "video/mp4": "mp4",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
}


def media_type(content: bytes) -> str:
    """Return the media type that the first bytes speak of.

    >>> media_type(b"GIF89a"), media_type(b"hello")
    ('image/gif', 'application/octet-stream')
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "video/mp4"
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    return UNKNOWN


def ending(kind: str) -> str:
    """Return the usual file name ending of a media type, "bin" for others."""
    return _ENDINGS.get(kind, "bin")
