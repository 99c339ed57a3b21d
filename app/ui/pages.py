# SPDX-License-Identifier: Apache-2.0
"""What the window knows of a screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from app.domain.refusals import Refused
from app.ui.theme.icons import Icon


@dataclass(frozen=True, slots=True)
class Page:
    """A screen: made on its first visit, shown to people who have one of its roles (to all when it names none).

    ``title`` is marked with ``later``. ``make`` is given the context that the window was given. A page that is not
    ``in_rail`` is reached from other pages only; one ``when_needed`` stands there only while the window is told so
    (``MainWindow.set_present``). Files whose names end in one of ``takes`` go to it when they are
    dropped anywhere on the window; it ``TakesFiles`` then.
    """

    key: str
    title: str
    icon: Icon
    make: Callable[[Any], QWidget]
    roles: frozenset[str] = frozenset()
    at_foot: bool = False
    in_rail: bool = True
    when_needed: bool = False
    takes: tuple[str, ...] = ()


def pages_for(roles: frozenset[str], pages: Sequence[Page]) -> list[Page]:
    """The pages that a person with these roles sees."""
    return [page for page in pages if not page.roles or page.roles & roles]


@runtime_checkable
class RemembersPlace(Protocol):
    """A page that can say where the person is on it and go back there: when the language changes, after a restart."""

    def place(self) -> str:
        """Where the person is, in words of the page's own."""

    def go_to(self, place: str) -> None:
        """Go there, as far as it still exists."""


@runtime_checkable
class TakesFiles(Protocol):
    """A page that does something with a file."""

    def take_file(self, path: Path, more: int = 0) -> None:
        """Take this file; ``more`` others were dropped with it."""


@runtime_checkable
class MayBeAssessing(Protocol):
    """A page on which a practical may be going on."""

    def busy_assessing(self) -> bool:
        """True: never lock the window now."""


@runtime_checkable
class HearsRefusal(Protocol):
    """A page before the records are open, on which somebody tries to come in."""

    def show_refusal(self, refusal: Refused) -> None:
        """Say why not, and let the person try again."""
