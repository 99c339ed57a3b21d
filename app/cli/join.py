# SPDX-License-Identifier: Apache-2.0
"""``join``: a further laptop for a centre, by files on a stick."""

import platform
from pathlib import Path

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import FILE, NEW_FILE
from app.cli.session import Session
from app.services import joining
from app.translation import tr


@click.group()
def join() -> None:
    """A further laptop for a centre, by files on a stick."""


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
    joined = joining.accept(session.folder, file, session.machine())
    session.warn()
    document = {"centre": joined.centre, "people": list(joined.people), "recovery_code": joined.recovery_code}
    told = tr(
        "This laptop now holds the records of {centre}. Its recovery code, shown only now: {code}\n"
        "These people may sign in:",
        centre=joined.centre,
        code=joined.recovery_code,
    )
    return Answer(document, "\n".join((told, *joined.people)))
