# SPDX-License-Identifier: Apache-2.0
"""A registry in a process of its own, in a new folder: it tells its address, a code, and what it used."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Served:
    """``code`` lets one centre in."""

    url: str
    code: str
    _process: "subprocess.Popen[str]"

    def cpu(self) -> float:
        """CPU seconds that the process has used so far."""
        assert self._process.stdin is not None
        self._process.stdin.write("cpu\n")
        self._process.stdin.flush()
        return float(_line(self._process)["cpu"])


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A registry that serves until the end."""
    command = [sys.executable, "-m", "app.bench.registry_process", str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        try:
            told = _line(process)
            yield Served(told["url"], told["code"], process)
        finally:
            process.terminate()


def _line(process: "subprocess.Popen[str]") -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def _serve(folder: Path) -> None:
    from app.registry.accounts import add_account, give_code
    from app.registry.opening import Place, World, make_registry, open_registry
    from app.registry.serving import serve

    place, world = Place(folder, folder / "registry.key"), World(lambda: time.time_ns() // 1_000_000, os.urandom)
    make_registry(place, "Bench Registry SAMPLE", "", world)
    registry = open_registry(place, world)
    add_account(registry, "Bench Centre SAMPLE", "BENCH", "KH")
    code = give_code(registry, "BENCH")[0]
    serve(registry, "127.0.0.1", 0, lambda url: _begin(url, code))


def _begin(url: str, code: str) -> None:
    _tell({"url": url, "code": code})
    threading.Thread(target=_answer, daemon=True).start()


def _answer() -> None:
    for _ in sys.stdin:
        _tell({"cpu": time.process_time()})


def _tell(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
