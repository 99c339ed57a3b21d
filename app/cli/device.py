# SPDX-License-Identifier: Apache-2.0
"""``device``: the laptops of the centre."""

import click

from app.cli.answer import Answer, lines, moment
from app.cli.parameters import id_of
from app.cli.session import Session
from app.records.queries import people
from app.translation import tr


@click.group()
def device() -> None:
    """The laptops of the centre."""


@device.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """All laptops that hold these records."""
    centre = session.centre()
    rows = centre.work.read(people.devices, centre.laptop.device)
    document = [
        {
            "id": row.id.hex(),
            "name": row.name,
            "own": row.own,
            "revoked": row.revoked,
            "operations": row.operations,
            "last_seen": moment(row.last_seen),
        }
        for row in rows
    ]
    return Answer({"devices": document}, lines((row.id.hex(), row.name) for row in rows))


@device.command()
@click.argument("device_id")
@click.pass_obj
def revoke(session: Session, device_id: str) -> Answer:
    """Shut a laptop out of the centre, for ever."""
    from app.services.shutting_out import revoke_device

    revoke_device(session.centre(), id_of(device_id))
    return Answer({"revoked": device_id}, tr("The laptop is shut out. What it wrote stays."))
