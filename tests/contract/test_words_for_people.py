# SPDX-License-Identifier: Apache-2.0
"""No word of the machinery in anything that a person can read: screens, messages, paper, in every language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.catalogue_files import OTHERS, ROOT, forms, texts, translated

MACHINERY = (
    "origins?|operations?|acts?|journals?|fold(?:s|ed|ing)?|heads?|streams?|batch(?:es)?|bundles?|receipts?|epochs?"
    "|clones?|quarantines?|projections?"
)
"""What these are called inside the program; people read of entries, records, laptops, files and copies."""

ELSEWHERE = {
    "ru": r"(?:операци|журнал|св[её]рт|поток|пакет|квитанци|эпох|клон|карантин|проекци)\w*",
    "vi": "thao tác|nhật ký|luồng|lô|gói|biên lai|kỷ nguyên|nhân bản|cách ly|phép chiếu|sổ cái",
    "km": "ប្រតិបត្តិការ|ទិនានុប្បវត្តិ|កញ្ចប់|បង្កាន់ដៃ|ចត្តាឡីស័ក|ស្ទ្រីម",
}
"""The same as a translator would put them."""

ALLOWED: frozenset[str] = frozenset()
"""Texts that use one of the words in its ordinary meaning, each with its reason beside it. There is none."""

COMMAND = re.compile(r"^ {4}.*$|`[^`]*`|`{3}.*?`{3}", re.MULTILINE | re.DOTALL)
"""What is typed: the names of commands are not sentences."""


def found_in(text: str, words: str) -> list[str]:
    """The words of the machinery in a text."""
    return re.findall(rf"(?<![\w{{])(?:{words})(?![\w}}])", text.replace("&", "").replace("\u200b", ""), re.IGNORECASE)


def on_screen() -> Iterator[tuple[str, ...]]:
    """Every text but those of the command line alone, whose commands are words that are typed."""
    for message in texts():
        if message.id and any(not place.startswith("app/cli/") for place, _ in message.locations):
            yield forms(message.id)


def guide() -> list[Path]:
    return sorted((ROOT / "docs" / "guide").rglob("*.md"))


def test_no_screen_speaks_of_the_machinery() -> None:
    shown = [text for ids in on_screen() for text in ids]
    assert len(shown) > 500
    assert [(text, found_in(text, MACHINERY)) for text in shown if found_in(text, MACHINERY)] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_speaks_of_the_machinery(code: str) -> None:
    words = f"{MACHINERY}|{ELSEWHERE[code]}"
    shown = set(on_screen())
    said = [text for message in translated(code) if forms(message.id) in shown for text in forms(message.string)]
    assert said
    assert [text for text in said if text not in ALLOWED and found_in(text, words)] == []


@pytest.mark.parametrize("page", guide(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_guide_speaks_of_the_machinery_only_in_commands(page: Path) -> None:
    assert found_in(COMMAND.sub("", page.read_text(encoding="utf-8")), MACHINERY) == []


@pytest.mark.parametrize(
    ("text", "words", "caught"),
    [
        ("The &operation was folded.", MACHINERY, ["operation", "folded"]),
        ("The folder holds activities ahead.", MACHINERY, []),
        ("{act} and {origin}", MACHINERY, []),
        ("Операция записана в журнал.", ELSEWHERE["ru"], ["Операция", "журнал"]),
    ],
)
def test_a_word_of_the_machinery_would_be_seen(text: str, words: str, caught: list[str]) -> None:
    assert found_in(text, words) == caught
