# SPDX-License-Identifier: Apache-2.0
"""Evidence files: what was put in comes out, and nothing of it can be read in the folder."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import BadInput, NotFound, StorageTrouble
from app.store import evidence_files
from app.store.evidence_files import FileVault

KEY, OTHER_KEY = b"k" * 32, b"l" * 32


@given(st.binary(max_size=3000))
def test_every_content_comes_back_under_its_own_name(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    vault = FileVault(tmp_path_factory.mktemp("files"), KEY)
    name = vault.put(content)
    assert name == hashlib.sha256(content).hexdigest()
    assert vault.get(name) == content


def test_the_same_content_is_kept_once_and_shows_nothing(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "files", KEY)
    content = b"photo of a weld SAMPLE"
    assert vault.put(content) == vault.put(content)
    (kept,) = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert content[:10] not in kept.read_bytes()


def test_a_damaged_file_is_named_so_and_mended_by_adding_it_again(tmp_path: Path) -> None:
    vault = FileVault(tmp_path, KEY)
    name = vault.put(b"photo")
    for damage in (b"", b"GMF1", b"GMF1" + bytes(40), vault.place(name).read_bytes()[:-1]):
        vault.place(name).write_bytes(damage)
        with pytest.raises(StorageTrouble) as refusal:
            vault.get(name)
        assert refusal.value.code == "file-damaged"
    vault.put(b"photo")
    assert vault.get(name) == b"photo"


def test_a_file_under_another_name_or_key_does_not_open(tmp_path: Path) -> None:
    vault = FileVault(tmp_path, KEY)
    one, other = vault.put(b"one"), vault.put(b"other")
    vault.place(one).write_bytes(vault.place(other).read_bytes())
    for asked, name in ((vault, one), (FileVault(tmp_path, OTHER_KEY), other)):
        with pytest.raises(StorageTrouble):
            asked.get(name)


def test_a_missing_and_a_removed_file_are_said_to_be_missing(tmp_path: Path) -> None:
    vault = FileVault(tmp_path, KEY)
    name = vault.put(b"photo")
    vault.remove(name)
    vault.remove(name)
    assert not vault.has(name)
    with pytest.raises(NotFound):
        vault.get(name)


@pytest.mark.parametrize("name", ["", "..", "../people.json", "A" * 64, "a" * 63, "a" * 64 + "\n", "a" * 60 + "/../"])
def test_a_name_that_could_lead_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        FileVault(tmp_path, KEY).get(name)


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_files, "LARGEST_BYTES", 10)
    with pytest.raises(BadInput):
        FileVault(tmp_path, KEY).put(b"eleven byte")
    assert list(tmp_path.iterdir()) == []
