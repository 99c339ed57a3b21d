# SPDX-License-Identifier: Apache-2.0
"""Elements on their way from one place of a template to another, or to another template, as a piece of text."""

from collections.abc import Sequence
from typing import Final

import orjson

from app.documents.elements.kinds import Element
from app.documents.parts import Several
from app.documents.template import LARGEST, ElementProperty
from app.domain.refusals import BadInput
from app.translation import later

_ELEMENTS: Final = Several(ElementProperty())
_STRANGE: Final = later("What was copied is no part of a template.")


def written_elements(elements: Sequence[Element]) -> bytes:
    """These elements as JSON."""
    return orjson.dumps(_ELEMENTS.write(elements))


def read_elements(data: bytes) -> tuple[Element, ...]:
    """The elements in a piece of text that anybody may have put there. Raises BadInput."""
    try:
        found = orjson.loads(data) if len(data) <= LARGEST else None
    except orjson.JSONDecodeError as error:
        raise BadInput("not-elements", _STRANGE) from error
    return _ELEMENTS.read(found, "")
