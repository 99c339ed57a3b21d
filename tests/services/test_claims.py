# SPDX-License-Identifier: Apache-2.0
"""Where others release or issue certificates: nothing is issued before their signed answer is read."""

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import replace as changed
from pathlib import Path

import orjson
import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import signed_file
from app.credentials.claims import AnswerRow, ClaimAnswer, write_answer
from app.credentials.roots import RootList, write_root_list
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.records.queries import certificates
from app.records.queries.questions import questions
from app.services.badges import write_badge
from app.services.certificates import Issue, IssueWish, issue
from app.services.claims import ClaimMade, ClaimWish, claim, read_claim_answer
from app.services.policies import set_policy
from app.services.questions import resolve
from app.services.replacing import replace
from app.services.reprinting import pages_of
from app.services.revoking import revoke
from app.services.trusting import add_list, lists_in
from app.services.verifying import verify
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    COHORT,
    CUTTING,
    KHMER,
    SAFETY,
    SINGLE,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)

AUTHORITY = Ed25519PrivateKey.from_private_bytes(b"a" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)


def trusting(centre: Centre) -> None:
    key = AUTHORITY.public_key().public_bytes_raw()
    root = RootList("Ministry SAMPLE", key, (), "2026-09-01")
    add_list(centre.open.folder, write_root_list(root, AUTHORITY), centre.work.today())


def ready(centre: Centre, model: str) -> None:
    for name in (KHMER, ARMENIAN):
        centre.award(centre.learners[name], SAFETY, CUTTING)
    centre.as_person(ADMIN)
    set_policy(centre.work, "model", model)
    trusting(centre)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as found:
        ready(found, "claim")
        yield found


def claimed(centre: Centre, *names: str) -> ClaimMade:
    wish = ClaimWish(COHORT, centre.at.path / "claim.json", learners=[centre.learners[name] for name in names])
    return claim(centre.open, wish)


def answer(centre: Centre, made: ClaimMade, *rows: AnswerRow, key: Ed25519PrivateKey = AUTHORITY) -> Path:
    assert made.claim is not None
    file = centre.at.path / "answer.json"
    file.write_bytes(write_answer(ClaimAnswer(made.claim, "Ministry SAMPLE", "2026-09-20", rows, b""), key))
    return file


def accepted(learner: bytes, number: str = "", pages: bytes = b"") -> AnswerRow:
    return AnswerRow(learner, "accepted", "", number, pages)


def issued(centre: Centre, *names: str) -> Issue:
    return issue(centre.open, IssueWish(COHORT, learners=[centre.learners[name] for name in names]))


def test_nothing_is_issued_before_the_claim_is_accepted(centre: Centre) -> None:
    khmer = centre.learners[KHMER]
    (no,) = issued(centre, KHMER).refused
    assert (no.code, no.why) == (
        "not-claimed",
        f"Nothing was claimed for {KHMER} yet. Write a claim and read the answer of the awarding body or registry "
        "first.",
    )
    made = claimed(centre)
    assert set(made.learners) == {khmer, centre.learners[ARMENIAN]}
    assert {one.name for one in made.refused} == set(centre.learners) - {KHMER, ARMENIAN}
    (no,) = issued(centre, KHMER).refused
    assert no.code == "not-answered"
    refusal = AnswerRow(centre.learners[ARMENIAN], "refused", "The fee is not paid.", "", b"")
    done = read_claim_answer(centre.open, answer(centre, made, accepted(khmer), refusal))
    assert (done.authority, done.accepted) == ("Ministry SAMPLE", (khmer,))
    assert [(one.name, one.why) for one in done.refused] == [(ARMENIAN, "The fee is not paid.")]
    both = issued(centre, KHMER, ARMENIAN)
    assert [row.learner for row in both.issued] == [khmer]
    assert both.refused[0].why == f"The claim for {ARMENIAN} was refused: The fee is not paid."
    assert read_claim_answer(centre.open, centre.at.path / "answer.json").act is None, "reading it twice does no harm"
    assert centre.is_sound()


