# SPDX-License-Identifier: Apache-2.0
"""The route by which a learner comes to a result."""

import re
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

TAUGHT: Final = "taught"
ROUTES: Final = (TAUGHT, "assessment-only", "rpl", "credit-transfer")
ROUTE_WORDS: Final = {
    "taught": later("Taught"),
    "assessment-only": later("Assessment only"),
    "rpl": later("Prior learning"),
    "credit-transfer": later("Credit transfer"),
}
"""Marked for translation."""


def clean_route(text: str) -> str:
    """The route that is meant, whatever its capitals, with spaces or hyphens. Raises BadInput "route"."""
    wanted = route_key(text)
    for route, word in ROUTE_WORDS.items():
        if wanted in (route_key(route), route_key(word)):
            return route
    sentence = later("“{route}” is no route. There are: {routes}")
    raise BadInput("route", sentence, route=text, routes=", ".join(ROUTES))


def route_key(text: str) -> str:
    """What of a route's word counts when it is recognised: no capitals, spaces, hyphens or dots."""
    return re.sub(r"[\s\u200b_.-]+", "", text.casefold())
