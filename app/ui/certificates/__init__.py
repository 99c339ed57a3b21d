# SPDX-License-Identifier: Apache-2.0
"""Certificates: issuing them, the register of all that were issued, and checking one that somebody shows."""

from app.ui.certificates.certificates_page import PAGE

__all__ = ["PAGE"]
