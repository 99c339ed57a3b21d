# SPDX-License-Identifier: Apache-2.0
"""A peer in the same program: another store, asked without a network but in the very bytes that a network would carry.

``carry`` may do to them what networks do.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeVar

from app.exchange import protocol
from app.exchange.answering import (
    Covers,
    answer_digests,
    answer_frontier,
    answer_operations,
    answer_pull,
    answer_push,
    stand,
)
from app.exchange.packing import ZSTD, BadPacking, pack, unpack
from app.exchange.protocol import ANSWERED, BAD_MESSAGE, RECEIPT, FrontierAnswer, Hello, PushAnswer, Wanted
from app.exchange.signatures import answer_is_signed, receipt_part, sign_answer
from app.exchange.troubles import Garbled
from app.exchange.wire import BrokenBatch, Parcel, batch_hash, lines, read_lines
from app.journal.clock import HybridClock
from app.journal.signing import public_key
from app.records import positions
from app.records.comparing import Frontier
from app.records.fold.batch import Batch
from app.records.positions import Range, Standing
from app.store.keys import public_half

_EPOCH_BYTES: Final = 16
Carry = Callable[[bytes], bytes]
Message = TypeVar("Message")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Store:
    """A store that answers: one centre's records, its keys to sign and to be sealed to, its time and its dice."""

    name: str
    transaction: Callable[[], AbstractContextManager[Batch]]
    covers: Callable[[Batch], Covers]
    clock: HybridClock
    random: Callable[[int], bytes]
    sign_key: bytes
    box_key: bytes


def _as_it_is(data: bytes) -> bytes:
    return data


class DirectPeer:
    """The store as a peer."""

    def __init__(self, store: Store, carry: Carry = _as_it_is) -> None:
        self._store = store
        self._carry = carry

    def hello(self) -> Hello:
        """Who answers."""
        store, standing = self._store, self.standing()
        keys = public_key(store.sign_key), public_half(store.box_key)
        hello = Hello(store.name, *keys, store.clock.wall(), standing.epoch)
        return self._message(hello, protocol.hello_fields, protocol.read_hello)

    def standing(self) -> Standing:
        """Where its numbering stands."""
        found = self._within(lambda batch: stand(batch.connection))
        return self._message(found, protocol.standing_fields, protocol.read_standing)

    def pushing(self, parcel: Parcel) -> Callable[[], PushAnswer]:
        """A batch made ready: the call gives it to the store."""
        return partial(self.push, parcel)

    def push(self, parcel: Parcel) -> PushAnswer:
        """Give it a batch."""
        came = self._given(parcel)
        store = self._store
        answer = self._within(lambda batch: answer_push(batch, came, store.clock, store.covers(batch).keys))
        signed = sign_answer(RECEIPT, receipt_part(batch_hash(came), answer.standing.top), store.sign_key)
        return self._message(replace(answer, receipt=signed), protocol.push_fields, protocol.read_push)

    def pull(self, wanted: Wanted) -> Parcel:
        """What stands in a range of its positions."""
        covers = self._store.covers
        return self._answered(
            self._within(lambda batch: answer_pull(batch.connection, batch.centre, wanted, covers(batch)))
        )

    def frontier(self, ours: Frontier) -> FrontierAnswer:
        """Tell it what is held here, and hear what it holds."""
        said = self._asked(ours)
        answer = self._within(lambda batch: answer_frontier(batch.connection, said))
        return self._message(answer, protocol.frontier_answer_fields, protocol.read_frontier_answer)

    def digests(self, origin: bytes, first: int, count: int) -> Sequence[bytes]:
        """The digests of blocks of an origin's places."""
        return self._within(lambda batch: answer_digests(batch.connection, origin, first, count))

    def operations(self, origin: bytes, wanted: Range) -> Parcel:
        """The operations at places of an origin."""
        return self._answered(
            self._within(lambda batch: answer_operations(batch.connection, batch.centre, origin, wanted))
        )

    def _asked(self, ours: Frontier) -> Frontier:
        try:
            return protocol.read_frontier(
                protocol.read_message(self._carry(protocol.message(protocol.frontier_fields(ours))))
            )
        except BAD_MESSAGE as error:
            raise Garbled from error

    def _within(self, answer: Callable[[Batch], Answer]) -> Answer:
        with self._store.transaction() as batch:
            positions.begin(batch.connection, batch.centre, self._store.random(_EPOCH_BYTES))
            return answer(batch)

    def _given(self, parcel: Parcel) -> Parcel:
        """The batch as it comes there."""
        return _read(_unpacked(self._carry(pack(lines(parcel)))))

    def _answered(self, parcel: Parcel) -> Parcel:
        """The batch as it comes back."""
        return _read(_unpacked(self._signed(pack(lines(parcel)))))

    def _signed(self, body: bytes) -> bytes:
        """The body of an answer, if it comes back as the store signed it."""
        signature = sign_answer(ANSWERED, body, self._store.sign_key)
        came, _, content = self._carry(signature.encode() + b"\n" + body).partition(b"\n")
        if not answer_is_signed(ANSWERED, content, came.decode("latin-1"), public_key(self._store.sign_key)):
            raise Garbled
        return content

    def _message(
        self, value: Message, write: Callable[[Message], Any], read: Callable[[dict[str, Any]], Message]
    ) -> Message:
        try:
            return read(protocol.read_message(self._signed(protocol.message(write(value)))))
        except BAD_MESSAGE as error:
            raise Garbled from error


def _read(content: bytes) -> Parcel:
    try:
        return read_lines(content)
    except BrokenBatch as error:
        raise Garbled from error


def _unpacked(body: bytes) -> bytes:
    """The content of a packed body. Raises Garbled."""
    try:
        return unpack(body, ZSTD)
    except BadPacking as error:
        raise Garbled from error
