# SPDX-License-Identifier: Apache-2.0
"""Format 4: everything that travels gets a position in the order in which it came, and it is known what others hold."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Nothing that is there changes; positions are given out when somebody asks."""
    _table(
        "covered_key", _blob("id"), _blob("subject"), _text("class"), _integer("epoch"), _blob("boxed"), _position(),
        key=("id",),
    )  # fmt: skip
    op.create_index("covered_key_subject", "covered_key", ["subject"])
    for name in ("subject_key", "erased", "operation"):
        op.add_column(name, _position())
    _heads()
    for name in ("subject_key", "covered_key", "erased", "head", "operation"):
        op.create_index(f"{name}_pos", name, ["pos"])
    _table("stream", _blob("centre"), _blob("epoch"), _integer("head"), key=("centre",))
    _peers()


def _heads() -> None:
    """Several may give their word on one place."""
    op.rename_table("head", "head_before")
    key = ("origin", "seq", "hash", "device", "sig")
    columns = (_blob("origin"), _integer("seq"), _blob("hash"), _blob("device"), _blob("sig"))
    _table("head", *columns, _position(), key=key)
    names = ", ".join(key)
    op.execute(f"INSERT INTO head ({names}) SELECT {names} FROM head_before")
    op.drop_table("head_before")


def _peers() -> None:
    _table(
        "peer", _blob("id"), _text("name"), _text("url"), _blob("sign_key"), _blob("epoch"), _integer("marked"),
        _blob("mark"), _integer("met_at"), key=("id",),
    )  # fmt: skip
    for name in ("given", "taken"):
        _table(name, _blob("peer"), _integer("first"), _integer("last"), key=("peer", "first"))
    _table(
        "receipt", _blob("peer"), _blob("batch"), _integer("top"), _blob("sig"), _integer("at"), key=("peer", "batch")
    )


def _table(name: str, *columns: "sa.Column[object]", key: tuple[str, ...]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key), sqlite_strict=True)


def _blob(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _text(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Text, nullable=False)


def _integer(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.Integer, nullable=False)


def _position() -> "sa.Column[object]":
    return sa.Column("pos", sa.Integer, nullable=True)
