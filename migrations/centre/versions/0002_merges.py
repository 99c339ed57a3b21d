# SPDX-License-Identifier: Apache-2.0
"""Format 2: the lists know of merged learners and of what was before. The journal is as it was; the lists are folded
from it anew."""

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Nothing in the journal changes."""
