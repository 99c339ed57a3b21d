# SPDX-License-Identifier: Apache-2.0
"""A photo from any camera becomes small, upright and free of what the camera wrote into it."""

import base64
import io
import random
from pathlib import Path

import pytest
from PIL import Image

from app.documents.photo import small_photo
from app.domain.learners import LARGEST_PHOTO
from app.domain.refusals import BadInput

SIDE = 192
_TURNED, _MAKER = 0x0112, 0x010F


def saved(path: Path, picture: Image.Image, **how: object) -> Path:
    picture.save(path, **how)  # type: ignore[arg-type]  # each test names options of its format
    return path


def opened(text: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(text, validate=True)))


def noise(side: int) -> Image.Image:
    return Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))


@pytest.mark.parametrize(("size", "kept"), [((1600, 1200), (192, 144)), ((90, 300), (58, 192)), ((40, 30), (40, 30))])
def test_a_picture_is_made_small_and_keeps_its_shape(
    tmp_path: Path, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    small = opened(small_photo(saved(tmp_path / "a.png", Image.new("RGB", size, "teal"))))
    assert (small.format, small.size) == ("JPEG", kept)


def test_even_the_busiest_picture_fits(tmp_path: Path) -> None:
    assert len(small_photo(saved(tmp_path / "noise.png", noise(800)))) <= LARGEST_PHOTO


def test_a_picture_taken_sideways_stands_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (200, 100), "white")
    picture.paste("red", (0, 0, 50, 100))
    exif = Image.Exif()
    exif[_TURNED] = 6  # to be turned right by a quarter: the left side becomes the top
    small = opened(small_photo(saved(tmp_path / "side.jpg", picture, exif=exif)))
    assert small.size == (96, 192)
    red, green, blue = small.convert("RGB").getpixel((48, 10)) or (0, 0, 0)  # type: ignore[misc]  # three channels
    assert red > 200 > 100 > max(green, blue)


def test_what_the_camera_wrote_into_it_is_gone(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[_MAKER] = "SAMPLE CAMERA"
    path = saved(tmp_path / "a.jpg", Image.new("RGB", (300, 300)), exif=exif, comment=b"SAMPLE COMMENT")
    written = base64.b64decode(small_photo(path))
    assert b"SAMPLE" in path.read_bytes()
    assert b"SAMPLE" not in written


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_are_read(tmp_path: Path, mode: str) -> None:
    suffix = "tiff" if mode == "CMYK" else "png"
    assert opened(small_photo(saved(tmp_path / f"a.{suffix}", Image.new(mode, (64, 64))))).mode == "RGB"


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut", b"GIF89a", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "{holiday}.jpg"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"\{holiday\}\.jpg is not a picture") as refused:
        small_photo(path)
    assert refused.value.code == "photo-unreadable"


def test_a_picture_cut_short_is_refused(tmp_path: Path) -> None:
    whole = saved(tmp_path / "whole.png", noise(100)).read_bytes()
    path = tmp_path / "cut.png"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput):
        small_photo(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        small_photo(tmp_path / "nothing.jpg")


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = saved(tmp_path / "huge.png", Image.new("1", (9000, 9000)))
    with pytest.raises(BadInput):
        small_photo(path)
