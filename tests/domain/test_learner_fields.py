# SPDX-License-Identifier: Apache-2.0
"""What may stand in each field of a learner, and what is said of the rest."""

from datetime import date

import pytest

from app.domain.learner_fields import by_class, check_together, clean_details, clean_field
from app.domain.learners import FIELD_CLASSES, IDENTITY, LARGEST_PHOTO, PRIVATE, LearnerDetails
from app.domain.refusals import BadInput

TODAY = date(2026, 11, 23)
DECOMPOSED = "Nguye\u0302\u0303n"


def refusal(field: str, value: str) -> BadInput:
    with pytest.raises(BadInput) as refused:
        clean_field(field, value, TODAY)
    return refused.value


def test_a_name_is_composed_and_trimmed_and_otherwise_kept() -> None:
    assert clean_field("full_name", f"  {DECOMPOSED}  Văn\tA ", TODAY) == "Nguyễn Văn A"
    assert clean_field("family_name", " <b>O'Neil</b> & {x} ", TODAY) == "<b>O'Neil</b> & {x}"


def test_only_the_full_name_is_needed() -> None:
    assert refusal("full_name", "   ").code == "name-empty"
    for field in FIELD_CLASSES.keys() - {"full_name"}:
        assert clean_field(field, "", TODAY) == ""


@pytest.mark.parametrize("field", sorted(FIELD_CLASSES.keys() - {"photo"}))
def test_half_a_character_is_refused_in_every_field(field: str) -> None:
    assert refusal(field, "a\ud800b").code in {"not-text", "sex"}


@pytest.mark.parametrize(
    ("field", "longest"), [("full_name", 200), ("latin_name", 200), ("phone", 500), ("notes", 4000)]
)
def test_texts_are_kept_up_to_their_length(field: str, longest: int) -> None:
    assert clean_field(field, "ក" * longest, TODAY) == "ក" * longest
    refused = refusal(field, "ក" * (longest + 1))
    assert refused.code in {"name-too-long", "text-too-long"}
    assert str(longest + 1) in str(refused)
    assert str(longest) in str(refused)


@pytest.mark.parametrize("text", ["31.12.2005", "31/12/2005", "31-12-2005", "2005-12-31", " 31.12.2005 ", "៣១.១២.២០០៥"])
def test_a_birth_date_is_kept_as_an_iso_date_however_it_is_written(text: str) -> None:
    assert clean_field("birth_date", text, TODAY) == "2005-12-31"


@pytest.mark.parametrize(
    "text", ["31.13.2005", "2005-02-30", "20051231", "31.12-2005", "2005-W01-1", "{x}", "yesterday"]
)
def test_what_is_no_birth_date_is_refused(text: str) -> None:
    refused = refusal("birth_date", text)
    assert refused.code == "not-a-date"
    assert text in str(refused)


@pytest.mark.parametrize(("text", "fits"), [
    ("1899-12-31", False), ("1900-01-01", True), ("2026-11-23", True), ("2026-11-24", False),
])  # fmt: skip
def test_nobody_was_born_before_1900_or_after_today(text: str, fits: bool) -> None:
    if fits:
        assert clean_field("birth_date", f" {text} ", TODAY) == text
    else:
        assert refusal("birth_date", text).code == "birth-date"


@pytest.mark.parametrize("text", ["f", "male", "0", "FF"])
def test_sex_is_one_of_three_letters_or_unknown(text: str) -> None:
    assert refusal("sex", text).code == "sex"
    assert [clean_field("sex", one, TODAY) for one in ("F", "M", "X", "")] == ["F", "M", "X", ""]


@pytest.mark.parametrize(("text", "route"), [
    ("taught", "taught"), ("RPL", "rpl"), ("Prior learning", "rpl"), ("assessment only", "assessment-only"),
    ("Credit_Transfer", "credit-transfer"), ("", ""),
])  # fmt: skip
def test_a_route_is_one_of_four(text: str, route: str) -> None:
    assert clean_field("route", text, TODAY) == route


def test_what_is_no_route_is_refused_with_the_routes() -> None:
    refused = refusal("route", "walked")
    assert refused.code == "route"
    assert "taught, assessment-only, rpl, credit-transfer" in str(refused)


@pytest.mark.parametrize("text", ["dara@example.org", "дара@пример.орг", "a.b+c@mail.example.org"])
def test_an_email_address_has_a_name_and_a_place(text: str) -> None:
    assert clean_field("email", f" {text} ", TODAY) == text


@pytest.mark.parametrize(
    "text", ["dara", "dara@", "@example.org", "dara@example", "a b@example.org", "a@b@c.org", "a@b..c"]
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    refused = refusal("email", text)
    assert refused.code == "email"
    assert text in str(refused)


def test_a_photo_is_ascii_text_of_a_limited_size() -> None:
    assert clean_field("photo", "A" * LARGEST_PHOTO, TODAY) == "A" * LARGEST_PHOTO
    assert refusal("photo", "A" * (LARGEST_PHOTO + 1)).code == "photo"
    assert refusal("photo", "é").code == "photo"


def test_an_unknown_field_is_refused_with_the_known_ones() -> None:
    refused = refusal("{nickname}", "Bob")
    assert refused.code == "no-such-field"
    assert "{nickname}" in str(refused)
    assert all(field in str(refused) for field in FIELD_CLASSES)


def test_details_leave_out_what_is_not_known() -> None:
    details = LearnerDetails(" Айгүл ", phone=" 1\r\n2 ", latin_name="  ")
    assert clean_details(details, TODAY) == {"full_name": "Айгүл", "phone": "1\n2"}


def test_fields_are_sealed_by_who_may_read_them() -> None:
    groups = by_class({"full_name": "A", "id_number": "1", "phone": "2", "photo": "x"})
    assert groups == {IDENTITY: {"full_name": "A", "id_number": "1"}, PRIVATE: {"phone": "2", "photo": "x"}}
    assert by_class({}) == {}


def test_what_is_too_long_together_is_refused_in_words() -> None:
    check_together({"notes": "a" * 4000, "photo": "A" * LARGEST_PHOTO})
    with pytest.raises(BadInput, match="Shorten the notes") as refused:
        check_together({"photo": "A" * LARGEST_PHOTO} | {f"text {n}": "ក" * 500 for n in range(15)})
    assert refused.value.code == "too-much"
