# SPDX-License-Identifier: Apache-2.0
"""A workbook read by python-calamine and nothing else: the floor of reading, run alone."""

import os
import sys

from python_calamine import CalamineWorkbook

if __name__ == "__main__":
    with CalamineWorkbook.from_path(sys.argv[1]) as book:
        rows = book.get_sheet_by_index(0).to_python()
    sys.stdout.write(f"{len(rows)}\n")
    sys.stdout.flush()
    os._exit(0)
