# SPDX-License-Identifier: Apache-2.0
"""Cohorts: the list, each cohort with its members and units, opening one, filling it from a workbook."""

from app.ui.cohorts.cohorts_page import PAGE

__all__ = ["PAGE"]
