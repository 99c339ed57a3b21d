# SPDX-License-Identifier: Apache-2.0
"""What the server logs: one JSON object a line, of fields that are known to name nobody.

Paths, queries, bodies and headers are never logged; a centre and a laptop by the beginning of their ids.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final, TextIO

FIELDS: Final = ("method", "route", "status", "ms", "bytes_in", "bytes_out", "centre", "device", "code")
LOGGER: Final = "app.registry"
_SHOWN: Final = 8


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "event": record.msg}
        said |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__  # its text may hold what somebody wrote
            said["where"] = _where(record)
        return json.dumps(said)


def log_to(stream: TextIO) -> None:
    """Log to this stream from now on, and nowhere else."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines())
    logger = logging.getLogger(LOGGER)
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def shortened(id_: bytes) -> str:
    """An id as it is logged."""
    return id_.hex()[:_SHOWN]


def _where(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-12:]
