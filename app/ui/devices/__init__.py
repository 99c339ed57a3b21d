# SPDX-License-Identifier: Apache-2.0
"""This laptop and the others of the centre: carrying records, backups, letting a laptop join, checking the records."""

from app.ui.devices.devices_page import PAGE

__all__ = ["PAGE"]
