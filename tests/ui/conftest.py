# SPDX-License-Identifier: Apache-2.0
"""What holds for tests that show windows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.translation import use_language
from tests.ui.screen_checks import RESOURCES, dress
from tests.ui.sitting_room import ASSESSOR, Room, made_sample, sitting


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen has no window manager to tell anything to, and says so at each window."""
    for item in items:
        if "/tests/ui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample centre, made once; tests work on copies of it."""
    return made_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def room(sample: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    """The administrator at the sample centre."""
    dress()
    use_language("en", RESOURCES / "translations")
    with sitting(sample, tmp_path, qtbot) as made:
        yield made


@pytest.fixture
def assessor_room(sample: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    """The assessor at the sample centre."""
    dress()
    use_language("en", RESOURCES / "translations")
    with sitting(sample, tmp_path, qtbot, ASSESSOR) as made:
        yield made
