# SPDX-License-Identifier: Apache-2.0
"""What an operation costs a registry, on files and on PostgreSQL: the figures in docs/scale.md.

    python -m tests.registry.scale_figures 50000

A laptop of the sample centre marks and judges so many times, gives it all to a registry in a process of its own, and a
second laptop takes it. Prints CPU time of the server and of the database, bytes on the line and on the disk, and what a
backup takes. Only for Linux: CPU times are read from /proc.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import create_engine, func, select, text

from app.bench import a_day
from app.bench.ground import Place
from app.bench.line import line_to
from app.exchange.http import new_client
from app.records.journal_tables import operation
from app.services import partners
from app.services.enrolling import enrol
from app.services.opening import OpenCentre
from tests.registry import postgres_server as postgres
from tests.registry.test_server_process import ROOT, command, said, world

LEARNERS: Final = 400
AS_IN_EARNEST: Final = "-c max_connections=60 -c jit=off -c shared_buffers=128MB"
_LOG: Final = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
_TABLES: Final = """
    SELECT regexp_replace(relname, '_[0-9]+$', '') AS named, sum(pg_total_relation_size(oid))::bigint AS size
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 2 DESC LIMIT 6"""


def _count(connection: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(operation)).scalar_one())


def exchange(centre: OpenCentre, client: httpx.Client) -> None:
    """Until nothing is left to do; the server may ask to come back later."""
    for _ in range(200):
        if not any(one.troubles for one in partners.exchange(centre, client).values()):
            return
        time.sleep(1)
    raise RuntimeError("the exchange does not come to its end")


def cpu_of(*names: str) -> float:
    """CPU seconds so far of all processes whose command begins so."""
    total = 0
    for place in Path("/proc").iterdir():
        try:
            if place.name.isdigit() and (place / "cmdline").read_bytes().decode("utf-8", "replace").startswith(names):
                total += sum(map(int, (place / "stat").read_text().rsplit(")", 1)[1].split()[11:13]))
        except OSError:
            continue
    return total / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(data: Path, *options: str) -> Iterator[tuple[str, Callable[[], float]]]:
    """A registry in a process of its own: its address, and the CPU seconds that it used."""
    process = subprocess.Popen(
        command(data, "registry", *options, "serve", "--port", "0"), cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, env=world(data),
    )  # fmt: skip
    assert process.stdout is not None
    try:
        url = json.loads(process.stdout.readline())["url"]
        stat = Path(f"/proc/{process.pid}/stat")
        yield url, lambda: sum(map(int, stat.read_text().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")
        status = Path(f"/proc/{process.pid}/status").read_text()
        tell("memory of the server", megabytes=int(status.split("VmHWM:")[1].split()[0]) / 1024)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def tell(words: str, **figures: float) -> None:
    sys.stdout.write(f"{words}: " + ", ".join(f"{name} {value:.1f}" for name, value in figures.items()) + "\n")
    sys.stdout.flush()


def measure(name: str, folder: Path, operations: int, *options: str) -> int:
    """Push, pull, nothing to do; returns how many operations there are now."""
    data = folder / "registry"
    said(data, "registry", *options, "init", "--name", "Registry SAMPLE")
    said(data, "registry", *options, "centre", "add", "Centre SAMPLE", "--code", "ONE")
    code = said(data, "registry", *options, "code", "ONE")["code"]
    first = a_day.a_centre(folder / "first", LEARNERS)
    with serving(data, *options) as (url, used), line_to(url) as line, closing(new_client()) as client:

        def take(words: str, place: Place, of: int, times: int = 1) -> None:
            with a_day.sitting(place) as centre:
                server, database = used(), cpu_of("postgres: postgres")
                line.forget()
                for _ in range(times):
                    exchange(centre, client)
            spent = {"server_us": used() - server, "database_us": cpu_of("postgres: postgres") - database}
            figures = {one: seconds * 1e6 / of for one, seconds in spent.items()}
            tell(f"{name} {words}", **figures, up=line.up / of, down=line.down / of)

        with a_day.sitting(first, a_day.ADMINISTRATOR.name) as centre:
            enrol(centre, client, line.url, code)
            exchange(centre, client)
        second = a_day.another_laptop(first, folder / "second")
        for laptop in (first, second, first):
            with a_day.sitting(laptop) as centre:
                exchange(centre, client)
        with a_day.sitting(first) as centre:
            before = centre.work.read(_count)
            done = a_day.work_through(centre, operations, 0)
            there = centre.work.read(_count)
        take("push, an operation", first, there - before)
        take("pull, an operation", second, there - before)
        take("nothing to do, an exchange", second, 20, 20)
        with a_day.sitting(first) as centre:
            a_day.work_through(centre, a_day.MARKS + 1, done)
        take("push of 13 operations", first, 1)
    return int(there)


def asked(url: str, question: str) -> float:
    """One number that the database knows."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = float(connection.execute(text(question)).scalar_one())
    engine.dispose()
    return found


def disk_of(url: str, server: postgres.PostgresServer, operations: int) -> None:
    """What PostgreSQL keeps, and what a dump of it takes."""
    size = asked(url, "SELECT pg_database_size(current_database())")
    tell("postgresql disk, an operation", bytes=size / operations)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        for row in connection.execute(text(_TABLES)):
            tell(f"  {row[0]}", bytes=row[1] / operations)
    engine.dispose()
    begun = time.perf_counter()
    dump = subprocess.run([server.programs / "pg_dump", "-Fc", url], stdout=subprocess.PIPE, check=True)
    tell(
        "pg_dump, an operation",
        bytes=len(dump.stdout) / operations,
        us=(time.perf_counter() - begun) / operations * 1e6,
    )


def main(operations: int) -> None:
    """Measure both."""
    postgres._SETTINGS = AS_IN_EARNEST  # type: ignore[misc]  # the tests' own settings leave durability out
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name in ("files", "postgresql"):
            (folder / name).mkdir()
        there = measure("files", folder / "files", operations)
        kept = sum(one.stat().st_size for one in (folder / "files" / "registry").rglob("*") if one.is_file())
        tell("files disk, an operation", bytes=kept / there)
        server = stack.enter_context(postgres.postgres_server())
        url = server.make("nation")
        log_before = asked(url, _LOG)
        there = measure("postgresql", folder / "postgresql", operations, "--database", url)
        tell("postgresql write-ahead log, an operation", bytes=(asked(url, _LOG) - log_before) / there)
        disk_of(url, server, there)


if __name__ == "__main__":
    main(int(sys.argv[1]))
