# SPDX-License-Identifier: Apache-2.0
"""What happens to a document after it was issued: replaced, renewed, revoked, appealed against, printed again."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from pypdfium2 import PdfDocument

from app.documents.preview import page_count
from app.documents.reading import states, text_of
from app.domain.refusals import BadInput, NotFound, RuleBroken, StorageTrouble
from app.domain.register import APPEALED, EXPIRED, ISSUED, REPLACED, REVOKED
from app.domain.signatories import Signatory
from app.paths import resources
from app.records import log
from app.records.queries import certificates
from app.records.queries.policies import templates
from app.records.unit_of_work import Fact
from app.services.certificates import IssueWish, issue
from app.services.learners import set_learner
from app.services.people import set_roles
from app.services.policies import add_signatory, publish_template, set_policy
from app.services.preflight import PreflightWish, preflight
from app.services.replacing import renew, replace
from app.services.reprinting import pages_of, reprint
from app.services.revoking import appeal, decide_appeal, revoke
from app.services.trusting import lists_in
from app.services.undo import undo
from app.services.vault import vault_of
from app.services.verifying import verify
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ASSESSOR,
    BENDING,
    COHORT,
    CUTTING,
    KHMER,
    QUALIFICATION,
    SAFETY,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)

DAY = 86_400_000


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as found:
        found.award(found.learners[KHMER], SAFETY, CUTTING)
        found.as_person(ADMIN)
        yield found


def issued(centre: Centre, document: str = "certificate", unit: str = "") -> str:
    wish = IssueWish(COHORT, learners=[centre.learners[KHMER]], document=document, unit=unit)
    (row,) = issue(centre.open, wish).issued
    return row.number


def why(centre: Centre, document: str = "certificate", unit: str = "") -> str:
    wish = IssueWish(COHORT, learners=[centre.learners[KHMER]], document=document, unit=unit)
    (row,) = issue(centre.open, wish).refused
    return row.why


def state(centre: Centre, number: str) -> str:
    return centre.work.read(certificates.certificate, number, centre.work.today().isoformat()).state


def checked(centre: Centre, tmp_path: Path, number: str) -> str:
    file = tmp_path / "checked.pdf"
    file.write_bytes(pages_of(centre.open, number))
    return verify(str(file), lists_in(centre.open.folder), centre.work.today()).result


def later_by(centre: Centre, days: int) -> None:
    centre.at.wall.now += days * DAY


def test_the_pages_lie_in_the_vault_under_the_sum_that_is_signed(centre: Centre) -> None:
    number = issued(centre)
    row = centre.work.read(certificates.certificate, number)
    assert vault_of(centre.open).get(row.file) == pages_of(centre.open, number)


def test_pages_that_are_gone_are_made_again_only_where_they_come_out_the_same(centre: Centre) -> None:
    number = issued(centre)
    row, pages = centre.work.read(certificates.certificate, number), pages_of(centre.open, number)
    vault = vault_of(centre.open)
    vault.remove(row.file)
    assert pages_of(centre.open, number) == pages


def test_pages_from_another_laptop_are_the_same_there(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        office.award(office.learners[KHMER], SAFETY, CUTTING)
        office.as_person(ADMIN)
        number = issued(office)
        exchange(office, workshop)
        assert pages_of(workshop.open, number) == pages_of(office.open, number)


def test_pages_that_come_out_differently_are_not_printed(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    number = issued(centre)
    vault_of(centre.open).remove(centre.work.read(certificates.certificate, number).file)
    monkeypatch.setattr("app.services.reprinting.pdf_of", lambda paper, materials: b"%PDF other")
    with pytest.raises(StorageTrouble, match="print it there"):
        pages_of(centre.open, number)


def test_a_change_of_name_is_a_new_document_that_names_the_old_one(centre: Centre, tmp_path: Path) -> None:
    old = issued(centre)
    set_learner(centre.work, centre.learners[KHMER], {"full_name": "សុខ ដារ៉ា"})
    done = replace(centre.open, old, evidence="Marriage certificate 17", out=tmp_path)
    assert (done.old, done.given.name) == (old, "សុខ ដារ៉ា")
    new = centre.work.read(certificates.certificate, done.given.number)
    assert (new.reason, new.state) == ("name-change", ISSUED)
    assert centre.work.read(certificates.certificate, old).replaced_by == done.given.number
    assert state(centre, old) == REPLACED
    assert checked(centre, tmp_path, old) == "replaced"
    assert checked(centre, tmp_path, done.given.number) == "genuine"
    assert done.file is not None
    assert states(text_of(done.file), "សុខ ដារ៉ា")
    assert done.given.number in why(centre)
    with pytest.raises(RuleBroken, match="is replaced"):
        replace(centre.open, old, "lost")
    with pytest.raises(RuleBroken, match=f"was replaced by {done.given.number}"):
        revoke(centre.open, old, "error")


@pytest.mark.parametrize("reason", ["lost", "Damaged", "not-received", "production-error"])
def test_a_document_is_replaced_for_a_reason(centre: Centre, reason: str) -> None:
    done = replace(centre.open, issued(centre), reason)
    assert centre.work.read(certificates.certificate, done.given.number).reason == reason.casefold()
    assert centre.is_sound()


def test_reasons_that_are_none_are_refused(centre: Centre) -> None:
    number = issued(centre)
    with pytest.raises(BadInput, match="is no reason to replace a document"):
        replace(centre.open, number, "bored")
    with pytest.raises(BadInput, match="Say why"):
        revoke(centre.open, number, "  ")


def test_nothing_is_issued_in_place_of_one_where_the_units_no_longer_count(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        learner = office.learners[KHMER]
        office.award(learner, SAFETY, CUTTING)
        workshop.mark(learner, mark="not-yet")
        office.as_person(ADMIN)
        number = issued(office)
        exchange(office, workshop)
        office.as_person(ADMIN)
        with pytest.raises(RuleBroken, match="Unit U1"):
            replace(office.open, number, "lost")
        assert state(office, number) == ISSUED


def test_a_document_is_revoked_and_stands_again_when_an_appeal_is_upheld(centre: Centre, tmp_path: Path) -> None:
    number = issued(centre)
    revoke(centre.open, number, "The photo was not theirs")
    assert (state(centre, number), checked(centre, tmp_path, number)) == (REVOKED, "revoked")
    (word,) = centre.work.read(certificates.rulings, centre.learners[KHMER], number)
    assert (word.reason, word.words) == ("other", "The photo was not theirs")
    with pytest.raises(RuleBroken, match="is revoked"):
        revoke(centre.open, number, "error")
    with pytest.raises(RuleBroken, match="is revoked"):
        decide_appeal(centre.open, number, "upheld")
    appeal(centre.work, number, "It is my photo.")
    assert (state(centre, number), checked(centre, tmp_path, number)) == (APPEALED, "revoked")
    decide_appeal(centre.open, number, "upheld", "It is.")
    assert (state(centre, number), checked(centre, tmp_path, number)) == (ISSUED, "genuine")
    with pytest.raises(RuleBroken, match="is issued"):
        appeal(centre.work, number, "again")
    assert centre.is_sound()


def test_after_an_appeal_is_dismissed_the_document_stays_revoked_and_a_new_one_can_be_earned(centre: Centre) -> None:
    number = issued(centre)
    revoke(centre.open, number, "error")
    appeal(centre.work, number, "")
    assert number in why(centre), "while the appeal is open no second one is issued"
    decide_appeal(centre.open, number, "dismissed")
    assert state(centre, number) == REVOKED
    assert issued(centre) != number


def test_what_is_signed_is_not_taken_back(centre: Centre) -> None:
    number = issued(centre)
    act = revoke(centre.open, number, "error")
    with pytest.raises(RuleBroken, match="is not taken back"):
        undo(centre.work, act)


def test_an_erased_learners_document_can_still_be_revoked_and_printed(centre: Centre) -> None:
    number = issued(centre)
    pages = pages_of(centre.open, number)
    centre.erase(centre.learners[KHMER])
    revoke(centre.open, number, "Bought")
    row = centre.work.read(certificates.certificate, number)
    assert (row.state, row.name) == (REVOKED, KHMER)
    assert pages_of(centre.open, number) == pages
    with pytest.raises(RuleBroken, match="is revoked"):
        replace(centre.open, number)
    assert centre.is_sound()


def test_a_document_that_expires_is_renewed_in_time_with_a_new_last_day(centre: Centre, tmp_path: Path) -> None:
    set_policy(centre.work, "validity-months", "24", QUALIFICATION)
    set_policy(centre.work, "renewal-days", "60")
    number = issued(centre)
    row = centre.work.read(certificates.certificate, number)
    assert (row.issued_on, row.valid_until) == ("2026-09-21", "2028-09-20")
    with pytest.raises(RuleBroken, match="It can be renewed from 2028-07-22 on"):
        renew(centre.open, number)
    later_by(centre, 2 * 365 + 5)
    assert (state(centre, number), checked(centre, tmp_path, number)) == (EXPIRED, "expired")
    assert "Renew it instead" in why(centre)
    (row_before,) = (one for one in preflight(centre.open, PreflightWish(COHORT)) if one.number == number)
    words = f"Certificate {number} was valid until 2028-09-20. It can be renewed."
    assert [need.words for need in row_before.needs] == [words]
    done = renew(centre.open, number, out=tmp_path)
    new = centre.work.read(certificates.certificate, done.given.number)
    assert (new.valid_until, new.reason) == ("2030-09-24", "renewal")
    assert checked(centre, tmp_path, number) == "replaced"
    assert checked(centre, tmp_path, done.given.number) == "genuine"


def test_what_is_valid_for_ever_is_not_renewed(centre: Centre) -> None:
    with pytest.raises(RuleBroken, match="valid for ever"):
        renew(centre.open, issued(centre))


def test_a_duplicate_is_marked_and_counted_by_the_policy(centre: Centre, tmp_path: Path) -> None:
    number = issued(centre)
    pages = pages_of(centre.open, number)
    assert reprint(centre.open, number) == pages
    set_policy(centre.work, "duplicates", "marked")
    for count in (1, 2):
        file = tmp_path / "duplicate.pdf"
        file.write_bytes(reprint(centre.open, number, "Lost at sea"))
        text = PdfDocument(file)[0].get_textpage().get_text_bounded()
        assert states(text, f"Duplicate No. {count} of {number}, 21 September 2026")
        assert states(text_of(file), KHMER)
        assert page_count(file.read_bytes()) == page_count(pages)
    assert centre.work.read(certificates.duplicates, number) == 2
    assert pages_of(centre.open, number) == pages, "what was issued is as it was"


def test_a_statement_of_attainment_is_for_some_units_and_another_one_for_more(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        assert "No unit of" in why(centre, "statement-of-attainment")
        centre.award(learner, CUTTING)
        centre.as_person(ADMIN)
        first = issued(centre, "statement-of-attainment")
        assert first in why(centre, "statement-of-attainment")
        centre.award(learner, BENDING)
        centre.as_person(ADMIN)
        second = issued(centre, "statement-of-attainment")
        row = centre.work.read(certificates.certificate, second)
        assert (row.document, row.covers) == ("statement-of-attainment", "U2 U3")
        assert "Unit U1, Work safely, is needed." in why(centre)
        assert checked(centre, tmp_path, second) == "genuine"
        replace(centre.open, first, "lost")


def test_a_microcredential_is_for_one_unit(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(BadInput, match="Name the unit"):
            issue(centre.open, IssueWish(COHORT, document="microcredential"))
        centre.award(centre.learners[KHMER], CUTTING)
        centre.as_person(ADMIN)
        number = issued(centre, "microcredential", CUTTING)
        row = centre.work.read(certificates.certificate, number)
        assert (row.title, row.covers, row.qualification) == ("Cut", CUTTING, "")
        assert number in why(centre, "microcredential", CUTTING)
        assert "Unit U3" in why(centre, "microcredential", BENDING)
        assert checked(centre, tmp_path, number) == "genuine"
        done = replace(centre.open, number, "damaged")
        assert state(centre, number) == REPLACED
        assert state(centre, done.given.number) == ISSUED


def test_who_assessed_does_not_sign_where_the_policy_says_so(centre: Centre) -> None:
    set_policy(centre.work, "signer-apart", "ON", QUALIFICATION)
    set_roles(centre.open, ASSESSOR, ["assessor", "administrator"])
    centre.as_person(ASSESSOR)
    assert "Lena SAMPLE assessed" in why(centre)
    assert "U1, U2" in why(centre)
    centre.as_person(ADMIN)
    issued(centre)


def test_the_name_on_documents_is_printed_and_is_never_somebody_elses(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.award(learner, SAFETY, CUTTING)
        work = centre.as_person(ADMIN)
        set_learner(work, learner, {"full_name": "Иванов Пётр"})
        with pytest.raises(BadInput, match="is not the name"):
            set_learner(work, learner, {"printed_name": "Сидорову Петру"})
        set_learner(work, learner, {"printed_name": "Иванову Петру"})
        number = issued(centre)
        row = work.read(certificates.certificate, number)
        assert row.name == "Иванову Петру"
        assert checked(centre, tmp_path, number) == "genuine"
        set_learner(work, learner, {"full_name": "Сидоров Пётр"})
        with pytest.raises(RuleBroken, match="is not the name"):
            replace(centre.open, number, "name-change")
        set_learner(work, learner, {"printed_name": ""})
        assert replace(centre.open, number).given.name == "Сидоров Пётр"


def test_what_changes_later_never_touches_what_was_issued(centre: Centre, tmp_path: Path) -> None:
    """Neither template, logo, signatory, name of the centre nor of the learner; not even where pages are made again."""
    number = issued(centre)
    pages = pages_of(centre.open, number)
    set_policy(centre.work, "template-certificate", "certificate-registry")
    set_policy(centre.work, "address", "https://check.example.org")
    add_signatory(centre.work, Signatory("Head SAMPLE", "Director"))
    set_learner(centre.work, centre.learners[KHMER], {"full_name": "Other"})
    with centre.work.act() as act:
        first = log.founding(act.connection)
        assert first is not None
        said = {"name": "Another School SAMPLE"}
        act.write(Fact("centre.set", centre.work.centre, said, base={"name": (first.id,)}))
    assert pages_of(centre.open, number) == pages
    vault_of(centre.open).remove(centre.work.read(certificates.certificate, number).file)
    assert pages_of(centre.open, number) == pages
    assert reprint(centre.open, number) == pages
    new = replace(centre.open, number).given
    assert new.pages != pages
    (tmp_path / "new.pdf").write_bytes(new.pages)
    text = text_of(tmp_path / "new.pdf")
    assert states(text, "Head SAMPLE")
    assert states(text, "Another School SAMPLE")
    assert checked(centre, tmp_path, new.number) == "genuine"


def test_a_template_of_the_centre_is_used_by_its_name_and_one_that_is_not_there_is_told(centre: Centre) -> None:
    own = template_of_another_look()
    with pytest.raises(NotFound, match="There is no template “Nowhere” for this type of document"):
        set_policy(centre.work, "template-certificate", "Nowhere")
    publish_template(centre.work, "Ours", "certificate", own)
    wish = IssueWish(COHORT, learners=[centre.learners[KHMER]], template="Ours")
    (row,) = issue(centre.open, wish).issued
    data = orjson.loads(centre.work.read(certificates.certificate, row.number).data)
    ids = {one.id.hex(): one.name for one in centre.work.read(templates)}
    assert [ids[one] for one in data["look"]["templates"]] == ["Ours", "record-of-results"]


def template_of_another_look() -> str:
    return (resources() / "templates" / "certificate-registry.json").read_text(encoding="utf-8")
