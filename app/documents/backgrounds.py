# SPDX-License-Identifier: Apache-2.0
"""Backgrounds made elsewhere: a picture, or a page of a PDF, as something that a page can show and that cannot act.

Of a PDF only what draws the page is taken: its content, typefaces, pictures, colours. Links, forms, scripts, attached
files, layers and whatever else a PDF can hold stay behind, because only known entries are copied.
"""

import io
import time
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.documents.drawing_work import check_picture, operators_of, seconds_to_draw
from app.documents.pictures import prepared
from app.documents.sheet import Sheet
from app.documents.streams import Name, Stream, safe_key
from app.documents.unpacking import bursts
from app.domain.refusals import BadInput
from app.translation import later

if TYPE_CHECKING:
    import pikepdf

_DEEPEST: Final = 24
_TROUBLES: Final = (ValueError, RuntimeError, KeyError, TypeError, AttributeError, OSError)
"""What a file can cause that is not what it says it is."""
_SECONDS: Final = 3.0
"""Of the processor: for a page at the size of a preview, and for trying all pages."""
_MOST_OBJECTS: Final = 4000
_LARGEST_BACKGROUND: Final = 8 * 1024 * 1024
"""Bytes of all that is copied: it goes into every single document."""
_TRIAL_SHEET: Final = (595.0, 842.0)
_RESOURCES: Final = ("Font", "XObject", "ColorSpace", "ExtGState", "Pattern", "Shading")
_DANGEROUS: Final = frozenset(
    (
        *("AA", "A", "Action", "OpenAction", "JS", "JavaScript", "URI", "Launch", "GoToR", "GoToE", "SubmitForm"),
        *("F", "FFilter", "FDecodeParms", "EF", "AF", "Metadata", "PieceInfo", "StructParent", "StructParents", "OC"),
        *("OPI", "Ref", "Alternates", "Measure", "PtData", "LastModified", "Parent", "B", "Dur", "Trans", "Names"),
        "Annots",
    )
)
"""Entries that are never copied: what acts, points outside the file, or only says something of the page."""
_OF_CHOSEN_NAMES: Final = ("CharProcs", "Colorants")


@dataclass(frozen=True, slots=True)
class Background:
    """Something to show behind a page; ``box`` is its lower left and upper right corner in its own measures."""

    stream: Stream
    box: tuple[float, float, float, float]

    def over(self, width: float, height: float) -> tuple[float, float, float, float, float, float]:
        """What moves it over a whole page of this size."""
        left, bottom, right, top = self.box
        across, up = width / (right - left), height / (top - bottom)
        return across, 0, 0, up, -left * across, -bottom * up


@lru_cache(maxsize=16)
def background_of(data: bytes, page: int = 0) -> Background:
    """The picture, or this page of the PDF, counted from 0. Raises BadInput when it cannot be taken over."""
    if b"%PDF-" in data[:1024]:
        return _pdf_page(data, page)
    return Background(prepared(data).stream, (0, 0, 1, 1))


def check_background(data: bytes, name: str) -> int:
    """How many pages a file for a background has. Raises BadInput when one of them cannot be taken over."""
    try:
        if b"%PDF-" not in data[:1024]:
            background_of(data)
            return 1
        pages = _page_count(data)
        end = time.thread_time() + _SECONDS
        for number in range(pages):
            if _trial(background_of(data, number)) > _SECONDS or time.thread_time() > end:
                raise _unusable("")
    except BadInput as refused:
        raise BadInput(refused.code, refused.text, **{**refused.facts, "file": name}) from refused
    return pages


def _trial(background: Background) -> float:
    """About how many seconds a page with this behind it takes to draw."""
    sheet = Sheet("", "", "en")
    sheet.begin_page(*_TRIAL_SHEET)
    sheet.stream(background.stream, background.over(*_TRIAL_SHEET))
    sheet.end_page()
    return seconds_to_draw(sheet.finished())


def _page_count(data: bytes) -> int:
    import pikepdf

    _require_small(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return min(len(pdf.pages), 20)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError) as error:
        raise _unusable("") from error


def _require_small(data: bytes) -> None:
    if len(data) > _LARGEST_BACKGROUND or bursts(data):
        raise _unusable("")


