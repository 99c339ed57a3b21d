# SPDX-License-Identifier: Apache-2.0
"""Opening a centre's records, and closing them so that the next opening finds everything in order."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from app.domain.refusals import NotAllowed, NotFound, StorageTrouble
from app.journal.chain import Place
from app.journal.signing import signer
from app.records import schema
from app.records.queries import people
from app.records.queries.people import CentreRow, PersonRow
from app.records.unit_of_work import Author, Records, Work
from app.services import bringing_up, pins
from app.services.entrance import is_there
from app.services.erased_list import erase_again, note_erasures
from app.services.laptop import Laptop, clock_of, last_place, newest_epoch, read_laptop, sign_own_head
from app.services.machine import Machine
from app.services.noticing import notice
from app.services.sign_in import SignedIn, given_passphrase, opens, renamed, sign_in
from app.services.signing_keys import key_of
from app.services.trusting import trust_list, write_trust
from app.store.fitness import has_room
from app.store.folder import DataFolder
from app.store.keyring_file import load_keyring, save_keyring
from app.store.keys import Derived
from app.store.lock import hold
from app.store.records_file import Database, checkpoint, look_into, open_database, open_for_reading
from app.store.troubles import storage_errors, trouble
from app.store.unlocking import Holder, unlock_recovery
from app.store.witness import Witness, open_witness
from app.translation import later, tr

_MISSING: Final = later(
    "There are no records in this folder. Nothing was changed. "
    "Choose the right folder, or found a centre, join one, or restore a backup."
)
_FULL: Final = later(
    "The disk is full: the records can be read, but nothing can be saved. Everything saved before is kept. "
    "Free some space on the disk, then open the records again."
)
_NEEDED: Final = (
    "argon2.low_level", "cryptography.hazmat.primitives.asymmetric.x25519", "sqlalchemy.dialects.sqlite",
    "sqlcipher3.dbapi2",
)  # fmt: skip
_UNKNOWN: Final = later("Nobody of the name {name} is in these records.")
_DISABLED: Final = later(
    "{name} no longer works with these records. Nothing was changed. Ask an administrator of the centre."
)


@dataclass(slots=True)
class Entered:
    """A person at work: their work, the secret of their passphrase, their private signing key."""

    work: Work
    derived: Derived
    private: bytes


class OpenCentre:
    """A centre's open records, and the person who works with them. ``notices`` are sentences for that person."""

    def __init__(
        self,
        folder: DataFolder,
        machine: Machine,
        file_key: bytes,
        laptop: Laptop,
        database: Database,
        entered: Entered,
    ) -> None:
        self.folder = folder
        self.machine = machine
        self.file_key = file_key
        self.laptop = laptop
        self.database = database
        self.notices: tuple[str, ...] = ()
        self.closing = ExitStack()
        self._entered = entered

    @property
    def work(self) -> Work:
        """The work of the person who is signed in."""
        return self._entered.work

    @property
    def derived(self) -> Derived:
        """The secret of their passphrase."""
        return self._entered.derived

    @property
    def private(self) -> bytes:
        """Their private signing key."""
        return self._entered.private

    @property
    def centre(self) -> CentreRow:
        """The centre whose records these are."""
        return self.work.read(people.centre)

    def enter(self, name: str, passphrase: str, new_passphrase: str = "") -> Work:
        """Another person signs in on the open records. Raises as ``open_centre``; then the first one stays."""
        signed = sign_in(load_keyring(self.folder), name, passphrase, new_passphrase, self.machine)
        known = _known(self.work.records, signed.person, signed.name)
        self._entered = _enter(self.work.records, self.folder, signed, known)
        return self.work

    def confirm(self, secret: str) -> None:
        """Make sure that it is still this person: by their PIN if they chose one, or by their passphrase.

        Raises WrongPassphrase, or BadInput "pin-locked" after five wrong PINs.
        """
        if not pins.fits(self.work, secret):
            opens(load_keyring(self.folder), self.work.person, secret)
            pins.trust_again(self.work)

    def look_again(self) -> None:
        """The people of the centre may have changed: the person signed in goes on with what they are now."""
        work = self.work
        known = work.read(people.person_by_id, work.person)
        fresh = Work(work.records, work.author, known.name, known.roles)
        self._entered = Entered(fresh, self.derived, self.private)

    def became(self, derived: Derived) -> None:
        """The person signed in has another passphrase now."""
        self._entered = Entered(self.work, derived, self.private)

    def sign(self) -> None:
        """Sign where this laptop's entries stand now, so that another laptop can trust what it is brought."""
        records = self.work.records
        with records.transaction() as batch:
            sign_own_head(batch, records, self.laptop)

    def close(self) -> None:
        """Sign where the records stand and let go of them. Raises StorageTrouble; they are closed all the same."""
        self.closing.close()


def open_centre(
    folder: DataFolder, name: str, passphrase: str, machine: Machine, new_passphrase: str = ""
) -> OpenCentre:
    """Open the records as this person. ``new_passphrase`` is needed after a one-time code.

    Raises WrongPassphrase; NotFound "no-such-person"; NotAllowed "person-disabled"; BadInput "new-passphrase-needed";
    StorageTrouble "no-records", "in-use", "newer" and all that the store says of files.
    """
    with _held(folder) as closing:
        signed = sign_in(load_keyring(folder), name, passphrase, new_passphrase, machine)
        return _open(folder, signed, machine, closing.pop_all())


