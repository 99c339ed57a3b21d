# SPDX-License-Identifier: Apache-2.0
"""Two centres at one registry, requests that are signed for real, and what one centre must never hear of the other."""

import json
import tempfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from httpx import Response
from sqlalchemy import Connection, select

from app.domain.learners import LearnerDetails
from app.exchange.bundle import Erased, Heads, Keys, Operations, read_pieces
from app.exchange.class_keys import read_class_keys
from app.exchange.key_cover import covered_fields
from app.exchange.wire import Parcel
from app.journal.canonical import NotCanonical, to_bytes, to_text
from app.records import tables
from app.records.journal_tables import subject_key
from app.records.unit_of_work import Fact, Work
from app.registry.limits import Rate
from app.registry.numbers import add_numbers
from app.services import learners
from tests.registry.registry_samples import Desk, Server, enrolled

SHORTEST: Final = 12
"""Texts of fewer characters are everywhere: kinds, dates, counts."""


@dataclass(slots=True)
class Side:
    """A centre: a laptop of it that may ask, one that was shut out, and all that nobody else may hear."""

    short: str
    desk: Desk
    shut_out: Desk
    secrets: set[bytes] = field(default_factory=set)
    sent: list[Parcel] = field(default_factory=list)
    count: int = 0

    def news(self) -> Parcel:
        """A batch of something new."""
        self.count += 1
        owner = self.desk.laptop.owner
        work = Work(self.desk.laptop.records, owner.author(owner.user), "SAMPLE", frozenset({"administrator"}))
        name = f"SAMPLE Learner {self.count} of centre {self.short}"
        details = LearnerDetails(
            full_name=name, phone=f"0555 {self.short} {self.count}", notes=f"Private to {self.short}"
        )
        learners.add_learner(work, details)
        parcel = self.desk.parcel()
        self.desk.given = parcel.cover.to
        self.sent.append(parcel)
        self.secrets |= {name.encode(), *_of_parcel(parcel), *self._keys()}
        return parcel

    def learn(self) -> None:
        """Find out what is secret here."""
        laptop, itself = self.desk.laptop, self.desk.laptop.itself
        self.secrets |= {one.encode() for one in laptop.read(_names)} | {f"Evidence of centre {self.short}".encode()}
        ids = (self.desk.centre, itself.device, itself.origin, *laptop.owner.keys)
        keys = (itself.keys.sign, itself.keys.box, *laptop.owner.keys.values())
        self.secrets |= set(_forms((*ids, *keys)))
        self.secrets |= {*_of_parcel(self.desk.pull()), *self._keys()}

    def _keys(self) -> Iterator[bytes]:
        kept = self.desk.laptop.read(read_class_keys)
        of_subjects = self.desk.laptop.read(lambda c: c.execute(select(subject_key.c.key)).scalars().all())
        yield from _forms((*kept.values(), *of_subjects))


@dataclass(slots=True)
class TwoCentres:
    """A registry with two centres that know nothing of each other."""

    server: Server
    one: Side
    two: Side

    def other(self, side: Side) -> Side:
        """The other centre."""
        return self.two if side is self.one else self.one

    def secrets_from(self, side: Side | None) -> set[bytes]:
        """What this side must never hear, or what nobody else may."""
        found = self.one.secrets ^ self.two.secrets if side is None else self.other(side).secrets - side.secrets
        return {one for one in found if len(one) >= SHORTEST}

    def no_limits(self) -> None:
        """A laptop may ask as often as it likes."""
        state = self.server.client.app.state
        state.rate = state.entrance_rate = state.joining_rate = Rate(1e9, 1e9, lambda: 0.0)


def _names(connection: Connection) -> list[str]:
    columns = (tables.learner.c.full_name, tables.learner.c.phone, tables.centre.c.name)
    return [one for column in columns for one in connection.execute(select(column)).scalars()]


def two_centres(server: Server) -> TwoCentres:
    """Both centres have come in, given what they have and shut a laptop out."""
    add_numbers(server.registry, "SAMPLE000001", "SAMPLE900000")
    sides = [_side(server, seed, short) for seed, short in ((1, "ONE"), (2, "TWO"))]
    return TwoCentres(server, *sides)


def _side(server: Server, seed: int, short: str) -> Side:
    desk = enrolled(server, seed, short)
    side = Side(short, desk, _shut_out(desk))
    assert desk.push(side.news()).status_code == 200
    side.learn()
    return side


def _shut_out(desk: Desk) -> Desk:
    """A second laptop of the centre that has come in by itself, and that the first one shuts out."""
    owner, laptop = desk.laptop.owner, desk.laptop
    other = desk.others[1]
    laptop.write(owner.user, Fact("device.revoked", other.itself.device, {"keys": {}}))
    assert desk.push().status_code == 200
    return Desk(other, desk.server, "van")


def _of_parcel(parcel: Parcel) -> Iterator[bytes]:
    for raw in parcel.operations:
        yield from _forms([sha256(raw).digest()])
        yield from _texts(json.loads(raw))
    for key in parcel.keys:
        yield from _texts(covered_fields(key))
    for head in parcel.heads:
        yield from _forms((head.origin, head.device, head.hash, head.sig))


def _texts(value: Any) -> Iterator[bytes]:
    """Every text in a document, as it stands and as the bytes that it stands for."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(name)
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value.encode()
        try:
            yield from _forms([to_bytes(value)])
        except NotCanonical:
            return


def _forms(values: Iterable[bytes]) -> Iterator[bytes]:
    """Bytes as they are, and as they could be written."""
    for one in values:
        if len(one) >= SHORTEST:
            yield from (one, one.hex().encode(), to_text(one).encode(), b64encode(one))


def all_that_is_said(answer: Response) -> bytes:
    """Every byte of an answer, with what is packed inside of it."""
    said = [f"{name}: {value}".encode() for name, value in answer.headers.items()]
    said.append(answer.content)
    if answer.status_code == 200 and "guildmark-position" in answer.headers:
        said += _pieces(answer.content)
    return b"\n".join(said)


def _pieces(content: bytes) -> Iterator[bytes]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        for piece in read_pieces(Path(file.name)):
            if isinstance(piece, Operations):
                yield from piece.raws
            elif isinstance(piece, Keys):
                yield from (json.dumps(covered_fields(one)).encode() for one in piece.keys)
            elif isinstance(piece, Heads):
                yield from (one for head in piece.heads for one in (head.origin, head.device, head.hash, head.sig))
            elif isinstance(piece, Erased):
                yield piece.content
