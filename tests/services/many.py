# SPDX-License-Identifier: Apache-2.0
"""A large cohort that has earned its qualification, made in bulk."""

from app.domain.assessing import COMPETENT
from app.domain.learners import PRIVATE
from app.journal.canonical import to_text
from app.records.queries import standards
from app.records.queries.subjects import keys_of_all
from app.records.unit_of_work import Fact
from app.services.cohorts import CohortWish, add_members, open_cohort
from app.services.learners import write_new
from tests.services.centres import CUTTING, QUALIFICATION, SAFETY, Centre


def many_signed(centre: Centre, learners: int) -> str:
    """The code of a cohort of so many learners who hold the units by results from before."""
    work = centre.work
    blank = {"full_name": "", "birth_date": "2001-02-03", "latin_name": "SAMPLE"}
    with work.act() as act:
        named = [{**blank, "full_name": f"Learner SAMPLE {n}"} for n in range(learners)]
        ids = write_new(act, named, work.random)
        id_, _ = standards.qualification(act.connection, QUALIFICATION)
        units = standards.unit_ids(act.connection, id_)
        keys = keys_of_all(act.connection, ids)
        said = {"outcome": COMPETENT, "achieved_on": "2026-09-20", "source": "Book", "entry": ""}
        act.write_all(
            [
                Fact(
                    "result.brought", one, {"unit": to_text(units[code]), "code": code, "title": code, **said},
                    [(keys[one][PRIVATE], {"note": ""})],
                )
                for one in ids
                for code in (SAFETY, CUTTING)
            ]
        )  # fmt: skip
    open_cohort(work, CohortWish("MANY", QUALIFICATION))
    add_members(work, "MANY", ids)
    return "MANY"
