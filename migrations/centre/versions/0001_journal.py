# SPDX-License-Identifier: Apache-2.0
"""The journal and its keys, as they are in format 1."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the tables of an empty file."""
    _operations()
    _what_came_early()
    _keys()
    _table("local", _text("name"), _blob("value"), key=("name",))


def _operations() -> None:
    _table(
        "operation",
        _blob("origin"),
        _integer("seq"),
        _text("kind"),
        _integer("ver"),
        _blob("centre"),
        _blob("about"),
        _blob("act"),
        _blob("actor"),
        _integer("at"),
        _blob("hash"),
        _blob("raw"),
        key=("origin", "seq"),
    )
    for column in ("about", "act", "actor", "kind"):
        op.create_index(f"operation_{column}", "operation", [column])


def _what_came_early() -> None:
    place = ("origin", "seq", "hash")
    _table("head", _blob("origin"), _integer("seq"), _blob("hash"), _blob("device"), _blob("sig"), key=place)
    _table("ahead", _blob("origin"), _integer("seq"), _blob("hash"), _blob("raw"), key=place)
    _table("branch", _blob("id"), _blob("origin"), _blob("parent"), _integer("first"), _integer("last"), key=("id",))
    op.create_index("branch_origin", "branch", ["origin"])


def _keys() -> None:
    _table("subject_key", _blob("id"), _blob("subject"), _text("class"), _blob("key"), _integer("epoch"), key=("id",))
    op.create_index("subject_key_subject", "subject_key", ["subject"])
    _table("erased", _blob("subject"), key=("subject",))
    _table("class_key", _text("class"), _integer("epoch"), _blob("key"), key=("class", "epoch"))
    _table(
        "person_secret",
        _blob("public_key"),
        _blob("person"),
        _blob("wrapped"),
        _integer("retired"),
        key=("public_key",),
    )


def _table(name: str, *columns: "sa.Column[object]", key: tuple[str, ...]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key), sqlite_strict=True)


def _blob(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _text(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Text, nullable=False)


def _integer(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Integer, nullable=False)
