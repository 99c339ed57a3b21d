# SPDX-License-Identifier: Apache-2.0
"""Before an import changes anything, every row is said to be new, changed, known already, doubtful or refused."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.differences import Difference
from app.domain.learners import LearnerDetails
from app.domain.refusals import BadInput, RuleBroken
from app.records.queries import cohorts, learners
from app.records.refolding import table_digests
from app.services.cohort_import import Into, Source, apply_import, plan_import
from app.services.import_plan import Choices, ImportPlan, Rule, State
from app.services.known_names import KnownNames
from app.services.learners import add_learner, set_learner
from app.services.undo import preview_undo, undo
from app.services.workbook_import import Opening, choose_sheet
from app.spreadsheets.reading.book import NO_FAULTS, Sheet, Value
from tests.services.centres import COHORT, KHMER, TRANSLATIONS, VIETNAMESE, Centre, a_centre

NOTHING_SAID = Choices()
HEADERS = ("Learner ID", "Full name", "Birth date", "ID number", "Sex", "Phone", "Name in Latin letters")


def source(centre: Centre, *rows: Sequence[Value], headers: Sequence[Value] = HEADERS) -> Source:
    padded: list[list[Value]] = [[*row, *[""] * (len(headers) - len(row))] for row in (headers, *rows)]
    found = Sheet("List", 0, 0, padded, NO_FAULTS)
    return choose_sheet([found], Opening(TRANSLATIONS), centre.work.today())


def plan(centre: Centre, wanted: Source, choices: Choices = NOTHING_SAID) -> ImportPlan:
    return plan_import(centre.work, wanted, choices, KnownNames())


def row(name: str, born: str = "", number: str = "", phone: str = "", latin: str = "", id_: str = "") -> list[Value]:
    return [id_, name, born, number, "", phone, latin]


def states(planned: ImportPlan) -> list[str]:
    return [one.state for one in planned.rows]


def apply(centre: Centre, wanted: Source, choices: Choices, into: Into | None = None) -> bytes | None:
    seen = plan_import(centre.work, wanted, choices, KnownNames())
    return apply_import(centre.work, wanted, choices, seen, into or Into()).act


def test_every_row_is_of_one_of_five_kinds(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        known = centre.work.read(learners.details, centre.learners[KHMER])
        rows = (
            row("Brand New", "1.2.2001"),
            row(KHMER, known.birth_date, known.id_number, "0777"),
            row(KHMER, known.birth_date, known.id_number),
            row("Nguyen Thi Thu Huong"),
            row("Odd", "31.2.2001"),
        )
        planned = plan(centre, source(centre, rows[0], rows[1], rows[3], rows[4]))
        assert states(planned) == [State.NEW, State.CHANGED, State.DOUBTFUL, State.REFUSED]
        assert states(plan(centre, source(centre, rows[2]))) == [State.UNCHANGED]
        changed = planned.rows[1].cells
        assert [cell.difference for cell in changed] == [
            Difference(centre.learners[KHMER], KHMER, "phone", known.phone, "0777")
        ]
        assert planned.rows[3].written == {"birth_date": "31.2.2001"}
        assert planned.refused[0].cell == "C5"
        assert [one.row for one in planned.taken] == [2, 3]


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("Асанов Бакыт", "Asanov Bakyt"), ("Asanov Bakyt", "Асанов Бакыт"), ("Nguyễn Văn Đạt", "Nguyen Van Dat"),
        ("Sok Dara Vanna", "Dara Sok Vanna"), ("Գրիգորյան Անահիտ", "Grigoryan Anahit"),
        ("Thida Sophea", "Thidda Sophea"),
    ],
)  # fmt: skip
def test_one_name_in_other_letters_accents_order_or_spelling_is_asked_about(
    tmp_path: Path, known: str, written: str
) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails(known))
        (one,) = plan(centre, source(centre, row(written))).rows
        assert (one.state, one.learner, one.taken) == (State.DOUBTFUL, b"", False)
        assert one.alikes[0].learner == learner
        assert one.alikes[0].why


def test_who_a_doubtful_row_is_is_for_a_person_to_say(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails("Асанов Бакыт", phone="1"))
        wanted = source(centre, row("Asanov Bakyt", phone="2"))
        (own,) = plan(centre, wanted, Choices(same_as={2: b""})).rows
        assert (own.state, own.learner) == (State.NEW, b"")
        (same,) = plan(centre, wanted, Choices(same_as={2: learner})).rows
        assert (same.state, same.learner) == (State.CHANGED, learner)
        taken = {cell.difference.field: cell.taken for cell in same.cells}
        assert taken == {"full_name": False, "phone": True, "latin_name": True}
        assert same.fields == {"phone": "2", "latin_name": "Asanov Bakyt"}
        (all_same,) = plan(centre, wanted, Choices(rule=Rule.SAME)).rows
        assert all_same.fields == same.fields
        assert states(plan(centre, wanted, Choices(rule=Rule.OWN))) == [State.NEW]
        (with_name,) = plan(centre, wanted, Choices(same_as={2: learner}, cells={(2, "full_name"): True})).rows
        assert with_name.fields["full_name"] == "Asanov Bakyt"


def test_what_was_decided_once_is_not_asked_again(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails("Асанов Бакыт", birth_date="2001-02-03"))
        wanted = source(centre, row("Asanov Bakyt", "3.2.2001"), row("Asanova Bakyt", "4.2.2001"))
        assert apply(centre, wanted, Choices(same_as={2: learner}, rule=Rule.OWN)) is not None
        again = plan(centre, wanted)
        assert states(again) == [State.UNCHANGED, State.UNCHANGED]
        assert apply(centre, wanted, Choices()) is None


def test_a_row_like_an_earlier_one_of_the_sheet_is_doubtful(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, second = plan(centre, source(centre, row("Brand New"), row("New Brand"))).rows
        assert (first.state, second.state) == (State.NEW, State.DOUBTFUL)
        assert (second.alikes[0].row, second.alikes[0].learner) == (2, b"")


def test_somebody_written_twice_in_a_sheet_is_asked_about_when_the_sheet_comes_again(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wanted = source(centre, row("Асанов Бакыт", "3.2.2001", phone="1"), row("Asanov Bakyt", "3.2.2001", phone="2"))
        assert apply(centre, wanted, Choices(left_out=frozenset({3}))) is not None
        again = plan(centre, wanted)
        assert states(again) == [State.UNCHANGED, State.DOUBTFUL]
        learner = again.rows[1].alikes[0].learner
        assert states(plan(centre, wanted, Choices(same_as={3: learner}))) == [State.UNCHANGED, State.REFUSED]


def test_a_guess_does_not_take_a_learner_from_the_row_that_names_them(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        add_learner(centre.work, LearnerDetails("Асанов Бакыт", id_number="77"))
        wanted = source(centre, row("Asanov Bakyt"), row("Асанов Бакыт", number="77"))
        assert states(plan(centre, wanted, Choices(rule=Rule.SAME))) == [State.REFUSED, State.UNCHANGED]


def test_two_rows_are_never_about_one_learner(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails("Асанов Бакыт"))
        wanted = source(centre, row("Asanov Bakyt"), row("Assanov Bakyt"))
        both = plan(centre, wanted, Choices(same_as={2: learner, 3: learner}))
        assert states(both) == [State.CHANGED, State.REFUSED]


def test_a_refused_cell_is_put_right_in_place(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wanted = source(centre, row("A B", "31.2.2001"), row("", phone="1"))
        assert states(plan(centre, wanted)) == [State.REFUSED, State.REFUSED]
        mended = plan(centre, wanted, Choices(edits={(2, "birth_date"): "1.3.2001", (3, "full_name"): "C D"}))
        assert states(mended) == [State.NEW, State.NEW]
        assert mended.rows[0].details.birth_date == "2001-03-01"


def test_rows_that_are_left_out_are_not_written(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wanted = source(centre, row("First One"), row("Second Other"), row("Bad", "x"))
        choices = Choices(left_out=frozenset({3}))
        assert plan_import(centre.work, wanted, choices, KnownNames()).refused[0].cell == "C4"
        apply(centre, wanted, choices)
        found = [one.name for one in centre.work.read(learners.find, "first second bad"[:5])]
        assert found == ["First One"]
        assert centre.work.read(learners.find, "Second") == []


def test_dates_that_may_be_meant_either_way_are_asked_before_anything(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wanted = source(centre, ["A B", "3/4/2005"], headers=("Student", "DOB"))
        with pytest.raises(BadInput, match="3/4/2005") as refused:
            plan(centre, wanted)
        assert refused.value.code == "which-dates"
        told = replace(wanted, layout=replace(wanted.layout, date_order="mdy"))
        assert plan(centre, told).rows[0].details.birth_date == "2005-03-04"


def test_a_number_that_cannot_be_right_is_a_warning_and_hinders_nothing(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        headers = ("Full name", "ID type", "ID number")
        planned = plan(centre, source(centre, ["A B", "SNILS", "112-233-445 96"], headers=headers))
        assert states(planned) == [State.NEW]
        assert [one.cell for one in planned.warnings] == ["C2"]


def test_records_that_change_while_the_plan_is_looked_at_are_noticed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wanted = source(centre, row("Brand New"))
        seen = plan(centre, wanted)
        set_learner(centre.work, centre.learners[VIETNAMESE], {"phone": "123"})
        again = plan(centre, wanted)
        add_learner(centre.work, LearnerDetails("Brand New"))
        for old in (seen, again):
            with pytest.raises(RuleBroken) as refused:
                apply_import(centre.work, wanted, Choices(), old, Into())
            assert refused.value.code == "changed-meanwhile"
        fresh = plan(centre, source(centre, row("Quite Another")))
        set_learner(centre.work, centre.learners[VIETNAMESE], {"phone": "124"})
        assert apply_import(centre.work, source(centre, row("Quite Another")), Choices(), fresh, Into()).act


def test_learners_join_the_cohort_and_its_units_in_the_same_command(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wanted = source(centre, row("Brand New"))
        act = apply(centre, wanted, Choices(), Into(COHORT, enrol=True))
        group = centre.work.read(cohorts.cohort, COHORT)
        (member,) = [one for one in centre.work.read(cohorts.members, group.id) if one.name == "Brand New"]
        assert member.enrolled
        undo(centre.work, act)
        assert centre.work.read(learners.find, "Brand") == []


def test_what_taking_an_import_back_would_change_is_shown_first(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        known = centre.work.read(learners.details, centre.learners[KHMER])
        wanted = source(centre, row("Brand New"), row(KHMER, known.birth_date, known.id_number, "0777"))
        act = apply(centre, wanted, Choices())
        before = centre.work.records.place
        shown = {(one.name, one.field): (one.before, one.after) for one in preview_undo(centre.work, act)}
        assert shown == {("Brand New", "full_name"): ("Brand New", ""), (KHMER, "phone"): ("0777", known.phone)}
        assert centre.work.records.place == before
        assert centre.work.read(learners.find, "Brand")


def test_a_plan_can_be_stopped_while_the_names_of_all_are_read(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def told(done: int, of: int) -> None:
        calls.append(done)
        if len(calls) > 1:
            raise Enough

    calls: list[int] = []
    with a_centre(tmp_path) as centre:
        known = KnownNames()
        with pytest.raises(Enough):
            plan_import(centre.work, source(centre, row("Brand New")), NOTHING_SAID, known, told)
        assert calls == [0, 0]
        assert states(plan_import(centre.work, source(centre, row("Brand New")), NOTHING_SAID, known)) == [State.NEW]


names = st.text(st.sampled_from("abdeiknorstuv"), min_size=3, max_size=9).map(str.title)
people = st.builds(
    lambda given_name, family, phone, year, number: row(f"{family} {given_name}", f"{year}-03-04", number, phone),
    names, names, st.text(st.sampled_from("0123456789"), max_size=9), st.integers(1980, 2008),
    st.one_of(st.just(""), st.integers(10**6, 10**7).map(str)),
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(people, min_size=1, max_size=5), min_size=1, max_size=3))
def test_the_same_sheet_again_changes_nothing_and_undo_restores_the_tables(
    tmp_path_factory: pytest.TempPathFactory, sheets: list[list[list[Value]]]
) -> None:
    with a_centre(tmp_path_factory.mktemp("c")) as centre:
        for rows in sheets:
            wanted = source(centre, *rows)
            before = centre.work.read(table_digests)
            choices = Choices(rule=Rule.OWN)
            act = apply(centre, wanted, choices)
            again = plan_import(centre.work, wanted, choices, KnownNames())
            assert not again.of(State.NEW, State.CHANGED)
            if act is None:
                continue
            undo(centre.work, act)
            after = centre.work.read(table_digests)
            assert {name for name in after if after[name] != before[name]} <= {"undone"}
            assert apply(centre, wanted, choices) is not None
