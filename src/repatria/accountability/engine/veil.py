"""A veiled preview of a picture: a few blots of colour, from which nobody is known.

What is lost is lost: a handful of averages is taken of the whole picture, and only
those are drawn large again.  Blurring alone could be undone; this cannot.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageFilter, ImageOps

CELLS = 12
"""How many averages are kept along the longer side, at the most."""
PIXELS_A_CELL = 8
"""Along each side, at the least: a small picture keeps fewer cells."""
WIDTH, HEIGHT = 320, 320
MOST_PIXELS = 50_000_000
"""A larger picture is not unpacked: a few bytes can claim to be a huge one."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def veiled(content: bytes) -> bytes | None:
    """Return a PNG at most 320 pixels wide and high, with nothing but blots of colour.

    None where the bytes are no picture that can be read, or claim to be too large.
    Of a moving picture the first frame is taken; remarks inside the file (where, when
    and with which camera) are left behind.
    """
    try:
        cells = _cells(content)
    except Exception:  # noqa: BLE001, RUF100  (a stranger's bytes: any reader may stumble)
        return None
    return _drawn(cells) if cells else None


def _cells(content: bytes) -> Image.Image | None:
    """Return the averages that are kept: the only thing that leaves the picture."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        wide, high = picture.size
        if wide * high > MOST_PIXELS:
            return None
        longest = max(1, min(CELLS, max(wide, high) // PIXELS_A_CELL))
        # A JPEG is unpacked at an eighth of its size where that is enough.
        picture.draft("RGB", (CELLS * PIXELS_A_CELL, CELLS * PIXELS_A_CELL))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    wide, high = upright.size
    scale = longest / max(wide, high)
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    return upright.resize(size, Image.Resampling.BOX)


def _drawn(cells: Image.Image) -> bytes:
    scale = min(WIDTH / cells.width, HEIGHT / cells.height)
    size = max(1, int(cells.width * scale)), max(1, int(cells.height * scale))
    large = cells.resize(size, Image.Resampling.BICUBIC)
    blurred = large.filter(ImageFilter.GaussianBlur(scale / 2))
    kept = BytesIO()
    blurred.save(kept, format="PNG", optimize=True)
    return kept.getvalue()
