# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: marks are made, as many as are asked for, so that its writes can be counted."""

import sys
from itertools import islice
from pathlib import Path

from app.bench.child import answer
from app.bench.ground import Place
from app.bench.mark import assessed, commits_in
from app.services import assessing


def marking(path: Path, marks: int) -> int:
    """Make the marks; how many commits lie in the log then. Fails where a commit would not reach the disk."""
    place = Place(path)
    with assessed(place) as at:
        with at.centre.database.writer.connect() as connection:
            if connection.exec_driver_sql("PRAGMA synchronous").scalar() != 2:
                raise AssertionError("the records are not written in FULL")
        for desk, wish in islice(at.cells, marks):
            assessing.record_mark(at.centre.work, desk, wish)
        database = place.folder.database
        return commits_in(database.with_name(f"{database.name}-wal").read_bytes())


if __name__ == "__main__":
    answer(marking(Path(sys.argv[1]), int(sys.argv[2])))
