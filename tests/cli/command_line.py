# SPDX-License-Identifier: Apache-2.0
"""The command line in a test: a world of its own, words in, documents and exit status out. All people are SAMPLE."""

import io
import json
import shlex
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.cli import program
from app.cli.outside import Outside
from app.paths import resources
from app.registry.office import Office
from app.registry.opening import Place, World
from app.services.machine import Machine, this_machine
from app.store.keyring import SAMPLE

ADMINISTRATOR = "Dara SAMPLE"
ASSESSOR = "Lena SAMPLE"
VIEWER = "Ani SAMPLE"
PASSPHRASES = {
    ADMINISTRATOR: "sample administrator",
    ASSESSOR: "sample assessor",
    VIEWER: "sample viewer",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the program printed on both outputs, and its exit status."""

    out: str
    err: str
    status: int

    @property
    def document(self) -> Any:
        """The one JSON document."""
        return json.loads(self.out)

    @property
    def documents(self) -> list[Any]:
        """One JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def code(self) -> str:
        """The code of the error in the document."""
        return str(self.document["error"]["code"])


@dataclass(frozen=True, slots=True)
class Laptop:
    """A computer with a data folder and a place for notes of its own."""

    place: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    ask: Callable[[str], str] | None = None

    def say(self, line: str, as_: str = "", **variables: str) -> Said:
        """Carry out a line, with --json, as a person of the sample with their passphrase."""
        words = ["--json", *(["--as", as_] if as_ else []), *shlex.split(line)]
        own = {"GUILDMARK_PASSPHRASE": PASSPHRASES[as_]} if as_ in PASSPHRASES else {}
        return self.words(words, **{**own, **variables})

    def words(self, words: list[str], **variables: str) -> Said:
        """Carry out these words exactly."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = program.main(words, self.outside(variables), self.ask)
        return Said(out.getvalue(), err.getvalue(), status)

    def lines(self, file: Path, *lines: str) -> list[Any]:
        """Carry out lines as a file, as the administrator; each must be done."""
        file.write_text("\n".join(lines), encoding="utf-8")
        said = self.say(f"run {shlex.quote(str(file))}", ADMINISTRATOR)
        assert said.status == 0, said.out
        return said.documents

    def outside(self, variables: Mapping[str, str]) -> Outside:
        """The world around the program on this laptop."""
        return Outside(
            environment={"GUILDMARK_DATA": str(self.place / "centre"), **self.variables, **variables},
            resources=resources(),
            default_data=self.place / "unused",
            machine=self._machine,
            today=date.today,
            open_window=lambda data: 0,
            try_window=lambda data, machine: None,
            report=self._report,
            registry=lambda folder, key_file, database: Office(Place(folder, key_file, database), self._world()),
        )

    def _machine(self) -> Machine:
        return replace(this_machine(self.place / "state"), cost=SAMPLE)

    def _world(self) -> World:
        machine = self._machine()
        return World(machine.wall, machine.random)

    def _report(self, error: BaseException) -> Path:
        raise AssertionError("an unforeseen error") from error


def sample_laptop(place: Path) -> Laptop:
    """A laptop with the sample centre."""
    laptop = Laptop(place)
    assert laptop.say("sample").status == 0
    return laptop
