# SPDX-License-Identifier: Apache-2.0
"""Rule packs: what a type of document must show, and must not."""

import pytest

from app.domain.documents import AWARDS, DOCUMENT_TYPES, FIELDS, ROW_FIELDS
from app.domain.refusals import BadInput, NotFound
from app.domain.rule_packs import Shown, breaches, breaches_of_data, called, read_rule_pack, rule_pack, rule_packs

ALONE = frozenset(
    {
        "learner.name",
        "qualification.title",
        "qualification.code",
        "centre.name",
        "document.number",
        "document.issued_on",
    }
)
TESTAMUR = ALONE | {"centre.code", "centre.logo", "signature", "signatory.1.name", "qr", "guilloche", "mark.framework"}
SAID = frozenset({"issued"})


def words(names: frozenset[str], kind: str = "certificate", said: frozenset[str] = SAID) -> list[str]:
    return [breach.words for breach in breaches(rule_pack("au"), Shown(kind, names, said, ALONE & names))]


def test_an_australian_testamur_with_all_that_it_needs_breaks_no_rule() -> None:
    assert words(TESTAMUR) == []
    assert words(TESTAMUR - {"mark.framework"}, said=SAID | {"recognised-in-framework"}) == []


def test_what_is_missing_is_named() -> None:
    assert words(TESTAMUR - {"centre.code"}) == ["The template must show: Code of the centre."]
    (one,) = words(TESTAMUR - {"guilloche"})
    assert one == "The template must show one of these: Seal of the centre, Woven ornament, Microtext."


def test_a_signed_fact_inside_a_sentence_is_not_enough() -> None:
    shown = Shown("certificate", TESTAMUR, SAID, ALONE - {"learner.name"})
    assert [one.name for one in breaches(rule_pack("au"), shown)] == ["learner.name"]


def test_the_student_identifier_is_never_on_an_award() -> None:
    for kind in ("certificate", "statement-of-attainment", "record-of-results"):
        found = breaches(rule_pack("au"), Shown(kind, frozenset({"learner.student_identifier"})))
        assert ("field-forbidden", "learner.student_identifier") in [(one.code, one.name) for one in found]


def test_only_the_statement_carries_the_mark_of_training_and_none_but_the_testamur_that_of_the_framework() -> None:
    def forbidden(kind: str) -> set[str]:
        shown = Shown(kind, frozenset({"mark.training", "mark.framework"}))
        return {one.name for one in breaches(rule_pack("au"), shown) if one.code == "field-forbidden"}

    assert forbidden("certificate") == set()
    assert forbidden("statement-of-attainment") == {"mark.framework"}
    assert forbidden("record-of-results") == {"mark.training", "mark.framework"}


def test_the_prescribed_sentence_must_be_there() -> None:
    said = words(frozenset(), "statement-of-attainment")
    assert any("issued by a registered training organisation" in one for one in said)


def test_facts_that_must_be_known_are_asked_for_before_printing() -> None:
    found = breaches_of_data(rule_pack("registry-issued"), "certificate", {"learner.name", "centre.name"})
    assert "This is needed before printing: Name of the awarding body." in [one.words for one in found]
    assert "learner.name" not in [one.name for one in found]


@pytest.mark.parametrize("key", rule_packs())
def test_every_pack_speaks_of_types_and_names_that_there_are(key: str) -> None:
    pack = rule_pack(key)
    assert set(AWARDS) <= set(pack.documents) <= set(DOCUMENT_TYPES)
    facts = {*FIELDS, *(name for rows in ROW_FIELDS.values() for name in rows)}
    for rules in pack.documents.values():
        for name in (*rules.fields, *rules.never, *rules.words, *(one for names in rules.one_of for one in names)):
            assert name in facts or called(name) != name


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format": "guildmark-rules", "version": 2}'])
def test_other_files_are_no_rules(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_rule_pack(data)
    with pytest.raises(NotFound):
        rule_pack("../au")
