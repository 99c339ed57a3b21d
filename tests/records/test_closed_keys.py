# SPDX-License-Identifier: Apache-2.0
"""Keys that cannot be opened here: they are kept and passed on, and nothing that can be read waits for them."""

from dataclasses import replace

from sqlalchemy import select

from app.domain.learners import KEY_CLASSES, PRIVATE
from app.journal.sealing import CoveredKey, SubjectKey, new_subject_keys
from app.records import positions, tables
from app.records.arriving_keys import keep_keys
from app.records.fold.batch import Batch
from app.records.journal_tables import covered_key, subject_key
from app.records.receiving import Arrival
from tests.records.scribe import Scribe, refolded_otherwise, same_in_every_order, sample_centre, take_in
from tests.simulation.agreement import Dump

ABOUT = b"learner-of-sample"[:16]
NAME, PHONE = {"full_name": "SAMPLE Dara"}, {"phone": "012 345"}


def covered(key: SubjectKey) -> Arrival:
    return Arrival(covered=[CoveredKey(key.id, key.subject, key.key_class, 9, b"closed")])


def a_learner() -> tuple[Scribe, tuple[SubjectKey, ...], list[Arrival]]:
    """A learner's first entry with their name, a second one with their phone, and the laptop's word on each."""
    first, second = Scribe("first"), Scribe("second")
    keys = new_subject_keys(ABOUT, KEY_CLASSES, first.chance.randbytes)
    added = first.parcel(first.write("learner.added", ABOUT, sealed=(keys[0], NAME)))
    phone = second.write("learner.set", ABOUT, base={"phone": (OTHER,)}, sealed=(keys[1], PHONE))
    return first, keys, [added, second.parcel(phone)]


OTHER = Scribe("other").write("learner.added", ABOUT).id


def shown(outcome: Dump, field: str) -> list[object]:
    place = tables.learner.columns.keys().index(field) - 1  # a dump leaves out the number of the row
    return [row[place] for row in outcome["learner"] if row[0] == ABOUT]


def test_a_closed_private_key_hides_the_phone_and_nothing_else_in_every_order() -> None:
    first, (identity, private, _), entries = a_learner()
    outcome = same_in_every_order([*entries, first.parcel(keys=[identity]), covered(private)])
    assert shown(outcome, "full_name") == ["SAMPLE Dara"]
    assert shown(outcome, "phone") == [""]
    assert outcome["pending"] == []


def test_a_closed_key_to_names_is_waited_for() -> None:
    _, (identity, private, _), entries = a_learner()
    outcome = same_in_every_order([*entries, covered(identity), covered(private)])
    assert shown(outcome, "full_name") == []
    assert len(outcome["pending"]) == 1


def test_a_key_that_is_opened_later_shows_what_it_hid_in_every_order() -> None:
    first, (identity, private, _), entries = a_learner()
    opened = [first.parcel(keys=[identity]), first.parcel(keys=[private])]
    outcome = same_in_every_order([*entries, *opened, covered(identity), covered(private)])
    assert shown(outcome, "phone") == ["012 345"]


def test_erasing_takes_closed_keys_away_as_well() -> None:
    first, (identity, private, award), entries = a_learner()
    erased = Scribe("third")
    gone = erased.parcel(erased.write("subject.erased", ABOUT))
    file = sample_centre().laptops[1].disk.file.copied()
    for parcel in (*entries, first.parcel(keys=[identity]), covered(private), covered(award), gone, covered(private)):
        take_in(file, sample_centre().owner.centre, parcel)
    with file.reader.connect() as connection:
        assert connection.execute(select(covered_key.c.id)).scalars().all() == [award.id]
    file.close()


def test_a_key_keeps_its_position_when_it_is_opened_and_is_never_here_twice() -> None:
    first, (_, private, _), _ = a_learner()
    centre, file = sample_centre().owner.centre, sample_centre().laptops[1].disk.file.copied()
    take_in(file, centre, covered(private))
    with file.writer.begin() as connection:
        positions.begin(connection, centre, bytes(16))
        positions.allot(connection)
        before = connection.execute(select(covered_key.c.pos)).scalar_one()
        keep_keys(Batch(connection, centre), [(private, 9)])
        assert connection.execute(select(subject_key.c.pos).where(subject_key.c.id == private.id)).scalar() == before
    take_in(file, centre, replace(first.parcel(), covered=covered(private).covered))
    with file.reader.connect() as connection:
        assert connection.execute(select(covered_key)).all() == []
        assert private.key_class == PRIVATE
    assert not refolded_otherwise(file, centre)
    file.close()
