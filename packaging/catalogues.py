# SPDX-License-Identifier: Apache-2.0
"""The translators' catalogues in ``resources/translations``: ``compile`` them, or ``update`` them from the texts.

Unreviewed drafts (marked fuzzy) are compiled too: a draft helps its reader more than English does.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app import __version__
from app.translation import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
HEADER = {
    "header_comment": "# SPDX-License-Identifier: Apache-2.0",
    "project": "Guildmark",
    "version": __version__,
    "msgid_bugs_address": "see CONTRIBUTING.md",
    "last_translator": "nobody yet",
    "language_team": "Guildmark",
    "charset": "utf-8",
}
KEYWORDS = {"tr": None, "trn": (1, 2), "later": None}


def compile_all() -> None:
    """Write the compiled form beside each catalogue that is newer than it."""
    for source in sorted(FOLDER.glob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        compiled = io.BytesIO()
        write_mo(compiled, _read(source), use_fuzzy=True)
        target.write_bytes(compiled.getvalue())


def update_all() -> None:
    """Bring the texts of the program into each language's catalogue; translations that still fit are kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = _texts()
    for code in sorted(LANGUAGES.keys() - {"en"}):
        target = FOLDER / f"{code}.po"
        catalogue = _read(target) if target.exists() else _empty(code)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        written = io.BytesIO()
        write_po(written, catalogue, width=0, include_lineno=False, sort_by_file=True)
        target.write_bytes(written.getvalue())
        print(f"{target.name}: {sum(1 for text in catalogue if text.id and not text.string)} texts to translate")


def _empty(code: str | None = None) -> Catalog:
    return Catalog(locale=code, fuzzy=False, **HEADER)


def _texts() -> Catalog:
    template = _empty()
    for path, line, text, comments, context in extract_from_dir(ROOT / "app", keywords=KEYWORDS):
        template.add(text, None, [(f"app/{path}", line)], auto_comments=comments, context=context)
    return template


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


if __name__ == "__main__":
    {"compile": compile_all, "update": update_all}[sys.argv[1]]()
