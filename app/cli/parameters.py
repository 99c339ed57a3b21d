# SPDX-License-Identifier: Apache-2.0
"""Kinds of words on a command's line: files that must be there, ids."""

from pathlib import Path
from typing import Any, Final

import click

from app.domain.refusals import BadInput, NotFound
from app.translation import later


class _ExistingFile(click.ParamType[Path]):
    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return existing_file(value)


def existing_file(value: str | Path) -> Path:
    """The file of this name. Raises NotFound "no-such-file"."""
    path = Path(value)
    if not path.is_file():
        raise NotFound("no-such-file", later("There is no file {file}. Nothing was done."), file=path)
    return path


FILE: Final = _ExistingFile()
"""A file to read; NotFound "no-such-file" where it is not there."""

NEW_FILE: Final = click.Path(dir_okay=False, path_type=Path)
"""A file to write."""

FOLDER: Final = click.Path(file_okay=False, path_type=Path)
"""A folder, there or not yet."""


def id_of(text: str) -> bytes:
    """The id behind its hexadecimal form. Raises BadInput "not-an-id"."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != 16:
        sentence = later("“{written}” is no id. Ids have 32 digits 0 to 9 and a to f; every list shows them.")
        raise BadInput("not-an-id", sentence, written=text)
    return found
