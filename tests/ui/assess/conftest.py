# SPDX-License-Identifier: Apache-2.0
"""The look of the window, once for all tests of the assessment screen."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.theme.apply import apply_theme, use_resources
from app.ui.theme.tokens import Density, Mode


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    use_resources(Path(__file__).parents[3] / "resources")
    apply_theme(qapp, Mode.LIGHT, 100, Density.NORMAL)
