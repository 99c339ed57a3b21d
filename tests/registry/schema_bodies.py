# SPDX-License-Identifier: Apache-2.0
"""What a machine makes up gets a meaning: streams of two centres, batches, frontiers and enrolments of theirs, whole
or damaged. What it made up by itself stays in a part of the requests."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

import httpx
import schemathesis
from schemathesis import Case

from app.exchange import protocol
from app.exchange.enrolment import enrolment_bytes
from app.exchange.join_request import DeviceKeys, request_bytes, request_for
from app.exchange.joining_by_code import asking_bytes, code_id, new_code
from app.exchange.packing import GZIP, PLAIN, ZSTD, pack
from app.exchange.wire import Cover, Parcel, lines
from app.journal.canonical import to_text
from app.records import comparing, positions
from app.registry.accounts import give_code
from tests.registry.schema_ground import Side, TwoCentres

BASE: Final = "http://registry.invalid"
_FILES: Final = tuple(sha256(b"SAMPLE %d" % n).hexdigest() for n in range(4))


@schemathesis.serializer("application/x-ndjson")
def lines_of_json(_: schemathesis.SerializationContext, value: Any) -> bytes | None:
    """What a machine made up for a batch, as it is."""
    return str(value).encode("utf-8", "replace")


class Luck:
    """Choices that follow from what a machine made up and from how many requests there were before."""

    def __init__(self, case: Case[Any], count: int) -> None:
        said = repr((case.operation.label, case.path_parameters, case.query, case.body, count))
        self._drawn = iter(sha256(said.encode("utf-8", "replace")).digest())

    def of(self, n: int) -> int:
        """One of so many."""
        return next(self._drawn) % n


def request_of(ground: TwoCentres, side: Side, case: Case[Any], luck: Luck) -> httpx.Request:
    """The request behind a case, given a meaning, as this centre or somebody else sends it."""
    _path_of(ground, side, case, luck)
    _query_of(ground, side, case, luck)
    said = case.as_transport_kwargs(base_url=BASE)
    headers = {name: value for name, value in dict(said.get("headers") or {}).items() if isinstance(value, str)}
    content = said.get("data")
    request = httpx.Request(
        said["method"], said["url"], params=said.get("params"), headers=_sendable(headers), json=said.get("json"),
        content=content if isinstance(content, str | bytes) else None,
    )  # fmt: skip
    making = _BODIES.get(case.operation.label)
    if making is None or luck.of(8) == 0:
        return request
    body, more = making(ground, side, luck)
    if body is None:
        return request
    given = {name.lower(): value for name, value in more.items()}
    return httpx.Request(request.method, request.url, headers=_kept(request) | given, content=body)


def _kept(request: httpx.Request) -> dict[str, str]:
    gone = ("content-length", "content-type", "transfer-encoding", "content-encoding")
    return {name: value for name, value in request.headers.items() if name not in gone}


def _sendable(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.isascii() and value.isascii()}


def _path_of(ground: TwoCentres, side: Side, case: Case[Any], luck: Luck) -> None:
    path = case.path_parameters
    if "stream" in path:
        streams = [side.desk.centre.hex()] * 12 + [ground.other(side).desk.centre.hex(), "reference", path["stream"]]
        path["stream"] = streams[luck.of(len(streams))]
    if "origin" in path and luck.of(3) == 0:
        path["origin"] = (side, ground.other(side))[luck.of(2)].desk.laptop.itself.origin.hex()
    if "id" in path and luck.of(6):
        path["id"] = _FILES[luck.of(len(_FILES))]


def _query_of(ground: TwoCentres, side: Side, case: Case[Any], luck: Luck) -> None:
    if "epoch" in case.query and luck.of(4):
        standing = ground.server.registry.stores.read(side.desk.centre, positions.standing)
        assert standing is not None
        case.query["epoch"] = standing.epoch.hex()
        if luck.of(2):
            case.query |= {"mark": "", "after": luck.of(60), "to": 2**53 - 1}


Made = tuple[bytes | None, dict[str, str]]


def _batch(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    other = ground.other(side)
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: lines(side.news()),
        lambda: lines(side.news()),
        lambda: lines(_repeated(side, luck)),
        lambda: lines(_repeated(other, luck)),
        lambda: lines(_under_the_name_of(side, _repeated(other, luck))),
        lambda: _damaged(lines(_repeated(side, luck)), luck),
        lambda: lines(replace(_repeated(side, luck), heads=())),
    )
    content = makers[luck.of(len(makers))]()
    encoding, named = ((ZSTD, ZSTD), (ZSTD, ZSTD), (GZIP, GZIP), (PLAIN, ""), (PLAIN, ZSTD), (GZIP, "br"))[luck.of(6)]
    return pack(content, encoding), {"Content-Type": "application/x-ndjson", **_packed_as(named)}


def _repeated(side: Side, luck: Luck) -> Parcel:
    return side.sent[luck.of(len(side.sent))]


def _under_the_name_of(side: Side, parcel: Parcel) -> Parcel:
    """Another centre's entries, as if they were this one's: none of them must ever come out again."""
    cover = Cover(side.desk.centre, parcel.cover.epoch, parcel.cover.after, parcel.cover.to, parcel.cover.top)
    return Parcel(cover, operations=parcel.operations)


def _damaged(content: bytes, luck: Luck) -> bytes:
    at = (luck.of(256) * 256 + luck.of(256)) % len(content)
    return (content[:at], content[:at] + b"\0" + content[at + 1 :], content + b"{}\n")[luck.of(3)]


def _frontier(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    whose = (side, side, ground.other(side))[luck.of(3)]
    held = whose.desk.laptop.read(comparing.holding)
    tips = held.tips * (1, 1, 50)[luck.of(3)]
    content = protocol.message(protocol.frontier_fields(comparing.Frontier(tips, held.keys)))
    if luck.of(4) == 0:
        content = _damaged(content, luck)
    packed = ((content, ""), (pack(content), ZSTD), (pack(content, GZIP), GZIP), (content, ZSTD))[luck.of(4)]
    return packed[0], {"Content-Type": "application/json", **_packed_as(packed[1])}


def _packed_as(encoding: str) -> dict[str, str]:
    return {"Content-Encoding": encoding} if encoding else {}


def _enrolment(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    whose = (side, side, ground.other(side))[luck.of(3)]
    code = give_code(ground.server.registry, whose.short)[0]
    asked = side.desk.enrolment()
    changed = (
        asked, asked, replace(asked, device=bytes(16)), replace(asked, sign_key=bytes(32)),
        replace(asked, name="SAMPLE\0"), replace(asked, class_keys=""),
    )[luck.of(6)]  # fmt: skip
    content = enrolment_bytes(changed, code, ground.server.card.sign_key)
    if luck.of(4) == 0:
        content = _damaged(content, luck)
    return content, {"Content-Type": "application/json"}


def _chunk(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    content = f"Evidence of centre {side.short}. ".encode() * (1 + luck.of(20))
    offset = str(luck.of(2) * len(content))
    length = str(len(content) * (1, 2, 3)[luck.of(3)])
    said = {"Upload-Offset": offset, "Upload-Length": length} if luck.of(5) else {}
    return content, {"Content-Type": "application/octet-stream", **said}


def _block(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    wanted = {
        "count": (0, 1, 10, 10**6)[luck.of(4)], "origin": side.desk.laptop.itself.origin.hex(),
        "qualification": ("", "Q1", "\0")[luck.of(3)], "request": bytes([luck.of(4)] * 16).hex(),
    }  # fmt: skip
    return json.dumps(wanted).encode(), {"Content-Type": "application/json"}


def _code(luck: Luck) -> str:
    return new_code(lambda count: bytes([luck.of(6)] * count))


def _join_code(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    return json.dumps({"code": to_text(code_id(_code(luck)))}).encode(), {"Content-Type": "application/json"}


def _joining(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    keys = DeviceKeys(bytes([1 + luck.of(3)]) * 32, bytes(range(32)))
    request = request_for(keys, ("Van SAMPLE", "SAMPLE\0", "")[luck.of(3)], "en")
    content = asking_bytes(request_bytes(request, keys), _code(luck))
    if luck.of(6) == 0:
        content = _damaged(content, luck)
    return content, {"Content-Type": "application/json"}


def _join_answer(ground: TwoCentres, side: Side, luck: Luck) -> Made:
    said = {"code": to_text(code_id(_code(luck))), "answer": to_text(bytes((0, 40, 4000)[luck.of(3)]))}
    return json.dumps(said).encode(), {"Content-Type": "application/json"}


_BODIES: Final[Mapping[str, Callable[[TwoCentres, Side, Luck], Made]]] = {
    "POST /v1/streams/{stream}/items": _batch,
    "POST /v1/streams/{stream}/frontier": _frontier,
    "POST /v1/devices/enrol": _enrolment,
    "PATCH /v1/streams/{stream}/blobs/{id}": _chunk,
    "POST /v1/streams/{stream}/blocks": _block,
    "POST /v1/streams/{stream}/joining": _join_code,
    "POST /v1/joining": _joining,
    "POST /v1/streams/{stream}/joining/answers": _join_answer,
}
