# SPDX-License-Identifier: Apache-2.0
"""Templates: how documents look, changed on the page itself."""

from app.ui.templates.templates_page import PAGE

__all__ = ["PAGE"]
