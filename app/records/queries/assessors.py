# SPDX-License-Identifier: Apache-2.0
"""Who assessed learners in units: whoever gave a mark or a judgement that stands."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from app.records import rows, tables
from app.records.queries import standards


def assessors_of(connection: Connection, learners: Collection[bytes]) -> dict[bytes, dict[str, set[bytes]]]:
    """The people who assessed each learner, by the code of the unit."""
    codes = standards.codes(connection)
    found: dict[bytes, dict[str, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    for table in (tables.mark, tables.judgement):
        columns = (table.c.learner, table.c.unit, table.c.actor)
        for chunk in rows.chunks(sorted(set(learners))):
            query = select(*columns).where(table.c.learner.in_(chunk), table.c.current == 1).distinct()
            for row in connection.execute(query):
                found[row.learner][codes.get(row.unit, ("", ""))[0]].add(row.actor)
    return found
