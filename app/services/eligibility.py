# SPDX-License-Identifier: Apache-2.0
"""Whether a learner has earned a qualification."""

from sqlalchemy import Connection

from app.domain.eligibility import Eligibility
from app.records.queries import learners
from app.records.queries.earned import Standard as Standard
from app.records.queries.earned import UnitAward as UnitAward
from app.records.queries.earned import awards as awards
from app.records.queries.earned import awards_of as awards_of
from app.records.queries.earned import judge_eligibility as judge_eligibility
from app.records.queries.earned import standards_of as standards_of
from app.records.unit_of_work import Work


def missing(work: Work, learner: bytes, qualification: str) -> Eligibility:
    """What stands between the learner and the qualification of this code. Raises NotFound."""

    def ask(connection: Connection) -> Eligibility:
        learners.details(connection, learner)
        wanted = standards_of(connection, qualification)(learner)
        return judge_eligibility(wanted, awards(connection, learner))

    return work.read(ask)
