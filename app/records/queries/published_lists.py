# SPDX-License-Identifier: Apache-2.0
"""Lists of trust that registries published."""

import hashlib
from collections import defaultdict

from sqlalchemy import Connection, select

from app.journal.operation import ID_BYTES
from app.records.tables import published_list


def published_lists(connection: Connection) -> list[bytes]:
    """Every list of which all parts have come, as its file is, in the order in which they were published."""
    parts: dict[bytes, dict[int, str]] = defaultdict(dict)
    count: dict[bytes, int] = {}
    for row in connection.execute(select(published_list).order_by(published_list.c.at, published_list.c.id)):
        parts[row.id][row.part] = row.content
        count[row.id] = row.parts
    whole = [(id_, "".join(found[n] for n in sorted(found)).encode()) for id_, found in parts.items()]
    return [content for id_, content in whole if _is_whole(id_, content, parts[id_], count[id_])]


def _is_whole(id_: bytes, content: bytes, parts: dict[int, str], count: int) -> bool:
    return sorted(parts) == list(range(count)) and hashlib.sha256(content).digest()[:ID_BYTES] == id_
