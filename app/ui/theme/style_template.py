# SPDX-License-Identifier: Apache-2.0
"""The template of the style sheet. ``$name`` is a token's colour or a size; ``style.py`` fills it in."""

_TEXT = """
QToolTip { border: 1px solid $border; padding: $tiny; background: $text; color: $surface; }
QLabel[role="title"] { font-size: $title_size; font-weight: 600; }
QLabel[role="heading"] { font-size: $emphasis_size; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="caption"] { color: $muted; font-size: $caption_size; }
QLabel[role="field"] { font-size: $dense_size; font-weight: 600; }
QLabel[role="error"] { color: $not_yet; font-size: $dense_size; }
QLabel[role="warning"] { color: $warn; font-size: $dense_size; }
QLabel[role="number"] { font-size: $title_size; font-weight: 600; }
QLabel[role="brand"] { color: $on_nav; font-size: $emphasis_size; font-weight: 600; }
QFrame[role="panel"] { background: $nav; border: none; }
QLabel[role="panel"] { color: $on_nav; }
QLabel[role="panel_title"] { color: $on_nav; font-size: $huge_size; font-weight: 600; }
QLabel[role="code"] { font-size: $title_size; font-weight: 600; }
QFrame[role="line"] { background: $border; border: none; }
QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: $card_radius; }
QFrame[role="drop"] { background: $surface; border: 2px dashed $control; border-radius: $card_radius; }
QFrame[role="dropping"] { background: $accent_soft; border: 3px dashed $accent; border-radius: $card_radius; }
QFrame[role="alike"] { background: $surface2; border: 1px solid $border; border-radius: $card_radius; }
QLabel[role="same"] { color: $met; }
QLabel[role="small_number"] { font-size: $emphasis_size; font-weight: 600; }
QLabel[role="number"][kind="met"] { color: $met; }
QLabel[role="number"][kind="accent"] { color: $accent; }
QLabel[role="number"][kind="not_yet"] { color: $not_yet; }
QLabel[role="small_number"][kind="warn"] { color: $warn; }
QLabel[role="number"][kind="neutral"], QLabel[role="small_number"][kind="neutral"] { color: $muted; }
QScrollArea { border: none; background: transparent; }
"""

_BUTTONS = """
QPushButton, QToolButton {
  min-height: $inner_height; padding: $tiny $gap; border: 1px solid $control; border-radius: $control_radius;
  background: $surface; color: $text; outline: none; }
QToolButton { padding: $tiny; min-width: $inner_height; }
QPushButton:hover, QToolButton:hover { background: $surface2; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QToolButton:focus { padding: 3px; }
QPushButton:disabled, QToolButton:disabled { color: $control; border-color: $border; background: $surface; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled { background: $surface2; color: $control; border-color: $border; }
QPushButton[kind="danger"] { background: $not_yet; color: $surface; border-color: $not_yet; font-weight: 600; }
QPushButton[kind="danger"]:focus { border-color: $text; }
QPushButton[kind="danger"]:disabled { background: $surface2; color: $control; border-color: $border; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { border-color: transparent; background: transparent; }
QPushButton[kind="quiet"] { color: $accent; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $surface2; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border-color: $accent; }
QPushButton[chosen="true"] { background: $accent_soft; border: 2px solid $accent; padding: 3px 11px; }
NumberTile { text-align: left; border-radius: $card_radius; border: 1px solid $border; padding: 0; }
NumberTile:checked { background: $accent_soft; border: 2px solid $accent; padding: 0; }
NumberTile:focus { border: 2px solid $text; padding: 0; }
QPushButton::menu-indicator, QToolButton::menu-indicator {
  image: url($controls/chevron-down.svg); width: $gap; height: $gap;
  subcontrol-origin: padding; subcontrol-position: right center; right: $small; }
QToolButton::menu-indicator { image: none; }
QPushButton[menu="true"] { padding-right: 28px; }
QPushButton[menu="true"]:focus { padding-right: 27px; }
QPushButton[align="start"] { text-align: left; padding-left: 0; }
QPushButton[align="start"]:focus { padding-left: 0; }
ChoiceTile { padding: 0; border-radius: $card_radius; }
ChoiceTile:focus { padding: 0; }
"""

