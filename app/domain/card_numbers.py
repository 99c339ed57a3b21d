# SPDX-License-Identifier: Apache-2.0
"""Numbers of cards, which stand in no register: the number says of what kind a card is, whose, and of which day."""

import re
from typing import Final

_KINDS: Final = {"learner-card": "C", "induction-card": "S"}
_SHAPE: Final = re.compile(r"[CS]-([0-9A-F]{12})-[0-9]{8}(?:-[0-9]{1,3})?", re.ASCII)


def learner_number(learner: bytes) -> str:
    """What a learner is called on cards and lists: the beginning of the id, which every list gives."""
    return learner.hex()[:12].upper()


def card_number(document: str, learner: bytes, day: str, turn: int = 1) -> str:
    """The number of a card of this type, made on this day (ISO). Cards of one day are the same card; ``turn`` counts
    those of a day on which earlier ones were revoked."""
    number = f"{_KINDS[document]}-{learner_number(learner)}-{day.replace('-', '')}"
    return number if turn == 1 else f"{number}-{turn}"


def holder_of(number: str) -> bytes:
    """The beginning of the id of whose card has this number; empty where it is no number of a card."""
    found = _SHAPE.fullmatch(number)
    return bytes.fromhex(found[1]) if found else b""
