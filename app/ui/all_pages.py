# SPDX-License-Identifier: Apache-2.0
"""Every screen, in the order of the rail. Imported when somebody has signed in, never before."""

from typing import Final

from app.ui import (
    certificates,
    cohorts,
    conflicts,
    devices,
    exchange,
    help,
    home,
    importing,
    learners,
    people,
    settings,
    standards,
    templates,
)
from app.ui.assess.choose_page import PAGE as ASSESS
from app.ui.pages import Page

PAGES: Final[tuple[Page, ...]] = (
    home.PAGE,
    learners.PAGE,
    cohorts.PAGE,
    importing.PAGE,
    ASSESS,
    certificates.PAGE,
    templates.PAGE,
    standards.PAGE,
    conflicts.PAGE,
    help.PAGE,
    exchange.PAGE,
    devices.PAGE,
    people.PAGE,
    settings.PAGE,
)
