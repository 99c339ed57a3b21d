# SPDX-License-Identifier: Apache-2.0
"""What one property of a template may hold: read from JSON with the place of each fault, written back, and described
as JSON Schema."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from app.domain.refusals import BadInput
from app.translation import later

_LONGEST_TEXT: Final = 4000
_SHOWN_NAMES: Final = 6
COLOURS: Final = ("main", "accent", "ink", "grey", "pale", "faint", "white")
"""Colours by name; those of a template may differ from ours."""

_HEX: Final = re.compile("#[0-9a-f]{6}")
_LANGUAGE: Final = re.compile("[a-z]{2,3}(-[A-Za-z]{4})?")


class Property(Protocol):
    """What one property may hold. ``read`` raises BadInput with the place where something else stands."""

    def read(self, value: object, place: str) -> Any: ...

    def write(self, value: Any) -> object: ...

    def schema(self) -> dict[str, object]: ...


def wrong(place: str, wanted: str) -> BadInput:
    """A refusal that says where in the template something is wrong, and what should stand there."""
    return BadInput(
        "template-wrong",
        later("This template cannot be used. At {place} there should be {wanted}."),
        place=place or "/",
        wanted=wanted,
    )


@dataclass(frozen=True, slots=True)
class Number:
    """A number within limits."""

    low: float
    high: float

    def read(self, value: object, place: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise wrong(place, self._wanted())
        if not self.low <= value <= self.high:
            raise wrong(place, self._wanted())
        return round(float(value), 3)

    def write(self, value: float) -> object:
        return int(value) if value == int(value) else value

    def schema(self) -> dict[str, object]:
        return {"type": "number", "minimum": self.low, "maximum": self.high}

    def _wanted(self) -> str:
        return f"{self.low:g} … {self.high:g}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within limits."""

    low: int
    high: int

    def read(self, value: object, place: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise wrong(place, f"{self.low} … {self.high}")
        return value

    def write(self, value: int) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, value: object, place: str) -> str:
        if not isinstance(value, str) or value not in self.words:
            raise wrong(place, " | ".join(word for word in self.words if word))
        return value

    def write(self, value: str) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Known:
    """One of many names that this version knows; empty for none where that is allowed."""

    names: frozenset[str]
    optional: bool = False

    def read(self, value: object, place: str) -> str:
        if isinstance(value, str) and (value in self.names or (self.optional and not value)):
            return value
        raise wrong(place, ", ".join(sorted(self.names)[:_SHOWN_NAMES]) + " …")

    def write(self, value: str) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"enum": [*([""] if self.optional else []), *sorted(self.names)]}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, value: object, place: str) -> bool:
        if not isinstance(value, bool):
            raise wrong(place, "true | false")
        return value

    def write(self, value: bool) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Plain:
    """Text of some length; ``pattern`` is for names and digests."""

    longest: int = _LONGEST_TEXT
    pattern: str = ""

    def read(self, value: object, place: str) -> str:
        if not isinstance(value, str) or len(value) > self.longest:
            raise wrong(place, f"“…” (≤ {self.longest})")
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise wrong(place, self.pattern)
        return value

    def write(self, value: str) -> object:
        return value

    def schema(self) -> dict[str, object]:
        limits: dict[str, object] = {"type": "string", "maxLength": self.longest}
        return limits | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by its name, or as #rrggbb; empty for none."""

    def read(self, value: object, place: str) -> str:
        if not isinstance(value, str) or not (value in ("", *COLOURS) or _HEX.fullmatch(value)):
            raise wrong(place, "#rrggbb | " + " | ".join(COLOURS))
        return value

    def write(self, value: str) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^(|{'|'.join(COLOURS)}|#[0-9a-f]{{6}})$"}


@dataclass(frozen=True, slots=True)
class Texts:
    """A text in several languages, as pairs of a language's code and the text."""

    def read(self, value: object, place: str) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict) or not all(_LANGUAGE.fullmatch(str(code)) for code in value):
            raise wrong(place, '{"en": "…"}')
        plain = Plain()
        return tuple((code, plain.read(text, f"{place}/{code}")) for code, text in value.items())

    def write(self, value: Iterable[tuple[str, str]]) -> object:
        return dict(value)

    def schema(self) -> dict[str, object]:
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{_LANGUAGE.pattern}$"},
            "additionalProperties": Plain().schema(),
        }