def test_the_claim_is_signed_and_says_who_what_and_why(centre: Centre) -> None:
    made = claimed(centre, KHMER)
    file = signed_file.read((centre.at.path / "claim.json").read_bytes())
    assert file.is_signed()
    assert made.claim is not None
    said = file.content
    assert (said["format"], said["claim"], said["model"]) == ("guildmark-claim-1", made.claim.hex(), "claim")
    (one,) = said["learners"]
    assert (one["name"], one["id_number"], [unit["code"] for unit in one["units"]]) == (KHMER, "0011", ["U1", "U2"])
    assert one["explanation"] == ["All that the qualification asks for is achieved: 2 units count, U1, U2."]


def test_what_is_claimed_is_not_claimed_again_until_it_is_refused(centre: Centre) -> None:
    made = claimed(centre, KHMER)
    again = claimed(centre, KHMER)
    assert (again.claim, "is open already" in again.refused[0].why) == (None, True)
    refusal = AnswerRow(centre.learners[KHMER], "refused", "No photo.", "", b"")
    read_claim_answer(centre.open, answer(centre, made, refusal))
    assert claimed(centre, KHMER).claim is not None


def test_a_number_from_the_answer_stands_on_the_document(centre: Centre) -> None:
    made = claimed(centre, KHMER)
    read_claim_answer(centre.open, answer(centre, made, accepted(centre.learners[KHMER], "MOL 2026/17")))
    assert [row.number for row in issued(centre, KHMER).issued] == ["MOL 2026/17"]
    token = centre.work.read(certificates.certificate, "MOL 2026/17").credential
    lists = lists_in(centre.open.folder)
    assert verify(token, lists, centre.work.today()).result == "genuine"
    assert token in credential_of(pages_of(centre.open, "MOL 2026/17"))
    revoke(centre.open, "MOL 2026/17", "error")
    assert verify(token, lists_in(centre.open.folder), centre.work.today()).result == "revoked"
    other = claimed(centre, ARMENIAN)
    with pytest.raises(RuleBroken, match="MOL-2026-17, which another document has"):
        read_claim_answer(centre.open, answer(centre, other, accepted(centre.learners[ARMENIAN], "MOL-2026-17")))


def test_a_replacement_needs_a_claim_of_its_own(centre: Centre) -> None:
    made = claimed(centre, KHMER)
    read_claim_answer(centre.open, answer(centre, made, accepted(centre.learners[KHMER])))
    (row,) = issued(centre, KHMER).issued
    with pytest.raises(RuleBroken, match="Nothing was claimed"):
        replace(centre.open, row.number, "lost")
    again = claimed(centre, KHMER)
    read_claim_answer(centre.open, answer(centre, again, accepted(centre.learners[KHMER])))
    replace(centre.open, row.number, "lost")


def test_a_registry_issues_the_document_itself_and_its_bytes_are_kept(tmp_path: Path) -> None:
    with a_centre(tmp_path / "own") as own:
        ready(own, "centre")
        (row,) = issue(own.open, IssueWish(COHORT, learners=[own.learners[KHMER]])).issued
        pages = pages_of(own.open, row.number)
    with a_centre(tmp_path) as centre:
        ready(centre, "registry")
        khmer = centre.learners[KHMER]
        made = claimed(centre, KHMER)
        read_claim_answer(centre.open, answer(centre, made, accepted(khmer)))
        assert issued(centre, KHMER).refused[0].code == "no-number"
        read_claim_answer(centre.open, answer(centre, made, accepted(khmer, "REG-000017", pages)))
        done = issue(
            centre.open, IssueWish(COHORT, learners=[khmer], out=tmp_path / "out", merged=tmp_path / "all.pdf")
        )
        assert [one.number for one in done.issued] == ["REG-000017"]
        assert (tmp_path / "out" / "REG-000017.pdf").read_bytes() == pages
        assert credential_of((tmp_path / "all.pdf").read_bytes()) == ""
        assert credential_of(pages) != "", "the registry's own is in its file"
        with pytest.raises(NotFound, match="or the registry made it"):
            write_badge(centre.work, "REG-000017", tmp_path / "kept.json")
        assert pages_of(centre.open, "REG-000017") == pages
        assert centre.work.read(certificates.certificate, "reg 000017").name == KHMER
        assert centre.is_sound()


