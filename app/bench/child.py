# SPDX-License-Identifier: Apache-2.0
"""What must be measured in a process of its own: a start, a window, the memory of a program."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

_HEADLESS = {"QT_QPA_PLATFORM": "offscreen"}
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Where it is set, each start compiles the whole program anew, which an installed one never does."""

_PATIENCE = 600.0


def child(module: str, *words: object, before: Sequence[str] = ()) -> Any:
    """The answer of a module of this room that is run alone with these words; ``before`` is a program to run it under.

    Raises CalledProcessError where it fails, TimeoutExpired where it does not end.
    """
    command = [*before, sys.executable, "-m", f"app.bench.{module}", *map(str, words)]
    environment = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE} | _HEADLESS
    try:
        done = subprocess.run(
            command, env=environment, check=True, capture_output=True, encoding="utf-8", timeout=_PATIENCE
        )
    except subprocess.CalledProcessError as error:
        error.add_note(error.stderr)
        raise
    return json.loads(done.stdout.splitlines()[-1])


def answer(document: object) -> None:
    """Tell the answer to the process that waits for it, and end without tidying up: that is not measured."""
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()
    os._exit(0)
