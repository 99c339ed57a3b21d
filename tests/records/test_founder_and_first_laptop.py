# SPDX-License-Identifier: Apache-2.0
"""The founding brings in the first person, laptop and key at once; nothing that happens later takes them away."""

import random

from app.journal.canonical import to_text
from app.journal.operation import NOBODY
from app.records import tables
from app.records.queries.bases import standing_on
from app.records.unit_of_work import Fact
from tests.simulation.agreement import differences, dump, unsound
from tests.simulation.carrier import packed
from tests.simulation.files import in_memory
from tests.simulation.ground import Ground, found


def _centre() -> Ground:
    return found(random.Random(1), lambda name: in_memory())


def test_the_founders_key_outlives_a_change_of_the_founder_that_is_taken_back() -> None:
    ground = _centre()
    office, workshop, _ = ground.laptops
    founder = ground.owner.user
    base = office.read(lambda connection: standing_on(connection, founder, ["name"]))
    changed = office.write(founder, Fact("person.set", founder, {"name": "SAMPLE Other Name"}, base=base))
    office.write(founder, Fact("act.undone", NOBODY, {"act": to_text(changed[0].act)}))
    workshop.receive(packed(office))
    assert office.read(dump)[tables.person_key.name] == workshop.read(dump)[tables.person_key.name]
    assert unsound(office) == unsound(workshop) == []


def test_the_first_laptop_can_write_under_a_new_name() -> None:
    office, workshop, _ = _centre().laptops
    office.begin_origin("restored")
    workshop.receive(packed(office))
    office.receive(packed(workshop))
    assert not differences(office.read(dump), workshop.read(dump))
    assert unsound(office) == unsound(workshop) == []