def credential_of(pages: bytes) -> str:
    with pikepdf.open(io.BytesIO(pages)) as document:
        return "".join(one.get_file().read_bytes().decode() for one in document.attachments.values())


def altered(data: bytes) -> bytes:
    file = orjson.loads(data)
    file["list"]["learners"][0]["outcome"] = "refused"
    return orjson.dumps(file)


@pytest.mark.parametrize(
    ("key", "change", "says"),
    [
        (STRANGER, bytes, "signed by nobody whom this centre trusts"),
        (AUTHORITY, altered, "changed after it was signed"),
        (AUTHORITY, lambda data: data[:-9], "not an answer to a claim"),
        (AUTHORITY, lambda data: b"[]", "not an answer to a claim"),
        (AUTHORITY, lambda data: data.replace(b"guildmark-answer-1", b"guildmark-claim-1"), "not an answer"),
    ],
)
def test_an_answer_that_cannot_be_believed_is_not_read(
    centre: Centre, key: Ed25519PrivateKey, change: Callable[[bytes], bytes], says: str
) -> None:
    made = claimed(centre, KHMER)
    file = answer(centre, made, accepted(centre.learners[KHMER]), key=key)
    file.write_bytes(change(file.read_bytes()))
    place = centre.work.records.place
    with pytest.raises(BadInput, match=says):
        read_claim_answer(centre.open, file)
    assert centre.work.records.place == place


def test_the_centres_own_people_cannot_answer_for_the_authority(centre: Centre) -> None:
    made = claimed(centre, KHMER)
    own = Ed25519PrivateKey.from_private_bytes(centre.open.private)
    with pytest.raises(BadInput, match="nobody whom this centre trusts"):
        read_claim_answer(centre.open, answer(centre, made, accepted(centre.learners[KHMER]), key=own))


def test_an_answer_to_another_claim_or_about_somebody_else_is_not_read(centre: Centre) -> None:
    made = claimed(centre, KHMER)
    for one in (changed(made, claim=bytes(16)), made):
        with pytest.raises(NotFound, match="did not make"):
            read_claim_answer(centre.open, answer(centre, one, accepted(centre.learners[SINGLE])))


@pytest.mark.parametrize(
    "pages", [b"PK\x03\x04", b"%PDF-1.7 broken", b"%PDF-" + bytes(9 * 2**20)], ids=["zip", "x", "big"]
)
def test_a_document_that_is_no_plain_pdf_is_not_kept(centre: Centre, pages: bytes) -> None:
    made = claimed(centre, KHMER)
    with pytest.raises(BadInput, match="cannot be kept"):
        read_claim_answer(centre.open, answer(centre, made, accepted(centre.learners[KHMER], "R-1", pages)))
    assert base64.b64encode(pages)


def test_nothing_is_claimed_where_the_centre_issues_by_itself(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(RuleBroken, match="issues this qualification by itself"):
            claimed(centre)
        assert not (centre.at.path / "claim.json").exists()


def test_answers_that_two_laptops_read_differently_are_a_question(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        ready(office, "claim")
        trusting(workshop)
        made, khmer = claimed(office, KHMER), office.learners[KHMER]
        exchange(office, workshop)
        read_claim_answer(office.open, answer(office, made, accepted(khmer)))
        refusal = AnswerRow(khmer, "refused", "Too late.", "", b"")
        read_claim_answer(workshop.open, answer(workshop, made, refusal))
        exchange(office, workshop)
        (question,) = office.work.read(questions)
        assert (question.kind, {choice.text for choice in question.choices}) == ("claim", {"accepted", "refused"})
        assert issued(office, KHMER).refused[0].code == "not-answered"
        resolve(office.work, question.id, next(one.op for one in question.choices if one.text == "accepted"))
        exchange(office, workshop)
        assert workshop.work.read(questions) == []
        assert len(issued(workshop, KHMER).issued) == 1
