# SPDX-License-Identifier: Apache-2.0
"""The first page: where to go on, what waits, how safe the work is."""

from app.ui.home.home_page import PAGE

__all__ = ["PAGE"]
