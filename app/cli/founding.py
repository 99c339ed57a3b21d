# SPDX-License-Identifier: Apache-2.0
"""New centres: ``sample`` and ``init``."""

import platform

import click

from app.cli.answer import Answer, lines
from app.cli.session import PASSPHRASE, Session
from app.services.founding import CentreWish, found_centre
from app.services.sample import Sample, make_sample
from app.translation import later, tr


@click.command()
@click.pass_obj
def sample(session: Session) -> Answer:
    """Make a sample centre to try the program on, in a new data folder."""
    made = make_sample(session.folder, session.machine(), session.outside.resources)
    return Answer(_document(made), _words(made))


@click.command()
@click.option("--centre", required=True, help="The name of the centre.")
@click.option("--code", required=True, help="Its short code, such as PP01; it stands in certificate numbers.")
@click.option("--country", required=True, help="Its country in two letters, such as KH.")
@click.option("--admin", required=True, help="The name of the first administrator, as it stands on documents.")
@click.option("--place", default="", help="Town and street.")
@click.option("--device", default="", help="What this laptop is called.")
@click.pass_obj
def init(session: Session, /, centre: str, device: str, **wish: str) -> Answer:
    """Found a new centre in a new data folder. The administrator's passphrase comes from GUILDMARK_PASSPHRASE."""
    passphrase = session.secret(PASSPHRASE, later("The new administrator's passphrase"))
    name = device or platform.node() or centre
    founded = found_centre(session.folder, CentreWish(name=centre, **wish), passphrase, name, session.machine())
    session.warn()
    words = tr(
        "The centre is founded. Recovery code: {code}\nWrite it on paper and keep it in a safe place; it is shown "
        "only now.",
        code=founded.recovery_code,
    )
    return Answer({"centre": founded.centre.hex(), "recovery_code": founded.recovery_code}, words)


def _document(made: Sample) -> dict[str, object]:
    return {
        "centre": made.centre,
        "users": [
            {"name": one.name, "roles": sorted(one.roles), "passphrase": one.passphrase, "pin": one.pin}
            for one in made.users
        ],
        "cohorts": [
            {
                "id": one.id.hex(),
                "code": one.code,
                "qualification": one.qualification,
                "units": list(one.units),
                "learners": one.learners,
            }
            for one in made.cohorts
        ],
    }


def _words(made: Sample) -> str:
    people = lines((one.name, ", ".join(sorted(one.roles)), one.passphrase) for one in made.users)
    return tr("The sample centre {name} is made. Its people and their passphrases:", name=made.centre) + f"\n{people}"
