# SPDX-License-Identifier: Apache-2.0
"""Pictures of every document that the program brings a template for, in six scripts and as awkward as they come.

``python packaging/contact_sheets.py FOLDER [--template KEY] [--who WHO] [--case CASE] [--dpi N]``: one sheet for each
template and case, with the documents of all places side by side, and beside it their PDF.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402 - after the path is set
from PIL import Image  # noqa: E402

from app.documents.rendering import render  # noqa: E402
from app.documents.starting import starting_keys, starting_template  # noqa: E402
from tests.documents.specimens import CASES, PLACES, specimen  # noqa: E402

GAP, GROUND = 8, (120, 120, 120)
WIDTH = 1060
"""Pixels of a sheet: as many as can be looked at as they are."""


def main() -> int:
    """Take the pictures into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / ".demo" / "documents")
    parser.add_argument("--template", action="append", choices=starting_keys(), help="only this template")
    parser.add_argument("--who", action="append", choices=PLACES, help="only documents of this place")
    parser.add_argument("--case", action="append", choices=CASES, help="only this case")
    parser.add_argument("--dpi", type=int, default=64)
    wish = parser.parse_args()
    wish.folder.mkdir(parents=True, exist_ok=True)
    for case in wish.case or CASES:
        for key in wish.template or starting_keys():
            take(wish.folder / f"{key}-{case}", key, wish.who or tuple(PLACES), case, wish.dpi)
    print(f"The pictures are in {wish.folder}")
    return 0


def take(path: Path, key: str, places: Sequence[str], case: str, dpi: int) -> None:
    """One sheet with the documents of these places, as a picture and as the PDF that it shows."""
    template = starting_template(key)
    parts = [(template, specimen(template, who, case)) for who in places]
    pdf = render(parts, stationery=case == "stationery")
    path.with_suffix(".pdf").write_bytes(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        scale = dpi / 72 * (2 if template.paper.size == "card" else 1)
        pages = [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    sheet(pages).save(path.with_suffix(".png"))


def sheet(pages: Sequence[Image.Image]) -> Image.Image:
    """All pages in rows, left to right."""
    across = max(1, (WIDTH + GAP) // (pages[0].width + GAP))
    down = -(-len(pages) // across)
    width, height = pages[0].width + GAP, pages[0].height + GAP
    drawn = Image.new("RGB", (min(across, len(pages)) * width, down * height), GROUND)
    for number, page in enumerate(pages):
        drawn.paste(page, (number % across * width, number // across * height))
    return drawn


if __name__ == "__main__":
    sys.exit(main())