def open_with_recovery(folder: DataFolder, code: str, machine: Machine, name: str, new_passphrase: str) -> OpenCentre:
    """Open the records with the recovery code, and give the person of this name a new passphrase and signing key.

    Raises as ``open_centre``.
    """
    with _held(folder) as closing:
        keyring = load_keyring(folder)
        if not has_room(folder.path):
            raise trouble("disk-full")
        file_key = unlock_recovery(keyring, code)
        bringing_up.bring_up_to_date(folder, file_key, machine)
        known = look_into(folder.database, file_key, lambda connection: people.person(connection, name))
        signed = given_passphrase(keyring, Holder(known.id, known.name), file_key, new_passphrase, machine)
        return _open(folder, signed, machine, closing.pop_all())


def get_ready() -> None:
    """Import what an opening will need. Call it while a passphrase is being typed, so that nobody waits for it."""
    for name in _NEEDED:
        import_module(name)


def _held(folder: DataFolder) -> ExitStack:
    if not is_there(folder):
        raise StorageTrouble("no-records", _MISSING)
    closing = ExitStack()
    closing.enter_context(hold(folder))
    return closing


def _open(folder: DataFolder, signed: SignedIn, machine: Machine, closing: ExitStack) -> OpenCentre:
    if not has_room(folder.path):
        return _open_for_reading(folder, signed, machine, closing)
    with closing:
        bringing_up.bring_up_to_date(folder, signed.file_key, machine)
        database = open_database(folder, signed.file_key, schema.FORMAT)
        closing.callback(database.close)
        with storage_errors(), database.reader.connect() as connection:
            laptop = read_laptop(connection)
        witness = open_witness(machine.state, laptop.installation, folder)
        closing.callback(_let_go, witness)
        records = open_records(database, laptop, machine, witness)
        known = _known(records, signed.person, signed.name)
        erase_again(records, machine.state)
        notices = notice(records, Author(signed.person), folder, witness)
        centre = OpenCentre(folder, machine, signed.file_key, laptop, database, _enter(records, folder, signed, known))
        centre.notices = notices
        _refresh(centre)
        closing.callback(_settle, centre)
        centre.closing = closing.pop_all()
        return centre


def _open_for_reading(folder: DataFolder, signed: SignedIn, machine: Machine, closing: ExitStack) -> OpenCentre:
    """The disk is full: nothing is written, noted or put in order, so that what is there can be read and saved."""
    with closing:
        database = open_for_reading(folder, signed.file_key, schema.FORMAT)
        closing.callback(database.close)
        with storage_errors(), database.reader.connect() as connection:
            laptop = read_laptop(connection)
        records = open_records(database, laptop, machine, None)
        known = _known(records, signed.person, signed.name)
        erase_again(records, machine.state)
        centre = OpenCentre(folder, machine, signed.file_key, laptop, database, _enter(records, folder, signed, known))
        centre.notices = (tr(_FULL),)
        centre.closing = closing.pop_all()
        return centre


def open_records(database: Database, laptop: Laptop, machine: Machine, witness: Witness | None) -> Records:
    """The records of an open database, as this laptop writes in them; without a note outside where it cannot write."""

    def note(place: Place) -> None:
        if witness:
            witness.write(place.origin, place.seq, place.hash, machine.wall())

    def require_writable() -> None:
        if database.reading_only:
            raise StorageTrouble("disk-full", _FULL)

    with storage_errors(), database.reader.connect() as connection:
        return Records(
            database.writer,
            database.reader,
            people.centre(connection).id,
            laptop.device,
            last_place(connection, laptop.origin),
            clock_of(connection, laptop.origin, machine),
            machine.random,
            note,
            machine.publish,
            storage_errors,
            newest_epoch(connection),
            require_writable,
        )


def _known(records: Records, person: bytes, name: str) -> PersonRow:
    known = next((row for row in records.read(people.people) if row.id == person), None)
    if known is None:
        raise NotFound("no-such-person", _UNKNOWN, name=name)
    if known.disabled:
        raise NotAllowed("person-disabled", _DISABLED, name=known.name)
    return known


def _enter(records: Records, folder: DataFolder, signed: SignedIn, known: PersonRow) -> Entered:
    private = key_of(records, signed.person, signed.derived.second)
    if signed.keyring is not None:
        save_keyring(folder, signed.keyring)
    work = Work(records, Author(signed.person, signer(private)), known.name, known.roles)
    return Entered(work, signed.derived, private)


def _refresh(centre: OpenCentre) -> None:
    """Bring what lies beside the records in step with them: names on the keyring, the trust list."""
    names = {row.id: row.name for row in centre.work.read(people.people) if not row.disabled}
    keyring = load_keyring(centre.folder)
    fresh = renamed(keyring, names)
    # All of it is made from the records, and made again at the next opening: a full disk must not keep anybody out.
    with suppress(StorageTrouble):
        note_erasures(centre.work.records, centre.machine.state)
        if fresh != keyring:
            save_keyring(centre.folder, fresh)
        write_trust(centre.folder, centre.work.read(trust_list, centre.work.today().isoformat()), centre.private)


def _settle(centre: OpenCentre) -> None:
    """The last things done to open records: their state is signed, written out and noted.

    A disk that is full by now takes nothing back that was done: the next closing does these things.
    """
    try:
        centre.sign()
        checkpoint(centre.database.writer)
    except StorageTrouble as reason:
        if reason.code != "disk-full":
            raise
    _refresh(centre)


def _let_go(witness: Witness) -> None:
    with storage_errors():
        witness.close()
