# SPDX-License-Identifier: Apache-2.0
"""What a command about documents is for: a cohort, a qualification, a type of document. Four options, one value."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from app.cli.answer import Answer
from app.domain.register import CERTIFICATE, DOCUMENTS


@dataclass(frozen=True, slots=True)
class About:
    """The code of the cohort, another qualification than its own or empty, the type of document, and the unit of a
    microcredential."""

    cohort: str
    qualification: str
    document: str
    unit: str


def about_documents(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Gives a command the four options; it gets them as ``about``."""

    @wraps(function)
    def bundled(*, cohort: str, qualification: str, document: str, unit: str, **more: Any) -> Answer:
        return function(about=About(cohort, qualification, document, unit), **more)

    options = (
        click.option("--unit", default="", help="The unit that a microcredential is for."),
        click.option("--document", type=click.Choice(DOCUMENTS), default=CERTIFICATE, help="The type of document."),
        click.option("--qualification", default="", help="Another qualification than the cohort's own."),
        click.option("--cohort", required=True, help="The code of the cohort."),
    )
    found: Callable[..., Answer] = bundled
    for option in options:
        found = option(found)
    return found
