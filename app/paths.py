# SPDX-License-Identifier: Apache-2.0
"""Where the program's own files and its people's files are."""

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

PROGRAM = "Guildmark"


def resources() -> Path:
    """The folder with fonts, icons, translations, templates and packs."""
    return _program_folder() / "resources"


def migrations() -> Path:
    """The folder with the steps that bring older tables up to date."""
    return _program_folder() / "migrations"


def guide() -> Path:
    """The folder with the user guide."""
    return _program_folder() / "docs" / "guide"


def default_data_folder() -> Path:
    """Where a centre's records lie when nobody names another place. Local to this computer: never a roaming profile."""
    return platformdirs.user_data_path(PROGRAM, appauthor=False, roaming=False) / "centre"


def state_folder() -> Path:
    """Where this computer remembers what it last saw of a centre's records: outside the records' own folder.

    ``GUILDMARK_STATE`` names another place, for portable use.
    """
    named = os.environ.get("GUILDMARK_STATE")
    return Path(named) if named else platformdirs.user_state_path(PROGRAM, appauthor=False, roaming=False)


def _program_folder() -> Path:
    unpacked = getattr(sys, "_MEIPASS", None)
    return Path(unpacked) if unpacked else _source_folder()


@cache
def _source_folder() -> Path:
    """Asked for at every word of a document: the disk is not."""
    return Path(__file__).resolve().parent.parent
