# SPDX-License-Identifier: Apache-2.0
"""Every service asks the one table of rights: whom the table does not name is refused, whom it names is not."""

import inspect
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app import services
from app.documents.starting import starting_template
from app.domain.learners import LearnerDetails
from app.domain.printing import WHOLE
from app.domain.refusals import NotAllowed, Refused
from app.domain.rights import RIGHTS, Command, Role
from app.domain.signatories import Signatory
from app.exchange.enrolment import Card
from app.exchange.http import Asker, HttpPeer, new_client
from app.exchange.join_request import JoinRequest
from app.exchange.joining_by_code import new_code
from app.records.queries.certificates import CertificateRow
from app.records.queries.print_jobs import PrintJob
from app.records.queries.questions import Question, questions
from app.services import admitting_through_registry as admitting
from app.services import (
    asking_registry,
    assessing,
    badges,
    certificates,
    claims,
    cohorts,
    enrolling,
    erasing,
    exchanging,
    exporting,
    handing_out,
    joining,
    joining_registry,
    kept_pictures,
    learner_cells,
    learners,
    legacy_import,
    marks_import,
    merging,
    numbering,
    official_papers,
    people,
    policies,
    preflight,
    printing,
    publishing,
    register,
    replacing,
    reprinting,
    revoking,
    shutting_out,
    signing,
    standards,
    stationery,
    templates,
    undo,
    upkeep,
    written_twice,
)
from app.services.assessing import MarkWish
from app.services.certificates import IssueWish
from app.services.claims import ClaimWish
from app.services.cohort_import import Into, apply_import, plan_import
from app.services.cohorts import CohortWish
from app.services.handing_out import Collection
from app.services.import_plan import Choices, ImportPlan
from app.services.join_codes import GivenCode
from app.services.known_names import KnownNames
from app.services.legacy_import import LegacyWish
from app.services.paper_wish import PaperWish
from app.services.preflight import PreflightWish
from app.services.printing import Answer, JobWish
from app.services.publishing import RootWish
from app.services.questions import resolve
from app.services.stationery import MoveWish, StationeryWish
from app.services.workbook_import import ImportWish, Opening, choose_sheet, import_cohort
from app.spreadsheets.cohort_reading import CohortSheet
from app.spreadsheets.reading.book import NO_FAULTS, Sheet
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ASSESSOR,
    COHORT,
    KHMER,
    MAPPINGS,
    SINGLE,
    TRANSLATIONS,
    VERIFIER,
    VIEWER,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)

PEOPLE = {Role.ADMINISTRATOR: ADMIN, Role.ASSESSOR: ASSESSOR, Role.VERIFIER: VERIFIER, Role.VIEWER: VIEWER}
NO_FILE = Path("no-such-folder") / "no-such-file"
WITHOUT_A_SERVICE = {Command.FOUND_CENTRE, Command.SET_CENTRE, Command.ADD_KEY, Command.OPEN_SESSION}
"""Founding needs nobody's leave, everybody's key is their own; the other two have nothing that carries them out yet."""

Deed = Callable[[Centre], object]
_EMPTY: Final = Sheet("List", 0, 0, [["Full name"], [""]], NO_FAULTS)
SOURCE: Final = choose_sheet([_EMPTY], Opening(TRANSLATIONS), date(2026, 1, 1))
NO_ROW: Final = CertificateRow("KH-1", bytes(16), "", "", "certificate", "", "", bytes(16), bytes(16), "")
NO_JOB: Final = PrintJob(
    bytes(16), 0, "", "", "", WHOLE, False, False, False, 1, (), b"", 0, frozenset(), 0, "", True, "", {}, ""
)
CLIENT: Final = new_client()
NOWHERE: Final = "https://registry.invalid"
NOBODY_ANSWERS: Final = HttpPeer(CLIENT, NOWHERE, bytes(32), Asker(bytes(16), bytes(16), bytes(32), lambda: 0, bytes))
NO_CARD: Final = Card("Registry SAMPLE", "", bytes(32), bytes(32))
NO_CODE: Final = GivenCode(new_code(bytes), 0)
NO_NEWCOMER: Final = admitting.Asking(bytes(16), "", "", JoinRequest("", bytes(32), bytes(32), "en"), NO_CODE)
NO_PLAN: Final = ImportPlan(CohortSheet("List", (), (), {}), (), -1)


