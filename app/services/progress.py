# SPDX-License-Identifier: Apache-2.0
"""How long work tells how far it is."""

from collections.abc import Callable

OnProgress = Callable[[int, int], None]
"""Told from time to time how much is done, of how much."""
