# SPDX-License-Identifier: Apache-2.0
"""The way from what stands between a learner and a document to the page where it is put right."""

from typing import Final

from app.domain.rights import Role
from app.services.preflight import Place
from app.ui.context import Context

_PAGES: Final = {"question": "conflicts", "person": "people"}


def show_place(context: Context, place: Place, cohort: str, learner: bytes | None) -> None:
    """Show the page of this place, for a learner of a cohort (its code)."""
    page, at = _page_of(place, cohort, learner.hex() if learner else "", Role.ASSESSOR in context.centre.work.roles)
    context.show_page(page, at)


def _page_of(place: Place, cohort: str, learner: str, assesses: bool) -> tuple[str, str]:
    if place.kind == "learner":
        return "learners", f"{learner} {place.key}".strip()
    if place.kind == "unit":
        return ("assess", f"{cohort} {place.key}\n{learner}") if assesses else ("cohorts", cohort)
    if place.kind == "register":
        return "certificates", f"register {place.key}"
    if place.kind in _PAGES:
        return _PAGES[place.kind], ""
    return "certificates", f"rules {place.key}".strip()
