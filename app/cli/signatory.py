# SPDX-License-Identifier: Apache-2.0
"""``signatory``: whose names and drawn signatures stand on documents."""

from pathlib import Path

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import FILE, id_of
from app.cli.session import Session
from app.domain.signatories import Signatory
from app.records.queries import people, policies
from app.translation import tr


@click.group()
def signatory() -> None:
    """Whose names and drawn signatures stand on documents."""


@signatory.command()
@click.argument("name")
@click.option("--role", default="", help="As printed beneath the name.")
@click.option("--person", default="", help="Who this is among the people of these records.")
@click.option("--qualification", "codes", multiple=True, help="Signs for this one only; again for each.")
@click.option("--from", "valid_from", default="", help="The first day, as 2026-03-31.")
@click.option("--until", "valid_until", default="", help="The last day, as 2026-03-31.")
@click.option("--picture", type=FILE, help="The drawn signature, PNG or JPEG.")
@click.pass_obj
def add(session: Session, /, name: str, codes: tuple[str, ...], picture: Path | None, **said: str) -> Answer:
    """Write down who signs documents that are issued from now on."""
    from app.services.kept_pictures import keep_picture
    from app.services.policies import add_signatory

    work = session.work()
    said["person"] = work.read(people.person, said["person"]).id.hex() if said["person"] else ""
    drawn = keep_picture(session.centre(), picture) if picture else ""
    id_ = add_signatory(work, Signatory(name, qualifications=" ".join(codes), picture=drawn, **said))
    return Answer({"id": id_.hex()}, tr("{name} signs documents from now on.", name=name))


@signatory.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """Everybody who signs or signed."""
    work = session.work()
    rows, names = work.read(policies.signatories), work.read(people.names)
    document = [
        {
            "id": row.id.hex(),
            "name": row.signatory.name,
            "role": row.signatory.role,
            "person": names.get(bytes.fromhex(row.signatory.person), "") if row.signatory.person else "",
            "qualifications": row.signatory.qualifications.split(),
            "from": row.signatory.valid_from,
            "until": row.signatory.valid_until,
            "picture": row.signatory.picture,
        }
        for row in rows
    ]
    return Answer({"signatories": document}, lines(map(_line, rows)))


@signatory.command()
@click.argument("id_", metavar="ID")
@click.option("--on", "day", default="", help="The last day, as 2026-03-31; today if none is named.")
@click.pass_obj
def end(session: Session, id_: str, day: str) -> Answer:
    """Let somebody sign no longer. What they signed stays as it is."""
    from app.services.policies import set_signatory

    last = day or session.outside.today().isoformat()
    act = set_signatory(session.work(), id_of(id_), {"valid_until": last})
    words = tr("{day} is the last day.", day=last) if act else tr("It was so already.")
    return Answer({"act": act.hex() if act else None, "until": last}, words)


def _line(row: policies.SignatoryRow) -> tuple[str, ...]:
    one = row.signatory
    return (row.id.hex(), one.name, one.role, one.valid_from, one.valid_until)
