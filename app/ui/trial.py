# SPDX-License-Identifier: Apache-2.0
"""Painting the window once, to see that all it is made of is there: a part of the program's self-test."""

from PySide6.QtWidgets import QApplication

from app.services.machine import Machine
from app.store.folder import DataFolder
from app.ui.application import Application, every_page
from app.ui.quick_start import quick_application

_FEWEST_COLOURS = 8


def try_window(folder: DataFolder, machine: Machine) -> None:
    """Show the first page for this folder, import every screen, and go.

    Raises RuntimeError when what was painted is as good as blank: fonts, drawings or the style are missing.
    """
    app = QApplication.instance() or quick_application()
    assert isinstance(app, QApplication)
    program = Application(app, folder, machine, every_page)
    try:
        program.start()
        app.processEvents()
        every_page()
        picture = program.gate.grab().toImage()
    finally:
        program.gate.hide()
        program.end()
    spots = ((x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7))
    if len({picture.pixel(x, y) for x, y in spots}) < _FEWEST_COLOURS:
        raise RuntimeError("the window stayed blank")
