# SPDX-License-Identifier: Apache-2.0
"""Learners are written down as their documents name them, corrected, found again, and nothing is half done."""

import base64
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from app.domain.learners import FIELD_CLASSES, LARGEST_PHOTO, LearnerDetails
from app.domain.refusals import BadInput, NotAllowed, NotFound, Refused, RuleBroken
from app.records.journal_tables import operation
from app.records.queries import learners
from app.services.learners import add_learner, require_living, set_learner, set_photo
from tests.services.centres import ASSESSOR, KHMER, SINGLE, VERIFIER, VIEWER, a_centre

ODD_NAMES = {
    "markup": "<b>Sok</b> & \"Dara\" <img src=x onerror='1'>",
    "braces": "{name} {0} {{}} {",
    "percent": "%s %(name)s 100%",
    "quotes and hyphens": "Seán O’Brien-D'Arcy (née Ní Dhálaigh)",
    "one letter": "U",
    "single": "Pelé",
    "Khmer with joiners": "ក្រុម\u200bហ៊ុន ស្រី\u200cពៅ",
    "a slash and a semicolon": "A/B; DROP TABLE learner;--",
    "outside the first plane": "𝔸𝕝𝕚 🙂",
    "200 characters": "ស្រី" * 50,
}
UNUSABLE_NAMES = {
    "": "name-empty",
    " \t\u200b ": "name-empty",
    "a" * 201: "name-too-long",
    "Sok \ud800 Dara": "not-text",
    "\udfff": "not-text",
    "Sok\x00Dara": "not-text",
    "abc\u202edcba": "not-text",
}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES.keys())
def test_a_name_is_kept_letter_by_letter_and_found(tmp_path: Path, name: str) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails(name))
        assert centre.work.read(learners.details, learner) == LearnerDetails(name)
        assert learner in [row.id for row in centre.work.read(learners.find, name)]


@pytest.mark.parametrize(("name", "code"), UNUSABLE_NAMES.items(), ids=range(len(UNUSABLE_NAMES)))
def test_a_name_that_cannot_be_printed_is_refused_and_nothing_is_written(tmp_path: Path, name: str, code: str) -> None:
    with a_centre(tmp_path) as centre:
        before = centre.work.records.place, centre.work.read(learners.count)
        with pytest.raises(BadInput) as refused:
            add_learner(centre.work, LearnerDetails(name))
        assert refused.value.code == code
        assert str(refused.value).endswith(".")
        with pytest.raises(BadInput):
            set_learner(centre.work, centre.learners[KHMER], {"phone": "1", "full_name": name})
        assert (centre.work.records.place, centre.work.read(learners.count)) == before


def test_a_name_typed_with_separate_accents_is_kept_composed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails("Nguye\u0302\u0303n  An"))
        assert centre.work.read(learners.details, learner).full_name == "Nguyễn An"


FORMED = {"email": "dara@example.org", "route": "rpl"}


def test_every_field_is_kept(tmp_path: Path) -> None:
    fields = {field: f"{field} “ក” <1>" for field in FIELD_CLASSES}
    details = LearnerDetails(
        **fields
        | {"sex": "X", "birth_date": "2000-02-29", "photo": "AAAA", "notes": "1\n2"}
        | {"printed_name": "Mr full_name “ក” <1>"}
        | FORMED
    )
    with a_centre(tmp_path) as centre:
        assert centre.work.read(learners.details, add_learner(centre.work, details)) == details


def test_a_learner_about_whom_too_much_is_written_is_refused_in_words(tmp_path: Path) -> None:
    long = {field: "ក" * 500 for field in FIELD_CLASSES if "name" not in field and field != "patronymic"}
    fields = long | {"sex": "F", "birth_date": "2001-01-01", "notes": "ក" * 4000} | FORMED
    with a_centre(tmp_path) as centre:
        fitting = add_learner(centre.work, LearnerDetails("A", **fields | {"photo": ""}))
        assert set_learner(centre.work, fitting, {"photo": "A" * LARGEST_PHOTO})
        with pytest.raises(BadInput, match="too long to be kept together") as refused:
            add_learner(centre.work, LearnerDetails("B", **fields | {"photo": "A" * LARGEST_PHOTO}))
        assert refused.value.code == "too-much"


def test_the_journal_holds_no_name_in_plain(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = add_learner(centre.work, LearnerDetails("Plainly SAMPLE", notes="secret", id_number="998877"))
        set_learner(centre.work, learner, {"full_name": "Otherwise SAMPLE"})
        raws = centre.work.read(lambda c: c.execute(select(operation.c.raw)).scalars().all())
        for text in (b"Plainly", b"secret", b"998877", b"Otherwise"):
            assert not any(text in raw for raw in raws)


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        work, learner = centre.work, centre.learners[KHMER]
        before = work.read(learners.details, learner)
        place = work.records.place
        assert not set_learner(work, learner, {"full_name": f" {KHMER} ", "sex": "M", "phone": ""})
        assert work.records.place == place
        assert set_learner(work, learner, {"full_name": KHMER, "phone": "012"})
        after = work.read(learners.details, learner)
        assert asdict(after) == asdict(before) | {"phone": "012"}
        assert work.records.place.seq == place.seq + 1


def test_a_field_can_be_emptied_again_but_not_the_name(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        assert set_learner(centre.work, learner, {"id_number": "", "latin_name": ""})
        assert centre.work.read(learners.details, learner).id_number == ""
        assert centre.work.read(learners.find, "0011") == []
        with pytest.raises(BadInput, match="name is empty"):
            set_learner(centre.work, learner, {"full_name": ""})


def test_an_unknown_field_and_an_unknown_learner_are_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(BadInput, match="no field “nickname”"):
            set_learner(centre.work, centre.learners[KHMER], {"nickname": "Bob"})
        with pytest.raises(NotFound, match="not in the records"):
            set_learner(centre.work, bytes(16), {"phone": "1"})


def test_a_photo_is_kept_small_and_refused_when_it_is_none(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[SINGLE]
        picture = tmp_path / "photo.png"
        Image.new("RGB", (900, 600), "navy").save(picture)
        assert set_photo(centre.work, learner, picture)
        assert base64.b64decode(centre.work.read(learners.details, learner).photo).startswith(b"\xff\xd8")
        assert not set_photo(centre.work, learner, picture)
        picture.write_bytes(b"?")
        with pytest.raises(BadInput, match=r"photo\.png"):
            set_photo(centre.work, learner, picture)


def test_nothing_is_written_about_a_learner_who_was_erased(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        learner = centre.learners[KHMER]
        centre.erase(learner)
        with pytest.raises(RuleBroken, match="erased"):
            set_learner(centre.work, learner, {"phone": "1"})
        with pytest.raises(RuleBroken, match="erased"):
            centre.work.read(require_living, learner)


def test_an_assessor_may_add_a_learner_and_a_viewer_may_not(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        assert add_learner(centre.as_person(ASSESSOR), LearnerDetails("Walk-in SAMPLE"))
        for name in (VERIFIER, VIEWER):
            with pytest.raises(NotAllowed, match="role administrator or assessor"):
                add_learner(centre.as_person(name), LearnerDetails("B"))


def test_refusals_repeat_braces_and_markup_as_they_were_typed(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre, pytest.raises(Refused) as refused:
        set_learner(centre.work, centre.learners[KHMER], {"birth_date": "{date} <b>"})
    assert "{date} <b> is not a date" in str(refused.value)
