# SPDX-License-Identifier: Apache-2.0
"""The user guide inside the program."""

from pathlib import Path

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from app.paths import guide
from app.ui.help.help_page import HelpPage
from app.ui.sitting import _TOPICS
from tests.ui.screen_checks import dress, nameless


def shown(qtbot: QtBot, folder: Path) -> HelpPage:
    dress()
    page = HelpPage(folder)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    return page


def test_the_guide_is_shown_topic_by_topic(qtbot: QtBot) -> None:
    page = shown(qtbot, guide())
    assert page.topics.count() == len(list(guide().glob("*.md"))) - 1, "the list stands for the index"
    assert page.place() == "begin"
    page.go_to("assess")
    assert page.place() == "assess"
    assert page.topics.currentItem().text() in page.text.toPlainText()
    assert nameless(page) == []


def test_a_link_leads_to_another_topic(qtbot: QtBot) -> None:
    page = shown(qtbot, guide())
    page.text.setSource(QUrl("safety.md"))
    assert page.place() == "safety"


def test_every_page_of_the_program_has_its_topic() -> None:
    assert {f"{topic}.md" for topic in _TOPICS.values()} <= {path.name for path in guide().glob("*.md")}


def test_a_guide_that_is_not_there_stops_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    page = shown(qtbot, tmp_path)
    assert page.place() == ""
    page.go_to("assess")
