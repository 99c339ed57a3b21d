# SPDX-License-Identifier: Apache-2.0
"""Templates as files: read, written, described, and refused with the place of what is wrong."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.starting import starting_keys, starting_template, templates_for
from app.documents.template import Template, read_template, template_schema, written_template
from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import BadInput, NotFound
from app.domain.rule_packs import GENERIC, breaches, rule_pack
from app.paths import resources
from tests.documents.builders_templates import file_of, template_of


@pytest.mark.parametrize("key", starting_keys())
def test_a_starting_template_is_its_file(key: str) -> None:
    template = starting_template(key)
    assert template.key == key
    assert read_template(written_template(template)) == template
    assert written_template(template) == (resources() / "templates" / f"{key}.json").read_bytes()


@pytest.mark.parametrize("key", starting_keys())
def test_a_starting_template_keeps_its_rules(key: str) -> None:
    template = starting_template(key)
    assert breaches(rule_pack(template.rules or GENERIC), template.shown()) == ()


def test_there_is_a_template_for_every_type_of_document() -> None:
    for kind in DOCUMENT_TYPES:
        first, *_ = templates_for(kind)
        assert first.key == kind
    with pytest.raises(NotFound, match="no template named"):
        starting_template("../secret")


def test_the_schema_in_the_resources_is_the_one_that_the_program_keeps_to() -> None:
    kept = orjson.loads((resources() / "templates" / "template.schema.json").read_bytes())
    assert kept == orjson.loads(orjson.dumps(template_schema()))


@pytest.mark.parametrize("key", starting_keys())
def test_the_schema_accepts_what_the_program_accepts(key: str) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    checker = jsonschema.Draft202012Validator(template_schema())
    assert not list(checker.iter_errors(orjson.loads(written_template(starting_template(key)))))


def test_a_template_of_a_newer_version_is_refused_politely() -> None:
    with pytest.raises(BadInput, match="made with a newer version of Guildmark") as refused:
        read_template(file_of({"version": 3, "pages": "in a way that nobody knows yet"}))
    assert refused.value.code == "template-newer"


FIELD = {"type": "field", "x": 1, "y": 1, "width": 9, "height": 9, "bind": "learner.name"}
WRONG: dict[str, tuple[dict[str, object], str]] = {
    "a size that nobody can read": ({**FIELD, "size": 0.5}, "/pages/0/elements/0/size"),
    "a number as text": ({**FIELD, "x": "1"}, "/pages/0/elements/0/x"),
    "a fact that there is not": ({**FIELD, "bind": "learner.shoe_size"}, "/pages/0/elements/0/bind"),
    "words that there are not": ({**FIELD, "label": {"words": "hello"}}, "/pages/0/elements/0/label/words"),
    "a property that there is not": ({**FIELD, "colour_of": "red"}, "/pages/0/elements/0/colour_of"),
    "an element that there is not": ({**FIELD, "type": "video"}, "/pages/0/elements/0/type"),
    "a case for names": ({**FIELD, "case": "upper"}, "/pages/0/elements/0/case"),
    "a colour by another name": ({**FIELD, "colour": "red"}, "/pages/0/elements/0/colour"),
    "a place that is missing": ({"type": "line", "x": 1, "y": 1, "width": 9}, "/pages/0/elements/0/height"),
    "a condition on nothing": ({**FIELD, "when": [{"field": "weather"}]}, "/pages/0/elements/0/when/0/field"),
    "not a number": ({**FIELD, "y": True}, "/pages/0/elements/0/y"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_fault_is_named_with_its_place(what: str) -> None:
    element, place = WRONG[what]
    with pytest.raises(BadInput) as refused:
        read_template(file_of({"pages": [{"elements": [element]}]}))
    assert place in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"format": "other"}', b"\xff\xfe", b"x" * 70_000])
def test_another_file_is_no_template(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_template(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
WHOLE = orjson.loads(written_template(starting_template("certificate")))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_template_it_is_read_or_refused_in_words(data: st.DataObject) -> None:
    found = orjson.loads(orjson.dumps(WHOLE))
    part = found
    while True:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(part[key], dict | list) or not part[key] or data.draw(st.booleans()):
            break
        part = part[key]
    part[key] = data.draw(JSON)
    try:
        template = read_template(orjson.dumps(found))
    except BadInput as refused:
        assert str(refused)
    else:
        assert read_template(written_template(template)) == template


def test_a_template_names_its_files_each_once() -> None:
    digest = "ab" * 32
    template = template_of({"type": "image", "file": digest}, {"type": "image", "file": digest})
    assert template.files() == (digest,)
    assert isinstance(template, Template)
    assert hash(template) == hash(read_template(written_template(template)))
