# SPDX-License-Identifier: Apache-2.0
"""``run FILE``: many commands in one go, over records that are opened once."""

import re
import shlex
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import takewhile
from typing import Final

import click

from app.cli.answer import DONE, REFUSED, USAGE, Answer, failure, show
from app.cli.arguments import NotUnderstood, Shared, split
from app.cli.parameters import FILE
from app.cli.program import answered
from app.cli.session import Session
from app.domain.refusals import BadInput
from app.translation import later, tr

_VARIABLE: Final = re.compile("GUILDMARK_[A-Z_]+=")


@click.command()
@click.argument("file")
@click.pass_obj
def run(session: Session, file: str) -> Answer:
    """Carry out one command a line and print one JSON document a line.

    Lines are written as in a shell, with # before remarks; "-" reads the standard input. Variables may stand before
    the command (GUILDMARK_PASSPHRASE=... --as USER ...) and hold for that line. A line that fails says so, and the
    next one is carried out all the same; the exit status is then 1.
    """
    if session.in_file:
        raise BadInput("run-in-run", later("A file of commands cannot call another one."))
    session.in_file = True
    with _opened(file) as text:
        failed = _carry_out(text, session)
    if not failed:
        return Answer(None)
    return Answer(None, tr("Some lines were not carried out. Each of them says why."), REFUSED, failed=True)


def _opened(file: str) -> AbstractContextManager[Iterable[str]]:
    """Bytes that are no text come as characters that are refused later, each with its line."""
    if file != "-":
        FILE.convert(file, None, None)
    return click.open_file(file, encoding="utf-8-sig", errors="surrogateescape")


def _carry_out(text: Iterable[str], session: Session) -> bool:
    """Whether any line failed."""
    common, failed = session.shared, False
    for line in text:
        answer = _answer(line, common, session)
        if answer is not None:
            show(answer, as_json=True)
            failed = failed or answer.status != DONE
    return failed


def _answer(line: str, common: Shared, session: Session) -> Answer | None:
    """The answer to one line; nothing for an empty one."""
    try:
        words = shlex.split(line, comments=True)
        variables = list(takewhile(lambda word: _VARIABLE.match(word), words))
        session.shared, rest = split(words[len(variables) :], replace(common, json=True))
    except (NotUnderstood, ValueError) as reason:
        return failure("usage", str(reason), USAGE)
    if not rest:
        return None
    session.own = dict(_assignment(word) for word in variables)
    return answered(rest, session)


def _assignment(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value
