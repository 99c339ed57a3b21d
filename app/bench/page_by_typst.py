# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: the same pages by typst into one file. It is handed everything laid out."""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.bench.child import answer
from app.bench.measuring import cpu
from app.bench.page_by_qt import CODE, SIGNATURE
from app.paths import resources

TYPST = "typst"


def pages(told: dict[str, Any], folder: Path) -> tuple[float, int]:
    """CPU seconds for all of the pages, and the bytes of the file."""
    typst = importlib.import_module(TYPST)
    (folder / "ornaments.svg").write_text(_svg(told), "utf-8")
    source = folder / "pages.typ"
    source.write_text("\n".join(_source(told)), "utf-8")
    found: list[bytes] = []
    fonts = [str(resources() / "fonts")]
    taken = cpu(lambda: found.append(typst.compile(str(source), root="/", font_paths=fonts)))
    return taken, len(found[0])


def _source(told: dict[str, Any]) -> Iterator[str]:
    width, height = told["size"]
    yield f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)"
    yield '#set text(top-edge: "baseline", bottom-edge: "baseline")'
    yield "#let at(x, y, body) = place(top + left, dx: x * 1pt, dy: y * 1pt, body)"
    yield "#let said(x, y, face, weight, size, body) = {"
    yield "  at(x, y, text(font: face, weight: weight, size: size * 1pt, body))"
    yield "}"
    for page in told["pages"]:
        yield f'#page[#at(0, 0, image("ornaments.svg", width: {width}pt))'
        for text, face, size, x, y in page["lines"]:
            family, weight = _family(face), "bold" if face.endswith("Bold") else "regular"
            shown = json.dumps(text, ensure_ascii=False)
            yield f'#said({x:.2f}, {height - y:.2f}, "{family}", "{weight}", {size:.2f}, {shown})'
        for x, y, to_x in page["rules"]:
            yield f"#at({x:.2f}, {height - y:.2f}, line(length: {to_x - x:.2f}pt, stroke: 0.5pt))"
        left, low, side = CODE
        yield f'#at({left}, {height - low - side}, image("{page["code"]}", width: {side}pt, scaling: "pixelated"))'
        yield f'#at({SIGNATURE[0]}, {SIGNATURE[1]}, image("{told["signature"]}", width: {SIGNATURE[2]}pt))]'


def _family(face: str) -> str:
    names = {"NotoSans": "Noto Sans", "NotoSerif": "Noto Serif", "NotoNaskh": "Noto Naskh"}
    base = face.split("-")[0]
    stem = next(one for one in names if base.startswith(one))
    return f"{names[stem]} {base.removeprefix(stem)}".strip()


def _svg(told: dict[str, Any]) -> str:
    width, height = told["size"]
    parts = []
    for colour, line, path in told["strokes"]:
        drawn = " ".join(
            {"m": "M", "l": "L", "c": "C", "h": "Z"}[operator]
            + " ".join(f"{x} {round(height - y, 2)}" for x, y in zip(values[::2], values[1::2], strict=True))
            for operator, *values in path
        )
        parts.append(f'<path d="{drawn}" fill="none" stroke="{colour}" stroke-width="{line:.2f}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{''.join(parts)}</svg>"
    )


if __name__ == "__main__":
    told = Path(sys.argv[1])
    answer(pages(json.loads(told.read_text("utf-8")), told.parent))
