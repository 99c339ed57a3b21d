# SPDX-License-Identifier: Apache-2.0
"""Where every history starts: a centre with three laptops, four people, one qualification and a few learners."""

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.learners import LearnerDetails
from app.exchange.join_request import DeviceKeys
from app.journal.canonical import canonical, to_text
from app.journal.chain import Place
from app.journal.clock import EARLIEST_BELIEVABLE_MS, HybridClock
from app.journal.operation import NOBODY
from app.journal.signing import id_of, public_key, signer
from app.records.unit_of_work import Author, Fact, Records, Work
from app.services import cohorts, learners
from app.services import laptop as own
from app.store.keys import public_half
from tests.simulation.carrier import packed
from tests.simulation.files import RecordsFile
from tests.simulation.laptop import Disk, Laptop, Owner

NAMES = ("office", "workshop", "van", "annex", "hostel")
USUALLY = 3
START = EARLIEST_BELIEVABLE_MS + 300 * 24 * 3600 * 1000
STAFF = {
    "SAMPLE Aibek": "administrator",
    "SAMPLE Sokha": "administrator assessor",
    "SAMPLE Anahit": "assessor",
    "SAMPLE Nguyen Van An": "assessor verifier",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """The laptops, the first of them the one on which the centre was founded."""

    laptops: tuple[Laptop, ...]
    owner: Owner


def found(chance: random.Random, new_file: Callable[[str], RecordsFile], count: int = USUALLY) -> Ground:
    """Found a centre with so many laptops, let its people in, and give it a qualification."""
    names = [_name(number) for number in range(count)]
    people = {chance.randbytes(16): name for name in STAFF}
    founder = next(iter(people))
    keys = {person: chance.randbytes(32) for person in people}
    devices = [_device(chance) for _ in names]
    files = [new_file(name) for name in names]
    centre = _founding(files[0], devices[0], founder, keys[founder], chance)
    owner = Owner(centre, keys, founder)
    office = _laptop(0, files, devices, owner, chance)
    office.write(founder, *_people(people, keys, devices[0].device), *map(_admission, devices[1:]))
    office.write(founder, *standards())
    for name in ("SAMPLE Learner A", "SAMPLE Learner B"):
        _learner(office, founder, name)
    others = [_joined(number, files, devices, owner, chance, office) for number in range(1, count)]
    return Ground((office, *others), owner)


def standards() -> list[Fact]:
    """One qualification of two units; publishing it twice is publishing it once."""
    units = [
        {
            "code": f"U{unit}",
            "title": f"Unit {unit}",
            "language": "en",
            "elements": [
                {
                    "code": f"{part}",
                    "title": f"Element {part}",
                    "criteria": [
                        {"code": f"{part}.{n}", "text": f"Criterion {part}.{n}", "critical": int(n == 1)}
                        for n in (1, 2)
                    ],
                }
                for part in (1, 2)
            ],
        }
        for unit in (1, 2)
    ]
    published = [Fact("unit.published", version_of(unit), unit) for unit in units]
    qualification: dict[str, object] = {
        "code": "Q1",
        "title": "Electrical installation",
        "level": "3",
        "sector": "Electrical",
        "language": "en",
        "mandatory": [to_text(fact.about) for fact in published],
        "groups": [],
    }
    return [*published, Fact("qualification.published", version_of(qualification), qualification)]


def _learner(laptop: Laptop, person: bytes, name: str) -> None:
    work = Work(laptop.records, laptop.owner.author(person), "SAMPLE Aibek", frozenset({"administrator"}))
    learner = learners.add_learner(work, LearnerDetails(full_name=name))
    cohorts.enrol_learner(work, learner, qualification="Q1")


def version_of(body: Mapping[str, object]) -> bytes:
    return hashlib.sha256(canonical(body)).digest()[:16]


def _device(chance: random.Random) -> own.Laptop:
    keys = DeviceKeys(chance.randbytes(32), chance.randbytes(32))
    device = id_of(public_key(keys.sign), public_half(keys.box))
    return own.Laptop(chance.randbytes(16), device, keys, chance.randbytes(16))


def _founding(file: RecordsFile, device: own.Laptop, founder: bytes, key: bytes, chance: random.Random) -> bytes:
    place, clock = Place(device.origin), HybridClock(lambda: START)
    records = Records(file.writer, file.reader, NOBODY, device.device, place, clock, chance.randbytes)
    body = {
        "name": "SAMPLE Centre",
        "code": "SMPL",
        "country": "KG",
        "place": "Osh",
        "nonce": to_text(chance.randbytes(16)),
        "person": to_text(founder),
        "person_key": to_text(public_key(key)),
        "device": to_text(device.device),
        "sign_key": to_text(public_key(device.keys.sign)),
        "box_key": to_text(public_half(device.keys.box)),
        "device_name": NAMES[0],
    }
    with records.act(Author(founder, signer(key))) as act:
        act.write(Fact("centre.founded", NOBODY, body))
        own.write_laptop(act.connection, device)
    return records.centre


def _people(people: Mapping[bytes, str], keys: Mapping[bytes, bytes], device: bytes) -> list[Fact]:
    facts = [
        Fact("person.added", person, {"name": name, "roles": STAFF[name], "disabled": ""})
        for person, name in people.items()
    ]
    for person in list(people)[1:]:
        body = {"public_key": to_text(public_key(keys[person])), "device": to_text(device)}
        facts.append(Fact("person.key_added", person, body))
    return facts


def _admission(device: own.Laptop) -> Fact:
    body = {
        "name": "laptop",
        "sign_key": to_text(public_key(device.keys.sign)),
        "box_key": to_text(public_half(device.keys.box)),
    }
    return Fact("device.admitted", device.device, body)


def _laptop(
    number: int, files: list[RecordsFile], devices: list[own.Laptop], owner: Owner, chance: random.Random
) -> Laptop:
    disk = Disk(files[number], Place(devices[number].origin))
    return Laptop(_name(number), disk, owner, chance, lambda: START)


def _name(number: int) -> str:
    return NAMES[number] if number < len(NAMES) else f"laptop {number}"


def _joined(
    number: int, files: list[RecordsFile], devices: list[own.Laptop], owner: Owner, chance: random.Random, by: Laptop
) -> Laptop:
    with files[number].writer.begin() as connection:
        own.write_laptop(connection, devices[number])
    laptop = _laptop(number, files, devices, owner, chance)
    laptop.receive(packed(by))
    laptop.write(owner.user, own.origin_begun(devices[number].device, "joined"))
    return laptop
