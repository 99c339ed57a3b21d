# SPDX-License-Identifier: Apache-2.0
"""How far the records have come, and every road on which they travel: network, room, stick."""

from app.ui.exchange.exchange_page import PAGE

__all__ = ["PAGE"]
