# SPDX-License-Identifier: Apache-2.0
"""Qualifications and units: what there is, in full, and where it comes from."""

from app.ui.standards.standards_page import PAGE

__all__ = ["PAGE"]