def wishes(centre: Centre) -> list[tuple[Command, Deed]]:
    """A deed for every service and the command that it must ask about. What is wished for need not succeed."""
    open_, learner, other = centre.open, centre.learners[KHMER], centre.learners[SINGLE]
    at = centre.desk()
    wish = MarkWish(learner, "1.1", "met")
    return [
        (Command.ADD_PERSON, lambda c: people.add_person(open_, "New SAMPLE", ["viewer"])),
        (Command.SET_PERSON, lambda c: people.set_roles(open_, VIEWER, ["viewer"])),
        (Command.SET_PERSON, lambda c: people.disable_person(open_, "Nobody")),
        (Command.SET_PERSON, lambda c: people.enable_person(open_, "Nobody")),
        (Command.RESET_PASSPHRASE, lambda c: people.reset_passphrase(open_, "Nobody")),
        (Command.RESET_PASSPHRASE, lambda c: people.new_recovery_code(open_)),
        (Command.ADMIT_DEVICE, lambda c: joining.admit(open_, NO_FILE, NO_FILE)),
        (Command.ADMIT_DEVICE, lambda c: admitting.new_join_code(open_, NOBODY_ANSWERS)),
        (Command.ADMIT_DEVICE, lambda c: admitting.waiting(open_, NOBODY_ANSWERS)),
        (Command.ADMIT_DEVICE, lambda c: admitting.admit_through_registry(open_, NOBODY_ANSWERS, NO_NEWCOMER)),
        (Command.ADMIT_DEVICE, lambda c: admitting.refuse_through_registry(open_, NOBODY_ANSWERS, NO_NEWCOMER)),
        (Command.REVOKE_DEVICE, lambda c: shutting_out.revoke_device(open_, bytes(16))),
        (Command.JOIN_REGISTRY, lambda c: joining_registry.join_registry(c.work, NO_CARD)),
        (Command.JOIN_REGISTRY, lambda c: enrolling.enrol(open_, CLIENT, NOWHERE, "mistyped")),
        (Command.IMPORT_STANDARDS, lambda c: standards.import_standards(c.work, [], MAPPINGS)),
        (Command.ADD_LEARNER, lambda c: learners.add_learner(c.work, LearnerDetails("New"))),
        (Command.SET_LEARNER, lambda c: learners.set_learner(c.work, learner, {"phone": "1"})),
        (Command.SET_LEARNER, lambda c: learner_cells.set_learners(c.work, {learner: {"phone": "2"}})),
        (Command.MERGE_LEARNERS, lambda c: merging.propose_merge(c.work, learner, other)),
        (Command.MERGE_LEARNERS, lambda c: written_twice.likely_pairs(c.work)),
        (Command.MERGE_LEARNERS, lambda c: written_twice.likely_others(c.work, learner)),
        (Command.MERGE_LEARNERS, lambda c: merging.preview_merge(c.work, learner, other)),
        (Command.MERGE_LEARNERS, lambda c: merging.merge_learners(c.work, learner, learner, {})),
        (Command.ERASE_LEARNER, lambda c: erasing.erase_learner(open_, bytes(16))),
        (Command.OPEN_COHORT, lambda c: cohorts.open_cohort(c.work, CohortWish("NEW"))),
        (Command.SET_COHORT, lambda c: cohorts.set_cohort(c.work, COHORT, {"title": "x"})),
        (Command.SET_MEMBERS, lambda c: cohorts.add_members(c.work, COHORT, [learner])),
        (Command.SET_MEMBERS, lambda c: cohorts.remove_members(c.work, COHORT, [other])),
        (Command.IMPORT_COHORT, lambda c: import_cohort(c.work, ImportWish(NO_FILE, Opening(TRANSLATIONS)))),
        (Command.IMPORT_COHORT, lambda c: plan_import(c.work, SOURCE, Choices(), KnownNames())),
        (Command.IMPORT_COHORT, lambda c: apply_import(c.work, SOURCE, Choices(), NO_PLAN, Into())),
        (Command.EXPORT_COHORT, lambda c: exporting.export_cohort(c.work, COHORT, c.at.path / "list")),
        (Command.EXPORT_COHORT, lambda c: exporting.export_marks(c.work, COHORT, "SAFETY", c.at.path / "list")),
        (Command.EXPORT_RESULTS, lambda c: exporting.export_results(c.work, COHORT, c.at.path / "list")),
        (Command.EXPORT_REGISTER, lambda c: exporting.export_learners(c.work, c.at.path / "list")),
        (Command.EXPORT_REGISTER, lambda c: exporting.export_certificates(c.work, c.at.path / "list")),
        (Command.ENROL, lambda c: cohorts.enrol_cohort(c.work, COHORT)),
        (Command.ENROL, lambda c: cohorts.enrol_learner(c.work, learner)),
        (Command.RECORD_MARK, lambda c: assessing.record_mark(c.work, at, wish)),
        (Command.RECORD_MARK, lambda c: assessing.record_marks(c.work, at, [wish])),
        (Command.RECORD_MARK, lambda c: assessing.record_remaining(c.work, at, [learner])),
        (Command.WRITE_NOTE, lambda c: assessing.write_note(c.work, at, learner, "1.1", "x")),
        (Command.SET_ABSENCE, lambda c: assessing.set_absence(c.work, at, learner, False)),
        (Command.KEEP_STATIONERY, lambda c: stationery.receive_stationery(c.work, StationeryWish("F", "1", "2"))),
        (Command.KEEP_STATIONERY, lambda c: stationery.move_sheets(c.work, MoveWish("none", "1", "lost"))),
        (Command.EXPORT_REGISTER, lambda c: stationery.export_stock(c.work, "2026-11", c.at.path / "list")),
        (Command.VIEW, lambda c: stationery.month_report(c.work, "2026-11")),
        (Command.PRINT_DOCUMENTS, lambda c: printing.begin_job(open_, JobWish([], ""))),
        (Command.PRINT_DOCUMENTS, lambda c: printing.run_parts(open_, NO_JOB, [])),
        (Command.PRINT_DOCUMENTS, lambda c: printing.answer_run(c.work, bytes(16), Answer(1, 0))),
        (Command.PRINT_DOCUMENTS, lambda c: printing.change_forms(c.work, bytes(16), "none")),
        (Command.PRINT_DOCUMENTS, lambda c: printing.stop_job(c.work, bytes(16))),
        (Command.HAND_OUT, lambda c: handing_out.record_collection(c.work, Collection([]))),
        (Command.HAND_OUT, lambda c: handing_out.correct_collection(c.work, "none", "")),
        (Command.HAND_OUT, lambda c: handing_out.signature_list(c.work, "", "en")),
        (Command.MAKE_PAPER, lambda c: official_papers.make_paper(open_, PaperWish("grade-sheet", "none"))),
        (Command.ISSUE_CERTIFICATE, lambda c: official_papers.make_paper(open_, PaperWish("learner-card", COHORT))),
        (Command.IMPORT_LEGACY, lambda c: legacy_import.import_legacy(c.work, LegacyWish(NO_FILE, TRANSLATIONS))),
        (Command.IMPORT_MARKS, lambda c: marks_import.import_marks(c.work, NO_FILE, TRANSLATIONS)),
        (Command.JUDGE, lambda c: assessing.judge(c.work, at, learner, "not-yet-competent")),
        (Command.SIGN, lambda c: signing.sign(c.work, at)),
        (Command.ISSUE_CERTIFICATE, lambda c: certificates.issue(open_, IssueWish(COHORT))),
        (Command.UNDO, lambda c: undo.preview_undo(c.work)),
        (Command.UNDO, lambda c: undo.undo(c.work)),
        (Command.UNDO, lambda c: undo.undo_if_last(c.work, bytes(16))),
        (Command.EXPORT_BUNDLE, lambda c: exchanging.write_bundle(open_, c.at.path / "stick")),
        (Command.READ_BUNDLE, lambda c: exchanging.read_bundle(open_, NO_FILE)),
        (Command.BACKUP, lambda c: upkeep.backup(open_, c.at.path / "backup")),
        (Command.ISSUE_CERTIFICATE, lambda c: replacing.replace(open_, "KH-1")),
        (Command.ISSUE_CERTIFICATE, lambda c: replacing.renew(open_, "KH-1")),
        (Command.REVOKE_CERTIFICATE, lambda c: revoking.revoke(open_, "KH-1", "error")),
        (Command.APPEAL, lambda c: revoking.appeal(c.work, "KH-1", "words")),
        (Command.DECIDE_APPEAL, lambda c: revoking.decide_appeal(open_, "KH-1", "upheld")),
        (Command.REPRINT, lambda c: reprinting.mark_duplicate(open_, "KH-1")),
        (Command.LEASE_BLOCK, lambda c: numbering.lease_block(c.work, "A-01", "A-09")),
        (Command.SET_POLICY, lambda c: policies.set_policy(c.work, "clock-days", "31")),
        (Command.SET_POLICY, lambda c: policies.unset_policy(c.work, "clock-days")),
        (Command.VIEW, lambda c: badges.write_badge(c.work, "KH-1", NO_FILE)),
        (Command.SET_POLICY, lambda c: publishing.stand_for(open_, NO_FILE, RootWish([NO_FILE]))),
        (Command.ISSUE_CERTIFICATE, lambda c: publishing.write_status_lists(open_, c.at.path / "status")),
        (Command.PUBLISH_TEMPLATE, lambda c: policies.publish_template(c.work, "Plain", "certificate", "{}")),
        (Command.SET_SIGNATORY, lambda c: policies.add_signatory(c.work, Signatory("Head SAMPLE"))),
        (Command.SET_SIGNATORY, lambda c: policies.set_signatory(c.work, bytes(16), {})),
        (Command.CLAIM, lambda c: claims.claim(open_, ClaimWish(COHORT, c.at.path / "stick"))),
        (Command.CLAIM, lambda c: claims.read_claim_answer(open_, NO_FILE)),
        (Command.CLAIM, lambda c: claims.take_claim_answer(open_, b"")),
        (Command.CLAIM, lambda c: asking_registry.ask_for_answer(open_, NOBODY_ANSWERS, bytes(16))),
        (Command.LEASE_BLOCK, lambda c: asking_registry.lease_from(open_, NOBODY_ANSWERS, 1)),
        (Command.VIEW, lambda c: preflight.preflight(open_, PreflightWish(COHORT))),
        (Command.VIEW, lambda c: policies.show_policies(c.work)),
        (Command.VIEW, lambda c: numbering.leased_blocks(c.work)),
        (Command.VIEW, lambda c: reprinting.pages_of(open_, "KH-1")),
        (Command.VIEW, lambda c: register.register_today(c.work)),
        (Command.VIEW, lambda c: register.history_of(c.work, NO_ROW)),
        (Command.VIEW, lambda c: templates.list_templates(c.work)),
        (Command.VIEW, lambda c: templates.open_template(c.work, "certificate")),
        (Command.VIEW, lambda c: templates.export_pack(open_, "certificate")),
        (Command.PUBLISH_TEMPLATE, lambda c: templates.keep_template(open_, starting_template("certificate"))),
        (Command.SET_POLICY, lambda c: kept_pictures.keep_picture(open_, NO_FILE)),
        (Command.PUBLISH_TEMPLATE, lambda c: templates.keep_picture(open_, b"", "logo.png")),
        (Command.PUBLISH_TEMPLATE, lambda c: templates.keep_typeface(open_, b"", "own.ttf", "")),
        (Command.PUBLISH_TEMPLATE, lambda c: templates.import_pack(open_, b"", "pack.zip")),
        (Command.SET_POLICY, lambda c: templates.use_template(c.work, "certificate")),
    ]  # fmt: skip


