# SPDX-License-Identifier: Apache-2.0
"""Certificate packs: what is written comes back; hostile files are refused in words, soon and in little memory."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.documents.certificate_pack import FORMAT, Pack, file_bytes, read_pack, written_pack
from app.documents.editing import Spot, element_at, with_property
from app.documents.starting import starting_template
from app.documents.template import Template, written_template
from app.domain.refusals import BadInput
from tests.documents.builders_templates import picture_of, template_of

PLAIN = starting_template("certificate")
HEAD = orjson.dumps({"format": FORMAT, "version": 1})


def with_picture(data: bytes) -> Template:
    return template_of({"type": "image", "file": hashlib.sha256(data).hexdigest()})


def archive(parts: Mapping[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        read_pack(data, "pack.zip")
    return refused.value.code


def test_a_pack_comes_back_as_it_was() -> None:
    picture = picture_of((4, 4), "RGB")
    name = hashlib.sha256(picture).hexdigest()
    pack = Pack(
        (PLAIN, with_picture(picture)), {name: picture}, {"learner.name": "Ly Vannak SAMPLE"},
        {"units": ({"unit.code": "A1"},)},
    )  # fmt: skip
    written = written_pack(pack)
    again = read_pack(written, "pack.zip")
    assert written == written_pack(pack)
    assert (again.templates[0], again.facts, again.rows) == (PLAIN, pack.facts, pack.rows)
    (file,) = again.files
    assert element_at(again.templates[1], Spot(0, 0)).file == file  # type: ignore[attr-defined]  # it is an image
    assert read_pack(written_pack(again), "pack.zip") == again


def test_what_a_camera_wrote_into_a_picture_stays_behind() -> None:
    from PIL import Image

    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Where I live SAMPLE"
    Image.new("RGB", (30, 20), "teal").save(file, "JPEG", exif=exif)
    assert b"Where I live" in file.getvalue()
    picture = file.getvalue()
    found = read_pack(written_pack(Pack((with_picture(picture),), {hashlib.sha256(picture).hexdigest(): picture})), "p")
    assert all(b"Where I live" not in data for data in found.files.values())
    assert found.templates[0].files() == tuple(found.files)


def test_a_file_that_unpacks_to_much_more_than_it_says_is_refused() -> None:
    bomb = archive({"pack.json": HEAD, "files/" + "0" * 64: bytes(200 * 1024 * 1024)})
    assert len(bomb) < 300_000
    assert refusal(bomb) == "pack-too-large"
    told = bytearray(bomb)
    for at in (n for n in range(len(told) - 4) if told[n : n + 4] == b"PK\x01\x02"):
        told[at + 24 : at + 28] = struct.pack("<I", 100)
    assert refusal(bytes(told)) in ("pack-too-large", "pack-unreadable")


def test_many_parts_that_are_large_together_are_refused() -> None:
    parts = {f"files/{n:064x}": bytes(7 * 1024 * 1024) for n in range(11)}
    assert refusal(archive({"pack.json": HEAD, **parts})) == "pack-too-large"
    assert refusal(archive({f"files/{n:064x}": b"" for n in range(500)})) == "pack-too-large"


@pytest.mark.parametrize(
    "name",
    ["../evil.json", "/etc/passwd", "templates/../../x.json", "templates\\x.json", "C:/x", "templates/CON", "run.exe",
     "files/" + "0" * 63],
)  # fmt: skip
def test_a_part_with_a_name_of_its_own_is_refused(name: str) -> None:
    parts = {"pack.json": HEAD, "templates/certificate.json": written_template(PLAIN), name: b"{}"}
    assert refusal(archive(parts)) == "pack-unreadable"


def test_a_pack_of_a_newer_version_says_so() -> None:
    newer = orjson.dumps({"format": FORMAT, "version": 2})
    assert refusal(archive({"pack.json": newer, "templates/certificate.json": written_template(PLAIN)})) == "pack-newer"
    content = written_template(PLAIN).replace(b'"version": 1', b'"version": 3')
    assert refusal(archive({"pack.json": HEAD, "templates/certificate.json": content})) == "template-newer"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({}, "pack-unreadable"),
        ({"pack.json": HEAD}, "pack-unreadable"),
        ({"pack.json": b"[]"}, "pack-unreadable"),
        ({"pack.json": b'{"format": "other", "version": 1}'}, "pack-unreadable"),
        ({"pack.json": HEAD, "templates/other.json": written_template(PLAIN)}, "pack-unreadable"),
        ({"pack.json": HEAD, "templates/certificate.json": b"{}"}, "template-no-json"),
        ({"pack.json": HEAD, "templates/one.json": written_template(with_picture(b"x"))}, "pack-file-lost"),
        ({"pack.json": HEAD, "templates/certificate.json": written_template(PLAIN), "sample.json": b"[1]"},
         "pack-unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_pack_is_refused_in_words(parts: Mapping[str, bytes], code: str) -> None:
    assert refusal(archive(parts)) == code


def test_a_file_that_is_no_picture_or_not_the_one_named_is_refused() -> None:
    template, other = with_picture(b"<svg/>"), with_picture(picture_of())
    head = {"pack.json": HEAD, "templates/one.json": written_template(template)}
    assert refusal(archive({**head, f"files/{template.files()[0]}": b"<svg/>"})) == "picture-unreadable"
    head = {"pack.json": HEAD, "templates/one.json": written_template(other)}
    assert refusal(archive({**head, f"files/{other.files()[0]}": b"another"})) == "pack-unreadable"


def test_two_parts_of_one_name_and_other_ways_of_packing_are_refused() -> None:
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("pack.json", HEAD)
        made.writestr("pack.json", HEAD)
    assert refusal(twice.getvalue()) == "pack-unreadable"
    assert refusal(archive({"pack.json": HEAD}, zipfile.ZIP_BZIP2)) == "pack-unreadable"


@given(some.binary(max_size=40), some.integers(0, 2000))
def test_a_damaged_pack_never_breaks_the_reader(junk: bytes, at: int) -> None:
    sound = written_pack(Pack((PLAIN,)))
    damaged = sound[:at] + junk + sound[at + len(junk) :]
    try:
        found = read_pack(damaged, "pack.zip")
    except BadInput:
        return
    assert found.templates == (PLAIN,)


def test_the_sample_that_comes_with_a_pack_holds_only_facts_that_are_known() -> None:
    sample = orjson.dumps({"facts": {"learner.name": "Ly", "learner.shoe": "42", "centre.code": 7}, "rows": {"x": []}})
    parts = {"pack.json": HEAD, "templates/certificate.json": written_template(PLAIN), "sample.json": sample}
    found = read_pack(archive(parts), "pack.zip")
    assert (found.facts, found.rows) == ({"learner.name": "Ly"}, {})


def test_a_file_that_is_far_too_large_is_never_read(tmp_path: Path) -> None:
    large = tmp_path / "large.zip"
    with large.open("wb") as file:
        file.truncate(2**33)
    with pytest.raises(BadInput) as refused:
        file_bytes(large)
    assert refused.value.code == "pack-too-large"


def test_a_changed_template_is_another_file() -> None:
    changed = replace(with_property(PLAIN, Spot(0, 2), ("box", "x"), 30), key="ours")
    assert written_pack(Pack((changed,))) != written_pack(Pack((PLAIN,)))
