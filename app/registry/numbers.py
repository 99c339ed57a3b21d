# SPDX-License-Identifier: Apache-2.0
"""Numbers of documents that the registry gives out: in blocks to laptops, and one by one with its answers to claims."""

import json
from dataclasses import asdict, dataclass
from functools import partial
from typing import Final

from sqlalchemy import Connection, insert, select, update

from app.domain.blocks import Block, block_between
from app.domain.refusals import RuleBroken
from app.journal.operation import ID_BYTES
from app.registry.book import lease, number_pool
from app.registry.registry import Registry
from app.translation import later

MOST_AT_ONCE: Final = 10_000
_OVERLAPS: Final = later("Some of these numbers are here already ({block}). Nothing was changed. Check the numbers.")

_TOO_FEW: Final = later("There are not so many numbers left in one piece. Nothing was given out. Add more numbers.")


@dataclass(frozen=True, slots=True)
class Lease:
    """A block for one laptop: the name under which it writes, numbers from ``first`` to ``last``, for a qualification
    (its code) or for all (empty)."""

    origin: str
    first: str
    last: str
    qualification: str


class NoNumbers(RuleBroken):
    """There are not so many numbers left in one piece."""

    def __init__(self) -> None:
        super().__init__("no-numbers", _TOO_FEW)


def add_numbers(registry: Registry, first: str, last: str, qualification: str = "") -> Block:
    """Give out these numbers from now on. Raises BadInput "no-block", RuleBroken "block-overlaps"."""
    block = block_between(first, last)

    def write(connection: Connection) -> None:
        for row in connection.execute(select(number_pool)):
            known = Block(row.prefix, row.first, row.last, row.width)
            if known.overlaps(block):
                raise RuleBroken("block-overlaps", _OVERLAPS, block=known.words())
        numbers = {"prefix": block.prefix, "first": block.first, "last": block.last, "width": block.width}
        id_ = registry.random(ID_BYTES)
        said = {"following": block.first, "qualification": qualification.strip()}
        connection.execute(insert(number_pool).values(id=id_, **numbers, **said))

    registry.stores.write_book(write)
    return block


def lease_numbers(registry: Registry, centre: bytes, asked: bytes, origin: bytes, wanted: tuple[int, str]) -> Lease:
    """A block of (count, code of the qualification) for the laptop that writes under this name. ``asked`` names the
    request: the same one again gives the same block. Raises NoNumbers."""
    return registry.stores.write_book(
        partial(_lease, registry=registry, centre=centre, asked=asked, origin=origin, wanted=wanted)
    )


def draw_numbers(connection: Connection, count: int, qualification: str) -> list[str]:
    """So many numbers, never given out again. Raises NoNumbers."""
    block = _taken(connection, count, qualification)
    return [block.number(counter) for counter in range(block.first, block.last + 1)]


def _lease(
    connection: Connection, registry: Registry, centre: bytes, asked: bytes, origin: bytes, wanted: tuple[int, str]
) -> Lease:  # fmt: skip
    place = (lease.c.centre == centre, lease.c.asked == asked)
    known = connection.execute(select(lease.c.said).where(*place)).scalar()
    if known is not None:
        return Lease(**json.loads(known))
    count, qualification = wanted
    block = _taken(connection, count, qualification)
    new = Lease(origin.hex(), block.number(block.first), block.number(block.last), qualification)
    values = {"said": json.dumps(asdict(new)), "at": registry.wall()}
    connection.execute(insert(lease).values(centre=centre, asked=asked, **values))
    return new


def _taken(connection: Connection, count: int, qualification: str) -> Block:
    pool = number_pool
    fitting = pool.c.qualification.in_(("", qualification))
    query = select(pool).where(fitting).order_by(pool.c.qualification.desc(), pool.c.prefix, pool.c.first)
    for row in connection.execute(query.with_for_update()).all():
        if row.last - row.following + 1 >= count:
            change = update(pool).where(pool.c.id == row.id).values(following=row.following + count)
            connection.execute(change)
            return Block(row.prefix, row.following, row.following + count - 1, row.width)
    raise NoNumbers
