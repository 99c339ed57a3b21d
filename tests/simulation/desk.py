# SPDX-License-Identifier: Apache-2.0
"""A person at a laptop: what they may do, what they see there, and what they pick."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, select

from app.domain.rights import Command, allowed
from app.records import tables
from app.records.queries import people
from app.records.queries.people import PersonRow
from app.records.unit_of_work import Fact, Work
from tests.simulation.laptop import Laptop

Item = TypeVar("Item")


class NothingToDo(Exception):
    """There is nobody who may do it here, or nothing that it could be done to."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody who may do a thing, at a laptop; ``chance`` decides what they pick."""

    laptop: Laptop
    work: Work
    chance: random.Random

    @property
    def person(self) -> bytes:
        return self.work.person

    def write(self, *facts: Fact) -> None:
        with self.work.act() as act:
            act.write_all(facts)

    def rows(self, table: Table, **values: Any) -> list[Any]:
        """The rows of a table that have these values, in an order that is the same every time."""
        query = select(table).where(*(table.c[name] == value for name, value in values.items()))
        return sorted(self.work.read(lambda connection: list(connection.execute(query))), key=repr)

    def pick(self, items: Sequence[Item]) -> Item:
        if not items:
            raise NothingToDo
        return self.chance.choice(items)

    def learner(self) -> bytes:
        """A learner who is not erased."""
        return bytes(self.pick(sorted(row.id for row in self.rows(tables.learner, erased=0))))

    def cohort(self) -> str:
        return str(self.pick(self.rows(tables.cohort)).code)


def desk_for(laptop: Laptop, command: Command, chance: random.Random) -> Desk:
    """Somebody at this laptop who may do this."""
    staff = laptop.records.read(people.people)
    may = [one for one in staff if one.id in laptop.owner.keys and not one.disabled and allowed(one.roles, command)]
    if not may:
        raise NothingToDo
    return Desk(laptop, _work(laptop, chance.choice(sorted(may, key=lambda one: one.id))), chance)


def _work(laptop: Laptop, person: PersonRow) -> Work:
    return Work(laptop.records, laptop.owner.author(person.id), person.name, person.roles)
