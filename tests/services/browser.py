# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium without network that opens one page, driven over two pipes (Chrome DevTools Protocol)."""

import itertools
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--proxy-server=127.0.0.1:9",
)  # fmt: skip

PATIENCE = 20.0
"""Seconds without a word after which the browser is given up."""

ON_PIPES = """
import fcntl, os, sys
high = [fcntl.fcntl(int(one), fcntl.F_DUPFD, 20) for one in sys.argv[1:3]]
os.dup2(high[0], 3)
os.dup2(high[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Begins the browser with its two pipes as files 3 and 4, where it looks for them."""


@dataclass
class Page:
    """The page in the browser. What it logs or is refused is kept in ``said``."""

    send: int
    receive: int
    session: str = ""
    said: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _held: bytes = b""

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its answer."""
        number = next(self._numbers)
        wish = {"id": number, "method": method, "params": parameters} | (
            {"sessionId": self.session} if self.session else {}
        )
        os.write(self.send, json.dumps(wish).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == number:
                assert "error" not in told, told
                answer: dict[str, Any] = told["result"]
                return answer
            if told.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown", "Network.requestWillBeSent"):
                self.said.append(json.dumps(told["params"]))

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        answer = self.do("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def choose(self, path: Path) -> None:
        """Put a file into the page's field for files."""
        self.run("part('file').value = ''")
        root = self.do("DOM.getDocument")["root"]["nodeId"]
        node = self.do("DOM.querySelector", nodeId=root, selector="#file")["nodeId"]
        self.do("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._held:
            assert select.select([self.receive], [], [], PATIENCE)[0], "the browser says nothing"
            more = os.read(self.receive, 1 << 16)
            assert more, "the browser is gone"
            self._held += more
        told, _, self._held = self._held.partition(b"\0")
        found: dict[str, Any] = json.loads(told)
        return found

    def look_like(self, width: int, height: int, dark: bool = False) -> None:
        """Be a screen of this size, that of somebody who likes it dark."""
        self.do("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.do("Emulation.setEmulatedMedia", features=[scheme])

    def go(self, address: str) -> None:
        """Open an address and wait until the page is there."""
        self.do("Page.navigate", url=address)
        self.settle()

    def settle(self) -> None:
        """Wait until the page is there."""
        ready = "document.readyState == 'complete' && document.location.href != 'about:blank'"
        self.run(f"new Promise((done) => {{ const look = () => {ready} ? done() : setTimeout(look, 20); look(); }})")


@contextmanager
def opened(path: Path, profile: Path, width: int = 390, height: int = 844, dark: bool = False) -> Iterator[Page]:
    """The page of this file, as on a phone of that size."""
    with started(profile) as page:
        offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        page.do("Network.emulateNetworkConditions", **offline)
        page.look_like(width, height, dark)
        page.do("Page.navigate", url=path.as_uri())
        page.run("new Promise((done) => { const look = () => window.speak ? done() : setTimeout(look, 20); look(); })")
        yield page


@contextmanager
def started(profile: Path) -> Iterator[Page]:
    """A browser with an empty page; of all addresses it reaches those of this machine only."""
    assert CHROMIUM is not None
    theirs_in, send = os.pipe()
    receive, theirs_out = os.pipe()
    browser = subprocess.Popen(
        [
            sys.executable,
            "-c",
            ON_PIPES,
            *map(str, (theirs_in, theirs_out)),
            CHROMIUM,
            *FLAGS,
            f"--user-data-dir={profile}",
        ],
        pass_fds=(theirs_in, theirs_out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        page = Page(send, receive)
        target = page.do("Target.createTarget", url="about:blank")["targetId"]
        page.session = page.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            page.do(f"{domain}.enable")
        yield page
    finally:
        os.close(send)
        browser.kill()
        browser.wait()
        os.close(receive)
