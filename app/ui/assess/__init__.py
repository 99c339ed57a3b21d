# SPDX-License-Identifier: Apache-2.0
"""Assessing a practical: learners by criteria, with keys, and the end of it; before that the choice of it."""

from app.ui.assess.choose_page import PAGE

__all__ = ["PAGE"]
