# SPDX-License-Identifier: Apache-2.0
"""An administrator who imports a workbook in a process of its own, which the tests kill.

``python -m tests.faults.importing FOLDER STATE FILE [ROOM]``

Each step is told on a line of its own when it begins. With ``ROOM``, a number of bytes, no file can grow beyond them
while it is written.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from app.domain.refusals import StorageTrouble
from app.paths import resources
from app.services.cohort_import import Into, apply_import, plan_import
from app.services.import_plan import Choices, Rule
from app.services.known_names import KnownNames
from app.services.machine import this_machine
from app.services.opening import open_centre
from app.services.sample import COHORT, USERS
from app.services.workbook_import import Opening, open_source
from app.store.folder import DataFolder

ADMINISTRATOR = USERS[0]
CHOICES = Choices(rule=Rule.OWN)


def main(folder: str, state: str, file: str, room: str = "") -> None:
    """Open, read, plan, write, close; with ``room`` the disk is full while it is written."""
    _say("opening")
    person = ADMINISTRATOR
    centre = open_centre(DataFolder(Path(folder)), person.name, person.passphrase, this_machine(Path(state)))
    _say("reading")
    source = open_source(Path(file), Opening(resources() / "translations"), centre.work.today())
    _say("planning")
    plan = plan_import(centre.work, source, CHOICES, KnownNames())
    _say("writing")
    with _limited(int(room)) if room else nullcontext():
        try:
            done = apply_import(centre.work, source, CHOICES, plan, Into(COHORT, enrol=True), _tell)
            _say(f"done {done.act.hex() if done.act else ''}")
        except StorageTrouble as refusal:
            _say(f"refused {refusal.code}")
    centre.close()
    _say("closed")


@contextmanager
def _limited(room: int) -> Iterator[None]:
    import resource  # not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def _tell(done: int, of: int) -> None:
    _say(f"wrote {done} of {of}")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
