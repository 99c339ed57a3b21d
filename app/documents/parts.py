# SPDX-License-Identifier: Apache-2.0
"""What the parts of a template are made of, declared once: read from JSON with the place of each fault, written back
without what is as usual, and described as JSON Schema."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Final

from app.documents.properties import Property, wrong

MOST_THINGS: Final = 400


@dataclass(frozen=True, slots=True)
class Part:
    """A part with properties of its own; ``optional`` where there may be none."""

    kind: type
    optional: bool = False

    def read(self, value: object, place: str) -> Any:
        return read_part(self.kind, value, place)

    def write(self, value: Any) -> object:
        return written_part(value)

    def schema(self) -> dict[str, object]:
        return part_schema(self.kind)


@dataclass(frozen=True, slots=True)
class Several:
    """Many of the same, in order."""

    of: Property
    least: int = 0

    def read(self, value: object, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list) or not self.least <= len(value) <= MOST_THINGS:
            raise wrong(place, f"[…] ({self.least} … {MOST_THINGS})")
        return tuple(self.of.read(one, f"{place}/{number}") for number, one in enumerate(value))

    def write(self, value: Iterable[Any]) -> object:
        return [self.of.write(one) for one in value]

    def schema(self) -> dict[str, object]:
        return {"type": "array", "minItems": self.least, "maxItems": MOST_THINGS, "items": self.of.schema()}


def has(what: Property, default: Any = MISSING) -> Any:
    """Declare a field of a part: what it may hold, and what is as usual (needed where nothing is)."""
    return field(default=default, metadata={"property": what})


def beside(kind: type, default: Any = MISSING) -> Any:
    """Declare a field whose own properties stand beside the others in the file, not within."""
    return field(default=default, metadata={"beside": kind})


def read_part(kind: type, value: object, place: str, also: frozenset[str] = frozenset()) -> Any:
    """A part from a JSON object that has no properties but those declared (and ``also``, read elsewhere)."""
    if not isinstance(value, dict):
        raise wrong(place, "{…}")
    unknown = sorted(str(key) for key in value if key not in _properties(kind) and key not in also)
    if unknown:
        raise wrong(f"{place}/{unknown[0]}", " | ".join(_properties(kind)))
    return _read(kind, value, place)


def written_part(value: Any, usual: Any = None) -> dict[str, object]:
    """The JSON object of a part, without what is as usual: as declared, or as in another part of its kind."""
    written: dict[str, object] = {}
    for one in fields(value):
        content = getattr(value, one.name)
        if "beside" in one.metadata:
            written |= written_part(content, None if one.default is MISSING else one.default)
        elif content != (getattr(usual, one.name) if usual else one.default):
            written[one.name] = one.metadata["property"].write(content)
    return written


def part_schema(kind: type) -> dict[str, object]:
    """What JSON Schema says of a part."""
    found = _properties(kind)
    needed = [name for name, (one, _) in found.items() if one.default is MISSING]
    schema: dict[str, object] = {
        "type": "object",
        "properties": {name: one.metadata["property"].schema() for name, (one, _) in found.items()},
        "additionalProperties": False,
    }
    return schema | ({"required": needed} if needed else {})


def _properties(kind: type) -> Mapping[str, tuple[Field[Any], type]]:
    """The declared fields of a part by name, with those that stand beside them."""
    found: dict[str, tuple[Field[Any], type]] = {}
    for one in fields(kind):
        if "beside" in one.metadata:
            found |= _properties(one.metadata["beside"])
        else:
            found[one.name] = (one, kind)
    return found


def _read(kind: type, value: Mapping[str, object], place: str) -> Any:
    given: dict[str, Any] = {}
    for one in fields(kind):
        if "beside" in one.metadata:
            given[one.name] = _read_beside(one, value, place)
        elif one.name in value:
            given[one.name] = one.metadata["property"].read(value[one.name], f"{place}/{one.name}")
        elif one.default is MISSING:
            raise wrong(f"{place}/{one.name}", "…")
    return kind(**given)


def _read_beside(one: Field[Any], value: Mapping[str, object], place: str) -> Any:
    """The part whose properties stand among others; what is not given is as the default of that place has it."""
    kind = one.metadata["beside"]
    if one.default is MISSING:
        return _read(kind, value, place)
    usual = {each.name: getattr(one.default, each.name) for each in fields(kind)}
    given = {
        each.name: each.metadata["property"].read(value[each.name], f"{place}/{each.name}")
        for each in fields(kind)
        if each.name in value
    }
    return kind(**(usual | given))
