# SPDX-License-Identifier: Apache-2.0
"""What papers of the centre are asked for, and what stands on one before it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later

_NO_NUMBER: Final = later("This paper bears a number and a date. Say its number.")


@dataclass(frozen=True, slots=True)
class Said:
    """What only a person knows. ``number`` and ``day`` (ISO, empty for today) are those of the order, the decision or
    the card; ``members`` of the commission are names with their roles; ``text`` is what was decided; ``valid_until``
    (ISO) the last day of a card. The other texts stand in a supplement: which work the holder can do, who is taken in,
    what they can go on to."""

    number: str = ""
    day: str = ""
    text: str = ""
    members: tuple[tuple[str, str], ...] = ()
    valid_until: str = ""
    occupations: str = ""
    entry: str = ""
    next_level: str = ""


_NOTHING: Final = Said()


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A paper of the type ``document`` about a cohort (its code), learners, forms (``batch``: the name or id of their
    delivery), a document of the register (``certificate``: its number) or a qualification (its code).

    ``unit`` (a code) narrows a grade sheet or an induction to one unit. ``template`` names another template than that
    of the rules.
    """

    document: str
    cohort: str = ""
    learners: Sequence[bytes] = ()
    batch: str = ""
    certificate: str = ""
    qualification: str = ""
    unit: str = ""
    template: str = ""
    said: Said = _NOTHING


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on one paper: its language, the code of the qualification whose rules count (empty for none), facts,
    rows of its tables, the text of its code, and the photo of whom it is about."""

    language: str
    qualification: str
    facts: Mapping[str, str]
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    qr_text: str = ""
    photo: bytes = b""


def day_of(text: str, today: date) -> str:
    """The day as it was said, today where none was. Raises BadInput "day"."""
    try:
        return (date.fromisoformat(text) if text else today).isoformat()
    except ValueError:
        raise BadInput("day", later("Write the day as 2026-03-31.")) from None


def require_number(said: Said) -> str:
    """The number of an order or a decision. Raises BadInput "no-number"."""
    number = " ".join(said.number.split())
    if not number:
        raise BadInput("no-number", _NO_NUMBER)
    return number
