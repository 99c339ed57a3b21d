# SPDX-License-Identifier: Apache-2.0
"""The centre's staff: who they are, what they may do, and how they get in on this laptop."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.names import clean_name
from app.domain.refusals import BadInput, RuleBroken
from app.domain.rights import Command, Role
from app.domain.searching import words
from app.journal.operation import ID_BYTES
from app.records.queries import people
from app.records.queries.bases import standing_on
from app.records.queries.people import PersonRow
from app.records.unit_of_work import Act, Fact
from app.services.opening import OpenCentre
from app.services.sign_in import given_passphrase, new_secret, opens
from app.services.signing_keys import wrap_again
from app.store.keyring import Keyring
from app.store.keyring_file import load_keyring, save_keyring
from app.store.unlocking import Holder, add_derived, add_one_time, add_recovery, remove_person
from app.translation import later

_NO_ROLE: Final = later(
    "Nothing was changed: choose at least one role. There are administrator, assessor, verifier, viewer."
)
_TAKEN: Final = later(
    "There is a person called “{name}” in the centre already. Nothing was changed. Choose another name."
)
_LAST: Final = later(
    "{name} is the only administrator of the centre. Nothing was changed. Make another person administrator first."
)
_GONE: Final = later("{name} no longer works with these records. Nothing was changed. Bring them back first.")


@dataclass(frozen=True, slots=True)
class AddedPerson:
    """A new person, and the code for their first sign-in on this laptop; empty where a passphrase was given."""

    person: bytes
    one_time_code: str


def add_person(centre: OpenCentre, name: str, roles: Iterable[str], passphrase: str = "") -> AddedPerson:
    """Add a person who may work with the records. Raises NotAllowed, BadInput, RuleBroken "name-taken"."""
    work = centre.work
    work.allow(Command.ADD_PERSON)
    held, wanted = _roles(roles), clean_name(name)
    _require_free(work.read(people.people), wanted)
    person = work.random(ID_BYTES)
    keyring, code = _let_in(centre, Holder(person, wanted), passphrase)
    with work.act() as act:
        act.write(Fact("person.added", person, {"name": wanted, "roles": held, "disabled": ""}))
        save_keyring(centre.folder, keyring)
    return AddedPerson(person, code)


def set_roles(centre: OpenCentre, name: str, roles: Iterable[str]) -> None:
    """Give a person these roles and no others.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "last-administrator".
    """
    centre.work.allow(Command.SET_PERSON)
    held = _roles(roles)
    person = centre.work.read(people.person, name)
    if Role.ADMINISTRATOR not in held.split():
        _require_another_administrator(centre, person)
    with centre.work.act() as act:
        _set(act, person, "roles", held)
    centre.look_again()


def disable_person(centre: OpenCentre, name: str) -> None:
    """Let a person in no more, on this laptop at once and on the others when they hear of it; what they did stays.

    Raises NotAllowed, NotFound, RuleBroken "last-administrator".
    """
    centre.work.allow(Command.SET_PERSON)
    person = centre.work.read(people.person, name)
    _require_another_administrator(centre, person)
    with centre.work.act() as act:
        _set(act, person, "disabled", "yes")
        save_keyring(centre.folder, remove_person(load_keyring(centre.folder), person.id))


def enable_person(centre: OpenCentre, name: str, passphrase: str = "") -> str:
    """Let a person in again. Returns their one-time code, or "" where a passphrase was given.

    Raises NotAllowed, NotFound, BadInput.
    """
    centre.work.allow(Command.SET_PERSON)
    person = centre.work.read(people.person, name)
    keyring, code = _let_in(centre, Holder(person.id, person.name), passphrase)
    with centre.work.act() as act:
        _set(act, person, "disabled", "")
        save_keyring(centre.folder, keyring)
    return code


def reset_passphrase(centre: OpenCentre, name: str, passphrase: str = "") -> str:
    """Give a person a new way in on this laptop: a one-time code, which is returned, or this passphrase.

    They sign with a new key from then on; what they signed before stays signed. Raises NotAllowed, NotFound,
    BadInput, RuleBroken "person-disabled".
    """
    centre.work.allow(Command.RESET_PASSPHRASE)
    person = centre.work.read(people.person, name)
    if person.disabled:
        raise RuleBroken("person-disabled", _GONE, name=person.name)
    keyring, code = _let_in(centre, Holder(person.id, person.name), passphrase)
    save_keyring(centre.folder, keyring)
    return code


def change_passphrase(centre: OpenCentre, old: str, new: str) -> None:
    """Change the passphrase of the person who is signed in; their signing key stays the same.

    Raises WrongPassphrase, BadInput, StorageTrouble; the old passphrase then still fits.
    """
    work, machine = centre.work, centre.machine
    keyring = load_keyring(centre.folder)
    before = opens(keyring, work.person, old)
    derived = new_secret(new, machine)
    holder = Holder(work.person, work.person_name)
    coming = add_derived(keyring, holder, "passphrase", derived, centre.file_key, machine.random)
    both = (before.second, derived.second)
    with work.records.transaction() as batch:
        wrap_again(batch.connection, work.person, centre.private, both, machine.random)
    save_keyring(centre.folder, coming)
    centre.became(derived)
    with work.records.transaction() as batch:
        wrap_again(batch.connection, work.person, centre.private, both[1:], machine.random)


def new_recovery_code(centre: OpenCentre) -> str:
    """A fresh recovery code for this laptop's records; the earlier one stops working.

    Raises NotAllowed, StorageTrouble.
    """
    centre.work.allow(Command.RESET_PASSPHRASE)
    machine = centre.machine
    keyring, code = add_recovery(load_keyring(centre.folder), centre.file_key, machine.random, machine.cost)
    save_keyring(centre.folder, keyring)
    return code


def _let_in(centre: OpenCentre, holder: Holder, passphrase: str) -> tuple[Keyring, str]:
    """The keyring with this person on it, and their one-time code where they were given no passphrase."""
    machine, keyring = centre.machine, load_keyring(centre.folder)
    if not passphrase:
        return add_one_time(keyring, holder, centre.file_key, machine.random, machine.cost)
    signed = given_passphrase(keyring, holder, centre.file_key, passphrase, machine)
    return signed.keyring or keyring, ""


def _roles(roles: Iterable[str]) -> str:
    held = {role.strip().lower() for role in roles}
    if not held or not held <= set(Role):
        raise BadInput("roles", _NO_ROLE)
    return " ".join(sorted(held))


def _require_free(staff: list[PersonRow], name: str) -> None:
    if any(words(row.name) == words(name) for row in staff):
        raise RuleBroken("name-taken", _TAKEN, name=name)


def _require_another_administrator(centre: OpenCentre, person: PersonRow) -> None:
    staff = centre.work.read(people.people)
    if not any(Role.ADMINISTRATOR in row.roles and not row.disabled and row.id != person.id for row in staff):
        raise RuleBroken("last-administrator", _LAST, name=person.name)


def _set(act: Act, person: PersonRow, field: str, value: str) -> None:
    """Set a field of a person, naming what it replaces."""
    base = standing_on(act.connection, person.id, [field])
    act.write(Fact("person.set", person.id, {field: value}, base=base))
