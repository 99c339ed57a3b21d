# SPDX-License-Identifier: Apache-2.0
"""What people do with paper: forms come and go, jobs are printed and stopped, documents are handed out."""

from typing import Final

from app.domain.rights import Command
from app.domain.stationery import IN_STOCK, LOADED, LOST, PRINTED, RETURNED, SPOILED
from app.journal.canonical import to_text
from app.records import tables
from app.records.queries import print_jobs, stationery
from app.records.unit_of_work import Fact
from app.services.handing_out import Collection, record_collection
from app.services.printing import Answer, answer_run, next_run, stop_job
from app.services.stationery import MoveWish, SheetMove, StationeryWish, move, move_sheets, receive_stationery
from tests.simulation.desk import Desk, NothingToDo


def receive_forms(desk: Desk) -> None:
    name = f"SAMPLE {desk.chance.randint(1, 3)}"
    receive_stationery(desk.work, StationeryWish(name, f"{name[-1]}-001", f"{name[-1]}-009", "certificate"))


def move_forms(desk: Desk) -> None:
    stock = desk.pick(desk.rows(tables.stationery))
    first = desk.chance.randint(1, 9)
    forms = f"{first}-{min(9, first + desk.chance.choice([0, 0, 3]))}"
    state = desk.chance.choice([LOST, LOST, IN_STOCK, LOADED, SPOILED, RETURNED])
    second = desk.pick([row.name for row in desk.rows(tables.person) if row.id != desk.person and not row.disabled])
    move_sheets(desk.work, MoveWish(stock.id.hex(), forms, state, "reason", second))


def print_on_forms(desk: Desk) -> None:
    """Past all services: documents of the simulation have no pages."""
    numbers = [row.number for row in desk.rows(tables.certificate)][:3]
    stock = desk.pick(desk.rows(tables.stationery))
    with desk.work.act() as act:
        row = stationery.by_id(act.connection, stock.id)
        free = stationery.free_serials(act.connection, row)[: len(numbers)]
        if not numbers or len(free) < len(numbers):
            raise NothingToDo
        job = desk.chance.randbytes(16)
        body = {
            "numbers": numbers, "pages": [1] * len(numbers), "part": "whole", "order": "ascending", "printer": "P",
            "tray": "", "duplex": 0, "manual": 0, "run": 2, "stationery": to_text(row.id), "form": free[0],
        }  # fmt: skip
        act.write(Fact("job.begun", job, body))
        move(act, desk.work, row, [SheetMove(one, LOADED, job=job) for one in free])


def answer_job(desk: Desk) -> None:
    job = desk.pick(desk.work.read(print_jobs.unfinished, desk.work.records.device))
    run = [one.place for one in next_run(desk.work, job)]
    answer_run(desk.work, job.id, Answer(0, desk.chance.choice([0, *run])))


def stop_a_job(desk: Desk) -> None:
    stop_job(desk.work, desk.pick(desk.work.read(print_jobs.unfinished, desk.work.records.device)).id)


def use_a_form(desk: Desk) -> None:
    stock = desk.pick(desk.rows(tables.stationery))
    number = desk.pick(desk.rows(tables.certificate)).number
    with desk.work.act() as act:
        row = stationery.by_id(act.connection, stock.id)
        move(act, desk.work, row, [SheetMove(desk.chance.randint(1, 9), PRINTED, number)])


def hand_out(desk: Desk) -> None:
    number = desk.pick(desk.rows(tables.certificate)).number
    record_collection(desk.work, Collection([number], "passport", "12", desk.chance.choice(["", "SAMPLE proxy"])))


ACTIONS: Final = {
    receive_forms: (Command.KEEP_STATIONERY, 3),
    move_forms: (Command.KEEP_STATIONERY, 6),
    use_a_form: (Command.KEEP_STATIONERY, 5),
    print_on_forms: (Command.PRINT_DOCUMENTS, 3),
    answer_job: (Command.PRINT_DOCUMENTS, 4),
    stop_a_job: (Command.PRINT_DOCUMENTS, 1),
    hand_out: (Command.HAND_OUT, 4),
}
"""What may happen, the right that it needs, and how often it happens."""
