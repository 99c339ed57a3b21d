# SPDX-License-Identifier: Apache-2.0
"""A small rounded word that tells a state: colour, edge and text together."""

from typing import Literal

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.widgets.texts import set_variant

State = Literal["neutral", "met", "not_yet", "warn", "accent"]


class Pill(QLabel):
    """Shows a state in words; ``show_state`` changes both."""

    def __init__(self, text: str = "", state: State = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", state)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, state: State) -> None:
        """Show another state."""
        self.setText(text)
        set_variant(self, "kind", state)
