# SPDX-License-Identifier: Apache-2.0
"""Anybody can check a certificate, with no records at hand: from a file, a scan, or the text of its code."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from app.credentials.open_badge import Badge, credential, enveloped
from app.credentials.trust import TrustList
from app.credentials.verifying import Verification
from app.documents.reading import text_of
from app.documents.replaced import line_of
from app.domain.refusals import BadInput
from app.records.queries import certificates as register
from app.services.certificates import IssueWish, issue
from app.services.learners import set_learner
from app.services.papers import Paper, pdf_of, thawed
from app.services.policies import set_policy
from app.services.revoking import revoke
from app.services.trusting import lists_now
from app.services.verifying import IN_REGISTER, read_trust, register_of, verify
from tests.credentials.builders_credentials import facts_of, key_of, trust_of
from tests.services.centre_samples import ADMIN
from tests.services.centres import ARMENIAN, COHORT, CUTTING, KHMER, SAFETY, a_centre, exchange, two_laptops
from tests.services.certificate_samples import certificate_pdf, with_attachment

FACTS = ("name", "number", "title")
LONG = "Ҷӯраева Үмүтбек-кызы Алёна Ғанишоевна Хъюлистрём"
"""In a link there is no room for all of it."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody outside has: two certificates, what stands behind them, and the centre's trust list."""

    file: Path
    paper: Paper
    other: Paper
    trust: tuple[TrustList, ...]
    today: date

    def check(self, file_or_text: str | Path) -> Verification:
        return verify(str(file_or_text), self.trust, self.today)


@contextmanager
def handed_out(folder: Path) -> Iterator[Given]:
    """Certificates and a trust list carried away from a centre that is closed and gone."""
    with a_centre(folder) as centre:
        for name in (KHMER, ARMENIAN):
            centre.award(centre.learners[name], SAFETY, CUTTING)
        centre.as_person(ADMIN)
        done = issue(centre.open, IssueWish(COHORT, out=folder / "out"))
        papers = [thawed(centre.work.read(register.certificate, row.number).data) for row in done.issued]
        today, trust_file = centre.work.today(), centre.open.folder.trust
        records = centre.at.path
    trust = tuple(one for one in read_trust(trust_file) if isinstance(one, TrustList))
    records.rename(folder / "gone")
    assert done.issued[0].file is not None
    yield Given(done.issued[0].file, papers[0], papers[1], trust, today)


