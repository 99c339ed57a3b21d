# SPDX-License-Identifier: Apache-2.0
"""``certificate replace | renew | revoke | appeal | decide``: what happens to a document after it was issued."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.answer import Answer
from app.cli.parameters import FOLDER
from app.cli.session import Session
from app.domain.register import DISMISSED, UPHELD
from app.translation import tr

if TYPE_CHECKING:
    from app.services.replacing import Replaced

_OUT = click.option(
    "--out", type=FOLDER, default=Path(), help="The folder for the PDF file; this one if none is named."
)


@click.command()
@click.argument("number")
@click.option("--reason", default="", help="name-change, lost, damaged, not-received or production-error.")
@click.option("--evidence", default="", help="What was shown, in words.")
@_OUT
@click.pass_obj
def replace(session: Session, number: str, reason: str, evidence: str, out: Path) -> Answer:
    """Issue a new certificate in place of this one, which it names."""
    from app.services.replacing import replace as replace_certificate

    return _answer(replace_certificate(session.centre(), number, reason, evidence, out))


@click.command()
@click.argument("number")
@click.option("--evidence", default="", help="What was shown, in words.")
@_OUT
@click.pass_obj
def renew(session: Session, number: str, evidence: str, out: Path) -> Answer:
    """Issue a new certificate in place of one that expires."""
    from app.services.replacing import renew as renew_certificate

    return _answer(renew_certificate(session.centre(), number, evidence, out))


@click.command()
@click.argument("number")
@click.option("--reason", required=True, help="error, malpractice, withdrawn, duplicate, or in words.")
@click.pass_obj
def revoke(session: Session, number: str, reason: str) -> Answer:
    """Revoke a certificate, which stays in the register, or a card by the number on its back."""
    from app.services.revoking import revoke as revoke_certificate

    act = revoke_certificate(session.centre(), number, reason)
    return Answer({"act": act.hex(), "number": number}, tr("{number} is revoked.", number=number))


@click.command()
@click.argument("number")
@click.option("--words", default="", help="What is said against the revocation.")
@click.pass_obj
def appeal(session: Session, number: str, words: str) -> Answer:
    """Write down an appeal against a revocation."""
    from app.services.revoking import appeal as appeal_against

    act = appeal_against(session.work(), number, words)
    return Answer({"act": act.hex(), "number": number}, tr("The appeal is written down."))


@click.command()
@click.argument("number")
@click.argument("outcome", type=click.Choice([UPHELD, DISMISSED]))
@click.option("--words", default="", help="Why.")
@click.pass_obj
def decide(session: Session, number: str, outcome: str, words: str) -> Answer:
    """Decide an appeal: upheld, the certificate stands again; dismissed, it stays revoked."""
    from app.services.revoking import decide_appeal

    act = decide_appeal(session.centre(), number, outcome, words)
    return Answer({"act": act.hex(), "number": number, "outcome": outcome}, tr("The appeal is decided."))


def _answer(done: "Replaced") -> Answer:
    document = {
        "act": done.act.hex(),
        "number": done.given.number,
        "replaces": done.old,
        "learner": done.given.learner.hex(),
        "name": done.given.name,
        "file": str(done.file),
    }
    words = tr("{number} is issued in place of {old}: {file}", number=done.given.number, old=done.old, file=done.file)
    return Answer(document, words)
