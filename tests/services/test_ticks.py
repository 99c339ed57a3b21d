# SPDX-License-Identifier: Apache-2.0
"""The small sign beside a record: it waits here, it is under way on a stick, it was received elsewhere."""

from pathlib import Path

from app.domain.assessing import NOT_YET
from app.records.queries import certificates
from app.services.exchanging import read_bundle, write_bundle
from app.services.learners import set_learner
from app.services.ticks import RECEIVED, SENT, WAITING, acts_of_learner, slowest, ticks_of_documents, ticks_of_units
from tests.services.centre_samples import ADMIN
from tests.services.centres import CUTTING, KHMER, SAFETY, VIETNAMESE, Centre, exchange, two_laptops
from tests.services.paper import numbers_of


def units(centre: Centre, name: str = KHMER) -> list[str]:
    found = centre.work.read(ticks_of_units, centre.learners[name], centre.work.records.device)
    return sorted(found.values())


def latest(centre: Centre) -> str:
    """How far what was done last with a learner has come."""
    learner, device = centre.learners[KHMER], centre.work.records.device
    acts, ticks = centre.work.read(acts_of_learner, learner, device, 1, ("learner.set",))
    return ticks[acts[0].act]


def test_marks_wait_go_by_stick_and_are_received(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        office.mark(office.learners[KHMER])
        assert units(office) == [WAITING]
        office.as_person(ADMIN)
        set_learner(office.work, office.learners[KHMER], {"phone": "1"})
        stick = office.at.path / "stick"
        write_bundle(office.open, stick)
        assert (units(office), latest(office)) == ([SENT], SENT)
        read_bundle(workshop.open, stick)
        assert units(workshop) == [RECEIVED], "what another laptop wrote is here as well"
        back = workshop.at.path / "stick"
        write_bundle(workshop.open, back)
        read_bundle(office.open, back)
        assert (units(office), latest(office)) == ([RECEIVED], RECEIVED)
        office.mark(office.learners[KHMER], CUTTING)
        assert units(office) == [RECEIVED, WAITING]
        office.mark(office.learners[KHMER], SAFETY, NOT_YET)
        assert units(office) == [WAITING, WAITING], "one mark that waits is enough"
        assert units(office, VIETNAMESE) == []


def test_documents_carry_their_sign_and_those_from_before_none(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        (number,) = numbers_of(office, KHMER)

        def signs(centre: Centre) -> list[str]:
            rows = centre.work.read(certificates.register)
            found = centre.work.read(ticks_of_documents, rows, centre.work.records.device)
            assert [at[1] for at in found] == [number]
            return list(found.values())

        assert signs(office) == [WAITING]
        exchange(office, workshop)
        assert (signs(office), signs(workshop)) == ([RECEIVED], [RECEIVED])


def test_many_are_as_far_as_the_last_of_them() -> None:
    assert slowest([RECEIVED, SENT, RECEIVED]) == SENT
    assert slowest([]) == ""
