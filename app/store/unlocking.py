# SPDX-License-Identifier: Apache-2.0
"""Who may open the records: the file key, wrapped once for each person and once for the recovery code.

A passphrase gives 64 bytes. The first half is a private key to which the file key is sealed, so that the records can be
put under a new file key without asking everybody for their passphrase. The second half is the person's own: it guards
their signing key, which lies inside the encrypted records.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.refusals import NotFound, Refused, StorageTrouble
from app.store import codes
from app.store.keyring import STRONG, Cost, Keyring, Kind, Wrap
from app.store.keys import (
    KEY_BYTES,
    SALT_BYTES,
    Derived,
    box,
    derive,
    public_half,
    same,
    seal,
    stamp,
    subkey,
    unbox,
    unseal,
)
from app.translation import later

Random = Callable[[int], bytes]

_ONE_TIME_CHARACTERS = 16  # 70 bits and two check characters: four groups
_RECOVERY_CHARACTERS = 28  # 130 bits and two check characters: seven groups

_WRONG = later(
    "This passphrase does not fit. Nothing was changed. Look at Caps Lock and the keyboard language, then try again."
)
_WRONG_CODE = later("This code does not fit these records. Nothing was changed. Look at the code again.")
_NOBODY = later("Nobody of this name can open the records on this laptop.")
_ALTERED = later(
    "The list of people who may open these records was changed outside the program. Nothing was done. "
    "Restore the newest backup, or open the records with the recovery code and set the passphrases again."
)


class WrongPassphrase(Refused):
    """The passphrase or code opens nothing."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who may open the records: their id, and the name they sign in with."""

    person: bytes
    name: str


_RECOVERY = Holder(b"recovery", "")


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a passphrase opens. After a one-time code the person must set a passphrase before anything else."""

    file_key: bytes
    person_secret: bytes
    one_time: bool = False


def new_file_key(random: Random) -> bytes:
    """A file key: 32 random bytes."""
    return random(KEY_BYTES)


def new_keyring(file_key: bytes, random: Random) -> Keyring:
    """A keyring that nobody is on yet, with a fresh key for evidence files."""
    return Keyring(_check(file_key), box(subkey(file_key, "files"), random(KEY_BYTES), b"files", random))


def fits(keyring: Keyring, file_key: bytes) -> bool:
    """Whether this is the file key that the keyring wraps."""
    return same(keyring.check, _check(file_key))


def files_key(keyring: Keyring, file_key: bytes) -> bytes:
    """The key of the evidence files; it stays when the file key changes. Raises StorageTrouble "people-altered"."""
    key = unbox(subkey(file_key, "files"), keyring.files, b"files")
    if key is None:
        raise StorageTrouble("people-altered", _ALTERED)
    return key


def find(keyring: Keyring, name: str) -> Wrap:
    """The holder of this name, in any case. Raises NotFound "no-such-person"."""
    wanted = _comparable(name)
    for wrap in keyring.people:
        if _comparable(wrap.name) == wanted:
            return wrap
    raise NotFound("no-such-person", _NOBODY)


def add_one_time(
    keyring: Keyring, holder: Holder, file_key: bytes, random: Random, cost: Cost = STRONG
) -> tuple[Keyring, str]:
    """Let a person open the file with a fresh code, until they set a passphrase of their own. Returns the code."""
    code = codes.new_code(_ONE_TIME_CHARACTERS, random)
    derived = derive(codes.read_code(code), random(SALT_BYTES), cost)
    return add_derived(keyring, holder, "one-time", derived, file_key, random), code


def add_derived(
    keyring: Keyring, holder: Holder, kind: Kind, derived: Derived, file_key: bytes, random: Random
) -> Keyring:
    """Let a person open the file with a secret that was derived elsewhere, so that no passphrase is carried about."""
    wrap = _wrap(holder, kind, derived, file_key, random)
    others = tuple(other for other in keyring.people if other.person != holder.person)
    return replace(keyring, people=(*others, wrap))


def add_recovery(keyring: Keyring, file_key: bytes, random: Random, cost: Cost = STRONG) -> tuple[Keyring, str]:
    """Let a fresh recovery code open the file; an earlier code stops working. Returns the code, to be printed."""
    code = codes.new_code(_RECOVERY_CHARACTERS, random)
    derived = derive(codes.read_code(code), random(SALT_BYTES), cost)
    return replace(keyring, recovery=_wrap(_RECOVERY, "recovery", derived, file_key, random)), code


def unlock_derived(keyring: Keyring, person: bytes, derived: Derived) -> Unlocked:
    """Open the file key with a secret derived under the wrap's own salt and cost.

    Raises WrongPassphrase, NotFound "no-such-person".
    """
    wrap = _of(keyring, person)
    one_time = wrap.kind == "one-time"
    file_key = _opened(wrap, derived)
    if file_key is None:
        raise WrongPassphrase("wrong-passphrase", _WRONG_CODE if one_time else _WRONG)
    return Unlocked(file_key, derived.second, one_time)


def unlock_recovery(keyring: Keyring, code: str) -> bytes:
    """The file key, by the recovery code: the records, but nobody's signature. Raises WrongPassphrase, BadInput."""
    plain = codes.read_code(code)
    wrap = keyring.recovery
    file_key = _opened(wrap, derive(plain, wrap.salt, wrap.cost)) if wrap else None
    if file_key is None:
        raise WrongPassphrase("wrong-passphrase", _WRONG_CODE)
    return file_key


