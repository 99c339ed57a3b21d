# SPDX-License-Identifier: Apache-2.0
"""Bringing learners in: a workbook, a text file or a pasted range, looked at before anything is changed."""

from app.ui.importing.import_page import PAGE

__all__ = ["PAGE"]
