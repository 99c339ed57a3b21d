# SPDX-License-Identifier: Apache-2.0
"""The look: readable in every mode, from one table, switchable while the program runs."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QIcon, QImage, QPalette, QTextLayout
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.theme import look as look_module
from app.ui.theme.fonts import tall_line, ui_font
from app.ui.theme.icons import Icon, icon, svg
from app.ui.theme.look import look
from app.ui.theme.style import CONTROL_ICONS, control_drawing, control_file
from app.ui.theme.tokens import CONTROL_PAIRS, FONT_SCALES, MODES, TEXT_PAIRS, Mode, Tokens
from tests.ui.screen_checks import RESOURCES, dress

UI = Path(look_module.__file__).parents[1]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", MODES.values(), ids=MODES.keys())
def test_every_text_is_readable_on_its_ground(tokens: Tokens) -> None:
    faults = [pair for pair in TEXT_PAIRS if contrast(*(str(getattr(tokens, name)) for name in pair)) < 4.5]
    assert faults == []


@pytest.mark.parametrize("tokens", MODES.values(), ids=MODES.keys())
def test_every_control_can_be_seen_on_its_ground(tokens: Tokens) -> None:
    faults = [pair for pair in CONTROL_PAIRS if contrast(*(str(getattr(tokens, name)) for name in pair)) < 3]
    assert faults == []


def test_only_the_theme_names_colours() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*\d|GlobalColor\.(?!transparent)")
    faults = [
        f"{path.name}: {line.strip()}"
        for path in UI.rglob("*.py")
        if path.parent.name != "theme"
        for line in path.read_text(encoding="utf-8").splitlines()
        if literal.search(line)
    ]
    assert faults == []


def test_only_the_whole_program_has_a_style_sheet() -> None:
    users = {path.relative_to(UI).as_posix() for path in UI.rglob("*.py") if "setStyleSheet" in path.read_text("utf-8")}
    assert users == {"theme/apply.py"}


def test_the_look_changes_while_the_program_runs(qtbot: QtBot) -> None:
    app = dress(Mode.LIGHT)
    field = QLineEdit("Aigerim")
    qtbot.addWidget(field)
    field.show()
    for mode, tokens in MODES.items():
        dress(mode)
        assert app.palette().color(QPalette.ColorRole.Window).name() == tokens.bg.lower()
        assert field.grab().toImage().pixelColor(field.width() - 12, 8).name() == tokens.surface.lower()
        assert look().tokens is tokens


def test_the_font_scale_makes_controls_larger(qtbot: QtBot) -> None:
    heights = []
    for scale in FONT_SCALES:
        dress(scale=scale)
        button = QPushButton("Save")
        qtbot.addWidget(button)
        button.ensurePolished()
        heights.append(button.sizeHint().height())
    assert heights[0] >= 34
    assert heights == sorted(set(heights))


def test_every_icon_is_a_drawing_and_every_drawing_has_a_name() -> None:
    files = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    assert files == {str(name) for name in Icon}
    assert (RESOURCES / "icons" / "LICENSE").exists()


def test_drawings_of_controls_have_the_colours_of_the_tokens(qtbot: QtBot) -> None:
    dress()
    for mode, tokens in MODES.items():
        for name, (drawing, colour) in CONTROL_ICONS.items():
            wanted = control_drawing(svg(Icon(drawing)), tokens, colour)
            assert (RESOURCES / control_file(mode, name)).read_bytes() == wanted


def inks(image: QImage) -> set[str]:
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in colours if colour.alpha() == 255}


def test_an_icon_follows_the_look(qtbot: QtBot) -> None:
    dress(Mode.LIGHT)
    made = QIcon(icon(Icon.LAYOUT_LIST, "accent", "met"))
    for mode, tokens in MODES.items():
        dress(mode)
        assert tokens.accent.lower() in inks(made.pixmap(48, 48).toImage())
        assert tokens.met.lower() in inks(made.pixmap(48, 48, QIcon.Mode.Normal, QIcon.State.On).toImage())
        assert tokens.control.lower() in inks(made.pixmap(48, 48, QIcon.Mode.Disabled).toImage())


@pytest.mark.parametrize("text", ["Nguyễn Thị Hoa", "Токтогулова", "សុខ ដារ៉ា", "Արմեն Պետրոսյան"])
def test_every_script_is_drawn_with_the_bundled_fonts(qtbot: QtBot, text: str) -> None:
    dress()
    layout = QTextLayout(text, ui_font(14))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    assert {run.rawFont().familyName().split(" ")[0] for run in runs} == {"Noto"}
    assert all(glyph != 0 for run in runs for glyph in run.glyphIndexes())
    assert QFontInfo(ui_font(14)).family() == "Noto Sans"


def test_rows_are_high_enough_for_khmer(qtbot: QtBot) -> None:
    dress()
    assert look().row_height() >= tall_line() >= 20
