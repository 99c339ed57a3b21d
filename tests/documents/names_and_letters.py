# SPDX-License-Identifier: Apache-2.0
"""Lines to print: names as people of many places have them, and the letters of many languages.

The lists lie beside the project, in ``shared/data/names``; without them the tests are skipped. ``GUILDMARK_LINES`` says
how many lines of each place and language are tried: 3 if nothing is said, 0 for all.
"""

import csv
import json
import os
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

LINES = int(os.environ.get("GUILDMARK_LINES", "3"))
PLACES = (
    "ar_SA az_AZ el_GR es_ES fr_FR he_IL hi_IN hy_AM is_IS ja_JP ka_GE km_KH ko_KR ne_NP pl_PL ru_RU ta_IN th_TH tr_TR "
    "uk_UA uz_UZ vi_VN zh_CN zh_TW"
)
LANGUAGES = "ar az en es fil fr hy id ka kk km ky lo ms my pt ru ta tg th tr uk uz vi zh-Hant zh"
GROUPS = [*PLACES.split(), *LANGUAGES.split()]

NOT_PRINTED = "\u2212\ufe32\ufe58"
"""No typeface of ours has the minus of mathematics, nor dashes that stand upright."""

_HIDDEN = "\u061c\u200e\u200f"
_LETTERS = ("exemplarCharacters", "auxiliary")
_SIGNS = ("numbers", "punctuation")
"""Not for Arabic: a row of signs alone has no order there. Signs among Arabic letters have tests of their own."""

_ITEM = re.compile(r"\{([^}]*)\}|\\u([0-9A-F]{4})|\\(.)|([^ ])")
_IN_A_LINE = 20
_IN_A_WORD = 4


def lines_of(group: str) -> list[str]:
    """The lines of a place or a language, in NFC, as many as wished. Skips the test where the lists are not at hand."""
    lines = _names(group) if "_" in group else _letters(group)
    step = max(1, len(lines) // LINES) if LINES else 1
    return lines[::step]


def _folder() -> Path:
    places = (folder / "shared" / "data" / "names" for folder in Path(__file__).resolve().parents)
    found = next((place for place in places if place.exists()), None)
    if found is None:
        pytest.skip("the lists of names and letters (shared/data/names) are not beside the project")
    return found


def _names(place: str) -> list[str]:
    with (_folder() / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["locale"] == place]
    return [unicodedata.normalize("NFC", f"{row['family_name']} {row['given_name']}".strip()) for row in rows]


@cache
def _exemplars() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((_folder() / "cldr48_exemplars.json").read_text("utf-8"))
    return found


def _letters(language: str) -> list[str]:
    lines: list[str] = []
    base = (
        "\u0628"
        if language == "ar"
        else next(filter(str.isalpha, _items(_exemplars()[language]["exemplarCharacters"])))
    )
    for kind in _LETTERS if language == "ar" else (*_LETTERS, *_SIGNS):
        signs = [_on(base, sign) for sign in _items(_exemplars()[language][kind])]
        if language == "ar":  # single letters with a space between each are one word to readers of places
            signs = ["".join(signs[at : at + _IN_A_WORD]) for at in range(0, len(signs), _IN_A_WORD)]
        lines += [" ".join(signs[at : at + _IN_A_LINE]) for at in range(0, len(signs), _IN_A_LINE)]
    return [unicodedata.normalize("NFC", line) for line in lines]


def _items(described: str) -> list[str]:
    """The letters that a set of the CLDR lists, without those that no paper shows."""
    found = []
    for together, code, escaped, plain in _ITEM.findall(described[1:-1]):
        sign = re.sub(r"\\u([0-9A-F]{4})", lambda match: chr(int(match[1], 16)), together)
        sign = sign or (chr(int(code, 16)) if code else "") or escaped or plain
        if sign.strip() and not set(sign) & set(_HIDDEN + NOT_PRINTED):
            found.append(sign)
    return found


def _on(base: str, sign: str) -> str:
    """A mark on a letter, a joiner between two; anything else as it is."""
    if unicodedata.category(sign[0]).startswith("M"):
        return base + sign
    return f"{base}{sign}{base}" if sign in "\u200b\u200c\u200d" else sign
