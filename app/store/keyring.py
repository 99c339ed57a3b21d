# SPDX-License-Identifier: Apache-2.0
"""Who may open the records, as values: what the sign-in page reads before anything of cryptography is loaded."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["passphrase", "one-time", "recovery"]


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work one guess of a passphrase is: Argon2id memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int


STRONG = Cost(64 * 1024, 3, 4)
# Below this a stolen laptop is guessed too cheaply (OWASP Password Storage Cheat Sheet: 19 MiB, two passes).
WEAKEST = Cost(19 * 1024, 2, 1)
# For invented people only, whose passphrases are printed in the manual anyway.
SAMPLE = Cost(64, 1, 1)


@dataclass(frozen=True, slots=True)
class Wrap:
    """The file key for one holder. ``mark`` shows that a holder of the file key admitted this public half."""

    person: bytes
    name: str
    kind: Kind
    cost: Cost
    salt: bytes
    public: bytes
    sealed: bytes
    mark: bytes


@dataclass(frozen=True, slots=True)
class Keyring:
    """Everybody who may open one file. ``check`` tells the file key; ``files`` holds the key of evidence files."""

    check: bytes
    files: bytes
    people: tuple[Wrap, ...] = ()
    recovery: Wrap | None = None
