# SPDX-License-Identifier: Apache-2.0
"""The user guide inside the program, without a network."""

from app.ui.help.help_page import PAGE

__all__ = ["PAGE"]
