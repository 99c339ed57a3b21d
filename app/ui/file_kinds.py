# SPDX-License-Identifier: Apache-2.0
"""The files that people carry about: how their names end, and what a file dialog calls them."""

from app.store.folder import BACKUP_SUFFIX
from app.translation import later, tr

BACKUP = BACKUP_SUFFIX
BUNDLE = ".guildmark-records"
REQUEST = ".guildmark-request"
ANSWER = ".guildmark-answer"
CARD = ".guildmark-registry"

_WORDS = {
    BACKUP: later("Backups"),
    BUNDLE: later("Records for another laptop"),
    REQUEST: later("Requests of new laptops"),
    ANSWER: later("Answers to new laptops"),
    CARD: later("Files of registries"),
}


def filter_of(kind: str) -> str:
    """What a file dialog wants to hear of files of this kind."""
    return f"{tr(_WORDS[kind])} (*{kind})"


def file_name(about: str, kind: str) -> str:
    """A name for a file about this, fit for any disk."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in about).strip("-")
    return f"{plain or 'guildmark'}{kind}"
