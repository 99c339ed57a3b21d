# SPDX-License-Identifier: Apache-2.0
"""``join``: a further laptop for a centre, by files on a stick or through a registry."""

import platform
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.services import joining
from app.services.syncing import Manner
from app.translation import later, tr

if TYPE_CHECKING:
    from app.services.joining_through_registry import Asked
    from app.services.new_laptop import Joined

_WAIT_SECONDS: Final = 3600
_ASKED: Final = later(
    "This laptop has asked. Let the administrator who told the code admit it, where the same words must show: {words}"
)
_NO_ANSWER_YET: Final = later(
    "The administrator has not answered yet. The same command goes on waiting. The words of this laptop: {words}"
)


class _LongEnough(Exception):
    """There was no answer for as long as was to be waited."""


@click.group()
def join() -> None:
    """A further laptop for a centre, by files on a stick or through a registry."""


@join.command()
@click.argument("out", type=NEW_FILE)
@click.option("--device", default="", help="What this laptop is called.")
@click.pass_obj
def request(session: Session, out: Path, device: str) -> Answer:
    """On the new laptop: write a request to OUT."""
    words = joining.join_request(session.folder, device or platform.node() or "laptop", out, session.machine())
    told = tr(
        "The request is written: {file}\nLet an administrator admit it on another laptop, where the same words must "
        "show: {words}",
        file=out,
        words=words,
    )
    return Answer({"file": str(out), "words": words}, told)


@join.command()
@click.argument("file", type=FILE)
@click.argument("out", type=NEW_FILE)
@click.pass_obj
def admit(session: Session, file: Path, out: Path) -> Answer:
    """On a laptop of the centre: answer the request in FILE with OUT."""
    admitted = joining.admit(session.centre(), file, out)
    document = {
        "file": str(out),
        "device": admitted.device_name,
        "words": admitted.words,
        "codes": [{"name": name, "code": code} for name, code in admitted.codes.items()],
    }
    told = tr(
        "{device} is admitted if it shows these words: {words}\nThe answer is written: {file}\n"
        "Codes for the first sign-in there:",
        device=admitted.device_name,
        words=admitted.words,
        file=out,
    )
    return Answer(document, f"{told}\n{lines(admitted.codes.items())}")


@join.command()
@click.argument("file", type=FILE)
@click.pass_obj
def accept(session: Session, file: Path) -> Answer:
    """On the new laptop: take in the answer in FILE, with all the records of the centre."""
    return _told(session, joining.accept(session.folder, file, session.machine()))


@join.command()
@click.argument("url")
@click.argument("code")
@click.option("--device", default="", help="What this laptop is called.")
@click.option("--wait", type=click.IntRange(0), default=_WAIT_SECONDS, help="Seconds to wait for the answer.")
@click.pass_obj
def registry(session: Session, url: str, code: str, device: str, wait: int) -> Answer:
    """On the new laptop: ask through the registry at URL with the one-time CODE that an administrator told, wait for
    the answer, and take all the records of the centre. The same again goes on where this ended."""
    from app.exchange.http import new_client
    from app.services import joining_through_registry as through

    machine = session.machine()
    with closing(new_client()) as client:
        way = through.Way(client, url, code)
        asked = through.ask_through_registry(session.folder, device or platform.node() or "laptop", way, machine)
        click.echo(tr(_ASKED, words=asked.words), err=True)
        try:
            welcome = through.wait_for_answer(asked, machine, _pause_for(wait))
        except _LongEnough:
            return _no_answer(asked)
        joined = through.join_through_registry(asked, welcome, machine, Manner(told=session.progress()))
    return _told(session, joined)


def _pause_for(seconds: int) -> Callable[[float], None]:
    """Waits, but not for longer than that in all."""
    end = time.monotonic() + seconds

    def pause(some: float) -> None:
        if time.monotonic() + some > end:
            raise _LongEnough
        time.sleep(some)

    return pause


def _no_answer(asked: "Asked") -> Answer:
    return Answer({"joined": False, "words": asked.words}, tr(_NO_ANSWER_YET, words=asked.words))


def _told(session: Session, joined: "Joined") -> Answer:
    session.warn()
    document = {"centre": joined.centre, "people": list(joined.people), "recovery_code": joined.recovery_code}
    told = tr(
        "This laptop now holds the records of {centre}. Its recovery code, shown only now: {code}\n"
        "These people may sign in:",
        centre=joined.centre,
        code=joined.recovery_code,
    )
    return Answer(document, "\n".join((told, *joined.people)))
