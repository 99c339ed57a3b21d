# SPDX-License-Identifier: Apache-2.0
"""The server as a process of its own, made and asked by the command line and over a real line."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.paths import resources
from app.registry.serving import listening_at
from tests.registry.postgres_server import postgres_server

ROOT = resources().parent
RUN = "import sys; from app.bootstrap import main; sys.exit(main())"


def command(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", RUN, "--data", str(data), "--json", *words]


def said(data: Path, *words: str) -> dict[str, Any]:
    done = subprocess.run(command(data, *words), cwd=ROOT, capture_output=True, text=True, check=False, env=world(data))
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def world(data: Path) -> dict[str, str]:
    return {**os.environ, "GUILDMARK_STATE": str(data.parent / "state"), "PYTHONPATH": str(ROOT)}


@contextmanager
def served(data: Path, *options: str) -> Iterator[tuple[str, Path]]:
    """A running server: its address, and the file with what it logged."""
    data.parent.mkdir(exist_ok=True)
    log = data.parent / "log"
    with log.open("w") as err:
        process = subprocess.Popen(
            command(data, "registry", *options, "serve", "--port", "0"), cwd=ROOT, stdout=subprocess.PIPE, stderr=err,
            text=True, env=world(data),
        )  # fmt: skip
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, log.read_text()
            yield json.loads(line)["url"], log
        finally:
            process.send_signal(signal.SIGINT)
            status = process.wait(20)
            process.stdout.close()
    assert status == 0, log.read_text()


@pytest.mark.long
def test_a_registry_in_files_is_made_serves_and_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    data = tmp_path / "registry"
    made = said(data, "registry", "init", "--name", "Registry SAMPLE")
    assert Path(made["key_file"]).stat().st_mode & 0o077 == 0
    said(data, "registry", "centre", "add", "Centre SAMPLE", "--code", "ONE", "--country", "KG")
    assert len(said(data, "registry", "code", "ONE")["code"].replace("-", "")) == 28
    with served(data) as (url, log):
        with httpx.Client(base_url=url, trust_env=False) as client:
            assert client.get("/live").json() == {"live": True}
            assert client.get("/ready").json() == {"ready": True}
            assert client.get("/v1/hello").json()["registry"]["name"] == "Registry SAMPLE"
            assert b"guildmark_request_seconds" in client.get("/metrics").content
        rows = said(data, "registry", "centre", "list")["centres"]
        assert [(row["code"], row["centre"]) for row in rows] == [("ONE", None)]
        time.sleep(0.1)
        lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["event"] for line in lines} == {"answered"}
    assert {line["route"] for line in lines} == {"/live", "/ready", "/v1/hello", "/metrics"}


@pytest.mark.long
@pytest.mark.xdist_group("postgres")
def test_two_servers_on_one_database_are_one_registry(tmp_path: Path) -> None:
    with postgres_server() as server:
        database = ("--database", server.make("nation"))
        data = tmp_path / "one" / "registry"
        said(data, "registry", *database, "init", "--name", "Registry SAMPLE")
        said(data, "registry", *database, "centre", "add", "Centre SAMPLE", "--code", "ONE")
        key = ("--key", str(data / "registry.key"))
        with (
            served(data, *database) as (first, _),
            served(tmp_path / "two" / "registry", *database, *key) as (second, _),
        ):
            cards = [httpx.get(f"{url}/v1/hello", trust_env=False).json()["registry"] for url in (first, second)]
        assert cards[0] == cards[1]


def test_without_a_registry_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        command(tmp_path / "none", "registry", "centre", "list"), cwd=ROOT, capture_output=True, text=True, check=False,
        env=world(tmp_path / "none"),
    )  # fmt: skip
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "no-key-file"


def test_no_part_of_an_answer_waits_for_the_one_before_to_be_acknowledged() -> None:
    with listening_at("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