def _pdf_page(data: bytes, number: int) -> Background:
    import pikepdf

    _require_small(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted or number >= len(pdf.pages):
                raise _unusable("")
            return _taken(pdf.pages[number])
    except (pikepdf.PdfError, pikepdf.PasswordError, *_TROUBLES) as error:
        raise _unusable("") from error


def _taken(page: "pikepdf.Page") -> Background:
    left, bottom, right, top = (round(float(value), 3) for value in page.cropbox)
    if right - left < 1 or top - bottom < 1:
        raise ValueError("no size")
    content = b"\n".join(part.read_bytes() for part in _contents(page))  # cannot burst: see _require_small
    if len(content) > _LARGEST_BACKGROUND:
        raise ValueError("too much")
    operators_of(content, page.resources)
    turned, box = _upright(page, (left, bottom, right, top))
    copy = _Copying()
    entries: dict[str, object] = {
        "Type": Name("XObject"),
        "Subtype": Name("Form"),
        "BBox": [left, bottom, right, top],
        "Matrix": turned,
        "Resources": copy.resources(page.resources),
        "Filter": Name("FlateDecode"),
    }
    return Background(Stream(zlib.compress(content, 9), entries), box)


def _upright(
    page: "pikepdf.Page", box: tuple[float, float, float, float]
) -> tuple[list[float], tuple[float, float, float, float]]:
    """What turns a page as its file wishes, and where it lies then."""
    left, bottom, right, top = box
    turn = int(page.rotation) % 360 if hasattr(page, "rotation") else int(page.obj.get("/Rotate", 0)) % 360
    if turn == 90:
        return [0, -1, 1, 0, 0, 0], (bottom, -right, top, -left)
    if turn == 180:
        return [-1, 0, 0, -1, 0, 0], (-right, -top, -left, -bottom)
    if turn == 270:
        return [0, 1, -1, 0, 0, 0], (-top, left, -bottom, right)
    return [1, 0, 0, 1, 0, 0], box


def _contents(page: "pikepdf.Page") -> list["pikepdf.Object"]:
    import pikepdf

    found = page.obj.get("/Contents")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


class _Copying:
    """Copies what draws, within limits of depth, number and size; the same object is copied once."""

    def __init__(self) -> None:
        self._objects = 0
        self._bytes = 0
        self._known: dict[tuple[int, int], Stream] = {}

    def resources(self, found: "pikepdf.Object | None") -> dict[str, object]:
        """The entries of a resource dictionary that draw something."""
        if found is None:
            return {}
        return {key: self._named(found[f"/{key}"], 1) for key in _RESOURCES if f"/{key}" in found}

    def _named(self, found: "pikepdf.Object", depth: int) -> dict[str, object]:
        """A dictionary whose keys are names that its file chose."""
        return {safe_key(str(key)[1:]): self.value(one, depth + 1) for key, one in found.items()}

    def value(self, value: object, depth: int) -> object:
        """A copy of any value of a PDF."""
        import pikepdf

        self._objects += 1
        if depth > _DEEPEST or self._objects > _MOST_OBJECTS:
            raise ValueError("too deep or too much")
        if isinstance(value, pikepdf.Stream):
            return self._stream(value, depth)
        if isinstance(value, pikepdf.Dictionary):
            return self._entries(value, depth)
        if isinstance(value, pikepdf.Array):
            return [self.value(one, depth + 1) for one in value]
        return _plain(value)

    def _entries(self, found: "pikepdf.Object", depth: int) -> dict[str, object]:
        kept: dict[str, object] = {}
        for key, one in found.items():
            name = str(key).lstrip("/")
            if name == "Resources":
                kept[name] = self.resources(one)
            elif name in _OF_CHOSEN_NAMES:
                kept[name] = self._named(one, depth + 1)
            elif name not in _DANGEROUS and one is not None:
                kept[safe_key(name)] = self.value(one, depth + 1)
        return kept

    def _stream(self, found: "pikepdf.Stream", depth: int) -> Stream:
        if found.objgen in self._known:
            return self._known[found.objgen]
        if str(found.get("/Subtype", "")) == "/PS" or str(found.get("/Type", "")) == "/EmbeddedFile":
            raise ValueError("not for drawing")
        is_image = str(found.get("/Subtype", "")) == "/Image"
        data = bytes(found.read_raw_bytes())
        if is_image:
            check_picture(found, data)
        self._bytes += len(data)
        if self._bytes > _LARGEST_BACKGROUND:
            raise ValueError("too much")
        entries = self._entries(found, depth)
        entries.pop("Length", None)
        copied = Stream(data, entries)
        self._known[found.objgen] = copied
        return copied


def _plain(value: object) -> object:
    import pikepdf

    if isinstance(value, pikepdf.Name):
        return Name(str(value)[1:])
    if isinstance(value, pikepdf.String):
        return bytes(value)
    if value is None or isinstance(value, bool | int):
        return "null" if value is None else value
    if isinstance(value, str | bytes):
        return value.encode("latin-1", "replace") if isinstance(value, str) else value
    return round(float(value), 6)  # type: ignore[arg-type]  # what is left are numbers


def _unusable(name: str) -> BadInput:
    return BadInput(
        "background-unusable",
        later(
            "{file} cannot be used as a background. Choose a PDF without a password, or a PNG or JPEG picture, of at "
            "most 8 MB."
        ),
        file=name,
    )
