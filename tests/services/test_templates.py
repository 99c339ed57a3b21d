# SPDX-License-Identifier: Apache-2.0
"""Templates of a centre: changed ones are kept beside the program's, checked against the rules, carried in packs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents.certificate_pack import Pack, read_pack, written_pack
from app.documents.editing import Spot, moved, removed, spots, with_typeface
from app.documents.rendering import render
from app.documents.starting import starting_keys, starting_template
from app.documents.template import Template, written_template
from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken
from app.paths import resources
from app.services.certificates import IssueWish, issue
from app.services.policies import publish_template, show_policies
from app.services.templates import (
    TemplateEntry,
    check_template,
    export_pack,
    import_pack,
    keep_picture,
    keep_template,
    keep_typeface,
    list_templates,
    open_template,
    shown_with,
    use_template,
)
from app.services.vault import vault_of
from tests.documents.builders_templates import picture_of
from tests.services.centre_samples import ADMIN
from tests.services.centres import ASSESSOR, COHORT, CUTTING, KHMER, SAFETY, Centre, a_centre, carry, two_laptops


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with a_centre(tmp_path) as found:
        yield found


CERTIFICATE = starting_template("certificate")


def changed(template: Template = CERTIFICATE) -> Template:
    return moved(template, Spot(0, 2), 3, 2)


def entry(centre: Centre, key: str) -> TemplateEntry:
    (found,) = (one for one in list_templates(centre.work) if one.key == key)
    return found


def without_signature() -> Template:
    at = next(spot for spot in spots(CERTIFICATE) if "signature" in type(_at(spot)).__name__.lower())
    return removed(CERTIFICATE, at)


def _at(spot: Spot) -> object:
    return CERTIFICATE.pages[spot.page].elements[spot.number]


def test_all_templates_of_the_program_are_listed_and_the_usual_ones_are_used(centre: Centre) -> None:
    rows = list_templates(centre.work)
    assert {one.key for one in rows} == set(starting_keys())
    assert {one.key for one in rows if one.used} >= {"certificate", "record-of-results", "microcredential"}
    assert not any(one.own for one in rows)


def test_a_changed_template_is_kept_beside_that_of_the_program_and_used_when_chosen(centre: Centre) -> None:
    kept = keep_template(centre.open, changed())
    assert kept.key == "own-certificate-1"
    assert open_template(centre.work, kept.key) == kept
    assert open_template(centre.work, "certificate") == CERTIFICATE
    assert (entry(centre, kept.key).own, entry(centre, kept.key).used) == (True, False)
    assert use_template(centre.work, kept.key)
    assert use_template(centre.work, kept.key) is None
    assert (entry(centre, kept.key).used, entry(centre, "certificate").used) == (True, False)
    assert {one.key: one.value for one in show_policies(centre.work)}["template-certificate"] == kept.key
    again = keep_template(centre.open, changed(kept))
    assert again.key == kept.key
    assert open_template(centre.work, kept.key) == again != kept
    keep_template(centre.open, kept)
    assert open_template(centre.work, kept.key) == kept


def test_documents_are_made_with_the_chosen_template(centre: Centre) -> None:
    centre.award(centre.learners[KHMER], SAFETY, CUTTING)
    centre.as_person(ADMIN)
    use_template(centre.work, keep_template(centre.open, changed()).key)
    done = issue(centre.open, IssueWish(COHORT, learners=[centre.learners[KHMER]]))
    assert (len(done.issued), done.refused) == (1, ())


def test_what_was_issued_with_a_template_of_the_program_does_not_make_it_the_centre_s_own(centre: Centre) -> None:
    centre.award(centre.learners[KHMER], SAFETY, CUTTING)
    centre.as_person(ADMIN)
    publish_template(centre.work, "certificate", "certificate", written_template(changed()).decode())
    assert (entry(centre, "certificate").own, entry(centre, "certificate").used) == (False, True)
    assert open_template(centre.work, "certificate") == CERTIFICATE
    use_template(centre.work, "certificate")
    issue(centre.open, IssueWish(COHORT, learners=[centre.learners[KHMER]]))
    assert not any(one.own for one in list_templates(centre.work))


def test_a_template_that_breaks_a_rule_is_kept_but_never_used(centre: Centre) -> None:
    broken = without_signature()
    assert {one.code for one in check_template(centre.open, broken)} >= {"field-missing"}
    kept = keep_template(centre.open, broken)
    with pytest.raises(RuleBroken) as refused:
        use_template(centre.work, kept.key)
    assert refused.value.code == "template-breaks-rules"
    used = keep_template(centre.open, replace(changed(), key="ours"))
    use_template(centre.work, used.key)
    with pytest.raises(RuleBroken):
        keep_template(centre.open, replace(broken, key="ours"))
    assert open_template(centre.work, "ours") == used


def test_a_pack_takes_a_template_with_its_picture_to_another_centre(centre: Centre, tmp_path: Path) -> None:
    name = keep_picture(centre.open, picture_of(), "logo.png")
    logo = replace(CERTIFICATE.pages[0].elements[2], bind="", file=name)  # type: ignore[call-arg]  # it is an image
    page = replace(CERTIFICATE.pages[0], elements=(*CERTIFICATE.pages[0].elements, logo))
    kept = keep_template(centre.open, replace(CERTIFICATE, key="ours", pages=(page,)))
    pack = export_pack(centre.open, kept.key)
    with a_centre(tmp_path / "other") as other:
        (came,) = import_pack(other.open, pack, "ours.zip")
        assert open_template(other.work, "ours") == came
        assert vault_of(other.open).has(came.files()[0])
        assert render([(came, shown_with(other.open, came))]).startswith(b"%PDF")


def test_a_template_file_is_brought_in_by_itself(centre: Centre) -> None:
    (came,) = import_pack(centre.open, written_template(replace(CERTIFICATE, key="ours")), "ours.json")
    assert open_template(centre.work, "ours") == came


def test_nothing_of_a_bad_pack_is_kept(centre: Centre) -> None:
    with pytest.raises(BadInput):
        import_pack(centre.open, b"PK\x03\x04 no pack", "ours.zip")
    assert not any(one.own for one in list_templates(centre.work))


def test_the_sample_shows_the_centre_itself(centre: Centre) -> None:
    data = shown_with(centre.open, CERTIFICATE)
    assert data.sample
    assert data.facts["centre.name"] != "SAMPLE Vocational Training Centre"


def test_who_may_not_change_templates_may_look_at_them(centre: Centre) -> None:
    centre.as_person(ASSESSOR)
    assert list_templates(centre.work)
    for wish in (
        lambda: keep_template(centre.open, changed()),
        lambda: use_template(centre.work, "certificate"),
        lambda: keep_picture(centre.open, picture_of(), "logo.png"),
        lambda: import_pack(centre.open, b"", "x.zip"),
    ):
        with pytest.raises(NotAllowed):
            wish()


def test_a_template_travels_to_the_other_laptop(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        kept = keep_template(office.open, changed())
        carry(office, workshop)
        assert open_template(workshop.work, kept.key) == kept


def test_a_template_that_is_not_there_is_named(centre: Centre) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        open_template(centre.work, "nowhere")


def test_the_sample_of_a_pack_is_kept_with_its_template_shown_and_handed_on(centre: Centre) -> None:
    theirs = Pack((replace(CERTIFICATE, key="theirs"),), {}, {"learner.name": "Rosa SAMPLE"}, {"units": ()})
    (kept,) = import_pack(centre.open, written_pack(theirs), "theirs.zip")
    assert kept.sample
    assert shown_with(centre.open, kept, "pack").facts["learner.name"] == "Rosa SAMPLE"
    assert shown_with(centre.open, kept, "short").facts["learner.name"] != "Rosa SAMPLE"
    again = read_pack(export_pack(centre.open, kept.key), "again.zip")
    assert (again.templates, dict(again.facts)) == (theirs.templates, theirs.facts)


def test_a_sample_is_shown_in_the_languages_that_are_wished_for(centre: Centre) -> None:
    shown = shown_with(centre.open, CERTIFICATE, "km", ("ru", "vi"))
    assert (shown.language, shown.second_language) == ("ru", "vi")
    assert "qualification.title_2" in shown.facts


def test_what_is_issued_in_a_typeface_of_the_centre_keeps_it(centre: Centre) -> None:
    font = (resources() / "fonts" / "NotoSansKhmer-Bold.ttf").read_bytes()
    own = keep_typeface(centre.open, font, "Ours", "Made for us.")
    kept = keep_template(centre.open, with_typeface(CERTIFICATE, own))
    use_template(centre.work, kept.key)
    shown = shown_with(centre.open, kept, "km")
    assert shown.images[own.file] == font
    assert b"Own-" in render([(kept, shown)])
