# SPDX-License-Identifier: Apache-2.0
"""Format 3: the register knows of replaced, revoked and claimed documents, of policies, templates, signatories and
leased numbers. The journal is as it was; the lists are folded from it anew."""

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Nothing in the journal changes."""
