# SPDX-License-Identifier: Apache-2.0
"""What a registry says of a snapshot: which of its positions the file covers, how long it is, and its SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.exchange.signatures import ANSWER, answer_is_signed, sign_answer
from app.journal.operation import HASH_BYTES, ID_BYTES

SNAPSHOT: Final = "snapshot"
"""Purpose of the registry's signature."""
EPOCH: Final = "Guildmark-Epoch"
POSITION: Final = "Guildmark-Position"
MARK: Final = "Guildmark-Mark"
SIZE: Final = "Guildmark-Size"
SUM: Final = "Guildmark-Sum"
HEADERS: Final = (EPOCH, POSITION, MARK, SIZE, SUM, ANSWER)


@dataclass(frozen=True, slots=True)
class SnapshotCard:
    """``epoch`` names the registry's numbering, ``mark`` is what stands at ``position``; ``sum`` is over the file."""

    epoch: bytes
    position: int
    mark: bytes
    size: int
    sum: bytes

    @property
    def tag(self) -> str:
        """The name of just this file (ETag)."""
        return self.sum.hex()

    def headers(self, centre: bytes, private_key: bytes) -> dict[str, str]:
        """The registry's signed word, beside the file."""
        word = sign_answer(SNAPSHOT, self._said(centre), private_key)
        return {
            EPOCH: self.epoch.hex(), POSITION: str(self.position), MARK: self.mark.hex(), SIZE: str(self.size),
            SUM: self.sum.hex(), ANSWER: word,
        }  # fmt: skip

    def _said(self, centre: bytes) -> bytes:
        return b"".join(
            (centre, self.epoch, self.position.to_bytes(8, "big"), self.size.to_bytes(8, "big"), self.sum, self.mark)
        )

    def is_signed(self, centre: bytes, word: str, server_key: bytes) -> bool:
        """Whether the registry with this key says so of this centre's records."""
        return answer_is_signed(SNAPSHOT, self._said(centre), word, server_key)


def card_in(headers: Mapping[str, str], centre: bytes, server_key: bytes) -> SnapshotCard | None:
    """What the registry with this key says of the file that follows; None for anybody else's word."""
    try:
        card = SnapshotCard(
            bytes.fromhex(headers[EPOCH]), int(headers[POSITION]), bytes.fromhex(headers[MARK]), int(headers[SIZE]),
            bytes.fromhex(headers[SUM]),
        )  # fmt: skip
        signed = card.is_signed(centre, headers[ANSWER], server_key)
    except (KeyError, ValueError, OverflowError):
        return None
    return card if signed and (len(card.epoch), len(card.sum)) == (ID_BYTES, HASH_BYTES) else None
