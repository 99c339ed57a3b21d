# SPDX-License-Identifier: Apache-2.0
"""Sample documents. All people and centres are invented."""

import csv
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from app.credentials.facts import RECORD_OF_RESULTS, CertificateFacts
from app.credentials.qr_text import qr_text
from app.documents.data import CertificateData, UnitLine
from tests.credentials.builders_credentials import facts_of, key_of


def document_of(facts: CertificateFacts | None = None, **changes: object) -> CertificateData:
    facts = facts or facts_of()
    data = CertificateData(
        facts=facts,
        level="3",
        centre_name="SAMPLE Phnom Penh Vocational Training Centre",
        place="Phnom Penh",
        signatory_name="Ly Vannak",
        signatory_role="Director",
        units=(),
        qr_text=qr_text(facts, key_of()),
    )
    return replace(data, **changes)  # type: ignore[arg-type]  # each test names fields and values that fit


def record_of(rows: int, **facts: object) -> CertificateData:
    titles = (
        "Install wiring",
        "Test and commission a three-phase installation in a small workshop or a home",
        "Safety",
    )
    units = tuple(
        UnitLine(f"CPEEI{300 + n}A", titles[n % 3], "Competent", "2026-10-05", n % 4 + 2, 40 + n) for n in range(rows)
    )
    codes = tuple(unit.code for unit in units)
    return document_of(facts_of(document_type=RECORD_OF_RESULTS, unit_codes=codes, **facts), units=units)


def real_names(*locales: str) -> list[str]:
    """Names as people of these places have them, in NFC. Skips the test where their list is not at hand."""
    places = (folder / "shared" / "data" / "names" / "names.csv" for folder in Path(__file__).resolve().parents)
    path = next((place for place in places if place.exists()), None)
    if path is None:
        pytest.skip("the list of names (shared/data/names/names.csv) is not beside the project")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["locale"] in locales]
    return [unicodedata.normalize("NFC", f"{row['family_name']} {row['given_name']}".strip()) for row in rows]
