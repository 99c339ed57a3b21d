# SPDX-License-Identifier: Apache-2.0
"""Small bundles for the tests of the exchange. All names are invented (SAMPLE)."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path

from app.domain.learners import KEY_CLASSES
from app.exchange.bundle import Bundle, write_bundle_file
from app.exchange.bundle_header import BundleHeader
from app.exchange.key_cover import ClassKeys, cover, cover_erased
from app.journal.chain import Place
from app.journal.sealing import SubjectKey, new_subject_keys
from app.journal.signing import Head, sign_head

CENTRE = b"c" * 16
DEVICE = b"d" * 16
ERASED = b"e" * 16
DEVICE_KEY = bytes(range(32))
CLASS_KEYS: ClassKeys = {(name, 1): bytes([number]) * 32 for number, name in enumerate(KEY_CLASSES)}
HEADER = BundleHeader(CENTRE, "Trade School SAMPLE", 1_772_000_000_000, DEVICE, "Office SAMPLE", 3)
OPERATIONS = (b'{"a":1}', b'{"b":2}', b'{"c":3}')


def draws(seed: int = 0) -> Callable[[int], bytes]:
    """Bytes that differ at each call and are the same in each run."""
    return random.Random(seed).randbytes


def subject_keys(count: int = 2) -> tuple[SubjectKey, ...]:
    """The keys of so many learners."""
    draw = draws(1)
    return tuple(key for _ in range(count) for key in new_subject_keys(draw(16), KEY_CLASSES, draw))


def head() -> Head:
    """A signed head."""
    return sign_head(Place(b"o" * 16, 3, b"h" * 32), DEVICE, DEVICE_KEY)


def bundle(operations: Iterable[bytes] = OPERATIONS, welcome: bytes = b"") -> Bundle:
    """A bundle with something of everything."""
    keys = [cover(key, CLASS_KEYS, draws(2)) for key in subject_keys()]
    return Bundle(HEADER, [head()], keys, cover_erased([ERASED], CLASS_KEYS, draws(3)), operations, welcome)


def written(path: Path, operations: Iterable[bytes] = OPERATIONS) -> Path:
    """A file with that bundle."""
    write_bundle_file(path, bundle(operations), draws(4))
    return path
