# SPDX-License-Identifier: Apache-2.0
"""Standards come in whole or not at all, word for word, and once."""

from pathlib import Path

import pytest

from app.domain.refusals import BadInput, NotAllowed
from app.paths import resources
from app.records.queries import standards
from app.services.standards import ImportedStandards, import_standards
from app.spreadsheets.sample import sample_standards
from tests.services.centres import (
    ASSESSOR,
    CUTTING,
    MAPPINGS,
    QUALIFICATION,
    SAFETY,
    STANDARDS,
    Centre,
    a_centre,
    standards_file,
)

HERE = (1, 3, 4, 6)
"""Qualifications, units, elements and criteria that the centre has before."""

ELECTIVE = """
guildmark_standards: 1
qualifications:
  - {code: Q2, title: Welder, mandatory: [W1], groups: [{title: Any two, choose: 2, units: [U1, U2, U3]}]}
units:
  - {code: W1, title: Weld, elements: [{title: E, criteria: [Reads, {text: Wears, critical: true}]}]}
  - {code: U1, title: Work safely, hours: 40, elements: []}
  - {code: U2, title: Cut, elements: []}
  - {code: U3, title: Bend, elements: []}
"""


def framework() -> list[Path]:
    """Four national qualifications, where they lie beside the project."""
    folders = (parent / "shared" / "data" / "framework_es" for parent in Path(__file__).resolve().parents)
    return next((found for folder in folders if (found := sorted(folder.glob("*.yaml")))), [])


def bring(centre: Centre, *paths: Path) -> ImportedStandards:
    return import_standards(centre.work, paths, MAPPINGS)


def text_bring(centre: Centre, folder: Path, text: str) -> ImportedStandards:
    return bring(centre, standards_file(folder, text))


def test_four_national_qualifications_come_in_whole(tmp_path: Path) -> None:
    paths = framework()
    if not paths:
        pytest.skip("the four national qualifications (shared/data/framework_es) are not beside the project")
    with a_centre(tmp_path) as centre:
        done = bring(centre, *paths)
        assert (done.qualifications, done.units, done.elements, done.criteria) == (4, 47, 270, 2093)
        assert done.act is not None
        grown = tuple(now - before for now, before in zip(centre.work.read(standards.totals), HERE, strict=True))
        assert grown == (4, 47, 270, 2093)
        rows = {row.code: row for row in centre.work.read(standards.qualifications)}
        counted = {code: (row.units, row.elements, row.criteria) for code, row in rows.items() if code != QUALIFICATION}
        assert counted == {
            "CUR-046": (8, 38, 209), "CUR-048": (12, 74, 602), "CUR-050": (14, 87, 663), "CUR-052": (13, 71, 619),
        }  # fmt: skip
        assert bring(centre, *paths).act is None


