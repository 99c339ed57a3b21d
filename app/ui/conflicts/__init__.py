# SPDX-License-Identifier: Apache-2.0
"""Questions that only a person can answer, such as two birth dates for one learner."""

from app.ui.conflicts.conflicts_page import PAGE

__all__ = ["PAGE"]
