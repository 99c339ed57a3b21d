# SPDX-License-Identifier: Apache-2.0
"""How a person likes the window, and their own secrets."""

from app.ui.settings.settings_page import PAGE

__all__ = ["PAGE"]
