# SPDX-License-Identifier: Apache-2.0
"""A file of parts: whatever happens to it on the way, only what was written is ever read."""

import hashlib
import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zstandard import ZstdCompressor

from app.domain.refusals import BadInput, NotFound, StorageTrouble
from app.exchange import frames
from app.exchange.frames import Ending, Fault, Found, Part, read_frames, write_frames

PARTS = [Part(b"HEAD", b"first"), Part(b"MORE", b"second " * 50), Part(b"MORE", b"third " * 50)]
START = 11


def file_of(path: Path, parts: list[Part]) -> bytes:
    write_frames(path, parts)
    return path.read_bytes()


def read_back(path: Path, content: bytes) -> list[Found]:
    path.write_bytes(content)
    return list(read_frames(path))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    size = write_frames(path, PARTS)
    assert list(read_frames(path)) == PARTS
    assert size == path.stat().st_size
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_file_cut_anywhere_gives_the_whole_parts_before_the_cut_and_says_so(tmp_path: Path) -> None:
    content = file_of(tmp_path / "file", PARTS)
    for length in range(START, len(content)):
        found = read_back(tmp_path / "cut", content[:length])
        assert found[-1] is Fault.CUT
        assert found[:-1] == PARTS[: len(found) - 1]


@pytest.mark.parametrize("step", range(7))
def test_no_changed_byte_goes_unnoticed(tmp_path: Path, step: int) -> None:
    content = file_of(tmp_path / "file", PARTS)
    for place in range(START + step, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 0x10
        found = read_back(tmp_path / "changed", bytes(changed))
        assert any(isinstance(one, Fault) for one in found), place
        assert all(one in PARTS for one in found if isinstance(one, Part)), place


def test_an_altered_part_leaves_the_others_readable(tmp_path: Path) -> None:
    content = bytearray(file_of(tmp_path / "file", PARTS))
    content[-60 - 44 - 5] ^= 1  # inside the last part's packed content
    found = read_back(tmp_path / "changed", bytes(content))
    assert found.count(Fault.ALTERED) >= 1
    assert found[0] == PARTS[0]


def test_parts_cannot_change_places(tmp_path: Path) -> None:
    same_size = [Part(b"HEAD", b"x"), Part(b"MORE", b"one"), Part(b"MORE", b"two")]
    content = file_of(tmp_path / "file", same_size)
    first, rest = START + _frame_size(content, START), b""
    second = first + _frame_size(content, first)
    third = second + _frame_size(content, second)
    rest = content[second:third] + content[first:second] + content[third:]
    assert read_back(tmp_path / "swapped", content[:first] + rest)[1:3] == [Fault.ALTERED, Fault.ALTERED]


def test_a_part_of_another_file_is_not_taken(tmp_path: Path) -> None:
    mine = file_of(tmp_path / "mine", [Part(b"HEAD", b"mine"), Part(b"MORE", b"same")])
    other = file_of(tmp_path / "other", [Part(b"HEAD", b"oths"), Part(b"MORE", b"else")])
    at = START + _frame_size(mine, START)
    mixed = mine[:at] + other[at : at + _frame_size(other, at)] + mine[at + _frame_size(mine, at) :]
    assert read_back(tmp_path / "mixed", mixed)[1] is Fault.ALTERED


def test_a_file_of_something_else_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" * 20)
    with pytest.raises(BadInput, match="does not hold records") as caught:
        list(read_frames(path))
    assert caught.value.code == "not-ours"


def test_a_file_of_a_newer_program_is_refused_in_words(tmp_path: Path) -> None:
    content = file_of(tmp_path / "file", PARTS)
    with pytest.raises(StorageTrouble, match="newer version"):
        read_back(tmp_path / "newer", content[:9] + b"\x00\x03" + content[START:])


@pytest.mark.parametrize("says_its_size", [True, False])
def test_a_part_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path, says_its_size: bool) -> None:
    bomb = ZstdCompressor(write_content_size=says_its_size).compress(bytes(frames.LARGEST_CONTENT + 1))
    summed = hashlib.sha256(bytes(4) + b"HEAD" + bomb).digest()
    content = b"GUILDMARK\x00\x01" + struct.pack(">4sI32s", b"HEAD", len(bomb), summed) + bomb
    assert read_back(tmp_path / "bomb", content)[0] is Fault.ALTERED


