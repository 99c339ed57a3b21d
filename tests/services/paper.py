# SPDX-License-Identifier: Apache-2.0
"""Forms and documents to print, for tests of paper."""

from collections.abc import Sequence

from app.domain.stationery import PRINTED
from app.records.queries import stationery
from app.records.queries.stationery import SheetNow
from app.services.certificates import IssueWish, issue
from app.services.stationery import StationeryWish, receive_stationery
from tests.services.centre_samples import ADMIN
from tests.services.centres import COHORT, CUTTING, SAFETY, VERIFIER, Centre

FORMS = "SAMPLE forms"
SECOND = VERIFIER


def numbers_of(centre: Centre, *names: str) -> list[str]:
    """Certificates of these learners (everybody if none is named), issued now, in the order of the cohort."""
    chosen = [centre.learners[name] for name in names or centre.learners]
    for learner in chosen:
        centre.award(learner, SAFETY, CUTTING)
    centre.as_person(ADMIN)
    return [row.number for row in issue(centre.open, IssueWish(COHORT, learners=chosen)).issued]


def with_forms(centre: Centre, first: str = "AB-004401", last: str = "AB-004420", name: str = FORMS) -> bytes:
    """A delivery of forms; returns its id."""
    centre.as_person(ADMIN)
    return receive_stationery(centre.work, StationeryWish(name, first, last, "certificate"))


def sheet_of(centre: Centre, stock: bytes, serial: int) -> SheetNow:
    return centre.work.read(stationery.sheet, stock, serial)


def printed_on(centre: Centre, stock: bytes) -> dict[int, str]:
    """Which document stands on which form."""
    known = centre.work.read(stationery.sheets, stock)
    return {serial: one.certificate for serial, one in sorted(known.items()) if one.state == PRINTED}


def states(centre: Centre, stock: bytes, serials: Sequence[int]) -> list[str]:
    return [sheet_of(centre, stock, serial).state for serial in serials]
