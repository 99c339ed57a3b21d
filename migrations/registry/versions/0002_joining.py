# SPDX-License-Identifier: Apache-2.0
"""The mailbox of new laptops: the registry's book as it is in format 2."""

import sqlalchemy as sa
from alembic import op

from app.registry.shared_tables import ROLE

revision = "2"
down_revision = "1"

_INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "joining",
        sa.Column("id", sa.LargeBinary, primary_key=True, nullable=False),
        sa.Column("centre", sa.LargeBinary, nullable=False),
        sa.Column("device", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", _INTEGER, nullable=False),
        sa.Column("asked", sa.LargeBinary),
        sa.Column("asker", sa.LargeBinary),
        sa.Column("answer", sa.LargeBinary),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "joining" TO {ROLE}')