def remove_person(keyring: Keyring, person: bytes) -> Keyring:
    """The keyring without this person's wrap. Rotate the file key too where they may have kept a copy of it."""
    return replace(keyring, people=tuple(wrap for wrap in keyring.people if wrap.person != person))


def rewrap(keyring: Keyring, old_key: bytes, new_key: bytes, random: Random) -> Keyring:
    """The same people, passphrases and codes over a new file key.

    Raises StorageTrouble "people-altered" when somebody was put on the keyring by a hand without the old key.
    """

    def again(wrap: Wrap) -> Wrap:
        if not same(wrap.mark, _mark(wrap, old_key)):
            raise StorageTrouble("people-altered", _ALTERED)
        return _sealed(wrap, new_key, random)

    files = box(subkey(new_key, "files"), files_key(keyring, old_key), b"files", random)
    recovery = again(keyring.recovery) if keyring.recovery else None
    return Keyring(_check(new_key), files, tuple(again(wrap) for wrap in keyring.people), recovery)


def wrap_for_person_secret(person_secret: bytes, secret: bytes, about: bytes, random: Random) -> bytes:
    """A person's own key under their passphrase alone, bound to ``about`` (such as the person's id)."""
    return box(subkey(person_secret, "person"), secret, about, random)


def unwrap_for_person_secret(person_secret: bytes, wrapped: bytes, about: bytes) -> bytes | None:
    """The person's own key again; None when the secret is not the one it was wrapped under."""
    return unbox(subkey(person_secret, "person"), wrapped, about)


def _comparable(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _of(keyring: Keyring, person: bytes) -> Wrap:
    for wrap in keyring.people:
        if wrap.person == person:
            return wrap
    raise NotFound("no-such-person", _NOBODY)


def _wrap(holder: Holder, kind: Kind, derived: Derived, file_key: bytes, random: Random) -> Wrap:
    public = public_half(derived.first)
    return _sealed(
        Wrap(holder.person, holder.name, kind, derived.cost, derived.salt, public, b"", b""), file_key, random
    )


def _sealed(wrap: Wrap, file_key: bytes, random: Random) -> Wrap:
    sealed = seal(wrap.public, file_key, _about(wrap), random)
    return replace(wrap, sealed=sealed, mark=_mark(wrap, file_key))


def _opened(wrap: Wrap, derived: Derived) -> bytes | None:
    return unseal(derived.first, wrap.sealed, _about(wrap))


def _about(wrap: Wrap) -> bytes:
    return wrap.kind.encode() + b"\x00" + wrap.person


def _mark(wrap: Wrap, file_key: bytes) -> bytes:
    cost = f"{wrap.cost.memory_kib},{wrap.cost.passes},{wrap.cost.lanes}".encode()
    parts = (wrap.kind.encode(), wrap.person, cost, wrap.salt, wrap.public)
    return stamp(subkey(file_key, "wraps"), b"".join(len(part).to_bytes(2, "big") + part for part in parts))


def _check(file_key: bytes) -> bytes:
    return subkey(file_key, "check")[:16]
