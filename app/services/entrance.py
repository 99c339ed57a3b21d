# SPDX-License-Identifier: Apache-2.0
"""What the sign-in page needs before anything is opened: it must be quick, so no database is loaded here."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.passphrases import propose_passphrase
from app.services.word_lists import words_of
from app.store.folder import DataFolder
from app.store.keyring_file import load_keyring


@dataclass(frozen=True, slots=True)
class Entry:
    """A person who can sign in on this computer; ``one_time``: with the code that an administrator gave them."""

    person: bytes
    name: str
    one_time: bool


def is_there(folder: DataFolder) -> bool:
    """Whether the folder holds a centre's records."""
    return folder.database.exists()


def who_may_enter(folder: DataFolder) -> tuple[Entry, ...]:
    """The people who can sign in here, by name. Raises StorageTrouble "missing-people", "damaged-people", "newer"."""
    people = load_keyring(folder).people
    entries = (Entry(wrap.person, wrap.name, wrap.kind == "one-time") for wrap in people)
    return tuple(sorted(entries, key=lambda entry: (entry.name.casefold(), entry.person)))


def proposed_passphrase(language: str, random: Callable[[int], bytes]) -> str:
    """A passphrase of easy words in this language, drawn evenly."""
    return propose_passphrase(words_of(language), lambda n: _even_choice(n, random))


def _even_choice(n: int, random: Callable[[int], bytes]) -> int:
    """A number from 0 to n - 1, each equally likely: a draw that would favour some is thrown away."""
    limit = 2**32 - 2**32 % n
    while (drawn := int.from_bytes(random(4), "big")) >= limit:
        continue
    return drawn % n
