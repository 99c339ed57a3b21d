# SPDX-License-Identifier: Apache-2.0
"""What holds for journeys: laptops in a folder of the test, a stick, and file dialogs that a person has answered."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.paths import resources
from app.translation import use_language
from tests.journeys.answers import Answers, answer_dialogs
from tests.journeys.laptop import Laptop

Found = Callable[[str], Laptop]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says at each window, popup and menu what it has not got."""
    for item in items:
        if "/tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the person answers when the program asks for a file or a folder."""
    return answer_dialogs(monkeypatch)


@pytest.fixture
def laptops(tmp_path: Path, qtbot: QtBot) -> Iterator[Found]:
    """Laptops by name, each with its own records and its own notes; all are switched off at the end."""
    found: dict[str, Laptop] = {}

    def laptop(name: str) -> Laptop:
        return found.setdefault(name, Laptop(tmp_path / name))

    yield laptop
    for each in found.values():
        each.switch_off()
    use_language("en", resources() / "translations")
