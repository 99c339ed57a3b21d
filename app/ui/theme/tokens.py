# SPDX-License-Identifier: Apache-2.0
"""The values of the look: colours in three modes, spacing, radius, type scale, row heights.

All sizes are pixels at a font scale of 100 %. Colours are ``#RRGGBB`` text, so that this module needs no Qt.
"""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What a person may choose; SYSTEM follows the wish of the operating system."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Density(StrEnum):
    """How close rows stand. COMPACT is below the 24 px of WCAG 2.2 SC 2.5.8, so it is a person's choice only."""

    COMFORTABLE = "comfortable"
    NORMAL = "normal"
    COMPACT = "compact"
    TOUCH = "touch"


GAP_TINY, GAP_SMALL, GAP, GAP_WIDE, GAP_SECTION = 4, 8, 12, 16, 24
RADIUS_CONTROL, RADIUS_CARD, RADIUS_TILE = 6, 8, 10
TYPE_HUGE, TYPE_TITLE, TYPE_EMPHASIS, TYPE_BODY, TYPE_DENSE, TYPE_CAPTION = 30, 22, 15, 14, 13, 12
CONTROL_HEIGHT = 34
FOCUS_RING = 2
ROW_HEIGHT = {Density.COMFORTABLE: 36, Density.NORMAL: 28, Density.COMPACT: 22, Density.TOUCH: 44}
FONT_SCALES = (100, 115, 130, 150)
ON_PAPER = {"paper": "#FFFFFF", "ink": "#000000", "accent": "#0B5CAD", "not_yet": "#A8201A", "guide": "#C2185B"}
"""Colours of what lies over a page as it is printed, which is white in every mode."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one mode.

    ``*_soft`` is the ground on which the colour of the same name is written. ``border`` is decoration only; an edge
    that tells where a control is uses ``control`` (3:1) or ``input`` (stronger, for fields). ``outlined`` says that
    states are drawn as outlines instead of fills.
    """

    mode: Mode
    bg: str
    surface: str
    surface2: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    met: str
    met_soft: str
    not_yet: str
    not_yet_soft: str
    warn: str
    warn_soft: str
    nav: str
    on_nav: str
    nav_selected: str
    on_nav_selected: str
    nav_bar: str
    border: str
    control: str
    input: str
    zebra: str
    outlined: bool = False


LIGHT = Tokens(
    mode=Mode.LIGHT,
    bg="#F5F6F8",
    surface="#FFFFFF",
    surface2="#EEF1F4",
    text="#1B2430",
    muted="#56616F",
    accent="#0B5CAD",
    accent_hover="#094D92",
    on_accent="#FFFFFF",
    accent_soft="#DCEAF8",
    met="#1B6E3C",
    met_soft="#DDF1E4",
    not_yet="#A8201A",
    not_yet_soft="#FBE3E1",
    warn="#7A4B00",
    warn_soft="#FCEFD2",
    nav="#1F2B3A",
    on_nav="#E8EDF3",
    nav_selected="#33455B",
    on_nav_selected="#FFFFFF",
    nav_bar="#7DB7F0",
    border="#C9D0D8",
    control="#808B98",
    input="#56616F",
    zebra="#F5F6F8",
)

DARK = Tokens(
    mode=Mode.DARK,
    bg="#14191F",
    surface="#1C232B",
    surface2="#252E38",
    text="#E6EBF0",
    muted="#A7B3C0",
    accent="#7DB7F0",
    accent_hover="#9CCAF6",
    on_accent="#0E1620",
    accent_soft="#223B54",
    met="#7FD69C",
    met_soft="#17382A",
    not_yet="#FF9C94",
    not_yet_soft="#4A2220",
    warn="#F2C46B",
    warn_soft="#43341A",
    nav="#0F1419",
    on_nav="#E8EDF3",
    nav_selected="#2A3847",
    on_nav_selected="#FFFFFF",
    nav_bar="#7DB7F0",
    border="#3A4653",
    control="#75838F",
    input="#A7B3C0",
    zebra="#202831",
)

HIGH_CONTRAST = Tokens(
    mode=Mode.HIGH_CONTRAST,
    bg="#000000",
    surface="#000000",
    surface2="#000000",
    text="#FFFFFF",
    muted="#FFFFFF",
    accent="#FFEB3B",
    accent_hover="#FFF59D",
    on_accent="#000000",
    accent_soft="#333300",
    met="#7DFF9B",
    met_soft="#000000",
    not_yet="#FF8A80",
    not_yet_soft="#000000",
    warn="#FFD54F",
    warn_soft="#000000",
    nav="#000000",
    on_nav="#FFFFFF",
    nav_selected="#333300",
    on_nav_selected="#FFFFFF",
    nav_bar="#FFEB3B",
    border="#FFFFFF",
    control="#FFFFFF",
    input="#FFFFFF",
    zebra="#000000",
    outlined=True,
)

MODES = {tokens.mode: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}

TEXT_PAIRS = (
    ("text", "bg"),
    ("text", "surface"),
    ("text", "surface2"),
    ("text", "zebra"),
    ("text", "accent_soft"),
    ("muted", "bg"),
    ("muted", "surface"),
    ("muted", "surface2"),
    ("muted", "zebra"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("met", "met_soft"),
    ("met", "surface"),
    ("not_yet", "not_yet_soft"),
    ("not_yet", "surface"),
    ("not_yet", "bg"),
    ("warn", "warn_soft"),
    ("warn", "surface"),
    ("warn", "bg"),
    ("surface", "not_yet"),
    ("on_nav", "nav"),
    ("on_nav_selected", "nav_selected"),
    ("surface", "text"),
)
"""Every (writing, ground) pair in use; each is at least 4.5:1 (WCAG 1.4.3)."""

CONTROL_PAIRS = (
    ("control", "surface"),
    ("control", "bg"),
    ("input", "surface"),
    ("input", "bg"),
    ("accent", "surface"),
    ("accent", "surface2"),
    ("met", "surface2"),
    ("nav_bar", "nav_selected"),
    ("nav_bar", "nav"),
)
"""Every (edge or shape, ground) pair that tells where a control is; each is at least 3:1 (WCAG 1.4.11)."""
