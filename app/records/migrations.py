# SPDX-License-Identifier: Apache-2.0
"""Steps that bring the journal's tables from an earlier format to that of this program."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection

_FORMATS: Final = "alembic_version"


def bring_up_journal(connection: Connection, scripts: Path, found: int) -> None:
    """Change the tables of the journal from format ``found`` (0: an empty file), in the transaction of ``connection``.

    ``scripts`` is the folder ``centre`` of ``paths.migrations()``; its revisions are named by the format they lead to.
    The file's own version number is the one truth: no other note of it stays behind.
    """
    from alembic import command  # rarely needed, and slow to import
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    if found:
        command.stamp(config, str(found))
    command.upgrade(config, "head")
    connection.exec_driver_sql(f"DROP TABLE {_FORMATS}")
