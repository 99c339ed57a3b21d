# SPDX-License-Identifier: Apache-2.0
"""Every text that the program shows has a translation in each of its languages, with the same facts in it."""

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from tests.contract.catalogue_files import OTHERS, ROOT, forms, texts, translated

PLACEHOLDER = re.compile(r"\{\w*\}")
LINE_ENDS = re.compile(r"\n")


def missing(code: str) -> list[str]:
    """Texts without a translation: a form that is empty counts as none. Drafts count as translations."""
    known = {forms(message.id): message for message in translated(code) if message.id}
    return [ids[0] for ids in every_text() if ids not in known or not all(forms(known[ids].string))]


def every_text() -> Iterator[tuple[str, ...]]:
    return (forms(message.id) for message in texts() if message.id)


def facts(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def differs(message: Message) -> bool:
    """Whether a translation holds other facts than its text. One of many forms may say the number in words."""
    wanted = facts(forms(message.id)[-1])
    for said in forms(message.string or ""):
        found = facts(said)
        if found != wanted and not (len(forms(message.id)) > 1 and sorted([*found, "{n}"]) == wanted):
            return True
    return False


def test_no_text_hides_where_the_collector_of_texts_does_not_look() -> None:
    hidden = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        joined = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)]
        calls = [node for text in joined for node in ast.walk(text) if isinstance(node, ast.Call)]
        hidden += [path.name for node in calls if _is_a_text(node)]
    assert hidden == []


def _is_a_text(call: ast.Call) -> bool:
    named = isinstance(call.func, ast.Name) and call.func.id in {"tr", "trn", "later"}
    return named and bool(call.args) and isinstance(call.args[0], ast.Constant)


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated(code: str) -> None:
    assert missing(code) == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_translation_holds_the_facts_of_its_text(code: str) -> None:
    assert [message.id for message in translated(code) if message.id and message.string and differs(message)] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_all_its_forms_for_numbers(code: str) -> None:
    catalogue = translated(code)
    counted = [message for message in catalogue if message.id and len(forms(message.id)) > 1]
    assert counted
    assert [message.id for message in counted if len(forms(message.string)) != catalogue.num_plurals] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_begins_a_new_line_where_its_text_does(code: str) -> None:
    pairs = [(forms(message.id)[0], forms(message.string)[0]) for message in translated(code) if message.id]
    assert [text for text, said in pairs if said and len(LINE_ENDS.findall(text)) != len(LINE_ENDS.findall(said))] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_stays_of_a_text_that_is_gone(code: str) -> None:
    known = set(every_text())
    assert [message.id for message in translated(code) if message.id and forms(message.id) not in known] == []


@pytest.mark.parametrize(
    ("text", "said", "caught"),
    [
        ("{n} of {m}", "{n} из {m}", False),
        ("{n} of {m}", "{n} из", True),
        ("Saved.", "Сохранено: {file}", True),
        (("{n} learner", "{n} learners"), ("один слушатель", "{n} слушателя", "{n} слушателей"), False),
        (("{n} of {m} here", "{n} of {m} are here"), ("{n}", "{n}", "{n}"), True),
    ],
)
def test_a_fact_that_is_lost_would_be_seen(
    text: str | tuple[str, ...], said: str | tuple[str, ...], caught: bool
) -> None:
    assert differs(Message(text, said)) is caught
