# SPDX-License-Identifier: Apache-2.0
"""Certificates as files: against a page by hand without a library, and against ReportLab as it comes."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.bench.child import child
from app.bench.ground import Ground
from app.bench.measuring import cpu, in_turn
from app.bench.page_by_hand import Stock, draw_background, page_by_hand, stock
from app.bench.people import SCRIPTS, learners
from app.cli.outside import Measured
from app.domain.learners import LearnerDetails
from app.domain.standards import Qualification, Unit
from app.journal.operation import OpId
from app.records.queries.people import CentreRow
from app.services.badges import with_badge
from app.services.eligibility import Standard, UnitAward
from app.services.papers import Issuer, Paper, compose_paper, pdf_of

FLOOR: Final = 2.5
TIMES_FASTER: Final = 8
_UNITS: Final = 6
_DAY: Final = "2026-09-21"
_DRAWN_BY_HAND: Final = ("Vietnamese", "Cyrillic", "Latin")


def certificates(ground: Ground) -> Sequence[Measured]:
    """The file that a learner gets (certificate and record of results, two pages with a signed code each, and the
    credential in it), against one page by hand, and against one page of ReportLab's own ways, both with twelve lines of
    text, a picture and a code. The names are those that a program by hand can draw: no script that needs shaping."""
    n = ground.sizes.certificates
    papers = [_paper(number, one) for number, one in enumerate(people(n))]
    picture = ground.path / "background.jpg"
    draw_background(picture)
    own = stock(picture, [lines_of(paper) for paper in papers])
    ours, by_hand, default = in_turn(
        min(3, ground.sizes.rounds),
        lambda: cpu(lambda: [pdf_of(paper) for paper in papers]) / n,
        lambda: cpu(lambda: [_by_hand(own, paper) for paper in papers]) / n,
        lambda: float(child("page_by_reportlab", picture, min(n, 10))),
    )
    return (
        Measured("certificates.each", ours, by_hand, FLOOR),
        Measured("certificates.default-reportlab", ours, default, 1 / TIMES_FASTER),
    )


def people(n: int) -> Iterator[LearnerDetails]:
    """Learners whose names need no shaping."""
    families = {family for script in _DRAWN_BY_HAND for family in SCRIPTS[script].families}
    return islice((one for one in learners(10 * n + 100) if one.family_name in families), n)


def lines_of(paper: Paper) -> list[str]:
    """The twelve lines that the page by hand holds; the first one is the name."""
    facts = paper.certificate.facts
    return [
        facts.name, facts.title, f"No. {facts.number}", f"Born {facts.birth_year}", f"Level {paper.certificate.level}",
        f"Units: {len(facts.unit_codes)}", facts.issuer_name, facts.issued_on, paper.certificate.signatory_name,
        paper.certificate.signatory_role, paper.certificate.place, facts.qualification_code,
    ]  # fmt: skip


def _by_hand(own: Stock, paper: Paper) -> int:
    return len(page_by_hand(own, lines_of(paper), paper.certificate.qr_text))


def _paper(number: int, learner: LearnerDetails) -> Paper:
    codes = [f"MEM-20{n}" for n in range(_UNITS)]
    units = {code: Unit(code, f"Weld a joint of kind {code} (SAMPLE)", (), 40, 4) for code in codes}
    wanted = Standard(bytes(16), Qualification("MEF2", "Certificate II in Welding", tuple(codes), level="2"), units)
    held = {code: UnitAward(code, _DAY, OpId(bytes(16), 1)) for code in codes}
    centre = CentreRow(bytes(16), "Bench Centre SAMPLE", "BENCH", "KH", "Phnom Penh")
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    issuer = Issuer(centre, "Bora SAMPLE", key, "2026-11-23")
    return with_badge(compose_paper(f"KH-BENCH-7Q2M4K-{number:06}-42", learner, wanted, held, issuer), issuer, ())