_FIELDS = """
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
  min-height: $inner_height; padding: $tiny $small; border: 1px solid $input; border-radius: $control_radius;
  background: $surface; color: $text; placeholder-text-color: $muted;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $accent; padding: 3px 7px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"], QPlainTextEdit[wrong="true"] {
  border: 2px solid $not_yet; padding: 3px 7px; }
QTextBrowser { border: 1px solid $border; border-radius: $card_radius; }
QTextBrowser:focus { border: 1px solid $accent; padding: $tiny $small; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QLineEdit:read-only {
  border-color: $border; background: $surface2; }
QComboBox { padding-right: 28px; }
QComboBox:focus { padding-right: 27px; }
QComboBox::drop-down {
  subcontrol-origin: padding; subcontrol-position: center right; width: 28px; border: none; background: transparent; }
QComboBox::down-arrow { image: url($controls/chevron-down.svg); width: $indicator; height: $indicator; }
QComboBox::down-arrow:disabled { image: url($controls/chevron-down-off.svg); }
QComboBox QAbstractItemView {
  border: 1px solid $control; background: $surface; color: $text; outline: none; padding: $tiny;
  selection-background-color: $accent_soft; selection-color: $text; }
QAbstractSpinBox { padding-top: 3px; padding-bottom: 2px; padding-right: 28px; }
QAbstractSpinBox:focus { padding-top: 2px; padding-bottom: 1px; padding-right: 27px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: border; width: 24px; border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; bottom: 2px; }
QAbstractSpinBox::up-arrow { image: url($controls/chevron-up.svg); width: $gap; height: $gap; }
QAbstractSpinBox::down-arrow { image: url($controls/chevron-down.svg); width: $gap; height: $gap; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $surface2; }
QLineEdit QToolButton, QLineEdit QToolButton:hover {
  min-height: 0; min-width: 0; padding: 0; border: none; background: transparent; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {
  min-height: 0; padding: 0; border: none; background: transparent; }
QDateEdit::drop-down {
  subcontrol-origin: padding; subcontrol-position: center right; width: 28px; border: none; background: transparent; }
QDateEdit::down-arrow { image: url($controls/chevron-down.svg); width: $indicator; height: $indicator; }
QCheckBox, QRadioButton { spacing: $small; min-height: 24px; outline: none; }
QCheckBox::indicator, QGroupBox::indicator, QAbstractItemView::indicator, QRadioButton::indicator, QMenu::indicator {
  width: $indicator; height: $indicator; border: 1px solid $input; border-radius: 4px; background: $surface; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked,
QMenu::indicator:checked {
  border-color: $accent; background: $accent; image: url($controls/check.svg); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
  border-color: $accent; background: $accent; image: url($controls/minus.svg); }
QCheckBox::indicator:checked:focus, QCheckBox::indicator:indeterminate:focus { border: 2px solid $text; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled, QAbstractItemView::indicator:disabled {
  border-color: $border; background: $surface2; }
QRadioButton::indicator { border-radius: $round; }
QRadioButton::indicator:checked { width: $dot; height: $dot; border: 5px solid $accent; background: $surface; }
QRadioButton::indicator:checked:focus { border: 5px solid $text; }
"""

