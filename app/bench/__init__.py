# SPDX-License-Identifier: Apache-2.0
"""The program measured against floors: the least that this machine needs for the same, written by hand.

Figures are CPU time unless they say otherwise. A floor runs in the same run, turn about with the program, so a busy
neighbour slows both. Nothing of what the program promises is left out: sealing, chain, search and FULL are in them all.
"""

from typing import Final

NAMES: Final = (
    "start", "table", "search", "mark", "read", "import", "plan", "likeness", "refold", "certificates",
    "documents", "proof", "export", "exchange",
)  # fmt: skip
"""What can be asked for; ``benches`` measures it. Named here, so that telling the names imports nothing."""
