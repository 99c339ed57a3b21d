# SPDX-License-Identifier: Apache-2.0
"""A learner's photo, made small enough to travel with the records."""

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.learners import LARGEST_PHOTO
from app.domain.refusals import BadInput
from app.translation import later

if TYPE_CHECKING:
    from PIL import Image

_SIDE: Final = 192
_QUALITIES: Final = (80, 60, 40, 25)
_LARGEST_PICTURE: Final = 64_000_000
"""Pixels: more than any camera takes, fewer than would fill the memory of an old laptop."""


def small_photo(path: Path) -> str:
    """The picture as a JPEG of at most 192 pixels a side in base64, upright, without what the camera wrote into it.

    Raises BadInput when the file is no picture that can be read.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    unreadable = BadInput("photo-unreadable", later("{file} is not a picture that can be read."), file=path.name)
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > _LARGEST_PICTURE:
                raise unreadable
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise unreadable from error
    upright.info.clear()  # comments and colour profiles would be written again
    upright.thumbnail((_SIDE, _SIDE))
    written = (_jpeg(upright, quality) for quality in _QUALITIES)
    return next(text for text in written if len(text) <= LARGEST_PHOTO)


def _jpeg(picture: "Image.Image", quality: int) -> str:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, optimize=True)
    return base64.b64encode(file.getvalue()).decode("ascii")
