# SPDX-License-Identifier: Apache-2.0
"""What was before: results and certificates from before Guildmark, brought in as they stood elsewhere, unsigned."""

from app.translation import tr


def unit_key(code: str, title: str) -> str:
    """What of a unit counts when two results are compared: its code, or the title of one without a code."""
    return " ".join((code or title).casefold().split())


def from_before(source: str) -> str:
    """The words that mark what was brought in, in the language in use."""
    if not source:
        return tr("brought in from before Guildmark")
    return tr("brought in from before Guildmark: {source}", source=source)
