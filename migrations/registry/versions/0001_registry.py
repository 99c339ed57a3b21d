# SPDX-License-Identifier: Apache-2.0
"""The registry's book, and on PostgreSQL the journals of all centres in shared tables: as they are in format 1.

A column is written as its name, what it holds (b bytes, i whole number, t text), ``*`` in the key, ``?`` may be empty.
"""

import sqlalchemy as sa
from alembic import context, op

from app.registry.shared_tables import ROLE, building, making_role

revision = "1"
down_revision = None

_TYPES = {"b": sa.LargeBinary, "i": sa.BigInteger().with_variant(sa.Integer(), "sqlite"), "t": sa.Text}
_BOOK = {
    "registry_own": "name:t* value:b",
    "account": "id:b* code:t name:t country:t centre:b? added_at:i",
    "enrolment_code": "id:b* account:b boxed:b expires_at:i used_by:b?",
    "enrolled": "centre:b* device:b* sign_key:b name:t at:i",
    "contact": "centre:b* device:b* first_at:i last_at:i pushed:i pulled:i waiting:i clock_off:i program:t",
    "sighting": "centre:b* what:t* origin:b* seq:i* words:t at:i settled_at:i?",
    "number_pool": "id:b* prefix:t first:i last:i width:i following:i qualification:t",
    "lease": "centre:b* asked:b* said:t at:i",
    "countersigned": "centre:b* origin:b* seq:i at:i",
    "staff": "id:b* name:t named:t memory_kib:i passes:i lanes:i salt:b mark:b added_at:i",
    "staff_session": "id:b* staff:b began_at:i seen_at:i",
    "sign_in_wait": "named:b* failed:i until:i at:i",
    "staff_deed": "id:b* at:i who:t what:t about:t words:t",
    "barred": "centre:b* device:b* at:i reason:t",
    "withdrawn": "centre:b* named:t* number:t reason:t words:t at:i",
    "number_index": "named:t* centre:b*",
    "tally": "centre:b* mark:i at:i content:t",
    "pack_draft": "id:b* staff:b name:t content:b at:i",
    "shape": "name:t* digest:t",
}
_JOURNAL = {
    "operation": "origin:b* seq:i* kind:t ver:i centre:b about:b act:b actor:b at:i hash:b raw:b pos:i?",
    "head": "origin:b* seq:i* hash:b* device:b* sig:b* pos:i?",
    "ahead": "origin:b* seq:i* hash:b* raw:b",
    "branch": "id:b* origin:b parent:b first:i last:i",
    "subject_key": "id:b* subject:b class:t key:b epoch:i pos:i?",
    "covered_key": "id:b* subject:b class:t epoch:i boxed:b pos:i?",
    "erased": "subject:b* pos:i?",
    "class_key": "class:t* epoch:i* key:b",
    "person_secret": "public_key:b* person:b wrapped:b retired:i",
    "local": "name:t* value:b",
    "stream": "centre:b* epoch:b head:i",
    "peer": "id:b* name:t url:t sign_key:b epoch:b marked:i mark:b met_at:i",
    "given": "peer:b* first:i* last:i",
    "taken": "peer:b* first:i* last:i",
    "receipt": "peer:b* batch:b* top:i sig:b at:i",
}
_INDEXES = {
    "operation": ("about", "act", "actor", "kind", "pos"),
    "head": ("pos",),
    "branch": ("origin",),
    "subject_key": ("subject", "pos"),
    "covered_key": ("subject", "pos"),
    "erased": ("pos",),
}


def upgrade() -> None:
    """Make all tables."""
    shared = op.get_bind().dialect.name == "postgresql"
    if shared:
        op.execute(making_role())
    for name, columns in _BOOK.items():
        op.create_table(name, *_columns(columns), sqlite_strict=True)
        if shared:
            op.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{name}" TO {ROLE}')
    if shared:
        for statement in building(_journal(), context.config.attributes["partitions"]):
            op.execute(statement)


def _journal() -> list[sa.Table]:
    made = sa.MetaData()
    tables = [sa.Table(name, made, *_columns(columns)) for name, columns in _JOURNAL.items()]
    for table in tables:
        for column in _INDEXES.get(table.name, ()):
            sa.Index(f"{table.name}_{column}", table.c[column])
    return tables


def _columns(written: str) -> list["sa.Column[object]"]:
    found = []
    for one in written.split():
        name, rest = one.split(":")
        of = _TYPES[rest[0]]
        found.append(sa.Column(name, of, primary_key="*" in rest, nullable="?" in rest, autoincrement=False))
    return found
