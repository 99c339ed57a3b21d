# SPDX-License-Identifier: Apache-2.0
"""``policy``: how the centre issues, for all qualifications or for one."""

import click

from app.cli.answer import Answer, lines
from app.cli.session import Session
from app.domain.issuing import POLICIES
from app.translation import tr


@click.group()
def policy() -> None:
    """How the centre issues, for all qualifications or for one."""


@policy.command()
@click.option("--qualification", default="", help="What counts for this one.")
@click.pass_obj
def show(session: Session, qualification: str) -> Answer:
    """Every rule of issuing with what counts."""
    from app.services.policies import show_policies

    rows = show_policies(session.work(), qualification)
    document = [{"key": one.key, "value": one.value, "default": one.default, "set_here": one.special} for one in rows]
    return Answer({"policies": document}, lines((one.key, one.value, _words(one.key, one.value)) for one in rows))


@policy.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--qualification", default="", help="For this one only; for all if none is named.")
@click.pass_obj
def set_(session: Session, key: str, value: str, qualification: str) -> Answer:
    """Set a rule of issuing."""
    from app.services.policies import set_policy

    act = set_policy(session.work(), key, value, qualification)
    words = tr("The rule is set.") if act else tr("It was so already.")
    return Answer({"act": act.hex() if act else None}, words)


def _words(key: str, value: str) -> str:
    known = POLICIES[key]
    said = dict(known.choices).get(value)
    return f"{tr(known.words)}: {tr(said) if said else value}"
