# SPDX-License-Identifier: Apache-2.0
"""Which control a property of a template or of an element has."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox

from app.documents.elements.kinds import Label, Wording
from app.documents.parts import Part, Several
from app.documents.phrases import PHRASES
from app.documents.properties import Choice, Known
from app.documents.settable import Settable
from app.domain.rule_packs import rule_pack, rule_packs
from app.translation import LANGUAGES, language, tr
from app.ui.templates.draft import Draft
from app.ui.templates.editors import Editor, Tell, chosen, editor_for
from app.ui.templates.element_words import fact_words
from app.ui.templates.list_editors import facts_editor, palette_editor
from app.ui.templates.property_words import choice_words

MAY_BE_NONE: Final = {"label": Label(), "after": Wording(), "caption": Wording()}
"""Parts that an element need not have, as they begin."""


def control_for(one: Settable, draft: Draft) -> Editor | None:
    """The control of a property, which sets it in the draft; None for what is not changed by one control."""

    def tell(value: Any) -> None:
        draft.set(one.path, value)

    def colour(name: str) -> str:
        return draft.template.colour(name)

    name = str(one.path[-1])
    if name in MAY_BE_NONE and len(one.path) == 1:
        return _there_or_not(name, tell)
    if isinstance(one.what, Part | Several):
        return _of_several(one.what, tell)
    if name == "colours":
        return palette_editor(tell, colour)
    return _of_known_values(one, draft, tell) or editor_for(one.what, tell, _called(name), colour)


def _of_known_values(one: Settable, draft: Draft, tell: Tell) -> Editor | None:
    """A list for what has other words than its values."""
    name = str(one.path[-1])
    if name == "rules":
        packs = [("", rule_pack("generic"))] + [(key, rule_pack(key)) for key in rule_packs() if key != "generic"]
        return chosen([(key, pack.name.get(language(), pack.name["en"])) for key, pack in packs], tell, wide=True)
    if one.path[0] == "options" and name in ("language", "second_language"):
        return chosen([("", tr("that of the document")), *LANGUAGES.items()], tell, wide=True)
    if name == "family" and isinstance(one.what, Choice):
        has_own = draft.template.typeface is not None or one.value == "own"
        offered = [word for word in one.what.words if word != "own" or has_own]
        return chosen([(word, choice_words(word)) for word in offered], tell, wide=True)
    return None


def _there_or_not(name: str, tell: Tell) -> Editor:
    box = QCheckBox()
    box.clicked.connect(lambda on: tell(MAY_BE_NONE[name] if on else None))
    return Editor(box, lambda value: box.setChecked(value is not None), wide=True)


def _of_several(what: Part | Several, tell: Tell) -> Editor | None:
    if isinstance(what, Several) and isinstance(what.of, Known):
        return facts_editor(sorted(what.of.names), tell, fact_words)
    return None


def _called(name: str) -> Callable[[str], str]:
    return (lambda phrase: tr(PHRASES[phrase])) if name == "words" else fact_words
