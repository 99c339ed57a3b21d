# SPDX-License-Identifier: Apache-2.0
"""The digital certificate is made when a document is issued, lies in its file, and is checked by others' programs."""

import base64
import hashlib
import importlib.util
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from app.credentials.open_badge import token_in
from app.credentials.trust import TrustList
from app.documents.preview import page_count
from app.domain.refusals import BadInput, NotAllowed, NotFound
from app.records.queries import certificates
from app.services.badges import write_badge
from app.services.certificates import IssueWish, issue, preview
from app.services.numbering import lease_block
from app.services.policies import set_policy
from app.services.publishing import write_status_lists, write_trust_to
from app.services.replacing import replace
from app.services.reprinting import mark_duplicate, pages_of
from app.services.revoking import revoke
from app.services.trusting import lists_in
from app.services.vault import vault_of
from app.services.verifier_page import page
from app.services.verifying import verify
from tests.services import browser
from tests.services.centre_samples import ADMIN
from tests.services.centres import ASSESSOR, COHORT, CUTTING, KHMER, QUALIFICATION, SAFETY, Centre, a_centre

KIND = "credential.json"
LARGEST_FILE, LARGEST_CREDENTIAL = 60 * 1024, 8 * 1024
ADDRESS = "https://check.example.org"
needs_openvc = pytest.mark.skipif(importlib.util.find_spec("openvc") is None, reason="openvc-core is not installed")


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as found:
        for learner in found.learners.values():
            found.award(learner, SAFETY, CUTTING)
        found.as_person(ADMIN)
        yield found


def issued(centre: Centre, document: str = "certificate", unit: str = "") -> str:
    wish = IssueWish(COHORT, learners=[centre.learners[KHMER]], document=document, unit=unit)
    (row,) = issue(centre.open, wish).issued
    return row.number


def attached(pages: bytes) -> list[bytes]:
    """What lies in the file, as another program finds it."""
    with pikepdf.open(io.BytesIO(pages)) as document:
        assert list(document.attachments) in ([], [KIND])
        return [document.attachments[name].get_file().read_bytes() for name in document.attachments]


def token_of(centre: Centre, number: str) -> str:
    return centre.work.read(certificates.certificate, number).credential


def checked(centre: Centre, text: str | Path) -> str:
    return verify(str(text), lists_in(centre.open.folder), centre.work.today()).result


def written(centre: Centre, number: str, path: Path) -> Path:
    write_badge(centre.work, number, path)
    return path


@pytest.mark.parametrize(
    ("document", "unit"), [("certificate", ""), ("statement-of-attainment", ""), ("microcredential", SAFETY)]
)
def test_every_award_has_its_credential_in_its_file_and_in_the_register(
    centre: Centre, tmp_path: Path, document: str, unit: str
) -> None:
    number = issued(centre, document, unit)
    pages, token = pages_of(centre.open, number), token_of(centre, number)
    assert [token_in(one) for one in attached(pages)] == [token]
    file = tmp_path / "document.pdf"
    file.write_bytes(pages)
    files = [written(centre, number, tmp_path / name) for name in ("kept.json", "kept.jwt")]
    assert files[1].read_text() == token
    for shown in (file, *files, token, files[0].read_text()):
        found = verify(str(shown), lists_in(centre.open.folder), centre.work.today())
        assert (found.result, found.number, found.name) == ("genuine", number, KHMER)
        assert found.facts is not None
        assert found.facts.document_type == document


def test_the_sum_that_is_signed_is_of_the_file_with_the_credential_in_it(centre: Centre) -> None:
    number = issued(centre)
    row, pages = centre.work.read(certificates.certificate, number), pages_of(centre.open, number)
    assert hashlib.sha256(pages).hexdigest() == row.file
    vault_of(centre.open).remove(row.file)
    assert pages_of(centre.open, number) == pages


def test_a_duplicate_keeps_it_and_what_is_no_document_has_none(centre: Centre) -> None:
    number = issued(centre)
    assert attached(mark_duplicate(centre.open, number)) == attached(pages_of(centre.open, number))
    assert attached(preview(centre.open, centre.learners[KHMER], QUALIFICATION)) == []


def test_files_stay_small_and_a_print_of_many_has_none_of_them(centre: Centre, tmp_path: Path) -> None:
    all_of_them = tmp_path / "all.pdf"
    done = issue(centre.open, IssueWish(COHORT, out=tmp_path / "each", merged=all_of_them))
    content = all_of_them.read_bytes()
    assert attached(content) == []
    assert len(done.issued) == len(centre.learners)
    for row in done.issued:
        assert row.file is not None
        assert len(row.file.read_bytes()) < LARGEST_FILE
        assert len(attached(row.file.read_bytes())[0]) < LARGEST_CREDENTIAL
    assert page_count(content) == 2 * len(done.issued)


def test_a_replacement_has_its_own_and_the_old_ones_are_told_apart(centre: Centre, tmp_path: Path) -> None:
    old, other = issued(centre), issued(centre, "statement-of-attainment")
    new = replace(centre.open, old, "lost").given.number
    revoke(centre.open, other, "error")
    assert token_of(centre, new) != token_of(centre, old)
    for number, result in ((old, "replaced"), (other, "revoked"), (new, "genuine")):
        assert checked(centre, token_of(centre, number)) == result
        assert checked(centre, written(centre, number, tmp_path / f"{number}.json")) == result


