# SPDX-License-Identifier: Apache-2.0
"""Pictures for paper: checked and cleaned once when they come in, and put into a PDF as they are."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.documents.streams import Name, Stream
from app.domain.refusals import BadInput
from app.translation import later

if TYPE_CHECKING:
    from PIL import Image

LARGEST_PICTURE: Final = 64_000_000
"""Pixels: more than any camera takes, fewer than would fill the memory of an old laptop."""
LARGEST_FILE: Final = 40 * 1024 * 1024
SIDE: Final = 2400
"""Pixels that a picture keeps at most on a side: 300 dots to the inch over 20 cm."""

_FORMATS: Final = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for a PDF, and its sides in pixels."""

    stream: Stream
    width: int
    height: int


def clean_picture(data: bytes, name: str, side: int = SIDE) -> bytes:
    """The picture upright, with no more than this many pixels a side, and without what a camera or a program wrote
    into it (place, time, comments). PNG where it has transparent parts or few colours, else JPEG.

    Raises BadInput when it is no PNG or JPEG picture, or too large: its size is looked at before it is unpacked.
    """
    from PIL import ImageOps

    with _refusals(name), _opened(data) as picture:
        if picture.width * picture.height > LARGEST_PICTURE:
            raise _too_large(name)
        picture.draft("RGB", (side, side))  # a JPEG is unpacked no larger than it is needed
        upright = ImageOps.exif_transpose(picture)
        drawn = upright.convert("RGBA" if _is_transparent(upright) or picture.format == "PNG" else "RGB")
    drawn.info.clear()
    drawn.thumbnail((side, side))
    return _written(drawn)


@lru_cache(maxsize=128)
def prepared(data: bytes) -> Picture:
    """A cleaned picture as it stands in a PDF. Raises BadInput when it is none."""
    with _refusals(""), _opened(data) as picture:
        if picture.width * picture.height > LARGEST_PICTURE:
            raise _too_large("")
        if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
            space = "DeviceGray" if picture.mode == "L" else "DeviceRGB"
            return Picture(_image(data, picture.size, space, "DCTDecode"), picture.width, picture.height)
        has_alpha = _is_transparent(picture)
        whole = picture.convert("RGBA") if has_alpha else picture.convert("RGB")
    mask = whole.getchannel("A") if has_alpha else None
    return Picture(_pixels(whole.convert("RGB"), mask), whole.width, whole.height)


def _pixels(picture: "Image.Image", mask: "Image.Image | None") -> Stream:
    """The pixels without loss; grey ones as grey."""
    red, green, blue = picture.split()
    is_grey = red.tobytes() == green.tobytes() == blue.tobytes()
    soft = None
    if mask is not None:
        soft = _image(zlib.compress(mask.tobytes(), 9), mask.size, "DeviceGray", "FlateDecode")
    data = zlib.compress((red if is_grey else picture).tobytes(), 9)
    return _image(data, picture.size, "DeviceGray" if is_grey else "DeviceRGB", "FlateDecode", soft)


def _image(data: bytes, size: tuple[int, int], space: str, packed: str, mask: Stream | None = None) -> Stream:
    entries: dict[str, object] = {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": Name(space),
        "BitsPerComponent": 8,
        "Filter": Name(packed),
    }
    return Stream(data, entries | ({"SMask": mask} if mask else {}))


def _written(picture: "Image.Image") -> bytes:
    file = io.BytesIO()
    if picture.mode == "RGBA":
        if picture.getchannel("A").getextrema() == (255, 255):
            picture = picture.convert("RGB")
        picture.save(file, "PNG", optimize=True)
    else:
        picture.save(file, "JPEG", quality=88, optimize=True)
    return file.getvalue()


def _is_transparent(picture: "Image.Image") -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _opened(data: bytes) -> "Image.Image":
    from PIL import Image

    if len(data) > LARGEST_FILE:
        raise ValueError("too large")
    return Image.open(io.BytesIO(data), formats=_FORMATS)


class _refusals:
    """Says in words what the library of pictures says in its own."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        from PIL import Image

        if isinstance(error, Image.DecompressionBombError):
            raise _too_large(self._name) from error
        if isinstance(error, OSError | ValueError | SyntaxError | Image.DecompressionBombWarning):
            raise BadInput(
                "picture-unreadable",
                later("{file} is not a picture that can be printed. Choose a PNG or JPEG picture."),
                file=self._name,
            ) from error


def _too_large(name: str) -> BadInput:
    return BadInput(
        "picture-too-large",
        later("{file} has too many pixels. Save it smaller than 8,000 by 8,000, then choose it again."),
        file=name,
    )
