# SPDX-License-Identifier: Apache-2.0
"""The properties of a part of a template, one by one: what each may hold, what it holds, and how it is set."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeVar

from app.documents.parts import Part, Several
from app.documents.properties import Property

T = TypeVar("T")

Path = tuple[str | int, ...]
"""The way to a property: names of fields, and numbers where there are several."""
_PLAIN: Final = (bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Settable:
    """A property at the end of a path, and its value. A part that need not be there is None where it is not."""

    path: Path
    what: Property
    value: Any


def settables(part: Any, path: Path = ()) -> Iterator[Settable]:
    """All properties in the order of their declaration, each part before what it is made of."""
    for one in fields(part):
        value, at = getattr(part, one.name), (*path, one.name)
        if "beside" in one.metadata:
            yield from settables(value, at)
            continue
        what = one.metadata["property"]
        yield Settable(at, what, value)
        if isinstance(what, Part) and value is not None:
            yield from settables(value, at)
        elif isinstance(what, Several) and isinstance(what.of, Part):
            for number, inner in enumerate(value):
                yield from settables(inner, (*at, number))


def with_value(part: T, path: Path, value: Any) -> T:
    """The part with this property set. Raises BadInput where it cannot hold the value."""
    name, *rest = path
    (one,) = (field for field in fields(part) if field.name == name)  # type: ignore[arg-type]  # parts are dataclasses
    old = getattr(part, str(name))
    if not rest:
        return _replaced(part, str(name), _checked(one.metadata["property"], value, str(name)))
    number = rest[0]
    if isinstance(number, int):
        inner = with_value(old[number], tuple(rest[1:]), value) if rest[1:] else value
        return _replaced(part, str(name), (*old[:number], inner, *old[number + 1 :]))
    return _replaced(part, str(name), with_value(old, tuple(rest), value))


def _replaced(part: T, name: str, value: Any) -> T:
    return replace(part, **{name: value})  # type: ignore[type-var]  # parts are dataclasses


def _checked(what: Property, value: Any, name: str) -> Any:
    if isinstance(what, Part) and value is None:
        return None
    return what.read(value if isinstance(value, _PLAIN) else what.write(value), f"/{name}")
