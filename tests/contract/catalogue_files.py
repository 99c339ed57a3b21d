# SPDX-License-Identifier: Apache-2.0
"""The texts of the program and their translations, read by the project's own tool for translators."""

import runpy
from functools import cache
from pathlib import Path
from typing import Any

from app.translation import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"
OTHERS = sorted(LANGUAGES.keys() - {"en"})
"""The languages that texts are translated into."""


@cache
def texts() -> Any:
    """The catalogue of every text in the program, each with the files that it stands in."""
    return _tool()["_texts"]()


@cache
def translated(code: str) -> Any:
    """The catalogue of one language."""
    return _tool()["_read"](TRANSLATIONS / f"{code}.po")


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """One text, or its forms for one and for many."""
    return (text,) if isinstance(text, str) else tuple(text)


@cache
def _tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "packaging" / "catalogues.py"))