def test_a_changed_one_is_altered(centre: Centre) -> None:
    head, body, signature = token_of(centre, issued(centre)).split(".")
    assert checked(centre, f"{head}.{body[:-8]}AAAA{body[-4:]}.{signature}") == "altered"


def test_a_document_without_one_says_so_and_roles_are_asked(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="KH-1"):
        write_badge(centre.work, "KH-1", tmp_path / "a.json")
    centre.as_person(ASSESSOR)
    with pytest.raises(NotAllowed):
        write_status_lists(centre.open, tmp_path / "status")


def test_a_learner_keeps_what_was_issued_when_their_record_is_erased(centre: Centre, tmp_path: Path) -> None:
    number = issued(centre)
    token = token_of(centre, number)
    centre.erase(centre.learners[KHMER])
    assert written(centre, number, tmp_path / "a.jwt").read_text() == token


def test_numbers_of_an_authority_have_lists_of_their_own(centre: Centre, tmp_path: Path) -> None:
    lease_block(centre.work, "../MOL/004001", "../MOL/004500")
    set_policy(centre.work, "numbers", "block")
    number = issued(centre)
    status = payload(token_of(centre, number))["credentialStatus"]
    assert (number, status["statusListIndex"]) == ("../MOL/004001", "0")
    files = write_status_lists(centre.open, tmp_path / "status")
    assert all(file.is_relative_to(tmp_path / "status") and file.is_file() for file in files)
    assert len(files) == 2


def payload(token: str) -> Any:
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


@needs_openvc
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_a_reader_of_others_finds_it_valid_and_later_revoked_by_the_lists_that_are_published(
    centre: Centre, tmp_path: Path, address: str
) -> None:
    openvc: Any = importlib.import_module("openvc")
    set_policy(centre.work, "address", address)
    revoked, replaced = issued(centre), issued(centre, "microcredential", SAFETY)
    assert [status_by_others(openvc, centre, number, tmp_path) for number in (revoked, replaced)] == [0, 0]
    revoke(centre.open, revoked, "error")
    stays = replace(centre.open, replaced, "lost").given.number
    found = [status_by_others(openvc, centre, number, tmp_path) for number in (revoked, replaced, stays)]
    assert found == [1, 1, 0]


def status_by_others(openvc: Any, centre: Centre, number: str, folder: Path) -> int:
    """The bit in the list that the credential names, both read and proved by openvc-core."""
    bitstring: Any = importlib.import_module("openvc.status.bitstring")
    files = write_status_lists(centre.open, folder / "status")
    known = {}
    for file in files:
        listed = openvc.verify_credential(file.read_text()).credential
        known[listed["id"]] = listed
    said = payload(token_of(centre, number))
    if said["iss"].startswith("did:key:"):  # else the key is asked for at the issuer's web address
        policy = openvc.VerificationPolicy(require_status=False, leeway_s=86_400)
        said = openvc.verify_credential(token_of(centre, number), policy=policy).credential
    status = said["credentialStatus"]
    named = status["statusListCredential"]
    assert named.startswith("urn:uuid:") or folder / "status" / named.removeprefix(f"{ADDRESS}/status/") in files
    bits = bitstring.decode_bitstring(known[named]["credentialSubject"]["encodedList"])
    return int(bitstring.get_status_bit(bits, int(status["statusListIndex"])))


def test_the_trust_list_is_handed_on_as_it_stands(centre: Centre, tmp_path: Path) -> None:
    number = issued(centre)
    revoke(centre.open, number, "error")
    out = tmp_path / "centre.json"
    assert write_trust_to(centre.open.folder, out).has_revoked(number)
    (held,) = (one for one in lists_in(centre.open.folder) if isinstance(one, TrustList))
    assert out.read_bytes() == centre.open.folder.trust.read_bytes()
    centre.open.folder.trust.write_bytes(b"{}")
    with pytest.raises(BadInput):
        write_trust_to(centre.open.folder, tmp_path / "second.json")
    centre.open.folder.trust.unlink()
    with pytest.raises(NotFound, match="administrator signs in"):
        write_trust_to(centre.open.folder, tmp_path / "second.json")
    assert held.has_revoked(number)


@pytest.mark.skipif(browser.CHROMIUM is None, reason="Chromium is not installed")
def test_the_page_for_phones_reads_it_from_the_file_and_from_pasted_text(centre: Centre, tmp_path: Path) -> None:
    old, stays = issued(centre), issued(centre, "statement-of-attainment")
    new = replace(centre.open, old, "lost").given.number
    file = tmp_path / "verifier.html"
    file.write_bytes(page([centre.open.folder.trust.read_bytes()]))
    with browser.opened(file, tmp_path / "profile") as opened:
        for number, result in ((old, "replaced"), (new, "genuine"), (stays, "genuine")):
            pdf = tmp_path / f"{number}.pdf"
            pdf.write_bytes(pages_of(centre.open, number))
            for path in (pdf, written(centre, number, tmp_path / f"{number}.json")):
                assert answer_to_file(opened, path) == result
            opened.run(f"part('text').value = {json.dumps(token_of(centre, number))}; part('check').click()")
            assert opened.run("part('answer').dataset.result") == result


def answer_to_file(opened: browser.Page, path: Path) -> str:
    opened.run("part('answer').dataset.result = ''")
    opened.choose(path)
    wait = "new Promise((done) => { const look = () => part('answer').dataset.result || 0 ? done(part('answer')"
    return str(opened.run(f"{wait}.dataset.result) : setTimeout(look, 10); look(); }})"))
