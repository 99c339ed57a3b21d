# SPDX-License-Identifier: Apache-2.0
"""The registry's pages served on this machine, for a real browser."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tests.registry.registry_samples import Server


@contextmanager
def served(server: Server) -> Iterator[str]:
    """The address of the pages while they are served."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(server.client.app, log_config=None, access_log=False, lifespan="off")
    serving = uvicorn.Server(config)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        serving.should_exit = True
        thread.join(10)
        listening.close()
