# SPDX-License-Identifier: Apache-2.0
"""Further roads that stand on the page under the sticks, in this order."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from app.ui.context import Context

PARTS: Final[tuple[Callable[[Context], QWidget], ...]] = ()
