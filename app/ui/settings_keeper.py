# SPDX-License-Identifier: Apache-2.0
"""Keeps how people like the window, off the GUI thread: a slow disk must not stop anyone's typing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.ui.background.lane import Lane
from app.ui.ui_settings import UiSettings, load_settings, save_settings

_SIGN_IN = "sign_in"


class SettingsKeeper:
    """The settings of each person, and those of the page before anyone has signed in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lane = Lane("settings")
        self.before = load_settings(folder)

    @property
    def never_used(self) -> bool:
        """Nobody has chosen anything on this computer yet."""
        return self.before.page != _SIGN_IN

    @property
    def last_person(self) -> str:
        """Who signed in last."""
        return self.before.places.get(_SIGN_IN, "")

    def of(self, person: str) -> UiSettings:
        """How this person likes the window; as the page before looks when they have never been here."""
        known = load_settings(self._folder, person)
        if known != UiSettings():
            return known
        return replace(self.before, page="", places={}, tables={})

    def keep(self, person: str, settings: UiSettings) -> None:
        """Keep these for the person; the page before shall look the same from now on, and propose them."""
        self._save(settings, person)
        self.keep_before(replace(settings, places={_SIGN_IN: person}, tables={}))

    def keep_before(self, settings: UiSettings) -> None:
        """Keep these for the page before anyone has signed in."""
        fresh = replace(settings, page=_SIGN_IN)
        if fresh != self.before:
            self.before = fresh
            self._save(fresh, "")

    def later(self, act: Callable[[], object]) -> None:
        """Write something else of the kind, after what was given before."""
        self._lane.add(_step(act), first=True)

    def wait(self, seconds: float) -> bool:
        """Wait until all is written; False when that takes longer."""
        return self._lane.wait_until_idle(seconds)

    def stop(self) -> None:
        """Write what is left, then take no more."""
        self._lane.wait_until_idle(2.0)
        self._lane.stop(1.0)

    def _save(self, settings: UiSettings, person: str) -> None:
        self._lane.add(_step(lambda: save_settings(self._folder, settings, person)), first=True)


def _step(act: Callable[[], object]) -> Callable[[], bool]:
    def step() -> bool:
        act()
        return False

    return step
