# SPDX-License-Identifier: Apache-2.0
"""Texts for people, in the language that they chose.

One mechanism for every room, with or without Qt: gettext catalogues in ``resources/translations``.
"""

import gettext
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "ru": "Русский", "km": "ខ្មែរ", "vi": "Tiếng Việt"}

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use_language(code: str, folder: Path) -> None:
    """Show texts in this language from now on; English where a text or the whole catalogue is missing."""
    global _catalogue, _language
    path = folder / f"{code}.mo"
    _language = code if code in LANGUAGES else "en"
    if _language == "en" or not path.exists():
        _catalogue = gettext.NullTranslations()
        return
    with path.open("rb") as file:
        _catalogue = gettext.GNUTranslations(file)


def language() -> str:
    """The code of the language in use, such as "km"."""
    return _language


def tr(text: str, **facts: object) -> str:
    """The text in the language in use, with each ``{name}`` replaced by the fact of that name."""
    translated = _catalogue.gettext(text) if text else ""
    return translated.format(**facts) if facts else translated


def trn(one: str, many: str, n: int, **facts: object) -> str:
    """The form of the text that the language wants for ``n`` things; ``{n}`` stands for the number."""
    return _catalogue.ngettext(one, many, n).format(n=n, **facts)


def later(text: str) -> str:
    """Mark a text for translation that is translated only when it is shown."""
    return text


def in_every_language(text: str, folder: Path) -> tuple[str, ...]:
    """The text in English and in each language that has a catalogue in the folder: for reading what people wrote."""
    return tuple(dict.fromkeys([text, *(translation_for(code, folder).gettext(text) for code in LANGUAGES)]))


@cache
def translation_for(code: str, folder: Path) -> gettext.NullTranslations:
    """The catalogue of one language, whatever language is in use: for paper written in another one than the screen."""
    path = folder / f"{code}.mo"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
