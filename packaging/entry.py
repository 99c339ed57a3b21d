# SPDX-License-Identifier: Apache-2.0
"""Where the packaged program starts: as itself, or as the process that reads one workbook or document for it."""

import sys

from app.services.document_reading import HIDDEN_WORD as READ_A_DOCUMENT
from app.spreadsheets.reading.process import HIDDEN_WORD


def main() -> int:
    """Do what the command line says."""
    if sys.argv[1:] == [HIDDEN_WORD]:
        from app.spreadsheets.reading.child import main as read

        return read()
    if sys.argv[1:] == [READ_A_DOCUMENT]:
        from app.services.document_reading import main as read_document

        return read_document()
    from app.bootstrap import main as start

    return start()


if __name__ == "__main__":
    sys.exit(main())
