# SPDX-License-Identifier: Apache-2.0
"""What was before: a workbook with cells to put right, one that is good, and the register after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from app.ui.certificates.certificates_page import CertificatesPage
from tests.services.before import before, certificate, result


def before_scenes(page: CertificatesPage, place: Path, settle: Callable[[], None], learner: bytes) -> Iterator[str]:
    """Each state of bringing in what was before."""
    page.register.before.click()
    yield "before"
    rows = [
        result(learner, "MEF201-EN"),
        result(learner, "MEF202-EN", "perhaps"),
        result(("Nobody SAMPLE", "2001-01-01")),
    ]
    page.bringing_in.show_file(before(place, rows, [certificate(learner, "")]))
    yield "before-refused"
    page.bringing_in.show_file(before(place, [result(learner, "MEF201-EN", on="03/04/2019")]))
    yield "before-dates"
    papers = [
        certificate(learner, "WELD-2019-0017", code="MEF2-EN"),
        certificate(learner, "A 5", code="", title="Welding, first course (SAMPLE)", by="School No. 5 (SAMPLE)"),
    ]
    page.bringing_in.show_file(
        before(place, [result(learner, "MEF201-EN"), result(learner, "OLD-3", title="Gas welding")], papers)
    )
    yield "before-plan"
    page.bringing_in.go.click()
    settle()
    page.register.search.setText("WELD-2019")
    page.register.search.asked.emit("WELD-2019")
    yield "before-register"
    page.register.search.clear()
    page.register.search.asked.emit("")
