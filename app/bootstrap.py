# SPDX-License-Identifier: Apache-2.0
"""Where the program starts: builds everything and joins it. The only place that knows all rooms."""

import gc
import io
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app import paths
from app.bench import NAMES
from app.cli.arguments import without_command
from app.cli.outside import Measured, Outside, RegistryOffice
from app.translation import use_language

if TYPE_CHECKING:
    from datetime import date

    from app.services.machine import Machine

COLLECTED_AFTER: Final = 50_000
"""New objects after which the interpreter looks for forgotten circles. With its own 700 a workbook of ten thousand
learners is looked through hundreds of times, and nothing is found: bulk work makes rows, which hold no circles."""


def main() -> int:
    """Do what the command line says; without a command open the window. Returns the exit status."""
    gc.set_threshold(COLLECTED_AFTER)
    _speak_any_script()
    use_language(os.environ.get("GUILDMARK_LANG", "en"), paths.resources() / "translations")
    words, world = sys.argv[1:], outside()
    shared = without_command(words)
    if shared is not None:
        return world.open_window(world.data_folder(shared.data))
    from app.cli import program
    from app.cli.session import someone_at_the_keyboard

    return program.main(words, world, someone_at_the_keyboard())


def outside() -> Outside:
    """The world around the program. Nothing is imported for it before it is used."""
    return Outside(
        environment=os.environ,
        resources=paths.resources(),
        default_data=paths.default_data_folder(),
        machine=_machine,
        today=_today,
        open_window=_open_window,
        try_window=_try_window,
        report=_report,
        registry=_registry,
        benches={name: partial(_measured, name) for name in _benches()},
    )


def _benches() -> Sequence[str]:
    """The names of all benches; a packaged program has none, since they run parts of it as modules of their own."""
    return () if getattr(sys, "frozen", False) else NAMES


def _measured(name: str) -> Sequence[Measured]:
    from app.bench.benches import measured

    return measured(name)


def _machine() -> "Machine":
    from app.services.machine import this_machine

    return this_machine(paths.state_folder())


def _today() -> "date":
    from datetime import UTC, datetime

    return datetime.now(UTC).astimezone().date()


def _open_window(data: Path) -> int:
    from app.store.folder import DataFolder

    machine = _machine()
    if data == paths.default_data_folder():  # nobody named a folder
        from app.ui.known_centres import last_folder

        data = last_folder(machine.state, data)
    from app.ui.quick_start import quick_application

    app = quick_application()
    from app.ui.application import run_window

    return run_window(app, DataFolder(data), machine)


def _try_window(data: Path, machine: "Machine") -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported: nothing appears on anybody's screen
    from app.store.folder import DataFolder
    from app.ui.trial import try_window

    try_window(DataFolder(data), machine)


def _registry(folder: Path, key_file: Path, database: str) -> "RegistryOffice":
    from app.registry.office import Office
    from app.registry.opening import Place, World

    machine = _machine()
    return Office(Place(folder, key_file, database), World(machine.wall, machine.random))


def _report(error: BaseException) -> Path | None:
    from datetime import UTC, datetime

    from app.ui.reports import write_report

    return write_report(paths.state_folder() / "reports", error, datetime.now(UTC).strftime("%Y%m%dT%H%M%S"))


def _speak_any_script() -> None:
    """Consoles of some systems know one script only: what is written is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
