# SPDX-License-Identifier: Apache-2.0
"""The most memory that a process holds while it writes a table; run alone, it prints megabytes."""

import sys
from pathlib import Path

from app.bench.child import answer
from app.bench.measuring import memory
from app.bench.writing import HEADERS, mixed_rows
from app.spreadsheets.plain_table import write_table


def main(path: Path, rows: int) -> float:
    """The most at any time that progress was told, with what the process held before."""
    most = memory()

    def watch(done: int, of: int) -> None:
        nonlocal most
        most = max(most, memory())

    write_table(path, "Table", HEADERS, mixed_rows(rows), watch)
    return most


if __name__ == "__main__":
    answer(main(Path(sys.argv[1]), int(sys.argv[2])))
