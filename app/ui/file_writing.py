# SPDX-License-Identifier: Apache-2.0
"""Workbooks that a person asks for: where, written beside everything else, and then its folder at hand."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from app.services.progress import OnProgress
from app.translation import tr
from app.ui.context import Context
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.toast import Follow
from app.ui.widgets.writing import Writing

Write = Callable[[Path, OnProgress], object]


def ask_workbook(parent: QWidget, name: str, chosen: Callable[[Path], object]) -> QFileDialog:
    """Ask where a workbook shall be written; a file of this name is proposed."""
    title, kinds = tr("Where to write the workbook"), tr("Excel workbooks ({kinds})", kinds="*.xlsx")
    return ask_new_file(parent, title, kinds, Path(name.replace("/", "-") + ".xlsx"), chosen)


def write_file(context: Context, parent: QWidget, path: Path, write: Write, told: str = "") -> Writing:
    """Write the file on a reader thread, so that no wish waits for it. It can be stopped, and then there is none.

    ``told`` is said when it is there, with a button that opens its folder.
    """
    said = told or tr("{file} is written.", file=path.name)

    def done(_: object) -> None:
        context.say(said, Follow(tr("Open the folder"), partial(open_folder, path)))

    task = context.look_up(
        lambda control: write(path, control.progress), done, lambda why: context.say(str(why)),
        lambda: context.say(tr("Stopped. {file} was not written.", file=path.name)),
    )  # fmt: skip
    return Writing(parent, task, tr("Writing {file}", file=path.name))


def open_folder(path: Path) -> None:
    """Show the folder of this file in the file manager of the laptop."""
    from PySide6.QtGui import QDesktopServices  # only for this

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
