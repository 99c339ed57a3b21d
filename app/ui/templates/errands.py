# SPDX-License-Identifier: Apache-2.0
"""What is done with templates outside the window: kept, used, brought in, written, their files looked through."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.documents.template import Background
from app.services.templates import export_pack, import_pack, keep_picture, keep_template, keep_typeface, use_template
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import tr
from app.ui.context import Context
from app.ui.templates.choosing import read_picture
from app.ui.templates.draft import Draft

T = TypeVar("T")


class Errands(QObject):
    """``kept`` carries the template as it is kept, ``brought`` all that came with a file."""

    kept = Signal(object)
    brought = Signal(object)

    def __init__(self, context: Context, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._draft = context, draft

    @Slot()
    def keep(self) -> None:
        """Keep the template as it is now among the centre's."""
        centre, template = self._context.centre, self._draft.template
        self._context.do(lambda _: keep_template(centre, template), self.kept.emit, tr("The template is kept."))

    def use(self, key: str) -> None:
        """Make documents of its type with this template from now on."""
        work = self._context.centre.work
        done = tr("Documents are made with this template from now on.")
        self._context.do(lambda _: use_template(work, key), done=done, undo=True)

    def bring_in(self, path: Path) -> None:
        """Bring in the templates of a file."""
        centre = self._context.centre
        done = tr("The templates of {file} are kept.", file=path.name)
        self._context.do(lambda _: import_pack(centre, read_picture(path), path.name), self.brought.emit, done)

    def write_pack(self, path: Path) -> None:
        """Write the template as it is now as a certificate pack."""
        centre, template = self._context.centre, self._draft.template

        def carry_out() -> None:
            content = export_pack(centre, template.key, template)
            with storage_errors():
                write_whole(path, content)

        self._context.do(lambda _: carry_out(), done=tr("{file} is written.", file=path.name))

    def take_file(self, path: Path) -> None:
        """Put a picture into the chosen element, or behind the side where none is chosen."""
        centre = self._context.centre
        self._for_this_template(lambda: keep_picture(centre, read_picture(path), path.name), self._on_file)

    def take_typeface(self, path: Path, licence: str) -> None:
        """Give the template this typeface."""
        centre = self._context.centre
        self._for_this_template(
            lambda: keep_typeface(centre, read_picture(path), path.stem, licence), self._draft.set_typeface
        )

    def _for_this_template(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        """What comes of the job is for the template and the element that are shown now, for no other."""
        asked = self._draft.template.key, self._draft.spots, self._draft.side

        def done(found: T) -> None:
            draft = self._draft
            if draft.history is not None and (draft.template.key, draft.spots, draft.side) == asked:
                then(found)

        self._context.do(lambda _: job(), done)

    def _on_file(self, name: str) -> None:
        if self._draft.spot is not None:
            self._draft.set(("file",), name)
            self._draft.set(("bind",), "")
        else:
            self._draft.set(("pages", self._draft.side, "background"), Background(file=name))
