# SPDX-License-Identifier: Apache-2.0
"""Laptops of a history meet: a registry, or one of them that answers another."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Final, TypeVar, cast

from app.domain.refusals import StorageTrouble
from app.exchange.direct import DirectPeer
from app.exchange.protocol import Peer
from app.exchange.troubles import Unreachable
from app.journal.signing import public_key
from app.records import peers
from app.records.fold.batch import Batch
from app.records.peers import PeerRow
from app.records.unit_of_work import Work
from app.services import laptop as own
from app.services.meeting import Own
from app.services.opening import OpenCentre
from app.services.shutting_out import give_keys, revoke_device
from app.services.syncing import Manner, Synced, peer_row, sync
from app.store.keys import public_half
from tests.simulation.laptop import Laptop
from tests.simulation.servers import Server

Answer = TypeVar("Answer")
AT_ONCE: Final = Manner()


class AnsweringPeer(DirectPeer):
    """Another laptop that answers, as far as its disk lets it."""

    def _within(self, answer: Callable[[Batch], Answer]) -> Answer:
        try:
            return super()._within(answer)
        except StorageTrouble as trouble:
            raise Unreachable from trouble


def exchanged(laptop: Laptop, peer: Peer, server: Server, manner: Manner = AT_ONCE) -> Synced:
    """A laptop exchanges all that it can with a registry."""
    card = server.registry.identity.card
    return _exchanged(laptop, peer, peer_row(card.name, card.url, card.sign_key, card.box_key), manner)


def exchanged_with(laptop: Laptop, peer: Peer, other: Laptop, manner: Manner = AT_ONCE) -> Synced:
    """A laptop exchanges all that it can with another one."""
    keys = other.itself.keys
    return _exchanged(laptop, peer, peer_row(other.name, "", public_key(keys.sign), public_half(keys.box)), manner)


def _exchanged(laptop: Laptop, peer: Peer, fresh: PeerRow, manner: Manner) -> Synced:
    row = laptop.read(lambda connection: peers.find(connection, fresh.id)) or fresh
    side = Own(laptop.records, laptop.itself, laptop.owner.author(laptop.owner.user))
    try:
        synced = sync(side, peer, row, manner)
        give_keys(side.records, side.laptop, side.author)
        return synced
    finally:
        laptop.itself = laptop.read(own.read_laptop)


def shut_out(work: Work, laptop: Laptop, device: bytes) -> None:
    """Somebody at this laptop shuts another one out."""
    revoke_device(cast(OpenCentre, SimpleNamespace(work=work, laptop=laptop.itself)), device)
