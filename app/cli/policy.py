# SPDX-License-Identifier: Apache-2.0
"""``policy``: how the centre issues, for all qualifications or for one."""

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import existing_file
from app.cli.session import Session
from app.domain.issuing import PICTURES, POLICIES
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
    """Set a rule of issuing. The value of logo and seal is a picture file (PNG or JPEG), or "" for none."""
    from app.services.kept_pictures import keep_picture
    from app.services.policies import set_policy

    if key in PICTURES and value:
        value = keep_picture(session.centre(), existing_file(value))
    act = set_policy(session.work(), key, value, qualification)
    words = tr("The rule is set.") if act else tr("It was so already.")
    return Answer({"act": act.hex() if act else None}, words)


@policy.command()
@click.argument("key")
@click.option("--qualification", default="", help="For this one only; for all if none is named.")
@click.pass_obj
def unset(session: Session, key: str, qualification: str) -> Answer:
    """Take a rule back: for one qualification it is as for all again, for all as the program does by itself."""
    from app.services.policies import unset_policy

    act = unset_policy(session.work(), key, qualification)
    words = tr("The rule is taken back.") if act else tr("It was so already.")
    return Answer({"act": act.hex() if act else None}, words)


def _words(key: str, value: str) -> str:
    known = POLICIES[key]
    said = dict(known.choices).get(value)
    return f"{tr(known.words)}: {tr(said) if said else value}"


@policy.command()
@click.argument("first")
@click.argument("last")
@click.option("--authority", default="", help="Who gave the numbers out.")
@click.option("--qualification", default="", help="For this one only; for all if none is named.")
@click.pass_obj
def lease(session: Session, first: str, last: str, authority: str, qualification: str) -> Answer:
    """Keep a block of numbers that an authority gave out, for this laptop alone."""
    from app.services.numbering import lease_block

    id_ = lease_block(session.work(), first, last, authority, qualification)
    return Answer({"block": id_.hex()}, tr("The numbers {first} to {last} are kept.", first=first, last=last))


@policy.command()
@click.pass_obj
def blocks(session: Session) -> Answer:
    """The blocks of numbers that were leased, and how many numbers are left here."""
    from app.services.numbering import leased_blocks

    rows = leased_blocks(session.work())
    document = [
        {
            "block": one.id.hex(),
            "first": one.first,
            "last": one.last,
            "authority": one.authority,
            "qualification": one.qualification,
            "left": one.left,
            "here": one.here,
        }
        for one in rows
    ]
    return Answer({"blocks": document}, lines((one.first, one.last, one.authority, one.left) for one in rows))
