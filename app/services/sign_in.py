# SPDX-License-Identifier: Apache-2.0
"""A person at the door: the passphrase or code that they type, and what it opens."""

from dataclasses import dataclass, replace

from app.domain.passphrases import check_passphrase, clean_passphrase
from app.domain.refusals import BadInput
from app.services.machine import Machine
from app.store import codes
from app.store.keyring import SAMPLE, Keyring
from app.store.keys import SALT_BYTES, Derived, derive, strong_enough
from app.store.unlocking import Holder, add_derived, find, unlock_derived
from app.translation import later

_NEW_PASSPHRASE_NEEDED = later(
    "This code is for the first sign-in only. Choose a passphrase of your own; from then on you sign in with it."
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person whose secret opened the records. ``keyring`` is the one to be saved for it, if it changed."""

    person: bytes
    name: str
    file_key: bytes
    derived: Derived
    keyring: Keyring | None = None


def sign_in(keyring: Keyring, name: str, typed: str, new_passphrase: str, machine: Machine) -> SignedIn:
    """Open the file key with a person's passphrase, or with their one-time code and a passphrase of their own.

    Raises WrongPassphrase, NotFound "no-such-person", BadInput "new-passphrase-needed" and as ``check_passphrase``.
    """
    wrap = find(keyring, name)
    derived = derived_secret(keyring, wrap.person, typed)
    opened = unlock_derived(keyring, wrap.person, derived)
    if not opened.one_time:
        return SignedIn(wrap.person, wrap.name, opened.file_key, derived)
    if not new_passphrase:
        raise BadInput("new-passphrase-needed", _NEW_PASSPHRASE_NEEDED)
    return given_passphrase(keyring, Holder(wrap.person, wrap.name), opened.file_key, new_passphrase, machine)


def given_passphrase(keyring: Keyring, holder: Holder, file_key: bytes, passphrase: str, machine: Machine) -> SignedIn:
    """A person put on the keyring with this passphrase; the keyring is yet to be saved. Raises BadInput."""
    derived = new_secret(passphrase, machine)
    coming = add_derived(keyring, holder, "passphrase", derived, file_key, machine.random)
    return SignedIn(holder.person, holder.name, file_key, derived, coming)


def new_secret(passphrase: str, machine: Machine) -> Derived:
    """The secret of a new passphrase, under a fresh salt. Raises BadInput; ValueError for a cost that is too low."""
    if machine.cost != SAMPLE and not strong_enough(machine.cost):
        raise ValueError(machine.cost)
    return derive(check_passphrase(passphrase), machine.random(SALT_BYTES), machine.cost)


def derived_secret(keyring: Keyring, person: bytes, typed: str) -> Derived:
    """The secret of what a person on the keyring typed: right or wrong, it takes the same time. Raises BadInput."""
    wrap = next(wrap for wrap in keyring.people if wrap.person == person)
    plain = codes.read_code(typed) if wrap.kind == "one-time" else clean_passphrase(typed)
    return derive(plain, wrap.salt, wrap.cost)


def opens(keyring: Keyring, person: bytes, typed: str) -> Derived:
    """The secret of what a person on the keyring typed, once it opened the records. Raises WrongPassphrase."""
    derived = derived_secret(keyring, person, typed)
    unlock_derived(keyring, person, derived)
    return derived


def renamed(keyring: Keyring, names: dict[bytes, str]) -> Keyring:
    """The keyring with people under the names that the records give them, and without those they do not know."""
    kept = (replace(wrap, name=names[wrap.person]) for wrap in keyring.people if wrap.person in names)
    return replace(keyring, people=tuple(kept))
