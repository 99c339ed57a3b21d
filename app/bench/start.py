# SPDX-License-Identifier: Apache-2.0
"""How soon the window is there: the page to sign in on, and the learners after the passphrase."""

from collections.abc import Sequence
from typing import Any, Final

from app.bench.child import child
from app.bench.ground import PASSPHRASE, Ground
from app.bench.measuring import cpu, in_turn
from app.cli.outside import Measured
from app.store.keyring import STRONG
from app.store.keys import derive

FIRST_PAINT: Final = 1.35
AFTER_KEY: Final = 1.2
_SALT: Final = bytes(16)


def start(ground: Ground) -> Sequence[Measured]:
    """First paint against a bare window; libraries imported by then; from Enter to 100,000 learners, less the key."""
    sizes = ground.sizes
    few, many = ground.centre(sizes.few), ground.centre(sizes.many)
    slow: set[str] = set()

    def sign_in() -> float:
        told = child("first_paint", "sign-in", few.path)
        slow.update(told["slow"])
        return _seconds(told)

    first, bare, entered, key = in_turn(
        sizes.rounds,
        sign_in,
        lambda: _seconds(child("first_paint", "bare")),
        lambda: _seconds(child("first_paint", "enter", many.path)),
        lambda: cpu(lambda: derive(PASSPHRASE, _SALT, STRONG)),
    )
    return (
        Measured("start.sign-in", first, bare, FIRST_PAINT),
        Measured("start.slow-imports", len(slow), 1, 0, unit="libraries"),
        Measured("start.enter-to-learners", entered - key, bare, AFTER_KEY),
    )


def _seconds(told: dict[str, Any]) -> float:
    return float(told["seconds"])
