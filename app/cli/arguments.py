# SPDX-License-Identifier: Apache-2.0
"""What every command understands, wherever it stands on the line. Imports nothing slow: the window starts here too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final


class NotUnderstood(ValueError):
    """The line cannot be read; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Shared:
    """``--data DIR``, ``--as USER`` and ``--json``; an empty text is "not said"."""

    data: str = ""
    user: str = ""
    json: bool = False


_VALUES: Final = ("--data", "--as")


def split(words: Sequence[str], shared: Shared = Shared()) -> tuple[Shared, list[str]]:
    """The shared options of a line and the rest of it; ``shared`` holds what was said before.

    Words after ``--`` are left as they are. Raises NotUnderstood where a value is missing.
    """
    rest: list[str] = []
    coming = iter(words)
    for word in coming:
        name, equals, value = word.partition("=")
        if word == "--":
            return shared, [*rest, word, *coming]
        if word == "--json":
            shared = replace(shared, json=True)
        elif name in _VALUES:
            found = value if equals else next(coming, None)
            if not found:
                raise NotUnderstood(f"Option '{name}' requires an argument.")
            shared = replace(shared, data=found) if name == "--data" else replace(shared, user=found)
        else:
            rest.append(word)
    return shared, rest


def without_command(words: Sequence[str]) -> Shared | None:
    """The shared options of a line that has no command: the window is meant. None for any other line."""
    try:
        shared, rest = split(words)
    except NotUnderstood:
        return None
    return None if rest or shared.json else shared