def test_the_sample_standards_come_in_three_languages_with_25_criteria_a_unit(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        paths = sample_standards(resources())
        done = bring(centre, *paths)
        assert (len(paths), done.qualifications, done.units, done.criteria) == (3, 3, 12, 300)
        samples = [row for row in centre.work.read(standards.qualifications) if row.code != QUALIFICATION]
        assert {row.language for row in samples} == {"en", "km", "ru"}
        for row in samples:
            _, qualification = centre.work.read(standards.qualification, row.code)
            units = centre.work.read(standards.units_of, row.id)
            assert len(qualification.mandatory) == 2
            assert [(group.choose, len(group.units)) for group in qualification.groups] == [(1, 2)]
            assert all(len(unit.criteria()) == 25 for unit in units.values())
            assert all(any(one.critical for one in unit.criteria()) for unit in units.values())


def test_what_was_imported_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        _, unit = centre.work.read(standards.unit, SAFETY)
        assert (unit.title, unit.hours, unit.credits, unit.language) == ("Work safely", 40, 4, "en")
        assert [(e.title, [c.code for c in e.criteria]) for e in unit.elements] == [
            ("Prepare", ["1.1", "1.2"]), ("Clean up", ["2.1"]),
        ]  # fmt: skip
        assert [c.critical for c in unit.criteria()] == [False, True, False]
        _, qualification = centre.work.read(standards.qualification, QUALIFICATION)
        assert (qualification.mandatory, qualification.level, qualification.sector) == (("U1",), "1", "Metal")
        assert [(g.title, g.choose, g.units) for g in qualification.groups] == [("Cut or bend", 1, ("U2", "U3"))]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        done = text_bring(centre, tmp_path, STANDARDS)
        assert (done.act, done.units, done.criteria) == (None, 3, 6)
        assert centre.work.records.place == place


def test_a_changed_unit_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        before, _ = centre.work.read(standards.unit, SAFETY)
        old, _ = centre.work.read(standards.qualification, QUALIFICATION)
        done = text_bring(centre, tmp_path, STANDARDS.replace("The floor is swept.", "The floor is mopped."))
        assert done.act
        after, unit = centre.work.read(standards.unit, SAFETY)
        assert after != before
        assert unit.criteria()[2].text == "The floor is mopped."
        assert centre.work.read(standards.unit_version, before).criteria()[2].text == "The floor is swept."
        new, _ = centre.work.read(standards.qualification, QUALIFICATION)
        assert new != old
        assert centre.work.read(standards.unit_ids, old)[SAFETY] == before
        assert centre.work.read(standards.unit_ids, new)[SAFETY] == after
        assert centre.work.read(standards.unit_ids, new)[CUTTING] == centre.work.read(standards.unit_ids, old)[CUTTING]
        assert centre.work.read(standards.totals) == HERE
        assert centre.desk(SAFETY).unit_id == before


def test_going_back_to_the_first_wording_makes_it_the_newest_again(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, _ = centre.work.read(standards.unit, SAFETY)
        text_bring(centre, tmp_path, STANDARDS.replace("swept", "mopped"))
        assert text_bring(centre, tmp_path, STANDARDS).act
        assert centre.work.read(standards.unit, SAFETY)[0] == first


def test_a_file_with_one_fault_leaves_nothing_of_any_file(tmp_path: Path) -> None:
    good = standards_file(tmp_path, ELECTIVE, "good.yaml")
    bad = standards_file(tmp_path, ELECTIVE.replace("choose: 2", "choose: 9"), "bad.yaml")
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        with pytest.raises(BadInput, match="asks for more units than it holds"):
            bring(centre, good, bad)
        assert centre.work.records.place == place
        assert centre.work.read(standards.totals) == HERE


def test_texts_with_markup_braces_and_every_script_stay_as_they_are(tmp_path: Path) -> None:
    title = "<b>Cut & {bend}</b> កាត់ ដែក %s"
    with a_centre(tmp_path) as centre:
        text_bring(centre, tmp_path, ELECTIVE.replace("title: Cut,", f"title: '{title}',"))
        assert centre.work.read(standards.unit, CUTTING)[1].title == title


def test_half_a_character_is_refused_in_words(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre, pytest.raises(BadInput) as refused:
        text_bring(centre, tmp_path, ELECTIVE.replace("title: Cut,", 'title: "Cut \\ud800",'))
    assert str(refused.value).endswith(".")


def test_a_unit_too_large_to_be_kept_is_refused_in_words(tmp_path: Path) -> None:
    criteria = "[" + ", ".join(f'"{n} {"long " * 200}"' for n in range(80)) + "]"
    with a_centre(tmp_path) as centre:
        place = centre.work.records.place
        with pytest.raises(BadInput, match="U2"):
            text_bring(centre, tmp_path, ELECTIVE.replace(
                "title: Cut, elements: []", f"title: Cut, elements: [{{title: E, criteria: {criteria}}}]"
            ))  # fmt: skip
        assert centre.work.records.place == place


def test_only_an_administrator_imports_standards(tmp_path: Path) -> None:
    with a_centre(tmp_path, ASSESSOR) as centre, pytest.raises(NotAllowed, match="the role administrator"):
        text_bring(centre, tmp_path, ELECTIVE)