_TABLES = """
QTableView, QListView, QTreeView {
  border: 1px solid $border; border-radius: $card_radius; background: $surface; color: $text;
  alternate-background-color: $zebra; gridline-color: transparent; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; }
QTableView::item { padding: 0 $cell; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid $accent; }
QHeaderView { background: $surface2; border: none; border-top-left-radius: 7px; border-top-right-radius: 7px; }
QHeaderView::section {
  background: $surface2; color: $muted; border: none; border-bottom: 1px solid $border; font-weight: 600;
  padding: $small $small; }
QHeaderView::section:horizontal:first { border-top-left-radius: 7px; }
QHeaderView::section:vertical { border-bottom: none; }
QHeaderView::up-arrow {
  image: url($controls/sorted-up.svg); width: $gap; height: $gap;
  subcontrol-position: top center; top: 0; }
QHeaderView::down-arrow {
  image: url($controls/sorted-down.svg); width: $gap; height: $gap;
  subcontrol-position: top center; top: 0; }
TableHeader QToolButton[kind="quiet"] {
  min-height: 0; min-width: 0; padding: 0; border: 1px solid $surface2; background: $surface2; }
TableHeader QToolButton[kind="quiet"]:hover { background: $accent_soft; }
TableHeader QToolButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 0; }
FilterStrip { background: $surface2; border: none; border-bottom: 1px solid $border; }
QTableView > #qt_scrollarea_viewport > QLineEdit, QTableView > #qt_scrollarea_viewport > QLineEdit:focus {
  min-height: 0; padding: 0 $editor; border-radius: 0; }
QTableCornerButton::section { background: $surface2; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: $bar; }
QScrollBar:horizontal { height: $bar; }
QScrollBar::handle { background: $control; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $muted; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: transparent; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar {
  min-height: 6px; max-height: 6px; border: none; border-radius: 3px; background: $surface2; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_WINDOW = """
QMainWindow, QDialog { background: $bg; }
QDialogButtonBox { button-layout: 3; }
NavRail { background: $nav; border: none; border-right: 1px solid $nav; }
NavButton {
  min-height: $nav_height; padding: 0 $small 0 9px; border: none; border-left: 3px solid transparent;
  border-radius: $control_radius; background: transparent; color: $on_nav; text-align: left; }
NavButton:hover { background: $nav_selected; color: $on_nav_selected; }
NavButton:checked {
  background: $nav_selected; color: $on_nav_selected; border-left: 3px solid $nav_bar; font-weight: 600; }
NavButton:focus { border: 2px solid $nav_bar; border-left: 3px solid $nav_bar; padding: 0 6px 0 9px; }
NavButton:pressed { background: $nav_selected; }
NavButton::menu-indicator { image: none; }
StatusLine { background: $surface; border: none; border-top: 1px solid $border; }
Pill { border-radius: 9px; padding: 1px 10px; font-size: $caption_size; font-weight: 600;
  border: 1px solid $control; background: $surface; color: $text; }
Pill[kind="met"] { border-color: $met; background: $met_soft; color: $met; }
Pill[kind="not_yet"] { border-color: $not_yet; background: $not_yet_soft; color: $not_yet; }
Pill[kind="warn"] { border-color: $warn; background: $warn_soft; color: $warn; }
Pill[kind="accent"] { border-color: $accent; background: $accent_soft; color: $accent; }
Toast { background: $text; border: 1px solid $border; border-radius: $card_radius; }
Toast QLabel { color: $surface; }
Toast QPushButton { background: transparent; color: $surface; border-color: $surface; font-weight: 600; }
Toast QPushButton:hover { background: $muted; }
Toast QPushButton:focus { border: 2px solid $surface; }
Toast QToolButton { background: transparent; color: $surface; border-color: transparent; }
Toast QToolButton:focus { border: 2px solid $surface; }
QMenu { background: $surface; color: $text; border: 1px solid $control; padding: $tiny; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $control; }
QMenu::separator { height: 1px; background: $border; margin: $tiny $small; }
QMenu::icon { padding-left: $small; }
QMenu::indicator { left: $small; }
QMenu::indicator:exclusive { border-radius: $round; }
QMenu::right-arrow { image: url($controls/chevron-right.svg); width: $gap; height: $gap; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
  padding: $small $gap; border: none; border-bottom: 2px solid transparent; background: transparent; color: $muted; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { background: $accent_soft; }
QTabBar::scroller { width: 28px; }
QTabBar QToolButton { border: none; background: $surface; }
QTabBar QToolButton::left-arrow { image: url($controls/chevron-left.svg); width: $gap; height: $gap; }
QTabBar QToolButton::right-arrow { image: url($controls/chevron-right.svg); width: $gap; height: $gap; }
QSplitter::handle { background: transparent; }
"""

SHAPES = _TEXT + _BUTTONS + _FIELDS + _TABLES + _WINDOW
"""The whole template."""
