# SPDX-License-Identifier: Apache-2.0
"""What the system says of files reaches nobody: people are told in sentences of the program, by the kind of error."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.refusals import StorageTrouble
from app.spreadsheets.cohort_mapping import read_mapping
from app.spreadsheets.reading.reader import read_sheet
from app.spreadsheets.writing import whole_file
from app.spreadsheets.yaml_file import read_yaml

KINDS = {
    errno.ENOENT: "is not there any more",
    errno.EACCES: "perhaps another program holds it",
    errno.EIO: "its disk or the way to it fails",
}


@pytest.mark.parametrize("read", [read_mapping, read_yaml, read_sheet])
@pytest.mark.parametrize(("number", "words"), KINDS.items())
def test_a_file_that_cannot_be_read_is_told_in_the_words_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], object], number: int, words: str
) -> None:
    def fails(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    for one in ("open", "stat", "is_file"):
        monkeypatch.setattr(Path, one, fails)
    with pytest.raises(StorageTrouble) as refused:
        read(tmp_path / "source")
    assert refused.value.code == "cannot-read"
    assert words in str(refused.value)
    assert os.strerror(number) not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "another program holds it, or the folder is protected"),
        (errno.EROFS, "another program holds it, or the folder is protected"),
        (errno.ENOENT, "its folder is not there any more"),
        (errno.EIO, "its disk or the way to it fails"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_so_too(tmp_path: Path, number: int, words: str) -> None:
    with (
        pytest.raises(StorageTrouble, match=f"^list.xlsx cannot be written: {words}"),
        whole_file(tmp_path / "list.xlsx"),
    ):
        raise OSError(number, os.strerror(number))
