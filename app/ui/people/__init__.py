# SPDX-License-Identifier: Apache-2.0
"""The people who work with the records: who they are and what they may do."""

from app.ui.people.people_page import PAGE

__all__ = ["PAGE"]