def test_a_file_of_an_older_program_is_read(tmp_path: Path) -> None:
    """Version 1 bound its first part to nothing, and had no signature."""
    first, sums, content = b"", hashlib.sha256(), b"GUILDMARK\x00\x01"
    for number, part in enumerate(PARTS):
        inside = frames.packed(part.content)
        summed = hashlib.sha256(first + number.to_bytes(4, "big") + part.tag + inside).digest()
        content += struct.pack(">4sI32s", part.tag, len(inside), summed) + inside
        first = first or summed
        sums.update(summed)
    ending = len(PARTS).to_bytes(4, "big") + sums.digest()
    summed = hashlib.sha256(first + len(PARTS).to_bytes(4, "big") + b"END." + ending).digest()
    content += struct.pack(">4sI32s", b"END.", len(ending), summed) + ending
    assert read_back(tmp_path / "older", content) == PARTS


def test_the_writer_signs_all_of_it_and_a_changed_signature_shows(tmp_path: Path) -> None:
    signed: list[bytes] = []

    def sign(content: bytes) -> bytes:
        signed.append(content)
        return hashlib.sha512(b"key" + content).digest()

    write_frames(tmp_path / "file", PARTS, sign)
    *parts, ending = read_frames(tmp_path / "file")
    assert parts == PARTS
    assert ending == Ending(signed[0], hashlib.sha512(b"key" + signed[0]).digest())
    content = (tmp_path / "file").read_bytes()
    assert Fault.ALTERED in read_back(tmp_path / "changed", content[:-1] + bytes([content[-1] ^ 1]))


def test_a_stick_that_gives_back_something_else_is_told_and_nothing_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_frames(tmp_path / "file", PARTS[:1])

    def forgetful(descriptor: int) -> None:
        """A stick of a false size takes everything and keeps only its first bytes."""
        size = os.fstat(descriptor).st_size
        os.truncate(descriptor, size // 2)
        os.truncate(descriptor, size)

    monkeypatch.setattr(frames, "forget_cached", forgetful)
    with pytest.raises(StorageTrouble, match="smaller than it says") as caught:
        write_frames(tmp_path / "file", PARTS)
    assert caught.value.code == "false-stick"
    assert list(read_frames(tmp_path / "file")) == PARTS[:1]
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_more_than_a_stick_can_hold_in_one_file_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "LARGEST_FILE", 150)
    with pytest.raises(StorageTrouble, match="more than 4 GB") as caught:
        write_frames(tmp_path / "file", PARTS)
    assert caught.value.code == "too-large"
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_frames(path, PARTS[:1])

    def full(_descriptor: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(frames, "sync_descriptor", full)
    with pytest.raises(StorageTrouble, match="disk is full"):
        write_frames(path, PARTS)
    assert list(read_frames(path)) == PARTS[:1]
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_stick_that_is_not_in_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="See that the stick is in") as caught:
        write_frames(tmp_path / "stick" / "file", PARTS)
    assert caught.value.code == "no-folder"
    with pytest.raises(NotFound, match="See that the stick is in"):
        list(read_frames(tmp_path / "stick" / "file"))


@given(st.binary(max_size=400))
def test_any_bytes_after_the_beginning_are_read_without_a_fault_of_the_program(noise: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = read_back(Path(folder) / "noise", b"GUILDMARK\x00\x01" + noise)
    assert found
    assert not any(isinstance(one, Part) for one in found)


def _frame_size(content: bytes, at: int) -> int:
    return 40 + int.from_bytes(content[at + 4 : at + 8], "big")
