# SPDX-License-Identifier: Apache-2.0
"""All nouns of the command line. The module of a noun is imported when its noun is used."""

from importlib import import_module
from typing import Final

import click

_NOUNS: Final[dict[str, str]] = {
    "sample": "founding:sample",
    "init": "founding:init",
    "run": "run:run",
    "self-test": "self_test:self_test",
    "user": "user:user",
    "standards": "standards:standards",
    "cohort": "cohort:cohort",
    "learner": "learner:learner",
    "enrol": "enrol:enrol",
    "marks": "marks:marks",
    "assess": "assess:assess",
    "missing": "missing:missing",
    "certificate": "certificate:certificate",
    "policy": "policy:policy",
    "signatory": "signatory:signatory",
    "template": "template:template",
    "legacy": "legacy:legacy",
    "journal": "journal:journal",
    "undo": "undo:undo",
    "join": "join:join",
    "device": "device:device",
    "conflicts": "conflicts:conflicts",
    "bundle": "bundle:bundle",
    "room": "room:room",
    "sync": "sync:sync",
    "backup": "upkeep:backup",
    "restore": "upkeep:restore",
    "check": "upkeep:check",
    "paper": "paper:paper",
    "print": "printing:print_",
    "stationery": "stationery:stationery",
    "handout": "handout:handout",
    "trust": "trust:trust",
    "registry": "registry:registry",
    "bench": "bench:bench",
}
"""Where each noun's command is: module of this package and name in it."""


class _Nouns(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _NOUNS:
            return None
        module, name = _NOUNS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"app.cli.{module}"), name)
        return command


@click.group(
    cls=_Nouns,
    options_metavar="[--data DIR] [--as USER] [--json]",
    epilog="Without a command the window opens. Variables: GUILDMARK_DATA, GUILDMARK_PASSPHRASE, GUILDMARK_PIN, "
    "GUILDMARK_NEW_PASSPHRASE, GUILDMARK_LANG. Exit status: 0 done, 1 refused or not valid, 2 not understood, "
    "3 trouble with the disk or the folder.",
)
def nouns() -> None:
    """The records of a vocational training centre, kept on its own laptops."""
