# SPDX-License-Identifier: Apache-2.0
"""Which unit of which cohort a command about a learner means."""

from app.records.unit_of_work import Work
from app.services.assessing import Desk, desk, desk_of_learner


def desk_for(work: Work, cohort: str, unit: str, learner: bytes) -> Desk:
    """The unit of the cohort; without a cohort the version of the unit that the learner is enrolled in."""
    return work.read(desk, cohort, unit) if cohort else work.read(desk_of_learner, learner, unit)
