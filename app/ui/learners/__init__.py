# SPDX-License-Identifier: Apache-2.0
"""The register of learners and the card of each."""

from app.ui.learners.learners_page import PAGE

__all__ = ["PAGE"]
