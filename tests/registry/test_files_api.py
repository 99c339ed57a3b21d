# SPDX-License-Identifier: Apache-2.0
"""Files go up and down in chunks, and a laptop that knows nothing begins with one file."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from httpx import Headers, Response

from app.exchange.bundle import Heads, Keys, Operations, read_header, read_pieces
from app.exchange.frames import Fault
from app.exchange.snapshot_card import HEADERS, card_in
from app.records.unit_of_work import Fact
from app.registry.files import CHUNK_BYTES
from tests.registry.registry_samples import Desk, Server, a_registry, enrolled, problem

FILE = bytes(range(256)) * 2500
ID = sha256(b"road").hexdigest()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_registry(tmp_path / "registry")
    yield made
    made.close()


def chunk(desk: Desk, offset: int, content: bytes, length: int = len(FILE)) -> Response:
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(length)}
    return desk.ask("PATCH", f"{desk.stream}/blobs/{ID}", content, headers=headers)


def sent(desk: Desk) -> None:
    for offset in range(0, len(FILE), CHUNK_BYTES):
        assert chunk(desk, offset, FILE[offset : offset + CHUNK_BYTES]).status_code == 204


def test_a_file_goes_on_where_it_was_cut_off(server: Server) -> None:
    desk = enrolled(server)
    assert problem_free(desk.ask("HEAD", f"{desk.stream}/blobs/{ID}")) == 404
    chunk(desk, 0, FILE[:1000])
    state = desk.ask("HEAD", f"{desk.stream}/blobs/{ID}")
    assert (state.headers["upload-offset"], state.headers["upload-complete"]) == ("1000", "?0")
    wrong = chunk(desk, 500, FILE[500:2000])
    assert (wrong.status_code, wrong.headers["upload-offset"], problem(wrong)) == (409, "1000", "offset")
    for offset in range(1000, len(FILE), CHUNK_BYTES):
        chunk(desk, offset, FILE[offset : offset + CHUNK_BYTES])
    state = desk.ask("HEAD", f"{desk.stream}/blobs/{ID}")
    assert (state.headers["upload-offset"], state.headers["upload-complete"]) == (str(len(FILE)), "?1")
    assert desk.ask("GET", f"{desk.stream}/blobs/{ID}").content == FILE


def problem_free(answer: Response) -> int:
    return answer.status_code


def test_a_part_of_a_file_can_be_asked_for(server: Server) -> None:
    desk = enrolled(server)
    sent(desk)
    part = desk.ask("GET", f"{desk.stream}/blobs/{ID}", headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, FILE[1000:2000])
    assert desk.ask("GET", f"{desk.stream}/blobs/{ID}", headers={"Range": "bytes=99999999-"}).status_code == 416


def test_a_whole_file_sent_again_changes_nothing_and_a_deleted_one_is_gone(server: Server) -> None:
    desk = enrolled(server)
    sent(desk)
    assert chunk(desk, 0, b"other").headers["upload-complete"] == "?1"
    assert desk.ask("GET", f"{desk.stream}/blobs/{ID}").content == FILE
    assert desk.ask("DELETE", f"{desk.stream}/blobs/{ID}").status_code == 204
    assert problem(desk.ask("GET", f"{desk.stream}/blobs/{ID}")) == "not-found"
    assert problem(desk.ask("DELETE", f"{desk.stream}/blobs/{ID}")) == "not-found"


def test_no_chunk_is_larger_than_allowed_or_longer_than_the_file(server: Server) -> None:
    desk = enrolled(server)
    assert problem(chunk(desk, 0, bytes(CHUNK_BYTES + 1))) == "too-large"
    assert problem(chunk(desk, 0, b"abc", length=2)) == "offset"
    assert problem(chunk(desk, 0, b"abc", length=10**12)) == "malformed"
    path = desk.ask("GET", f"{desk.stream}/blobs/..%2f..%2fregistry.db")
    assert path.status_code in (400, 404)


def test_another_centre_sees_no_file(server: Server) -> None:
    desk, other = enrolled(server, 1, "ONE"), enrolled(server, 2, "TWO")
    sent(desk)
    assert problem(other.ask("GET", f"{other.stream}/blobs/{ID}")) == "not-found"
    assert problem(other.ask("GET", f"{desk.stream}/blobs/{ID}")) == "not-admitted"


def snapshot(desk: Desk, path: Path) -> Response:
    answer = desk.ask("GET", f"{desk.stream}/snapshot")
    path.write_bytes(answer.content)
    return answer


def test_a_snapshot_holds_everything_up_to_its_position(server: Server, tmp_path: Path) -> None:
    desk = enrolled(server)
    answer = snapshot(desk, tmp_path / "all")
    pulled = desk.pull()
    assert int(answer.headers["guildmark-position"]) == pulled.cover.top
    assert bytes.fromhex(answer.headers["guildmark-mark"]) == pulled.cover.mark
    pieces = list(read_pieces(tmp_path / "all"))
    assert not any(isinstance(piece, Fault) for piece in pieces)
    raws = {raw for piece in pieces if isinstance(piece, Operations) for raw in piece.raws}
    keys = {key.id for piece in pieces if isinstance(piece, Keys) for key in piece.keys}
    heads = {head for piece in pieces if isinstance(piece, Heads) for head in piece.heads}
    assert (raws, keys, heads) == (set(pulled.operations), {one.id for one in pulled.keys}, set(pulled.heads))
    assert read_header(tmp_path / "all").centre == desk.centre


def test_a_snapshot_is_signed_and_can_be_taken_in_parts(server: Server, tmp_path: Path) -> None:
    desk = enrolled(server)
    answer = snapshot(desk, tmp_path / "all")
    card = card_in(answer.headers, desk.centre, server.card.sign_key)
    assert card is not None
    assert (card.sum, card.size) == (sha256(answer.content).digest(), len(answer.content))
    for name in HEADERS:
        assert card_in(Headers({**answer.headers, name.lower(): "00"}), desk.centre, server.card.sign_key) is None
    assert card_in(answer.headers, bytes(16), server.card.sign_key) is None
    headers = {"Range": "bytes=100-199", "If-Range": answer.headers["etag"]}
    part = desk.ask("GET", f"{desk.stream}/snapshot", headers=headers)
    assert (part.status_code, part.content) == (206, answer.content[100:200])


def test_the_same_file_serves_until_much_has_come_or_somebody_was_erased(server: Server, tmp_path: Path) -> None:
    desk = enrolled(server)
    first = snapshot(desk, tmp_path / "one").headers["etag"]
    learner = b"learner-of-sample"[:16]
    desk.laptop.write(desk.laptop.owner.user, Fact("learner.added", learner, {}))
    desk.push()
    assert snapshot(desk, tmp_path / "two").headers["etag"] == first
    desk.laptop.write(desk.laptop.owner.user, Fact("subject.erased", learner))
    desk.push()
    assert snapshot(desk, tmp_path / "three").headers["etag"] != first
    kept = list((server.place.folder / "snapshots" / desk.centre.hex()).iterdir())
    assert len(kept) == 1


def test_anybody_may_begin_with_what_the_registry_publishes(server: Server) -> None:
    assert server.client.get("/v1/streams/reference").json()["head"] == 0
    assert server.client.get("/v1/streams/reference/snapshot").status_code == 200
    pushed = server.client.post("/v1/streams/reference/items", content=b"")
    assert problem(pushed) == "not-admitted"
