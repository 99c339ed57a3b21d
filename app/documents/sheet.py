# SPDX-License-Identifier: Apache-2.0
"""Pages being drawn, collected into one PDF. The same drawing always gives the same bytes."""

import io
from collections.abc import Sequence
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfgen.canvas import Canvas

from app.documents.attachments import Attachment, attach
from app.documents.drawing import INK, NAMES, Drawing, merge
from app.documents.embedding import embed
from app.documents.fonts import Typeface
from app.documents.page_facts import add_metadata
from app.documents.streams import Stream, Streams

__all__ = ["INK", "Sheet"]

rl_config.useA85 = 0
rl_config.trustedHosts = []
rl_config.trustedSchemes = []


class Sheet(Drawing):
    """One PDF under way; ``finished`` gives its bytes."""

    def __init__(self, title: str, author: str, language: str) -> None:
        super().__init__()
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pageCompression=1, invariant=1, lang=language, pdfVersion=(1, 7))
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Guildmark")
        self._facts = (title, author, language)
        # Operators, streams and fonts of our own have no public way in: tests guard these places.
        internals: Any = self._canvas
        self._internals = internals
        self._streams = Streams(internals._doc)
        self._fonts: dict[Typeface, dict[int, str]] = {}

    def begin_page(self, width: float, height: float) -> None:
        """Draw on a page of this size from now on."""
        self._canvas.setPageSize((width, height))
        # The library begins each page with a typeface of its own, which would not be embedded.
        self._internals._preamble = "1 0 0 1 0 0 cm"

    def end_page(self) -> None:
        """The page is complete."""
        self._internals._code += self.parts
        self._internals._setXObjects = _page_streams(self._streams, tuple(self.streams.values()))
        self._canvas.showPage()
        for face, glyphs in self.glyphs.items():
            merge(self._fonts.setdefault(face, {}), glyphs)
        self.parts, self.streams, self.glyphs = [], {}, {}

    def finished(self, attachments: Sequence[Attachment] = ()) -> bytes:
        """The file, with these files attached."""
        document = self._internals._doc
        embedded = document.idToObject["BasicFonts"].dict
        embedded.clear()
        for face, glyphs in self._fonts.items():
            embedded[NAMES[face.name]] = embed(self._streams, face, glyphs)
        add_metadata(document, self._streams, *self._facts)
        attach(document, self._streams, attachments)
        self._canvas.save()
        return self._buffer.getvalue()


def _page_streams(streams: Streams, shown: Sequence[Stream]) -> Any:
    """What the canvas calls to name the streams that a page shows."""

    def name_them(page: Any) -> None:
        found = {stream.name: streams.reference(stream) for stream in shown}
        page.XObjects = PDFDictionary(found) if found else None

    return name_them
