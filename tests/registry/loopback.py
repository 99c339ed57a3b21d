# SPDX-License-Identifier: Apache-2.0
"""A registry that listens on this computer, and a line to it that breaks or damages what a test says."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from fastapi import FastAPI

from tests.services.http_ground import Raw

Change = Callable[[bytes], bytes]


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """The address of the application, on a real socket, for a block."""
    place = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{place.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        place.close()


@dataclass
class Line(httpx.BaseTransport):
    """``cut``: after so many bytes of each part of a snapshot the line breaks. ``damaged`` changes its bytes.
    ``answered`` changes what is answered to a new laptop, ``asked`` what it asks. ``ranges`` are the parts that were
    asked for, ``there`` says whether anybody is reached."""

    cut: int = 0
    damaged: Change = bytes
    answered: Change = bytes
    asked: Change = bytes
    there: bool = True
    ranges: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    way: httpx.HTTPTransport = field(default_factory=lambda: httpx.HTTPTransport(trust_env=False))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not self.there:
            raise httpx.ConnectError("nobody there")
        path = request.url.path
        self.paths.append(path)
        if path == "/v1/joining":
            content = self.asked(request.read())
            headers = {name: value for name, value in request.headers.items() if name != "content-length"}
            answer = self.way.handle_request(httpx.Request("POST", request.url, headers=headers, content=content))
            kept = {name: value for name, value in answer.headers.items() if name != "content-length"}
            return httpx.Response(answer.status_code, headers=kept, stream=Raw(self.answered(answer.read())))
        answer = self.way.handle_request(request)
        if not path.endswith("/snapshot"):
            return answer
        self.ranges.append(request.headers.get("range", ""))
        assert isinstance(answer.stream, httpx.SyncByteStream)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=_Part(answer.stream, self))

    def close(self) -> None:
        self.way.close()


class _Part(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, line: Line) -> None:
        self._stream = stream
        self._line = line

    def __iter__(self) -> Iterator[bytes]:
        content = self._line.damaged(b"".join(self._stream))
        if not self._line.cut or len(content) <= self._line.cut:
            yield content
            return
        yield content[: self._line.cut]
        raise httpx.RemoteProtocolError("the line broke")

    def close(self) -> None:
        self._stream.close()
