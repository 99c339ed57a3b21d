# SPDX-License-Identifier: Apache-2.0
"""What a hostile file costs: read in a process of its own that may take so much memory and time, and no more."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.paths import resources

MEGABYTES = 400
SECONDS = 5

_FRAME = """
import resource, sys, time
from app.domain.refusals import BadInput
{imports}
resource.setrlimit(resource.RLIMIT_DATA, ({bytes}, {bytes}))
spent = time.process_time()
resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + 1 + {seconds}, int(spent) + 2 + {seconds}))
data = open(sys.argv[1], "rb").read()
try:
    {work}
    said = "taken"
except BadInput as refused:
    said = refused.code
lines = open("/proc/self/status").read().splitlines()  # what getrusage tells begins with the memory of the parent
most = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
print(said, round(time.process_time() - spent, 3), int(most) // 1024)
"""


@dataclass(frozen=True)
class Cost:
    """What became of the file ("taken", or the code of the refusal), seconds of the processor, megabytes at most."""

    said: str
    seconds: float
    megabytes: int


def cost(data: bytes, imports: str, work: str, place: Path) -> Cost:
    """Do the work with ``data`` within the limits; a process that breaks them fails the test."""
    if sys.platform != "linux":
        pytest.skip("limits of memory are set and read as on Linux")
    file = place / "hostile"
    file.write_bytes(data)
    limit = MEGABYTES * 1024 * 1024
    script = _FRAME.format(imports=imports, work=work, bytes=limit, seconds=SECONDS)
    root = resources().parent
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        capture_output=True, text=True, timeout=60, cwd=root, env={"PYTHONPATH": str(root)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr[-800:])
    said, seconds, megabytes = done.stdout.split()
    found = Cost(said, float(seconds), int(megabytes))
    assert found.seconds < SECONDS, found
    assert found.megabytes < MEGABYTES, found
    return found
