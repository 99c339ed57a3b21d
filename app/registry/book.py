# SPDX-License-Identifier: Apache-2.0
"""The registry's own book: which centres it serves, who may enrol, when it last heard of whom, what staff must see.

Nothing here names a learner.
"""

from typing import Any, Final

from sqlalchemy import Connection, MetaData, Table, delete, insert, select

from app.records.columns import blob, integer, text

BOOK: Final = MetaData()


def _table(name: str, *columns: Any) -> Table:
    return Table(name, BOOK, *columns, sqlite_strict=True)


own = _table("registry_own", text("name", key=True), blob("value"))
"""What the registry knows of itself: its name, its keys (boxed under the key file), the name of its numbering."""

account = _table(
    "account",
    blob("id", key=True),
    text("code"),
    text("name"),
    text("country"),
    blob("centre", optional=True),
    integer("added_at"),
)
"""Centres that the registry serves. ``centre`` is empty until the first laptop has enrolled."""

enrolment_code = _table(
    "enrolment_code",
    blob("id", key=True),
    blob("account"),
    blob("boxed"),
    integer("expires_at"),
    blob("used_by", optional=True),
)
"""One-time codes: what proves one (boxed under the key file), until when, and the laptop that used it."""

enrolled = _table(
    "enrolled",
    blob("centre", key=True),
    blob("device", key=True),
    blob("sign_key"),
    text("name"),
    integer("at"),
)
"""Laptops that enrolled with a code. Their word counts until the centre's own records say who they are."""

joining = _table(
    "joining",
    blob("id", key=True),
    blob("centre"),
    blob("device"),
    integer("expires_at"),
    blob("asked", optional=True),
    blob("asker", optional=True),
    blob("answer", optional=True),
)
"""Codes with which new laptops ask to join: what each is known by, the laptop that opened it, until when it counts;
what was asked and by whom; the sealed answer."""

contact = _table(
    "contact",
    blob("centre", key=True),
    blob("device", key=True),
    integer("first_at"),
    integer("last_at"),
    integer("pushed"),
    integer("pulled"),
    integer("waiting"),
    integer("clock_off"),
    text("program"),
)
"""When a laptop was last heard of, up to which positions it sent and took, how much it said still waits there, and by
how many milliseconds its clock is off."""

sighting = _table(
    "sighting",
    blob("centre", key=True),
    text("what", key=True),
    blob("origin", key=True),
    integer("seq", key=True),
    text("words"),
    integer("at"),
    integer("settled_at", optional=True),
)
"""What staff must look at: ``clone`` (two laptops write under one name) and ``doubt`` (an award that the rules do not
bear out)."""

number_pool = _table(
    "number_pool",
    blob("id", key=True),
    text("prefix"),
    integer("first"),
    integer("last"),
    integer("width"),
    integer("following"),
    text("qualification"),
)
"""Numbers that the registry gives out, and the next one of each piece."""

lease = _table("lease", blob("centre", key=True), blob("asked", key=True), text("said"), integer("at"))
"""Blocks that were given out, by the request."""

countersigned = _table(
    "countersigned", blob("centre", key=True), blob("origin", key=True), integer("seq"), integer("at")
)
"""Up to where the registry put its own word under the entries of each origin, and when."""

shape = _table("shape", text("name", key=True), text("digest"))
"""On PostgreSQL: the shape in which the fold's tables, and those of the book, were made."""


def get_own(connection: Connection, name: str) -> bytes | None:
    """A thing that the registry knows of itself."""
    return connection.execute(select(own.c.value).where(own.c.name == name)).scalar()


def set_own(connection: Connection, name: str, value: bytes) -> None:
    """Keep a thing that the registry knows of itself, in place of what it knew before."""
    connection.execute(delete(own).where(own.c.name == name))
    connection.execute(insert(own).values(name=name, value=value))
