# SPDX-License-Identifier: Apache-2.0
"""Every kind of contradiction, made on two real laptops: a stick goes round, the question stands on both first pages,
one click answers it, and after the next stick both laptops say the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from pytestqt.qtbot import QtBot

from app.credentials.claims import AnswerRow
from app.domain.assessing import NOT_YET, NOT_YET_COMPETENT
from app.domain.register import DISMISSED, UPHELD
from app.journal.signing import signer
from app.records.queries.asking import Kind
from app.records.queries.questions import questions
from app.records.unit_of_work import Author, Fact, Work
from app.services import assessing
from app.services.assessing import MarkWish
from app.services.claims import read_claim_answer
from app.services.learners import set_learner
from app.services.merging import merge_learners
from app.services.policies import set_policy
from app.services.replacing import replace
from app.services.revoking import appeal, decide_appeal, revoke
from app.translation import use_language
from app.ui.background.change_bus import ChangeBus
from app.ui.background.runner import Runner
from app.ui.context import Context
from app.ui.home.home_page import HomePage
from app.ui.question_ways import way_of
from app.ui.ui_settings import UiSettings
from tests.services import test_claims as claims
from tests.services import test_documents_asked as documents
from tests.services import test_questions as marks
from tests.services import test_stationery as forms
from tests.services.before import before, brought_in, result
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    KHMER,
    SAFETY,
    SECOND,
    SINGLE,
    VERIFIER,
    VIETNAMESE,
    VIEWER,
    Centre,
    carry,
    exchange,
    two_laptops,
)
from tests.services.paper import with_forms
from tests.simulation.agreement import differences, dump
from tests.ui.screen_checks import RESOURCES, dress, nameless
from tests.ui.sitting_room import Room

Disagree = Callable[[Centre, Centre, Path], object]
STAFF = (ADMIN, ASSESSOR, VERIFIER, VIEWER)


def fields(name: str, *values: str) -> Disagree:
    def write(office: Centre, workshop: Centre, _: Path) -> None:
        for centre, value in zip((office, workshop), values, strict=True):
            set_learner(centre.work, centre.learners[KHMER], {name: value})

    return write


def marked(office: Centre, workshop: Centre, _: Path) -> None:
    office.mark(office.learners[KHMER])
    marks.mark(workshop, office.learners[KHMER], NOT_YET, SECOND)


def judged(office: Centre, workshop: Centre, _: Path) -> None:
    learner = office.learners[KHMER]
    office.mark(learner)
    exchange(office, workshop)
    office.judge(learner)
    workshop.judge(learner, outcome=NOT_YET_COMPETENT, by=SECOND)


def brought(office: Centre, workshop: Centre, place: Path) -> None:
    learner = office.learners[KHMER]
    brought_in(office, before(place, [result(learner)]))
    brought_in(workshop, before(place, [result(learner, outcome="Not yet competent")]))


def issued_twice(office: Centre, workshop: Centre, _: Path) -> None:
    learner = documents.earned(office, workshop)
    documents.issued(office, learner)
    documents.issued(workshop, learner)


def decided_differently(office: Centre, workshop: Centre, _: Path) -> None:
    number = documents.issued(office, documents.earned(office, workshop))
    revoke(office.open, number, "error")
    appeal(office.work, number, "It was no error.")
    exchange(office, workshop)
    decide_appeal(office.open, number, UPHELD)
    decide_appeal(workshop.open, number, DISMISSED)


def revoked_and_replaced(office: Centre, workshop: Centre, _: Path) -> None:
    old = documents.issued(office, documents.earned(office, workshop))
    exchange(office, workshop)
    revoke(office.open, old, "malpractice")
    replace(workshop.open, old, "damaged")


def claimed(office: Centre, workshop: Centre, _: Path) -> None:
    claims.ready(office, "claim")
    claims.trusting(workshop)
    made, learner = claims.claimed(office, KHMER), office.learners[KHMER]
    exchange(office, workshop)
    read_claim_answer(office.open, claims.answer(office, made, claims.accepted(learner)))
    refusal = AnswerRow(learner, "refused", "Too late.", "", b"")
    read_claim_answer(workshop.open, claims.answer(workshop, made, refusal))


def ruled(office: Centre, workshop: Centre, _: Path) -> None:
    set_policy(office.work, "clock-days", "20")
    set_policy(workshop.work, "clock-days", "40")


def merge(centre: Centre, survivor: str, duplicate: str) -> None:
    merge_learners(centre.as_person(ADMIN), centre.learners[survivor], centre.learners[duplicate], {})


def merged_apart(office: Centre, workshop: Centre, _: Path) -> None:
    merge(office, VIETNAMESE, KHMER)
    merge(workshop, ARMENIAN, KHMER)


def merged_round(office: Centre, workshop: Centre, _: Path) -> None:
    merge(office, KHMER, SINGLE)
    merge(workshop, SINGLE, KHMER)


def merged_into_erased(office: Centre, workshop: Centre, _: Path) -> None:
    merge(office, KHMER, SINGLE)
    workshop.erase(workshop.learners[KHMER])


def merged_with_erased(office: Centre, workshop: Centre, _: Path) -> None:
    merge(office, KHMER, SINGLE)
    workshop.erase(workshop.learners[SINGLE])


def used_one_form(office: Centre, workshop: Centre, _: Path) -> None:
    stock = with_forms(office)
    exchange(office, workshop)
    forms.on_form(office, stock, 4401, "KH-1")
    forms.on_form(workshop, stock, 4401, "KH-3")


@dataclass(frozen=True, slots=True)
class Case:
    """What the laptops do, the kind of question that comes of it, who is asked, and the answer that is clicked."""

    name: str
    kind: Kind
    disagree: Disagree
    who: str
    answer: str


ANSWERED = (
    Case("names", "field", fields("full_name", "Sok A", "Sok B"), ASSESSOR, "Sok B"),
    Case("birth dates", "field", fields("birth_date", "2004-03-18", "2004-03-19"), ADMIN, "18 Mar 2004"),
    Case("ID numbers", "field", fields("id_number", "1", "2"), ADMIN, "2"),
    Case("marks", "mark", marked, ASSESSOR, "not yet met"),
    Case("judgements", "judgement", judged, SECOND, "not yet competent"),
    Case("results from before", "result", brought, ADMIN, "competent"),
    Case("documents issued twice", "award", issued_twice, ADMIN, ""),
    Case("decisions on an appeal", "ruling", decided_differently, ADMIN, "the appeal is upheld"),
    Case("revoked here, replaced there", "ruling", revoked_and_replaced, ADMIN, ""),
    Case("answers to a claim", "claim", claimed, ADMIN, "accepted"),
    Case("rules of issuing", "policy", ruled, ADMIN, "40"),
    Case("one record merged into two", "merge", merged_apart, ADMIN, ARMENIAN),
    Case("records merged each into the other", "merge", merged_round, ADMIN, SINGLE),
    Case("merged into an erased record", "merge", merged_into_erased, ADMIN, ""),
    Case("merged with an erased record", "merge", merged_with_erased, ADMIN, ""),
    Case("one form used twice", "sheet", used_one_form, ADMIN, ""),
)


def changed_under_a_signature(office: Centre, workshop: Centre, _: Path) -> None:
    office.award(office.learners[KHMER], SAFETY)
    marks.mark(workshop, office.learners[KHMER], NOT_YET, SECOND)


def forged(office: Centre, workshop: Centre, _: Path) -> None:
    real = workshop.as_person(ASSESSOR)
    false = Work(real.records, Author(real.person, signer(bytes(32))), ASSESSOR, real.roles)
    assessing.judge(false, workshop.desk(), office.learners[KHMER], NOT_YET_COMPETENT)


def without_the_role(office: Centre, workshop: Centre, _: Path) -> None:
    viewer = workshop.as_person(VIEWER)
    false = Work(viewer.records, viewer.author, viewer.person_name, frozenset({"assessor"}))
    assessing.record_mark(false, workshop.desk(), MarkWish(office.learners[KHMER], "1.1", "met"))


def from_the_future(office: Centre, workshop: Centre, _: Path) -> None:
    marks.write_from_the_future(workshop, office.learners[KHMER])


def one_number_twice(office: Centre, workshop: Centre, _: Path) -> None:
    body = {"number": "A-1", "qualification": "", "document": "certificate", "issued_on": "2026-11-23"}
    for centre, name in ((office, KHMER), (workshop, ARMENIAN)):
        with centre.work.act() as act:
            act.write(Fact("certificate.issued", centre.learners[name], body))


def used_as_two(office: Centre, workshop: Centre, place: Path) -> None:
    with two_laptops(place / "copies") as (_, copy):
        for n, centre in enumerate((workshop, copy)):
            set_learner(centre.work, centre.learners[KHMER], {"phone": str(n)})
            carry(centre, office)


TOLD = (
    Case("marks changed under a signature", "marks-changed", changed_under_a_signature, ASSESSOR, ""),
    Case("a signature of somebody else", "signature", forged, ADMIN, ""),
    Case("written without the role", "rights", without_the_role, ADMIN, ""),
    Case("written by a newer program", "newer", from_the_future, ADMIN, ""),
    Case("one number on two documents", "number", one_number_twice, ADMIN, ""),
    Case("two copies of one laptop", "copy", used_as_two, ADMIN, ""),
)


@pytest.fixture(autouse=True)
def in_english(qtbot: QtBot) -> None:
    dress()
    use_language("en", RESOURCES / "translations")


@contextmanager
def first_page(centre: Centre, who: str, bot: QtBot) -> Iterator[tuple[Room, HomePage]]:
    """What this person sees first on a laptop."""
    centre.as_person(who)
    runner, bus = Runner(), ChangeBus()
    context = Context(centre.open, runner, bus, UiSettings())
    room = Room(context, centre.open, bot)
    context.page_wanted.connect(lambda key, place: room.shown.append((key, place)))
    context.said.connect(lambda text, undo: room.said.append(text))
    page = HomePage(context)
    try:
        yield room, room.show(page)
    finally:
        page.hide()
        assert runner.drain(5)
        runner.stop()
        for thing in (context, bus, runner):
            thing.deleteLater()


def asked(centre: Centre, who: str, bot: QtBot) -> list[str]:
    """The ids of the questions on the first page of this person."""
    with first_page(centre, who, bot) as (_, page):
        return [one.id for one in page.questions._found]


def told_all(office: Centre, workshop: Centre) -> None:
    """Until neither knows anything that the other does not."""
    for centre in (office, workshop):
        centre.as_person(ADMIN)
    exchange(office, workshop)
    exchange(office, workshop)


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_a_contradiction_is_a_question_on_both_first_pages_and_one_click_settles_it(
    case: Case, tmp_path: Path, qtbot: QtBot
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        case.disagree(office, workshop, tmp_path)
        told_all(office, workshop)
        with first_page(office, case.who, qtbot) as (room, page):
            (card,) = page.questions.cards
            question = card.question
            assert (question.kind, nameless(page)) == (case.kind, [])
            assert asked(workshop, case.who, qtbot) == [question.id]
            names = [tile.accessibleName() for tile in card.answers]
            next(tile for tile, name in zip(card.answers, names, strict=True) if name.startswith(case.answer)).click()
            room.settle()
            assert room.said == ["The question is answered."]
            assert not page.questions.isVisible()
        told_all(office, workshop)
        for centre in (office, workshop):
            assert asked(centre, case.who, qtbot) == []
            assert centre.work.read(questions) == []
        assert differences(*(centre.work.read(dump) for centre in (office, workshop))) == []


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.name)
def test_what_nobody_can_settle_by_a_click_is_told_on_both_first_pages(
    case: Case, tmp_path: Path, qtbot: QtBot
) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        case.disagree(office, workshop, tmp_path)
        told_all(office, workshop)
        with first_page(office, case.who, qtbot) as (room, page):
            card = page.questions.cards[0]
            assert (card.question.kind, card.answers) == (case.kind, [])
            assert asked(office, VIEWER, qtbot) == []
            room.settle()
        if case.kind in ("signature", "rights"):  # the laptop whose program lies does not accuse itself
            return
        assert asked(workshop, case.who, qtbot) == [card.question.id]
        assert differences(*(centre.work.read(dump) for centre in (office, workshop))) == []


def test_no_kind_of_question_is_without_its_two_laptops() -> None:
    assert {case.kind for case in (*ANSWERED, *TOLD)} == set(get_args(Kind))


def test_two_words_on_harmless_fields_are_no_question_and_agree_everywhere(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        fields("phone", "1", "2")(office, workshop, tmp_path)
        told_all(office, workshop)
        assert [asked(centre, ADMIN, qtbot) for centre in (office, workshop)] == [[], []]
        assert differences(*(centre.work.read(dump) for centre in (office, workshop))) == []


@pytest.mark.parametrize(
    ("disagree", "who"), [(marked, {ASSESSOR}), (fields("id_number", "1", "2"), {ADMIN, ASSESSOR}), (ruled, {ADMIN})]
)
def test_only_who_may_decide_is_asked(disagree: Disagree, who: set[str], tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        disagree(office, workshop, tmp_path)
        told_all(office, workshop)
        assert {name for name in STAFF if asked(office, name, qtbot)} == who


def test_neither_leads_to_where_it_is_written_and_later_asks_again_another_day(tmp_path: Path, qtbot: QtBot) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        for name in ("id_number", "full_name"):
            fields(name, "1", "2")(office, workshop, tmp_path)
        told_all(office, workshop)
        with first_page(office, ADMIN, qtbot) as (room, page):
            (card,) = page.questions.cards
            ways = {one.text(): one for one in card.findChildren(type(page.questions.more)) if one.text()}
            ways["Neither of them..."].click()
            field = card.question.id.rpartition("-")[2]
            assert room.shown == [("learners", f"{office.learners[KHMER].hex()} {field}")]
            assert page.questions.more.text() == "1 more question..."
            ways["Later"].click()
            assert [one.question.id for one in page.questions.cards] != [card.question.id]
            page.questions.more.click()
            assert room.shown[-1] == ("conflicts", "")
        assert len(asked(office, ADMIN, qtbot)) == 2, "after the next sign-in it is asked again"
        assert way_of(card.question) is not None
