# SPDX-License-Identifier: Apache-2.0
"""Easy words of each language: for passphrases, and for comparing two laptops by eye."""

from functools import cache

from app.paths import resources


@cache
def words_of(language: str) -> tuple[str, ...]:
    """The words of a language (a code such as "km"); the English ones where it has none."""
    folder = resources() / "words"
    path = folder / f"{language}.txt"
    known = language.isalpha() and path.is_file()
    return tuple((path if known else folder / "en.txt").read_text(encoding="utf-8").split())
