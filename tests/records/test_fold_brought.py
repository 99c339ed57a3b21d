# SPDX-License-Identifier: Apache-2.0
"""What was before comes in any order: a later word replaces, words that disagree are asked about, undone ones go."""

from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.domain.learners import AWARD, KEY_CLASSES
from app.journal.canonical import to_text
from app.journal.operation import NOBODY, Operation, OpId
from app.journal.sealing import new_subject_keys
from app.records import tables
from app.records.receiving import Arrival
from tests.records.scribe import Scribe, same_in_every_order
from tests.simulation.agreement import Dump

LEARNER = bytes([9]) * 16
RESULT = {"unit": "", "code": "U1", "title": "Work", "source": "Book", "achieved_on": "2019-05-06", "entry": ""}
PAPER = {
    "qualification": "", "code": "Q1", "title": "Work", "source": "Book", "document": "certificate", "issuer": "School",
    "issued_on": "2019-06-01",
}  # fmt: skip


class Office:
    """A learner, and laptops that bring in what they know of them."""

    def __init__(self) -> None:
        scribe = Scribe("office")
        self.keys = new_subject_keys(LEARNER, KEY_CLASSES, scribe.chance.randbytes)
        added = scribe.write("learner.added", LEARNER, sealed=(self.keys[0], {"full_name": "SAMPLE"}))
        self.parcels: list[Arrival] = [scribe.parcel(added, keys=self.keys)]

    def brings(self, name: str, outcome: str, base: tuple[OpId, ...] = (), **said: str) -> Operation:
        """A result, said on the laptop of this name."""
        body = {**RESULT, "outcome": outcome, **said}
        return self._written(name, "result.brought", body, base)

    def brings_paper(self, name: str, number: str, base: tuple[OpId, ...] = (), **said: str) -> Operation:
        """A certificate."""
        return self._written(name, "certificate.brought", {**PAPER, "number": number, **said}, base)

    def takes_back(self, one: Operation) -> None:
        """The command of this entry is taken back elsewhere."""
        self._written("back", "act.undone", {"act": to_text(one.act)}, (), NOBODY)

    def _written(
        self, name: str, kind: str, body: dict[str, str], base: tuple[OpId, ...], about: bytes = LEARNER
    ) -> Operation:
        scribe = Scribe(name)
        scribe.number = 10 * len(self.parcels)
        award = next(key for key in self.keys if key.key_class == AWARD)
        sealed = (award, {"name": "SAMPLE OLD"}) if kind == "certificate.brought" else None
        written = scribe.write(kind, about, body, base={"slot": base} if base else {}, sealed=sealed)
        self.parcels.append(scribe.parcel(written))
        return written


def column(shown: Dump, table: str, name: str) -> list[object]:
    place = [one.name for one in tables.learner.metadata.tables[table].columns].index(name)
    return sorted((row[place] for row in shown[table] if LEARNER in row), key=repr)


def test_a_later_word_on_the_same_result_replaces_the_earlier_one() -> None:
    office = Office()
    first = office.brings("a", NOT_YET_COMPETENT)
    office.brings("b", COMPETENT, (first.id,))
    office.brings("c", COMPETENT, entry="2")
    shown = same_in_every_order(office.parcels)
    assert column(shown, "brought_result", "current") == [0, 1, 1]
    assert column(shown, "brought_result", "contested") == [0, 0, 0]


def test_two_laptops_that_brought_in_different_outcomes_disagree() -> None:
    office = Office()
    office.brings("a", NOT_YET_COMPETENT)
    office.brings("b", COMPETENT)
    assert column(same_in_every_order(office.parcels), "brought_result", "contested") == [1, 1]


def test_one_number_in_two_spellings_is_one_certificate() -> None:
    office = Office()
    first = office.brings_paper("a", "OLD-1/2019")
    office.brings_paper("b", "old 1 2019", (first.id,), source="Blue book")
    shown = same_in_every_order(office.parcels)
    assert column(shown, "brought_certificate", "named") == ["old12019", "old12019"]
    assert column(shown, "brought_certificate", "current") == [0, 1]
    assert column(shown, "brought_certificate", "name") == ["SAMPLE OLD", "SAMPLE OLD"]


def test_what_is_taken_back_is_gone_and_what_it_had_replaced_stands_again() -> None:
    office = Office()
    first = office.brings("a", NOT_YET_COMPETENT)
    office.takes_back(office.brings("b", COMPETENT, (first.id,)))
    shown = same_in_every_order(office.parcels)
    assert column(shown, "brought_result", "value") == [NOT_YET_COMPETENT]
    assert column(shown, "brought_result", "current") == [1]


def test_an_entry_that_lacks_what_it_needs_is_set_aside() -> None:
    office = Office()
    office.brings("a", "perhaps")
    shown = same_in_every_order(office.parcels)
    assert column(shown, "brought_result", "value") == []
    assert column(shown, "newer", "kind") == ["result.brought"]
