# SPDX-License-Identifier: Apache-2.0
"""Words that people write into cells instead of the letters of the template, in the languages of the centres."""

from typing import Final


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {word: letter for letter, listed in words.items() for word in listed.split()}


SEX_WORDS: Final = _by_word(
    {
        "F": "f female woman ж жен женский женщина ស ស្រី នារី nữ nu gái аял эже зан իգ իգական",
        "M": "m male man м муж мужской мужчина ប ប្រុស បុរស nam trai эркек мард ար արական",
        "X": "x х other другой иной ផ្សេង ផ្សេងទៀត khác",
    }
)
"""The letter for each word, in lower case; the Cyrillic letters that look like M and X count as those."""

MARK_WORDS: Final = _by_word(
    {
        "Y": "y yes д да ооба ҳа c có đạt បាទ ចាស បាន այո ✓ ✔",
        "N": "n no н нет жок не k không chưa ទេ ոչ ✗ ✘",
        "X": "x х n/a na неприменимо",
    }
)
"""Met, not yet, not applicable: the letter for each word, in lower case."""
