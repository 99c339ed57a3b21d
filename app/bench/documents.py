# SPDX-License-Identifier: Apache-2.0
"""Documents from templates: many in one file and each as a file, against the seconds and bytes that they may take, and
against Qt's QPdfWriter and typst (where it is installed), which draw the same pages."""

import importlib.util
import io
import json
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

from PIL import Image, ImageDraw

from app.bench.child import child
from app.bench.ground import Ground
from app.bench.measuring import cpu
from app.bench.page_by_typst import TYPST
from app.bench.people import learners
from app.bench.same_page import told
from app.bench.same_page_by_reportlab import SEGNO
from app.cli.outside import Measured
from app.documents.data import DocumentData
from app.documents.rendering import render
from app.documents.starting import starting_template

KEY: Final = "statement-of-attainment"
TIMES_FASTER: Final = 10
SECONDS_MERGED: Final = 0.020
SECONDS_EACH: Final = 0.035
BYTES_MERGED: Final = 10 * 1024
BYTES_EACH: Final = 60 * 1024
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_UNITS: Final = 6
_KHMER: Final = "ដំឡើងបណ្តាញអគ្គិសនី"


def documents(ground: Ground) -> Sequence[Measured]:
    """A statement of attainment with a table of six units in two scripts, woven ornaments, a picture of a signature
    and a signed code. Others are handed every line at its place and the picture of the code ready made."""
    n = ground.sizes.documents
    template, several = starting_template(KEY), statements(n)
    render([(template, several[0])])
    merged: list[bytes] = []
    each: list[bytes] = []
    in_one = cpu(lambda: merged.append(render([(template, data) for data in several]))) / n
    single = cpu(lambda: each.extend(render([(template, data)]) for data in several)) / n
    pages = ground.path / "pages.json"
    pages.write_text(json.dumps(told(template, several, ground.path)), "utf-8")
    by_qt = child("page_by_qt", pages)[0] / n
    found = [
        Measured("documents.merged", in_one, SECONDS_MERGED, 1.0),
        Measured("documents.each", single, SECONDS_EACH, 1.0),
        Measured("documents.merged-bytes", len(merged[0]) / n, BYTES_MERGED, 1.0 if n > 100 else None, "bytes"),
        Measured("documents.each-bytes", sum(map(len, each)) / n, BYTES_EACH, 1.0, "bytes"),
        Measured("documents.qt", in_one, by_qt, 1.0),
        Measured("documents.two-processes", *_shared(n), 1.7, at_least=True),
    ]
    if importlib.util.find_spec(TYPST):
        found.append(Measured("documents.typst", in_one, child("page_by_typst", pages)[0] / n, 1.0))
    if importlib.util.find_spec(SEGNO):
        by_reportlab = float(child("same_page_by_reportlab", pages, min(n, 10)))
        found.append(Measured("documents.default-reportlab", single, by_reportlab, 1 / TIMES_FASTER))
    return found


def statements(n: int, start: int = 0) -> list[DocumentData]:
    """Statements of invented people, each with a code of its own."""
    chance = random.Random(n + start)
    units = tuple(
        {"unit.code": f"MEM-20{k}", "unit.title": _KHMER, "unit.title_2": f"Weld a joint of kind {k} (SAMPLE)",
         "unit.outcome": "Competent", "unit.date": "2026-09-21"} for k in range(_UNITS)
    )  # fmt: skip
    facts = {
        "qualification.title": "វិញ្ញាបនបត្រផ្សារដែក កម្រិត២", "qualification.code": "MEF2", "qualification.level": "2",
        "centre.name": "Bench Centre SAMPLE", "centre.code": "BENCH", "document.issued_on": "2026-11-23",
        "document.place": "Phnom Penh", "signatory.1.name": "Bora SAMPLE", "signatory.1.role": "Director",
    }  # fmt: skip
    signature = _signature()
    return [
        DocumentData(
            KEY,
            {**facts, "learner.name": one.full_name, "document.number": f"KH-BENCH-7Q2M4K-{start + number:06}-42"},
            {"units": units},
            {"signatory.1.image": signature},
            "GM1:" + "".join(chance.choices(_SIGNS, k=430)),
            "en",
            "km",
        )
        for number, one in enumerate(learners(n))
    ]


def _signature() -> bytes:
    picture = Image.new("RGBA", (400, 140), (0, 0, 0, 0))
    points = [(20 + 6 * n, 70 + 40 * ((n * 7) % 5 - 2) / 2) for n in range(60)]
    ImageDraw.Draw(picture).line(points, fill=(20, 30, 90, 255), width=4, joint="curve")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _shared(n: int) -> tuple[float, float]:
    """What files take in one process, and the longer of two that share them and run at once: the CPU seconds of each,
    which is what the clock shows where both have a core of their own."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_files, [2, 2]))
        (alone,) = pool.map(_files, [n])
        return alone, max(pool.map(_files, [n - n // 2, max(1, n // 2)]))


def _files(n: int) -> float:
    template, several = starting_template(KEY), statements(n)
    return cpu(lambda: [render([(template, data)]) for data in several])