def saved(folder: Path, content: bytes, name: str = "changed.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def scan(path: Path, dpi: int, page: int = 0) -> Path:
    with pypdfium2.PdfDocument(path) as pdf:
        picture = pdf[page].render(scale=dpi / 72).to_pil()
    picture.save(path.with_suffix(".png"))
    return path.with_suffix(".png")


def test_a_certificate_is_genuine_with_no_records_at_hand(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given:
        found = given.check(given.file)
        assert (found.result, found.name, found.title) == ("genuine", KHMER, "Metal work, level 1 (SAMPLE)")
        assert found.number in given.file.name
        assert found.list_date == given.today.isoformat()
        for page in (given.paper.certificate, given.paper.record):
            assert given.check(f" {page.qr_text}\n").result == "genuine"


@pytest.mark.parametrize("name", ["ក្រុម\u200bហ៊ុន", "علی\u200cرضا", "A\u00adB", "ក" * 200, "Very " * 39 + "Long"])
def test_a_name_with_joiners_or_over_many_lines_is_genuine(tmp_path: Path, name: str) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY, CUTTING)
        set_learner(centre.as_person(ADMIN), learner, {"full_name": name})
        done = issue(centre.open, IssueWish(COHORT, out=tmp_path, learners=[learner]))
        for row in done.issued:
            found = verify(str(row.file), read_trust(centre.open.folder.trust), centre.work.today())
            assert (found.result, found.name) == ("genuine", name)
        assert done.issued or "cannot" in done.refused[0].why


@pytest.mark.parametrize("page", [0, 1])
def test_a_scan_at_150_dots_an_inch_verifies(tmp_path: Path, page: int) -> None:
    with handed_out(tmp_path) as given:
        assert given.check(scan(given.file, 150, page)).result == "genuine"


def test_a_changed_code_is_altered_wherever_it_was_changed(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given:
        text = given.paper.certificate.qr_text
        for place in range(8, len(text), 29):
            changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
            assert given.check(changed).result in {"altered", "unknown-issuer"}, place
        assert given.check(text[:-1]).result == "altered"


@pytest.mark.parametrize("field", FACTS)
def test_a_paper_with_other_words_than_its_code_is_altered(tmp_path: Path, field: str) -> None:
    with handed_out(tmp_path) as given:
        page = given.paper.certificate
        changed = {name: "Somebody Else" if name == field else getattr(page.facts, name) for name in FACTS}
        name, number, title = changed.values()
        forged = replace(page, facts=replace(page.facts, name=name, number=number, title=title))
        path = saved(tmp_path, pdf_of(Paper(forged, replace(forged, qr_text=given.paper.record.qr_text))))
        found = given.check(path)
        assert (found.result, found.name) == ("altered", KHMER)


def test_a_paper_with_the_code_of_another_one_is_altered(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given:
        swapped = [
            replace(page, qr_text=other.qr_text)
            for page, other in (
                (given.paper.certificate, given.other.certificate), (given.paper.record, given.other.record),
            )
        ]  # fmt: skip
        assert given.check(saved(tmp_path, pdf_of(Paper(swapped[0], swapped[1])))).result == "altered"


def test_one_bad_page_among_good_ones_is_not_hidden_by_them(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given:
        page = given.paper.record
        broken = replace(page, qr_text=page.qr_text[:-3] + "000")
        assert given.check(saved(tmp_path, pdf_of(Paper(given.paper.certificate, broken)))).result == "altered"


def test_without_the_centres_list_the_issuer_is_unknown(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given:
        for trust in ((), (replace(given.trust[0], centre_id=bytes(16)),), (replace(given.trust[0], keys=()),)):
            assert verify(str(given.file), trust, given.today).result == "unknown-issuer"


def test_a_number_on_the_list_of_revoked_ones_is_revoked(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given:
        revoked = replace(given.trust[0], revoked=frozenset({given.paper.certificate.facts.number}))
        assert verify(str(given.file), (revoked,), given.today).result == "revoked"


@pytest.mark.parametrize("text", ["", "hello", "https://example.org/", "a\x00b", "x" * 5000, "\ud800", "{0}"])
def test_any_other_text_is_no_certificate(tmp_path: Path, text: str) -> None:
    assert verify(text, (), date(2026, 9, 21)).result == "not-a-certificate"


def test_a_picture_or_a_paper_without_a_code_is_no_certificate(tmp_path: Path) -> None:
    path = tmp_path / "empty.png"
    Image.new("L", (300, 300), 255).save(path)
    assert verify(str(path), (), date(2026, 9, 21)).result == "not-a-certificate"


def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    path = saved(tmp_path, b"no document", "{letter}.docx")
    with pytest.raises(BadInput) as refused:
        verify(str(path), (), date(2026, 9, 21))
    assert "{letter}.docx" in str(refused.value)


def test_a_missing_list_is_no_list_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    assert read_trust(tmp_path / "nothing.json") == ()
    with pytest.raises(BadInput):
        read_trust(saved(tmp_path, b"{}", "trust.json"))


def test_a_number_is_answered_from_the_register_of_the_centre_where_it_is_open(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY, CUTTING)
        centre.as_person(ADMIN)
        (row,) = issue(centre.open, IssueWish(COHORT, learners=[learner])).issued
        look_up = register_of(centre.open.work)
        found = verify(row.number.lower(), (), centre.work.today(), look_up)
        assert (found.result, found.name, found.reason) == ("genuine", KHMER, IN_REGISTER)
        assert verify("KH-AB-7K3QZ9-000001-11", (), centre.work.today(), look_up).result == "not-a-certificate"
        assert verify(row.number, (), centre.work.today()).result == "unknown-issuer"


def test_the_credential_in_a_pdf_must_say_what_its_codes_say(tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    token = ""
    for changes, result in (
        ({}, "genuine"),
        ({"name": "Another"}, "altered"),
        ({"issued_on": "2026-11-21"}, "altered"),
    ):
        token = credential(facts_of(**changes), Badge("All units are met."), key_of())
        path.write_bytes(with_attachment(certificate_pdf(), "credential.json", enveloped(token)))
        assert verify(str(path), [trust_of()], date(2026, 11, 23)).result == result
    path.write_bytes(with_attachment(certificate_pdf(), "credential.json", enveloped(token[:-3] + "AAA")))
    assert verify(str(path), [trust_of()], date(2026, 11, 23)).result == "altered"


ALTERED: dict[str, dict[str, Any]] = {
    "a longer name": {"name": f"{KHMER} Smith"},
    "another Latin name": {"latin_name": "SOMEONE ELSE"},
    "another day": {"issued_on": "2020-01-01"},
    "another centre": {"issuer_name": "Other Centre"},
    "another code": {"qualification_code": "MEF9"},
}


@pytest.mark.parametrize("what", ALTERED)
def test_a_paper_that_says_more_or_less_than_its_code_is_altered(tmp_path: Path, what: str) -> None:
    with handed_out(tmp_path) as given:
        other = ALTERED[what]
        pages = [
            replace(page, facts=replace(page.facts, **other), centre_name=other.get("issuer_name", page.centre_name))
            for page in (given.paper.certificate, given.paper.record)
        ]
        assert given.check(saved(tmp_path, pdf_of(Paper(pages[0], pages[1])))).result == "altered"


def test_a_record_with_a_unit_more_or_fewer_or_another_is_altered(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given:
        record = given.paper.record
        other = replace(record.units[0], code="MEF999", title="Underwater welding")
        for units in ((*record.units, other), record.units[:1], (other, *record.units[1:])):
            forged = Paper(given.paper.certificate, replace(record, units=units))
            assert given.check(saved(tmp_path, pdf_of(forged))).result == "altered"


def test_pages_of_two_certificates_are_not_checked_as_one(tmp_path: Path) -> None:
    with handed_out(tmp_path) as given, pytest.raises(BadInput, match="several certificates"):
        given.check(saved(tmp_path, pdf_of(Paper(given.paper.certificate, given.other.record))))


def test_what_a_code_has_no_room_for_is_told_of_a_picture_and_read_from_the_file(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY, CUTTING)
        centre.as_person(ADMIN)
        set_learner(centre.work, learner, {"full_name": LONG})
        set_policy(centre.work, "address", "https://certificates.centre.example.org")
        (row,) = issue(centre.open, IssueWish(COHORT, out=tmp_path, learners=[learner])).issued
        assert row.file is not None
        lists = lists_now(centre.open)
        file, picture = (verify(str(path), lists, centre.work.today()) for path in (row.file, scan(row.file, 150)))
        assert file.facts is not None and picture.facts is not None
        assert (picture.result, picture.name, picture.title) == ("genuine", f"{LONG[:20]} \u2026", "")
        assert picture.facts.left_out == {"name", "latin_name", "title", "unit_codes"}
        assert (file.result, file.name) == ("genuine", LONG)
        assert (file.title, file.facts.unit_codes) == ("Metal work, level 1 (SAMPLE)", (SAFETY, CUTTING))
        assert not file.facts.left_out


def test_the_centres_own_list_is_that_of_this_moment_for_whoever_signs_none(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        office.award(office.learners[KHMER], SAFETY, CUTTING)
        office.as_person(ADMIN)
        (row,) = issue(office.open, IssueWish(COHORT, out=tmp_path)).issued
        exchange(office, workshop)
        revoke(office.open, row.number, "error")
        exchange(office, workshop)
        assert verify(str(row.file), lists_now(workshop.open), workshop.work.today()).result == "revoked"


def test_a_document_of_a_day_before_its_signers_key_was_made_is_genuine(tmp_path: Path) -> None:
    """The clock was years ahead when the centre was made, and was put right since."""
    with a_centre(tmp_path) as centre:
        centre.award(centre.learners[KHMER], SAFETY, CUTTING)
        centre.at.wall.now -= 200 * 86_400_000
        centre.as_person(ADMIN)
        (row,) = issue(centre.open, IssueWish(COHORT, out=tmp_path)).issued
        assert verify(str(row.file), lists_now(centre.open), centre.work.today()).result == "genuine"


OTHER_NAME = b"q 1 1 1 rg %d %d %d %d re f 0 g BT /Other 20 Tf %d %d Td (Somebody Else) Tj ET Q"


@pytest.mark.parametrize("by", ["a box and other words", "a note", "a picture"])
@pytest.mark.parametrize("which", ["name", "title"])
def test_what_the_page_says_must_be_seen(tmp_path: Path, by: str, which: str) -> None:
    with handed_out(tmp_path) as given:
        text = getattr(given.paper.certificate.facts, which)
        changed = covered(given.file, text, by)
        assert text in text_of(saved(tmp_path, changed))
        assert given.check(tmp_path / "changed.pdf").result == "altered"


def covered(path: Path, text: str, by: str) -> bytes:
    """The first page with something else over the line of this text, as programs for changing PDF files do it."""
    left, bottom, right, top = place_of(path, text)
    cover = OTHER_NAME % (left, bottom, right - left, top - bottom, left, bottom + 3)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        if by == "a box and other words":
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Other)
            page.contents_add(cover)
        elif by == "a note":
            drawn = pdf.make_stream(cover, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
            drawn.BBox, drawn.Resources = page.mediabox, pikepdf.Dictionary(Font=pikepdf.Dictionary(Other=font))
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, F=4, Rect=page.mediabox,
                AP=pikepdf.Dictionary(N=drawn),
            )  # fmt: skip
            page.obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        else:
            picture = pdf.make_stream(
                b"\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
                ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
            )  # fmt: skip
            page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Over)
            page.contents_add(b"q %d 0 0 %d %d %d cm /Over Do Q" % (right - left, top - bottom, left, bottom))
        changed = io.BytesIO()
        pdf.save(changed)
    return changed.getvalue()


def place_of(path: Path, text: str) -> tuple[int, int, int, int]:
    """Where the first line lies that says so: left, bottom, right, top, with a little room around."""
    with pypdfium2.PdfDocument(path) as pdf:
        parts = [one.get_bounds() for one in pdf[0].get_objects(max_depth=1) if (line_of(one) or (0, ""))[1] == text]
    lefts, bottoms, rights, tops = zip(*parts, strict=True)
    return int(min(lefts)) - 2, int(min(bottoms)) - 2, int(max(rights)) + 3, int(max(tops)) + 3
