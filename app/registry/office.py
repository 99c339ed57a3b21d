# SPDX-License-Identifier: Apache-2.0
"""What the command line does with a registry: each wish opens it, is carried out, and closes it. Answers are documents
for scripts; moments are in ms since 1970."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.credentials.claims import read_answer
from app.exchange.enrolment import card_bytes
from app.registry import accounts, answering_claims, opening, staff
from app.registry.by_file import enrol_by_file
from app.registry.contacts import centre_rows, device_rows
from app.registry.numbers import add_numbers
from app.registry.opening import Place, World
from app.registry.publishing import publish_list, publish_standards
from app.registry.registry import Registry
from app.registry.stores import NoSuchCentre
from app.registry.where_issued import note_all_numbers
from app.store.durable import write_whole
from app.store.troubles import storage_errors

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Office:
    """One registry as its staff at the keyboard know it."""

    place: Place
    world: World

    def init(self, name: str, url: str, told: Callable[[int, int], None]) -> Document:
        """Make the registry; the database of an earlier program is brought up to date."""
        opening.bring_up_to_date(self.place, self.world, told)
        made = opening.make_registry(self.place, name, url, self.world)
        return {"registry": made.id.hex(), "name": made.name, "key_file": str(self.place.key_file)}

    def upgrade(self, told: Callable[[int, int], None]) -> Document:
        """Bring the tables of an earlier program up to date."""
        opening.bring_up_to_date(self.place, self.world, told)
        return {"upgraded": True}

    def serve(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Serve until the process is asked to end. Raises OSError where the address cannot be had."""
        from app.registry.serving import serve

        serve(opening.open_registry(self.place, self.world), host, port, ready)

    def add_centre(self, name: str, code: str, country: str) -> Document:
        """Serve one more centre."""
        with self._open() as registry:
            made = accounts.add_account(registry, name, code, country)
        return {"code": made.code, "name": made.name, "country": made.country}

    def centres(self) -> list[Document]:
        """All centres."""
        with self._open() as registry:
            rows = centre_rows(registry)
        return [
            {
                "code": one.code, "name": one.name, "country": one.country, "centre": one.centre.hex() or None,
                "devices": one.devices, "last_contact": one.last_at, "waiting": one.waiting,
            }
            for one in rows
        ]  # fmt: skip

    def code(self, centre: str) -> Document:
        """A one-time code for a centre."""
        with self._open() as registry:
            code, until = accounts.give_code(registry, centre)
        return {"code": code, "expires": until}

    def card(self, file: Path) -> Document:
        """Write down who the registry is, for centres that no network reaches."""
        with self._open() as registry, storage_errors():
            write_whole(file, card_bytes(registry.identity.card))
            return {"file": str(file), "name": registry.identity.card.name}

    def enrol(self, file: Path, centre: str) -> Document:
        """Take in a centre's file."""
        with self._open() as registry:
            brought = enrol_by_file(registry, file, centre)
        return {
            "centre": brought.centre.hex(), "new": brought.new, "duplicates": brought.duplicates,
            "waiting": brought.waiting,
        }  # fmt: skip

    def devices(self) -> list[Document]:
        """All laptops."""
        with self._open() as registry:
            rows = device_rows(registry)
        return [
            {
                "centre": one.centre_code, "device": one.device.hex(), "name": one.name, "revoked": one.revoked,
                "last_contact": one.last_at, "waiting": one.waiting, "clock_off_seconds": one.clock_off // 1000,
            }
            for one in rows
        ]  # fmt: skip

    def add_numbers(self, first: str, last: str, qualification: str) -> Document:
        """Give out these numbers from now on."""
        with self._open() as registry:
            block = add_numbers(registry, first, last, qualification)
        return {"first": block.number(block.first), "last": block.number(block.last)}

    def claims(self) -> list[Document]:
        """The claims that wait for an answer, as the registry judges them."""
        with self._open() as registry:
            codes = {one.centre: one.code for one in registry.stores.read_book(accounts.accounts)}
            found = answering_claims.open_claims(registry)
        return [
            {
                "centre": codes[one.centre], "claim": one.claim.hex(), "document": one.document,
                "qualification": one.qualification, "on": one.made_on,
                "learners": [{"id": row.record.hex(), "name": row.name, "why_not": row.why} for row in one.learners],
            }
            for one in found
        ]  # fmt: skip

    def answer_claim(self, centre: str, claim: bytes, refused: Mapping[bytes, str], out: Path | None) -> Document:
        """Answer a claim; also into a file, for a centre without a network."""
        with self._open() as registry:
            about = registry.stores.read_book(lambda connection: accounts.find_account(connection, centre)).centre
            try:
                content = answering_claims.answer_claim(registry, about, claim, refused)
            except NoSuchCentre as error:
                raise answering_claims.NoSuchClaim from error
            answer = read_answer(content, [registry.identity.sign_key])
        if out is not None:
            with storage_errors():
                write_whole(out, content)
        return {
            "claim": claim.hex(),
            "learners": [
                {"id": one.learner.hex(), "outcome": one.outcome, "reason": one.reason, "number": one.number}
                for one in answer.rows
            ],
        }

    def let_answer(self, who: str) -> Document:
        """Who answers claims from now on."""
        with self._open() as registry:
            answering_claims.let_answer(registry, who)
        return {"answered_by": who}

    def publish(self, files: Sequence[Path], mappings: Path) -> Document:
        """Publish standards for all centres."""
        with self._open() as registry:
            return {"published": publish_standards(registry, files, mappings)}

    def publish_list(self, file: Path) -> Document:
        """Publish a list of trust for all centres."""
        with self._open() as registry:
            return {"published": int(publish_list(registry, file))}

    def restored(self) -> Document:
        """The records were put back from a backup."""
        with self._open() as registry:
            note_all_numbers(registry)
            return {"streams": opening.number_anew(registry)}

    def add_staff(self, name: str, passphrase: str) -> Document:
        """Let somebody sign in on the registry's pages."""
        with self._open() as registry:
            return {"name": staff.add_staff(registry, name, passphrase).name}

    def staff(self) -> list[Document]:
        """Who may sign in on the registry's pages."""
        with self._open() as registry:
            return [{"name": one.name} for one in staff.all_staff(registry)]

    def change_staff_passphrase(self, name: str, passphrase: str) -> Document:
        """Give somebody another passphrase."""
        with self._open() as registry:
            staff.change_staff_passphrase(registry, name, passphrase)
        return {"name": name}

    def remove_staff(self, name: str) -> Document:
        """Let somebody sign in no more."""
        with self._open() as registry:
            staff.remove_staff(registry, name)
        return {"name": name}

    @contextmanager
    def _open(self) -> Iterator[Registry]:
        registry = opening.open_registry(self.place, self.world)
        try:
            yield registry
        finally:
            registry.stores.close()
