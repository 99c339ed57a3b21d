# SPDX-License-Identifier: Apache-2.0
"""The keys under which a learner's personal fields are sealed."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, bindparam, select

from app.domain.refusals import RuleBroken
from app.journal.sealing import SubjectKey
from app.records import rows, tables
from app.records.journal_tables import subject_key
from app.translation import later

Keys = dict[str, SubjectKey]
"""One learner's keys by class."""
_NEWER: Final = select(tables.newer.c.seq).where(tables.newer.c.about == bindparam("about")).limit(1)


def keys_of(connection: Connection, learner: bytes) -> Keys:
    """The learner's keys. Raises RuleBroken "erased" where they were destroyed."""
    found = keys_of_all(connection, [learner]).get(learner, {})
    if len(found) < 2:
        raise erased()
    return found


def keys_of_all(connection: Connection, learners: Iterable[bytes]) -> dict[bytes, Keys]:
    """The keys of many learners, by learner."""
    found: dict[bytes, Keys] = {}
    columns = (subject_key.c.id, subject_key.c.subject, subject_key.c["class"], subject_key.c.key)
    for chunk in rows.chunks(learners):
        query = select(*columns).where(subject_key.c.subject.in_(chunk)).order_by(subject_key.c.id)
        for row in connection.execute(query):
            found.setdefault(row.subject, {})[row[2]] = SubjectKey(*row)
    return found


def erased() -> RuleBroken:
    """The refusal to write about a learner of whom nothing is left."""
    return RuleBroken("erased", later("This learner was erased. Nothing can be written about them any more."))


def has_newer(connection: Connection, learner: bytes) -> bool:
    """Whether there are entries about the learner that this program is too old to understand."""
    return bool(rows.run(connection, _NEWER, about=learner))
