"""The preview of a picture: something of its colours, and nothing of who is on it."""

from __future__ import annotations

import base64
import random
import re
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image, ImageChops, ImageDraw, ImageStat

from repatria.access import vault
from repatria.accountability import services
from repatria.accountability.engine import veil
from repatria.accountability.engine.veil import CELLS, veiled
from repatria.accountability.services.files import Upload, place_of, preview_place_of
from repatria.accountability.tests.conftest import AT, INVESTIGATOR, Story


def picture(
    wide: int = 640, high: int = 480, *, seed: int = 1, kind: str = "PNG"
) -> bytes:
    """A drawn scene full of detail: figures, lettering and grain."""
    chance = random.Random(seed)
    image = Image.new("RGB", (wide, high), (90, 120, 90))
    drawing = ImageDraw.Draw(image)
    for _each in range(60):
        x, y = chance.randrange(wide), chance.randrange(high)
        colour = tuple(chance.randrange(256) for _channel in range(3))
        drawing.ellipse((x, y, x + 30, y + 45), fill=colour)
        drawing.text((x, y), f"No {chance.randrange(10_000)}", fill=(255, 255, 255))
    kept = BytesIO()
    image.save(kept, format=kind)
    return kept.getvalue()


def read(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(BytesIO(content)).convert("RGB")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("size", [(640, 480), (480, 640), (3000, 20), (33, 33)])
def test_a_preview_is_a_small_png(kind: str, size: tuple[int, int]) -> None:
    small = read(veiled(picture(*size, kind=kind)))
    assert max(small.size) == 320
    assert min(small.size) >= 1
    assert not small.info


def test_a_preview_differs_hugely_from_its_picture() -> None:
    small = read(veiled(picture()))
    original = read(picture()).resize(small.size)
    apart = ImageStat.Stat(ImageChops.difference(small, original).convert("L"))
    grain = [ImageStat.Stat(one.convert("L")).stddev[0] for one in (original, small)]
    assert apart.mean[0] > 15
    assert grain[1] < grain[0] / 2


def test_pictures_that_average_alike_have_the_same_preview() -> None:
    """Nothing can be undone: what is inside a cell leaves no trace at all."""
    cell = 640 // CELLS
    plain = Image.new("RGB", (cell * CELLS, cell * CELLS), (100, 100, 100))
    told = plain.copy()
    drawing = ImageDraw.Draw(told)
    for x in range(0, told.width, cell):  # a light and a dark stroke in every cell
        for y in range(0, told.height, cell):
            drawing.rectangle((x + 5, y + 5, x + 9, y + 20), fill=(200, 200, 200))
            drawing.rectangle((x + 15, y + 5, x + 19, y + 20), fill=(0, 0, 0))
    kept = []
    for image in (plain, told):
        written = BytesIO()
        image.save(written, format="PNG")
        kept.append(veiled(written.getvalue()))
    assert kept[0] == kept[1]


@pytest.mark.parametrize("side", [1, 7, 8, 40])
def test_of_a_small_picture_even_less_is_kept(side: int) -> None:
    cells = veil._cells(picture(side, side))
    assert cells is not None
    assert max(cells.size) <= max(1, side // veil.PIXELS_A_CELL)


def test_remarks_inside_a_file_are_left_behind() -> None:
    about = Image.Exif()
    about[0x010F] = "a camera of somebody"
    kept = BytesIO()
    read(picture()).save(kept, format="JPEG", exif=about)
    assert b"camera" in kept.getvalue()
    assert b"camera" not in (veiled(kept.getvalue()) or b"camera")


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"no picture at all", id="words"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(100), id="a beginning alone"),
        pytest.param(picture()[:4000], id="cut off"),
        pytest.param(bomb(8_000), id="too large"),
        pytest.param(bomb(12_000), id="so large that the reader warns"),
        pytest.param(bomb(60_000), id="so large that the reader refuses"),
    ],
)
def test_what_cannot_be_read_or_is_too_large_has_no_preview(content: bytes) -> None:
    assert veiled(content) is None


# --- Kept and shown -------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_shows_the_preview_and_nothing_of_the_original(
    story: Story, signed_in: Callable[..., Client]
) -> None:
    item, content = story.clips[0], picture()
    kept = services.keep_file(
        actor=INVESTIGATOR, item=item, upload=Upload(content), at=AT
    )
    answer = signed_in("investigator").get(f"/evidence/{item.ref}/")
    page = answer.content.decode()
    shown = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert [base64.b64decode(one) for one in shown] == [veiled(content)]
    assert base64.b64encode(content).decode()[:2000] not in page
    assert answer["Cache-Control"] == "no-store"
    assert [event.kind for event in item.custody.all()] == ["received"]
    for place in (place_of(kept.sha256), preview_place_of(kept.sha256)):
        assert b"PNG" not in place.read_bytes()[:64]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"\0\0\0\x18ftypmp42 a video", picture()[:4000]], ids=["video", "torn"]
)
def test_a_video_or_a_torn_picture_is_kept_and_says_that_it_has_no_preview(
    story: Story, signed_in: Callable[..., Client], content: bytes
) -> None:
    item = story.clips[0]
    kept = services.keep_file(
        actor=INVESTIGATOR, item=item, upload=Upload(content), at=AT
    )
    assert not preview_place_of(kept.sha256).exists()
    page = signed_in("investigator").get(f"/evidence/{item.ref}/").content.decode()
    assert "Only pictures get a preview" in page
    assert "data:image" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["erased", "altered", "gone"])
def test_a_preview_ends_with_the_key_of_its_file(
    story: Story, signed_in: Callable[..., Client], how: str
) -> None:
    item = story.clips[0]
    upload = Upload(picture())
    kept = services.keep_file(actor=INVESTIGATOR, item=item, upload=upload, at=AT)
    place: Path = preview_place_of(kept.sha256)
    if how == "erased":
        vault.erase(f"evidence:{kept.sha256}", at=AT)
    elif how == "altered":
        place.write_bytes(place.read_bytes()[:-1] + b"?")
    else:
        place.unlink()
    assert services.open_preview(item) is None
    page = signed_in("investigator").get(f"/evidence/{item.ref}/").content.decode()
    assert "Only pictures get a preview" in page
