# SPDX-License-Identifier: Apache-2.0
"""``missing``: what stands between a learner and a qualification."""

import click

from app.cli.answer import Answer
from app.cli.session import Session
from app.records.queries import learners
from app.services import eligibility


@click.command()
@click.argument("learner")
@click.argument("qualification")
@click.pass_obj
def missing(session: Session, learner: str, qualification: str) -> Answer:
    """Say what stands between a learner, named by id, and a qualification, and the shortest way to it."""
    work = session.work()
    found = eligibility.missing(work, work.read(learners.known, learner), qualification)
    document = {
        "eligible": found.eligible,
        "missing": [{"words": one.words(), "units": list(one.units)} for one in found.missing],
        "cheapest": [{"units": list(way.units), "credits": way.credits, "hours": way.hours} for way in found.cheapest],
        "brought": [{"unit": unit, "source": source} for unit, source in found.brought],
    }
    return Answer(document, "\n".join(found.explain()))
