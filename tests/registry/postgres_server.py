# SPDX-License-Identifier: Apache-2.0
"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, on loopback, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

_SETTINGS: Final = "-c fsync=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=64MB -c jit=off"
_DEBIAN: Final = Path("/usr/lib/postgresql")
_USER: Final = "postgres"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. ``command`` runs one of PostgreSQL's own programs as its owner."""

    port: int
    programs: Path
    folder: Path

    def url(self, database: str, user: str = _USER) -> str:
        """Where a database is."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def make(self, database: str, pattern: str = "template1") -> str:
        """A new database, a copy of another one; returns its address."""
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--username", _USER)
        run(self.programs / "createdb", *where, "--template", pattern, database)
        return self.url(database)

    def stop(self, how: str = "fast") -> None:
        """Stop the server: "fast", or "immediate" as a power cut does."""
        run(self.programs / "pg_ctl", "--pgdata", self.folder / "data", "--wait", "--mode", how, "stop")

    def start(self) -> None:
        """Start it again on the same port."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 {_SETTINGS}"
        log = ("--log", self.folder / "log", "--options", options)
        run(self.programs / "pg_ctl", "--pgdata", self.folder / "data", "--wait", *log, "start")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A fresh server for a block. Skips the test where PostgreSQL cannot be had."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="guildmark-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        where = ("--pgdata", folder / "data", "--username", _USER)
        run(programs / "initdb", *where, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync")
        server = PostgresServer(_free_port(), programs, folder)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs, which refuse to run as root."""
    before = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*before, *map(str, command)],
        check=False,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stderr}"


def _programs() -> Path:
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    named = shutil.which("initdb")
    if not found and named is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(_USER)
        except KeyError:
            pytest.skip("PostgreSQL runs as a user of its own, and there is none here: apt-get install postgresql")
    return found[-1].parent if found else Path(str(named)).parent


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
