# SPDX-License-Identifier: Apache-2.0
"""Standards are shown before they are published, and a file that is none is refused in a sentence."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.paths import resources
from app.registry.staff import add_staff, deeds
from app.store.keyring import SAMPLE
from tests.registry.registry_samples import Server
from tests.registry.web_samples import SECRET, Visitor, a_server, staff_at

PACK = resources() / "sample" / "welding-km.yaml"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = a_server(tmp_path_factory.mktemp("standards") / "registry")
    yield made
    made.close()


@pytest.fixture
def staff(server: Server) -> Visitor:
    visitor = staff_at(server)
    visitor.get("/staff/standards")
    return visitor


def upload(staff: Visitor, content: bytes, name: str = "standards.yaml") -> str:
    staff.get("/staff/standards")
    answer = staff.upload("/staff/standards", name, content)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_file_is_looked_at_then_published_once(tmp_path: Path) -> None:
    server = a_server(tmp_path / "registry")
    staff = staff_at(server)
    place = upload(staff, PACK.read_bytes())
    text = staff.get(place).text
    assert "MEF2-KM" in text
    assert "New, or changed since it was published: 5" in text
    assert "Nothing is published yet." in staff.get("/staff/standards").text
    staff.get(place)
    done = staff.send(place, do="publish")
    assert done.headers["location"] == "/staff/standards?done=5"
    assert "MEF201-KM" in staff.get("/staff/standards").text
    assert staff.send(place, do="publish").status_code == 404
    assert [(one.what, one.words) for one in deeds(server.registry)[:1]] == [("published", "5")]
    again = upload(staff, PACK.read_bytes())
    assert "There is nothing to publish." in staff.get(again).text
    server.close()


def test_what_is_left_is_forgotten(staff: Visitor) -> None:
    place = upload(staff, PACK.read_bytes())
    staff.get(place)
    assert staff.send(place, do="leave").status_code == 303
    assert staff.get(place).status_code == 404


def test_a_file_that_somebody_else_looks_at_is_theirs(staff: Visitor, server: Server) -> None:
    place = upload(staff, PACK.read_bytes())
    add_staff(server.registry, "SAMPLE Other", SECRET, SAMPLE)
    other = Visitor(server)
    other.sign_in("SAMPLE Other")
    assert other.get(place).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.yaml", b"", "is empty"),
        ("x.exe", b"MZ", "neither a workbook"),
        ("x", b"a: 1", "neither a workbook"),
        ("", b"a: 1", "Choose a file first."),
        ("x.xlsx", b"PK\3\4 no workbook", "is damaged"),
        ("x.yaml", b"a: [", "x.yaml is not"),
        ("x.yaml", b"\xff\xfe\x00", "x.yaml is not"),
        ("<script>.yaml", b"a: [", "&lt;script&gt;.yaml is not"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(staff: Visitor, name: str, content: bytes, said: str) -> None:
    answer = staff.upload("/staff/standards", name, content)
    assert answer.status_code == 400, answer.text
    assert said in re.sub(r"<[^>]*>", "", answer.text)
    assert 'role="alert"' in answer.text
    assert "<script" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.yaml", "..\\..\\windows\\x.yaml", "/etc/x.yaml", "a\0b.yaml", "C:\\x.yaml",
        "\u202exlsx.yaml",
    ],
)  # fmt: skip
def test_a_name_never_leads_out_of_its_folder(staff: Visitor, server: Server, name: str) -> None:
    before = sorted(server.place.folder.parent.rglob("*.yaml"))
    place = upload(staff, PACK.read_bytes(), name)
    text = staff.get(place).text
    assert ".." not in text.partition("<h1>")[2].partition("</h1>")[0]
    assert sorted(server.place.folder.parent.rglob("*.yaml")) == before


def test_a_file_that_is_too_large_is_not_read(staff: Visitor) -> None:
    answer = staff.upload("/staff/standards", "x.yaml", b"a" * (5 * 1024 * 1024))
    assert answer.status_code == 413
    assert "4 MB" in answer.text
