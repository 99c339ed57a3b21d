# SPDX-License-Identifier: Apache-2.0
"""The style sheet, made from the look: shape on a closed list of widget classes, with every part of each written out.

A class that gets a border here loses Fusion's drawing of all its parts, therefore arrows, indicators and scroll bars
are all given. Widgets choose a variant by a property (``kind``, ``role``), never by a style sheet of their own.
"""

from dataclasses import fields
from string import Template

from app.ui.theme.look import Look
from app.ui.theme.style_template import SHAPES
from app.ui.theme.tokens import (
    CONTROL_HEIGHT,
    GAP,
    GAP_SMALL,
    GAP_TINY,
    RADIUS_CARD,
    RADIUS_CONTROL,
    TYPE_CAPTION,
    TYPE_DENSE,
    TYPE_EMPHASIS,
    TYPE_HUGE,
    TYPE_TITLE,
    Mode,
    Tokens,
)

CONTROL_ICONS = {
    "chevron-down": ("chevron-down", "input"),
    "chevron-up": ("chevron-up", "input"),
    "chevron-left": ("chevron-left", "input"),
    "chevron-right": ("chevron-right", "input"),
    "chevron-down-off": ("chevron-down", "control"),
    "sorted-up": ("chevron-up", "text"),
    "sorted-down": ("chevron-down", "text"),
    "check": ("check", "on_accent"),
    "minus": ("minus", "on_accent"),
}
"""Drawings of parts of controls: file name -> (icon, token). A style sheet cannot recolour, so each mode has its own
files in ``resources/icons/controls``."""


def style_sheet(look: Look) -> str:
    """The whole style sheet for this look."""
    colours = {field.name: str(getattr(look.tokens, field.name)) for field in fields(Tokens)}
    sizes = {
        "tiny": GAP_TINY,
        "small": GAP_SMALL,
        "gap": GAP,
        "control_radius": RADIUS_CONTROL,
        "card_radius": RADIUS_CARD,
        "huge_size": TYPE_HUGE,
        "title_size": TYPE_TITLE,
        "emphasis_size": TYPE_EMPHASIS,
        "dense_size": TYPE_DENSE,
        "caption_size": TYPE_CAPTION,
        "indicator": 16,
        "bar": 10,
        "inner_height": CONTROL_HEIGHT - 2 * GAP_TINY - 2,
        "nav_height": CONTROL_HEIGHT,
    }
    pixels = {name: f"{look.px(size)}px" for name, size in sizes.items()}
    pixels["cell"] = f"{look.px(GAP_SMALL) - 3}px"  # Qt adds 3: a cell stands beneath its title
    pixels["editor"] = f"{look.px(GAP_SMALL) - 5}px"  # and 2 in a field, beside its edge
    pixels["dot"] = f"{look.px(16) - 8}px"  # a checked radio button is as large as another: its edge is 5, not 1
    pixels["round"] = f"{(look.px(16) + 2) // 2}px"  # half of an indicator with its edge; more, and Qt draws it square
    return Template(SHAPES).substitute(colours, **pixels, controls=f"guildmark:icons/controls/{look.tokens.mode}")


def control_drawing(svg: bytes, tokens: Tokens, colour: str) -> bytes:
    """The drawing of a part of a control in the colour of a token; what the files in the resources must hold."""
    return svg.replace(b"currentColor", str(getattr(tokens, colour)).encode())


def control_file(mode: Mode, name: str) -> str:
    """Where the drawing of a part of a control lies, beneath the folder of resources."""
    return f"icons/controls/{mode}/{name}.svg"
