# SPDX-License-Identifier: Apache-2.0
"""What becomes of paper comes in any order: each form says the same on every laptop, and so does each job."""

from app.domain.learners import KEY_CLASSES, PRIVATE
from app.domain.stationery import IN_STOCK, LOST, PRINTED, SPOILED
from app.journal.canonical import to_text
from app.journal.operation import NOBODY, Operation, OpId
from app.journal.sealing import new_subject_keys
from app.records import tables
from app.records.receiving import Arrival
from tests.records.scribe import Scribe, same_in_every_order
from tests.simulation.agreement import Dump

STOCK, JOB, LEARNER = (bytes([n]) * 16 for n in (5, 6, 7))
DELIVERY = {
    "name": "SAMPLE", "document": "certificate", "prefix": "A", "first": 1, "last": 9, "width": 3, "day": "2026-11-01",
}  # fmt: skip


class Cabinet:
    """A delivery of nine forms, and laptops that say what became of them."""

    def __init__(self) -> None:
        self.parcels: list[Arrival] = []
        self.says("stationery.received", STOCK, dict(DELIVERY))

    def says(
        self, kind: str, about: bytes, body: dict[str, object], base: tuple[OpId, ...] = (), by: str = ""
    ) -> Operation:
        scribe = Scribe(by or f"laptop {len(self.parcels)}")
        scribe.number = 10 * len(self.parcels)
        written = scribe.write(kind, about, body, base={"slot": base} if base else {})
        self.parcels.append(scribe.parcel(written))
        return written

    def moves(self, first: int, last: int, state: str, *on: str, base: tuple[OpId, ...] = ()) -> Operation:
        body = {
            "first": first, "last": last, "state": state, "reason": "", "second": "", "certificates": list(on),
            "job": "", "day": "2026-11-02",
        }  # fmt: skip
        return self.says("sheet.moved", STOCK, body, base)


def forms(shown: Dump) -> dict[int, list[tuple[str, int, int]]]:
    """By number of the form: what was said, whether it stands, whether something else stands beside it."""
    columns = [one.name for one in tables.sheet.columns]
    found: dict[int, list[tuple[str, int, int]]] = {}
    for row in shown["sheet"]:
        said = dict(zip(columns, row, strict=True))
        found.setdefault(said["serial"], []).append((said["value"], said["current"], said["contested"]))
    return {serial: sorted(said) for serial, said in found.items()}


def test_a_later_word_on_a_run_of_forms_replaces_the_earlier_one_where_they_meet() -> None:
    cabinet = Cabinet()
    first = cabinet.moves(1, 3, LOST)
    cabinet.moves(2, 3, IN_STOCK, base=(first.id,))
    assert forms(same_in_every_order(cabinet.parcels)) == {
        1: [(LOST, 1, 0)],
        2: [(IN_STOCK, 1, 0), (LOST, 0, 0)],
        3: [(IN_STOCK, 1, 0), (LOST, 0, 0)],
    }


def test_one_form_with_two_documents_is_kept_with_both() -> None:
    cabinet = Cabinet()
    cabinet.moves(4, 5, PRINTED, "KH-1", "KH-2")
    cabinet.moves(5, 6, PRINTED, "KH-3", "KH-4")
    assert forms(same_in_every_order(cabinet.parcels)) == {
        4: [(f"{PRINTED} KH-1", 1, 0)],
        5: [(f"{PRINTED} KH-2", 1, 1), (f"{PRINTED} KH-3", 1, 1)],
        6: [(f"{PRINTED} KH-4", 1, 0)],
    }


def test_the_same_word_from_two_laptops_is_no_dispute() -> None:
    cabinet = Cabinet()
    cabinet.moves(4, 4, LOST)
    cabinet.moves(4, 4, LOST)
    assert forms(same_in_every_order(cabinet.parcels)) == {4: [(LOST, 1, 0), (LOST, 1, 0)]}


def test_what_is_taken_back_stands_no_more() -> None:
    cabinet = Cabinet()
    lost = cabinet.moves(4, 4, LOST)
    spoiled = cabinet.moves(4, 4, SPOILED, base=(lost.id,))
    cabinet.says("act.undone", NOBODY, {"act": to_text(spoiled.act)})
    assert forms(same_in_every_order(cabinet.parcels)) == {4: [(LOST, 1, 0)]}


def test_a_word_that_is_longer_than_its_forms_or_has_too_few_documents_is_set_aside() -> None:
    cabinet = Cabinet()
    cabinet.moves(4, 3, LOST)
    cabinet.moves(1, 2, PRINTED, "KH-1")
    cabinet.moves(1, 10_001, LOST)
    shown = same_in_every_order(cabinet.parcels)
    assert (forms(shown), len(shown["newer"])) == ({}, 3)


def test_a_job_its_runs_and_its_end_come_in_any_order() -> None:
    cabinet = Cabinet()
    begun = {
        "numbers": ["KH-1", "KH-2"], "pages": [1, 1], "part": "whole", "order": "ascending", "printer": "P", "tray": "",
        "duplex": 0, "manual": 0, "run": 1, "stationery": to_text(STOCK), "form": 1,
    }  # fmt: skip
    cabinet.says("job.begun", JOB, dict(begun))
    came = {"good": [[1, 1]], "spoiled": [], "stationery": to_text(STOCK), "form": 2}
    cabinet.says("job.sheets", JOB, dict(came))
    cabinet.says("job.ended", JOB, {"how": "stopped"})
    shown = same_in_every_order(cabinet.parcels)
    assert [len(shown[name]) for name in ("print_job", "print_run", "print_end")] == [1, 1, 1]
    cabinet.says("job.sheets", JOB, {**came, "good": [[2, 1]]})
    cabinet.says("job.begun", bytes([8]) * 16, {**begun, "pages": [1]})
    assert len(same_in_every_order(cabinet.parcels)["newer"]) == 2


def test_who_took_a_document_is_read_when_the_key_has_come() -> None:
    cabinet = Cabinet()
    scribe = Scribe("office")
    keys = new_subject_keys(LEARNER, KEY_CLASSES, scribe.chance.randbytes)
    added = scribe.write("learner.added", LEARNER, sealed=(keys[0], {"full_name": "SAMPLE"}))
    private = next(key for key in keys if key.key_class == PRIVATE)
    body = {"number": "KH-1", "day": "2026-11-03", "identity": "passport", "proxy": 1}
    sealed = (private, {"taken_by": "SAMPLE proxy", "digits": "12"})
    taken = scribe.write("document.collected", LEARNER, body, sealed=sealed)
    cabinet.parcels += [scribe.parcel(added), scribe.parcel(taken), scribe.parcel(keys=keys)]
    (row,) = same_in_every_order(cabinet.parcels)["collected"]
    assert {"SAMPLE proxy", "12", "2026-11-03", "KH-1"} <= set(row)
