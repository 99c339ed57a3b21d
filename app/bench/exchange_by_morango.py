# SPDX-License-Identifier: Apache-2.0
"""The same exchange by Morango: N observations pushed to a server and pulled by a fresh database, on loopback only.

Run as ``python exchange_by_morango.py FOLDER N`` by an interpreter that has Morango (Django below 4) installed. Prints
one line of JSON: records a second and CPU microseconds a record (both ends), for push and pull. It is a program of its
own: nothing of Guildmark is imported here.
"""

import base64
import importlib
import json
import os
import random
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

PORT = int(os.environ.get("EXCHANGE_PORT", "8763"))
SERVER = f"http://127.0.0.1:{PORT}/"
PROFILE, SCOPE = "observed", "everything"


def set_up(database: Path) -> None:
    """Django over one SQLite file."""
    settings = _of("django.conf").settings
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "mptt", "rest_framework", "morango",
            "by_morango",
        ],
        ROOT_URLCONF="morango.urls", SECRET_KEY="loopback only", USE_TZ=True, DEBUG=False, ALLOWED_HOSTS=["*"],
        AUTH_USER_MODEL="by_morango.Person", LOGGING_CONFIG=None,
    )  # fmt: skip
    os.environ["MORANGO_SYSTEM_ID"] = str(database)
    _of("django").setup()
    _of("django.core.management").call_command("migrate", run_syncdb=True, verbosity=0)
    _of("morango.models.certificates").ScopeDefinition.objects.get_or_create(
        id=SCOPE, profile=PROFILE, version=1, primary_scope_param_key="owner", description="everything",
        read_filter_template="", write_filter_template="", read_write_filter_template="${owner}",
    )  # fmt: skip


def serve(database: Path) -> None:
    set_up(database)
    _of("by_morango.models").Person.objects.create_superuser("somebody", "", "secret")
    _of("morango.models.certificates").Certificate.generate_root_certificate(SCOPE)
    _of("django.core.management").call_command(
        "runserver", f"127.0.0.1:{PORT}", use_threading=False, use_reloader=False, verbosity=0
    )


def observe(owner: str, many: int) -> None:
    observations, chance = _of("by_morango.models").Observation.objects, random.Random(1)
    with _of("django.db").transaction.atomic():
        for _ in range(many):
            observations.create(
                partition_owner=owner, learner=uuid.uuid4().hex, criterion=uuid.uuid4().hex, mark="Y",
                signature=base64.b64encode(chance.randbytes(64)).decode(),
                note="Works with the tools in order and checks each measure twice before cutting.".ljust(200, "."),
            )  # fmt: skip


def session(database: Path) -> tuple[Any, str, Any]:
    """A session with the server, whose all it is, and the filter that lets all of it through."""
    set_up(database)
    connection = (
        _of("morango.sync.controller")
        .MorangoProfileController(PROFILE)
        .create_network_connection(SERVER, chunk_size=500)
    )
    owner = json.load(urllib.request.urlopen(SERVER + "api/morango/v1/certificates/"))[0]["id"]
    (theirs,) = connection.get_remote_certificates(owner, SCOPE)
    ours = connection.certificate_signing_request(
        theirs, SCOPE, {"owner": owner}, userargs="somebody", password="secret"
    )
    chosen = _of("morango.models.certificates").Filter(owner)
    return connection.create_sync_session(ours, theirs, chunk_size=500), owner, chosen


def push(database: Path, many: int) -> dict[str, float]:
    link, owner, chosen = session(database)
    observe(owner, many)
    return measured(link.get_push_client(), chosen)


def pull(database: Path, many: int) -> dict[str, float]:
    link, _, chosen = session(database)
    found = measured(link.get_pull_client(), chosen)
    arrived = _of("by_morango.models").Observation.objects.count()
    if arrived != many:
        raise SystemExit(f"{arrived} of {many} arrived")
    return found


def measured(client: Any, chosen: Any) -> dict[str, float]:
    begun, cpu = time.monotonic(), time.process_time()
    client.initialize(chosen)
    client.run()
    client.finalize()
    return {"seconds": time.monotonic() - begun, "cpu": time.process_time() - cpu}


def measure(folder: Path, many: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    server = child(folder / "server.db", "server", many)
    wait_for_server()
    found = {}
    for role in ("push", "pull"):
        before = cpu_of(server.pid)
        done = subprocess.run(command(folder / f"{role}.db", role, many), check=True, capture_output=True, text=True)
        told = json.loads(done.stdout.splitlines()[-1])
        cpu = told["cpu"] + cpu_of(server.pid) - before
        found[role] = {"a_second": many / told["seconds"], "cpu_us": cpu / many * 1e6}
    server.terminate()
    tell(found)


def tell(document: object) -> None:
    sys.stdout.write(json.dumps(document) + "\n")


def _of(module: str) -> Any:
    """Asked for by name, as it is not installed beside Guildmark."""
    return importlib.import_module(module)


def cpu_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def command(database: Path, role: str, many: int) -> list[str]:
    return [sys.executable, __file__, str(database), str(many), role]


def child(database: Path, role: str, many: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command(database, role, many), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_server() -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(SERVER + "api/morango/v1/morangoinfo/1/")
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    place, count, *role = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).parent))
    if not role:
        measure(Path(place), int(count))
    elif role[0] == "server":
        serve(Path(place))
    else:
        tell({"push": push, "pull": pull}[role[0]](Path(place), int(count)))
