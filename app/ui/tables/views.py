# SPDX-License-Identifier: Apache-2.0
"""Views of a list under a name: its columns, their order, the sorting, the filters; kept for each person."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.domain.filtering import Filter
from app.ui.widgets.row_source import Order


@dataclass(frozen=True, slots=True)
class View:
    """How a list is looked at: the columns that are shown, in order, the sorting, the wishes about columns."""

    name: str
    columns: tuple[str, ...]
    order: Order
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Views:
    """The views of one list; ``first`` is the name of the one that it opens with, empty for none."""

    kept: tuple[View, ...] = ()
    first: str = ""

    def named(self, name: str) -> View | None:
        """The view of this name."""
        return next((view for view in self.kept if view.name == name), None)

    def with_view(self, view: View, first: bool) -> "Views":
        """With this view in place of one of the same name; ``first`` says whether the list opens with it."""
        others = tuple(other for other in self.kept if other.name != view.name)
        opens = view.name if first else "" if self.first == view.name else self.first
        return Views(tuple(sorted((*others, view), key=lambda each: each.name.casefold())), opens)

    def without(self, name: str) -> "Views":
        """Without the view of this name."""
        kept = tuple(view for view in self.kept if view.name != name)
        return replace(self, kept=kept, first="" if self.first == name else self.first)


def as_settings(views: Views) -> dict[str, object]:
    """The views as they are written into the settings."""
    return asdict(views)


def from_settings(found: object) -> Views:
    """The views that are written there; what cannot be used is left out."""
    if not isinstance(found, Mapping) or not isinstance(found.get("kept"), Sequence):
        return Views()
    kept = tuple(view for each in found["kept"] if (view := _view(each)) is not None)
    first = found.get("first")
    return Views(kept, first if isinstance(first, str) and any(view.name == first for view in kept) else "")


def _view(found: Any) -> View | None:
    try:
        order = Order(str(found["order"]["column"]), bool(found["order"]["descending"]))
        filters = tuple(_filter(each) for each in found["filters"])
        return View(str(found["name"]), tuple(map(str, found["columns"])), order, filters)
    except (KeyError, TypeError):
        return None


def _filter(found: Any) -> Filter:
    filled = found["filled"]
    return Filter(
        str(found["column"]),
        str(found["contains"]),
        tuple(map(str, found["among"])),
        filled if isinstance(filled, bool) else None,
        str(found["first"]),
        str(found["last"]),
    )