def refused(deed: Deed, centre: Centre) -> bool:
    try:
        deed(centre)
    except NotAllowed:
        return True
    except Refused:
        return False
    return False


@pytest.mark.parametrize("role", Role)
def test_a_service_refuses_exactly_the_roles_that_the_table_does_not_name(tmp_path: Path, role: Role) -> None:
    with a_centre(tmp_path, PEOPLE[role]) as centre:
        for command, deed in wishes(centre):
            assert refused(deed, centre) is (role not in RIGHTS[command]), command


@pytest.mark.parametrize("role", Role)
def test_a_refused_deed_writes_nothing(tmp_path: Path, role: Role) -> None:
    with a_centre(tmp_path, PEOPLE[role]) as centre:
        place, people_file = centre.work.records.place, centre.open.folder.people.read_bytes()
        for command, deed in wishes(centre):
            if role not in RIGHTS[command]:
                assert refused(deed, centre)
        assert centre.work.records.place == place
        assert centre.open.folder.people.read_bytes() == people_file
        assert not (centre.at.path / "stick").exists()
        assert not (centre.at.path / "backup").exists()
        assert not (centre.at.path / "list").exists()


def test_a_person_with_two_roles_may_do_what_either_may(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        people.set_roles(centre.open, ADMIN, ["administrator", "assessor"])
        for command, deed in wishes(centre):
            assert not refused(deed, centre), command


def test_every_command_of_the_table_is_tried_here(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        tried = {command for command, _ in wishes(centre)}
    assert tried | WITHOUT_A_SERVICE == set(Command)
    assert not tried & WITHOUT_A_SERVICE


def test_every_service_that_asks_for_a_right_is_tried_here(tmp_path: Path) -> None:
    folder = Path(str(services.__file__)).parent
    asking = re.compile(r"^def (\w+)\((?:(?!^def ).)*?\.allow\(Command\.", re.MULTILINE | re.DOTALL)
    names = {name for path in folder.glob("*.py") for name in asking.findall(path.read_text(encoding="utf-8"))}
    tried = inspect.getsource(wishes)
    assert len(names) > 25
    assert {name for name in names if f"{name}(" not in tried} == set()


def settling(question: Question) -> Deed:
    return lambda c: resolve(c.work, question.id, question.choices[0].op)


@pytest.mark.parametrize("role", Role)
def test_settling_a_question_needs_the_right_of_what_it_is_about(tmp_path: Path, role: Role) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        for n, centre in enumerate((office, workshop)):
            learners.set_learner(centre.work, centre.learners[KHMER], {"full_name": f"Sok {n}"})
            centre.mark(centre.learners[SINGLE], mark=("met", "not-yet")[n])
            centre.judge(centre.learners[KHMER], outcome="not-yet-competent")
            centre.as_person(ADMIN)
        exchange(office, workshop)
        work = office.as_person(PEOPLE[role])
        commands = {"field": Command.SET_LEARNER, "mark": Command.RECORD_MARK}
        found = {question.kind: question for question in work.read(questions)}
        assert found.keys() == commands.keys()
        for kind, question in found.items():
            assert refused(settling(question), office) is (role not in RIGHTS[commands[kind]]), kind
