# SPDX-License-Identifier: Apache-2.0
"""``user``: the people who work with these records."""

import click

from app.cli.answer import Answer, lines
from app.cli.session import NEW_PASSPHRASE, Session
from app.domain.rights import Role
from app.records.queries import people
from app.records.queries.people import PersonRow
from app.services.people import add_person, change_passphrase, disable_person, reset_passphrase
from app.translation import later, tr


@click.group()
def user() -> None:
    """The people who work with these records."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="Again for each role.",
)
@click.pass_obj
def add(session: Session, name: str, roles: tuple[str, ...]) -> Answer:
    """Add a person.

    Their passphrase comes from GUILDMARK_NEW_PASSPHRASE; without it they get a code for their first sign-in, at which
    they choose one.
    """
    added = add_person(session.centre(), name, frozenset(roles), session.variable(NEW_PASSPHRASE))
    document = {
        "id": added.person.hex(),
        "name": name,
        "roles": sorted(set(roles)),
        "one_time_code": added.one_time_code,
    }
    return Answer(document, _added(name, added.one_time_code))


@user.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """Everybody, with their roles."""
    rows = session.work().read(people.people)
    document = [
        {"id": one.id.hex(), "name": one.name, "roles": sorted(one.roles), "disabled": one.disabled} for one in rows
    ]
    return Answer({"users": document}, lines(map(_columns, rows)))


@user.command()
@click.argument("name")
@click.pass_obj
def disable(session: Session, name: str) -> Answer:
    """Let a person sign in no more; what they signed stays valid."""
    disable_person(session.centre(), name)
    return Answer({"name": name, "disabled": True}, tr("{name} can no longer sign in.", name=name))


@user.command()
@click.argument("name")
@click.pass_obj
def passphrase(session: Session, name: str) -> Answer:
    """Change one's own passphrase to GUILDMARK_NEW_PASSPHRASE, or reset that of somebody who forgot theirs."""
    centre = session.centre()
    if name == centre.work.person_name:
        new = session.secret(NEW_PASSPHRASE, later("A new passphrase"))
        change_passphrase(centre, session.passphrase(), new)
        session.came(name, new)
        return Answer({"name": name, "one_time_code": ""}, tr("The passphrase is changed."))
    code = reset_passphrase(centre, name, session.variable(NEW_PASSPHRASE))
    return Answer({"name": name, "one_time_code": code}, _added(name, code))


def _columns(one: PersonRow) -> tuple[str, ...]:
    return (one.name, ", ".join(sorted(one.roles)), *([tr("disabled")] if one.disabled else []))


def _added(name: str, code: str) -> str:
    if not code:
        return tr("{name} can sign in with the passphrase given.", name=name)
    return tr("{name} signs in the first time with this code: {code}", name=name, code=code)
