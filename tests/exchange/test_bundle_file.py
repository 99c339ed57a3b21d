# SPDX-License-Identifier: Apache-2.0
"""A bundle on a stick: what it shows to anybody, what only the centre can read, and what a damaged one still gives."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.refusals import BadInput
from app.exchange.bundle import (
    Erased,
    Heads,
    Keys,
    Operations,
    read_header,
    read_pieces,
    write_bundle_file,
)
from app.exchange.frames import Fault, Part, read_frames, write_frames
from app.exchange.key_cover import cover, cover_erased, uncover, uncover_erased
from tests.exchange.exchange_samples import (
    CLASS_KEYS,
    ERASED,
    HEADER,
    OPERATIONS,
    bundle,
    draws,
    head,
    subject_keys,
    written,
)

MANY = tuple(b'{"n":%d,"text":"%s"}' % (number, b"x" * 300) for number in range(12_000))


def test_a_bundle_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bundle")
    assert read_header(path) == HEADER
    erased, heads, keys, operations = read_pieces(path)
    assert isinstance(erased, Erased)
    assert uncover_erased(erased.content, CLASS_KEYS) == (ERASED,)
    assert heads == Heads((head(),))
    assert isinstance(keys, Keys)
    assert tuple(uncover(key, CLASS_KEYS) for key in keys.keys) == subject_keys()
    assert operations == Operations(OPERATIONS)


def test_many_operations_come_in_several_parts_and_in_their_order(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bundle", MANY)
    parts = [piece for piece in read_pieces(path) if isinstance(piece, Operations)]
    assert len(parts) > 2
    assert tuple(raw for part in parts for raw in part.raws) == MANY


def test_operations_as_lines_come_out_as_they_were_and_each_part_by_itself(tmp_path: Path) -> None:
    write_bundle_file(tmp_path / "a.bundle", replace(bundle(MANY), in_lines=True), draws(4))
    parts = [piece for piece in read_pieces(tmp_path / "a.bundle") if isinstance(piece, Operations)]
    assert len(parts) > 2
    assert tuple(raw for part in parts for raw in part.raws) == MANY
    found = [part for part in read_frames(tmp_path / "a.bundle") if isinstance(part, Part)]
    lines = [part for part in found if part.tag == b"LINE"]
    write_frames(tmp_path / "b.bundle", [found[0], lines[1]])
    assert list(read_pieces(tmp_path / "b.bundle")) == [parts[1]]


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"{", b'{"at":0,"origin":"o"}\n{}', b'{"whole":"?"}', b'{"at":"x","origin":"o"}']
)
def test_lines_that_make_no_operation_are_a_fault(tmp_path: Path, content: bytes) -> None:
    found = read_frames(written(tmp_path / "a.bundle"))
    write_frames(tmp_path / "b.bundle", [one for one in (next(found), Part(b"LINE", content)) if isinstance(one, Part)])
    assert list(read_pieces(tmp_path / "b.bundle")) == [Fault.ALTERED]


def test_few_lines_that_unfold_to_much_are_a_fault(tmp_path: Path) -> None:
    """Each line repeats the long body of the first one."""
    first = b'{"at":0,"origin":"o","body":{"text":"%s"}}' % (b"x" * 10_000)
    found = read_frames(written(tmp_path / "a.bundle"))
    many = Part(b"LINE", b"\n".join([first, *[b'{"at":0}'] * 100_000]))
    write_frames(tmp_path / "b.bundle", [one for one in (next(found), many) if isinstance(one, Part)])
    assert list(read_pieces(tmp_path / "b.bundle")) == [Fault.ALTERED]


def test_a_bundle_cut_short_gives_keys_and_the_first_operations(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bundle", MANY)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    pieces = list(read_pieces(path))
    raws = [raw for piece in pieces if isinstance(piece, Operations) for raw in piece.raws]
    assert pieces[-1] is Fault.CUT
    assert any(isinstance(piece, Keys) for piece in pieces)
    assert 0 < len(raws) < len(MANY)
    assert tuple(raws) == MANY[: len(raws)]


def test_a_bundle_without_a_whole_beginning_is_refused_in_words(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bundle")
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadInput, match="beginning of this file is damaged"):
        read_header(path)


def test_a_key_is_not_in_the_file_as_it_is(tmp_path: Path) -> None:
    keys = subject_keys()
    write_bundle_file(tmp_path / "a.bundle", bundle(), draws(4))
    pieces = [piece for piece in read_pieces(tmp_path / "a.bundle") if isinstance(piece, Keys)]
    assert all(key.key not in covered.boxed for key in keys for piece in pieces for covered in piece.keys)


def test_another_centre_reads_neither_keys_nor_erasures() -> None:
    others = {name: bytes([9]) * 32 for name in CLASS_KEYS}
    key = subject_keys()[0]
    assert uncover(cover(key, CLASS_KEYS, draws()), others) is None
    assert uncover_erased(cover_erased([ERASED], CLASS_KEYS, draws()), others) is None


def test_a_key_cannot_be_passed_off_as_another_learners() -> None:
    covered = cover(subject_keys()[0], CLASS_KEYS, draws())
    assert uncover(replace(covered, subject=b"z" * 16), CLASS_KEYS) is None


def test_keys_travel_under_the_newest_key_of_their_class_and_older_ones_still_open() -> None:
    key = subject_keys()[0]
    later_keys = {**CLASS_KEYS, (key.key_class, 2): bytes(32)}
    assert cover(key, later_keys, draws()).epoch == 2
    assert uncover(cover(key, CLASS_KEYS, draws()), later_keys) == key


def test_a_part_that_a_later_program_added_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bundle")
    parts = [found for found in read_frames(path) if isinstance(found, Part)]
    write_frames(path, [parts[0], Part(b"NEW!", b"?"), *parts[1:]])
    assert [type(piece) for piece in read_pieces(path)] == [Erased, Heads, Keys, Operations]


def test_a_part_whose_content_makes_no_sense_is_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path / "a.bundle")
    parts = [found for found in read_frames(path) if isinstance(found, Part)]
    write_frames(path, [parts[0], Part(b"KEYS", b'{"class":1}'), Part(b"SIGN", b"[]"), *parts[4:]])
    pieces = list(read_pieces(path))
    assert pieces[:2] == [Fault.ALTERED, Fault.ALTERED]
    assert pieces[2] == Operations(OPERATIONS)
