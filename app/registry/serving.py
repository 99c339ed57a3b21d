# SPDX-License-Identifier: Apache-2.0
"""The server as a process: it listens, tells its address once it is ready, and ends when it is asked to."""

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Final

import uvicorn

from app.registry.api import create_app
from app.registry.connections import PatientConnection
from app.registry.countersigning import countersign_all
from app.registry.joining import forget_old_joinings
from app.registry.logs import LOGGER, log_to
from app.registry.registry import Registry

_BACKLOG: Final = 512
_KEEP_ALIVE_SECONDS: Final = 20
_GRACE_SECONDS: Final = 20
_UPKEEP_SECONDS: Final = 900.0
_log: Final = logging.getLogger(LOGGER)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(registry: Registry, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until the process is asked to end; ``ready`` hears the address. Port 0 takes any that is free.

    Raises OSError where the address cannot be had.
    """
    log_to(sys.stderr)
    listening = listening_at(host, port)
    named = f"[{host}]" if ":" in host else host
    address = f"http://{named}:{listening.getsockname()[1]}"
    config = uvicorn.Config(
        create_app(registry), log_config=None, access_log=False, server_header=False, lifespan="off",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=_GRACE_SECONDS, proxy_headers=True,
        http=PatientConnection,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end either way, it ends the same way
    stop = threading.Event()
    keeping = threading.Thread(target=_keep_up, args=(registry, stop), name="upkeep", daemon=True)
    keeping.start()
    try:
        _Server(config, lambda: ready(address)).run(sockets=[listening])
    except KeyboardInterrupt:
        return
    finally:
        stop.set()
        keeping.join(_GRACE_SECONDS)
        listening.close()
        registry.stores.close()


def listening_at(host: str, port: int) -> socket.socket:
    """A socket that takes connections, and holds back no small piece of an answer. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    # Else the system keeps an answer's body until its head is acknowledged, 40 ms later; asyncio sees to that only for
    # sockets that it made itself.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _keep_up(registry: Registry, stop: threading.Event) -> None:
    """What is done from time to time, by whichever server comes to it."""
    while not stop.wait(_UPKEEP_SECONDS):
        try:
            countersign_all(registry)
            forget_old_joinings(registry)
        except Exception:  # noqa: BLE001 - tried again in a quarter of an hour
            _log.exception("upkeep")
