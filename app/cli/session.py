# SPDX-License-Identifier: Apache-2.0
"""The records that a command works on: opened when first needed, open once for all the commands of a file."""

import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import click

from app.cli.arguments import Shared
from app.cli.outside import Outside
from app.domain.refusals import BadInput
from app.services.progress import OnProgress
from app.store.fitness import warning_about
from app.store.folder import DataFolder
from app.translation import later, tr

if TYPE_CHECKING:
    from app.records.unit_of_work import Work
    from app.services.machine import Machine
    from app.services.opening import OpenCentre

PASSPHRASE: Final = "GUILDMARK_PASSPHRASE"
NEW_PASSPHRASE: Final = "GUILDMARK_NEW_PASSPHRASE"
PIN: Final = "GUILDMARK_PIN"
_PAUSE_SECONDS: Final = 1.0
_PASSPHRASE: Final = later("The passphrase")
_NEW_PASSPHRASE: Final = later("A new passphrase")

Ask = Callable[[str], str]


class Session:
    """``shared`` and ``own`` (variables said on the line itself) change from command to command; the records stay open.

    ``ask`` puts a question for a secret to the person at the keyboard, None where nobody sits there. ``in_file``: the
    command is a line of a file.
    """

    def __init__(self, outside: Outside, shared: Shared, ask: Ask | None = None) -> None:
        self.outside = outside
        self.shared = shared
        self.own: Mapping[str, str] = {}
        self.in_file = False
        self._ask = ask
        self._machine: Machine | None = None
        self._centre: OpenCentre | None = None
        self._now = ""
        self._passphrases: dict[str, str] = {}

    @property
    def folder(self) -> DataFolder:
        """The data folder that the command names."""
        return DataFolder(self.outside.data_folder(self.shared.data or self.own.get("GUILDMARK_DATA", "")))

    def machine(self) -> "Machine":
        """The outside world as services want it."""
        if self._machine is None:
            self._machine = self.outside.machine()
        return self._machine

    def centre(self) -> "OpenCentre":
        """The open records with the person of the command signed in. Raises what opening refuses."""
        if self._centre is not None and self._centre.folder.path != self.folder.path:
            self.close()
        if self._centre is None:
            self._centre = self._open()
        else:
            self._change_person(self._centre)
        return self._centre

    def warn(self) -> None:
        """Tell on the standard error what the person should know of the place of the records."""
        warning = warning_about(self.folder.path)
        if warning:
            click.echo(warning, err=True)

    def work(self) -> "Work":
        """The work of the person of the command."""
        return self.centre().work

    def close(self) -> None:
        """Close the records, if they are open."""
        centre, self._centre = self._centre, None
        self._passphrases.clear()
        if centre is not None:
            centre.close()

    def variable(self, name: str) -> str:
        """What the line or the environment says in this variable; empty where neither does."""
        return self.own.get(name) or self.outside.environment.get(name, "")

    def secret(self, name: str, question: str) -> str:
        """The secret in this variable, or what the person at the keyboard types.

        Raises BadInput "secret-needed" where there is neither. ``question`` is marked for translation.
        """
        found = self.variable(name)
        if found:
            return found
        if self._ask is None:
            sentence = later("{question} is needed. Put it into the variable {variable}, never on the command line.")
            raise BadInput("secret-needed", sentence, question=tr(question), variable=name)
        return self._ask(tr(question))

    def passphrase(self) -> str:
        """The passphrase of the person who signed in."""
        return self._passphrases[self._now]

    def came(self, name: str, passphrase: str) -> None:
        """This person is the one at work now, with this passphrase."""
        self._now = name
        self._passphrases[name] = passphrase

    def progress(self) -> OnProgress:
        """Tells on the standard error how far long work has come, at most once a second."""
        told = time.monotonic()

        def tell(done: int, of: int) -> None:
            nonlocal told
            if time.monotonic() - told < _PAUSE_SECONDS:
                return
            told = time.monotonic()
            click.echo(tr("{done} of {of}", done=done, of=of), err=True)

        return tell

    def _open(self) -> "OpenCentre":
        from app.services.entrance import is_there
        from app.services.opening import open_centre

        if not is_there(self.folder):
            return open_centre(self.folder, "", "", self.machine())  # refuses, and says what is missing
        name, one_time = self._person()
        passphrase = self.secret(PASSPHRASE, _PASSPHRASE)
        new = self.secret(NEW_PASSPHRASE, _NEW_PASSPHRASE) if one_time else ""
        centre = open_centre(self.folder, name, passphrase, self.machine(), new)
        self.came(name, new or passphrase)
        for notice in centre.notices:
            click.echo(notice, err=True)
        return centre

    def _change_person(self, centre: "OpenCentre") -> None:
        """Sign in the person of this command, where it is another one than before."""
        name, one_time = self._person()
        typed = self.own.get(PASSPHRASE, "")
        if name == self._now and typed in ("", self._passphrases[name]):
            return
        passphrase = typed or self._passphrases.get(name) or self.secret(PASSPHRASE, _PASSPHRASE)
        new = self.secret(NEW_PASSPHRASE, _NEW_PASSPHRASE) if one_time else ""
        centre.enter(name, passphrase, new)
        self.came(name, new or passphrase)

    def _person(self) -> tuple[str, bool]:
        """The name of the person of this command, and whether they have only a code for their first time yet."""
        from app.services.entrance import who_may_enter

        people = who_may_enter(self.folder)
        if self.shared.user:
            return self.shared.user, any(one.one_time for one in people if one.name == self.shared.user)
        if len(people) == 1:
            return people[0].name, people[0].one_time
        sentence = later("Several people use these records. Say who you are: --as NAME. The names are {names}.")
        raise BadInput("who", sentence, names=", ".join(one.name for one in people))


def someone_at_the_keyboard() -> Ask | None:
    """How to ask for a secret: unseen, on the terminal; None where the input is no terminal."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None

    def ask(question: str) -> str:
        return str(click.prompt(question, hide_input=True, err=True))

    return ask
