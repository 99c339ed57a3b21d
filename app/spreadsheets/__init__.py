# SPDX-License-Identifier: Apache-2.0
"""Workbooks and standards files, in and out."""
