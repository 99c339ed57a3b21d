# SPDX-License-Identifier: Apache-2.0
"""``enrol``: one learner to a qualification or a unit."""

import click

from app.cli.answer import Answer
from app.cli.session import Session
from app.domain.routes import ROUTES
from app.records.queries import learners
from app.services.cohorts import enrol_learner
from app.translation import tr


@click.command()
@click.argument("learner")
@click.option("--qualification", default="", help="The code of a qualification: all its units.")
@click.option("--unit", default="", help="The code of one unit.")
@click.option("--route", type=click.Choice(ROUTES), help="The learner's own, else taught, if none is named.")
@click.pass_obj
def enrol(session: Session, learner: str, qualification: str, unit: str, route: str | None) -> Answer:
    """Enrol a learner, named by id, to a qualification or to one unit."""
    if bool(qualification) == bool(unit):
        raise click.UsageError("Give either --qualification or --unit.")
    work = session.work()
    done = enrol_learner(work, work.read(learners.known, learner), qualification, unit, route or "")
    return Answer({"act": done.act.hex() if done.act else None, "units": done.units}, tr("The learner is enrolled."))
