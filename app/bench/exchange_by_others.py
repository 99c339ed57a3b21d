# SPDX-License-Identifier: Apache-2.0
"""The same exchange by programs of others, where a folder is named that has them: ``pouchdb`` (in its ``node_modules``
pouchdb, express@4 and express-pouchdb) and ``morango`` (a virtual environment with Morango 0.8)."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER_VARIABLE: Final = "GUILDMARK_OTHERS"
OTHERS: Final = {"pouchdb": 2, "morango": 15}
"""How many times faster the program is to be than each of them."""
_MOST: Final = 5_000
_PATIENCE: Final = 900.0


@dataclass(frozen=True, slots=True)
class Other:
    """Records in a second of the clock."""

    push: float
    pull: float


def by_another(name: str, folder: Path, records: int) -> Other | None:
    """What another program does; None where it is not to be had. Raises CalledProcessError where it fails."""
    place = Path(os.environ.get(FOLDER_VARIABLE, ""), name)
    here, node, python = Path(__file__).parent, shutil.which("node"), place / "bin" / "python"
    if name == "pouchdb" and node and (place / "node_modules").is_dir():
        command = [node, str(here / "exchange_by_pouchdb.js")]
    elif name == "morango" and python.exists():
        command = [str(python), str(here / "exchange_by_morango.py")]
    else:
        return None
    words = [*command, str(folder), str(min(records, _MOST))]
    done = subprocess.run(words, cwd=place, check=True, capture_output=True, encoding="utf-8", timeout=_PATIENCE)
    told = json.loads(done.stdout.splitlines()[-1])
    return Other(told["push"]["a_second"], told["pull"]["a_second"])
