# SPDX-License-Identifier: Apache-2.0
"""Words, facts with their labels, and signatures."""

from dataclasses import replace
from typing import Final

from app.documents.elements.kinds import Field, Label, Setting, Signature, Text
from app.documents.elements.page import ACROSS, DOWN, POINTS, Area, Page, first_baseline, height_of
from app.documents.elements.pictures import draw_picture
from app.documents.runs import shaped

_AFTER_GAP: Final = 0.6
"""Ems on both sides of the dot between a fact and the words after it."""


def draw_text(page: Page, element: Text) -> None:
    """Words, and the same in the second language beneath where that is wanted and there is one."""
    area = page.area(element.box)
    wording, setting = element.wording, element.setting
    said = page.both(wording)
    second = page.says(wording, "second") if wording.second == "below" and page.second else ""
    if not second or second == said:
        if said:
            even = setting.align != "left"
            page.set(page.fitted(said, setting, area.width, area.height, even), setting, area)
        return
    small = _scaled(setting, element.second_size)
    share = area.height / (1 + element.second_size)
    above = page.fitted(said, setting, area.width, share)
    below = page.fitted(second, small, area.width, area.height - share)
    gap = element.spacing * POINTS
    free = max(0.0, area.height - height_of(above, setting) - gap - height_of(below, small))
    top = area.lowered(free * DOWN[setting.valign])
    page.set(above, replace(setting, valign="top"), top)
    page.set(below, replace(small, valign="top"), top.lowered(height_of(above, setting) + gap))


def draw_field(page: Page, element: Field) -> None:
    """A fact with its label. A fact that is not there leaves its place free."""
    value = page.fact(element.bind, element.language)
    if not value:
        return
    area = page.area(element.box)
    label = element.label
    said = page.both(label.wording) if label else ""
    if not label or not said:
        _draw_value(page, element, value, area)
    elif label.place == "left":
        _draw_beside(page, element, value, area, label)
    else:
        _draw_stacked(page, element, value, area, label)


def draw_signature(page: Page, element: Signature) -> None:
    """A line to sign on; nothing where the document has no such signatory."""
    who = f"signatory.{element.number}"
    name, role = page.fact(f"{who}.name"), page.fact(f"{who}.role")
    if not (name or role):
        return
    area = page.area(element.box)
    above = element.above * POINTS
    image = page.data.images.get(f"{who}.image")
    if image:
        side = ACROSS[element.align]
        draw_picture(page, image, Area(area.left, area.top, area.width, above + 4), (side, 1.0))
    page.drawing.rule(area.left, area.top - above, area.left + area.width, page.colour(element.line), 0.6)
    beneath = area.lowered(above + 3)
    for text, setting in ((name, element.setting), (_role(page, who, role), element.role)):
        if text:
            setting = replace(setting, align=element.align)
            lines = page.fitted(text, setting, area.width, beneath.height)
            page.set(lines, setting, beneath)
            beneath = beneath.lowered(height_of(lines, setting))


def _role(page: Page, who: str, role: str) -> str:
    second = page.facts.get(f"{who}.role_2", "") if page.second else ""
    return f"{role} · {second}" if second and second != role else role


def _draw_value(page: Page, element: Field, value: str, area: Area) -> None:
    """The fact, and the words after it on its last line. Each stands alone in the text of the page."""
    after = page.says(element.after) if element.after else ""
    setting = element.setting
    if not after:
        page.set(page.fitted(value, setting, area.width, area.height), setting, area)
        return
    behind = page.fitted(after, replace(setting, max_lines=1, bold=False), area.width / 2, area.height)
    gap = _AFTER_GAP * 2 * setting.size
    room = behind.lines[0].ems * behind.size + gap
    lines = page.fitted(value, setting, area.width - room, area.height)
    if len(lines.lines) > 1:
        page.set(lines, setting, area)
        page.set(behind, replace(setting, valign="top"), area.lowered(height_of(lines, setting)))
        return
    whole = lines.lines[0].ems * lines.size + room
    left = area.left + (area.width - whole) * ACROSS[setting.align]
    plain = replace(setting, align="left")
    baseline = page.set(lines, plain, Area(left, area.top, whole, area.height))
    start, colour = left + whole - room, page.colour(setting.colour)
    page.drawing.block(behind, start + gap, baseline, 1, colour)
    dot = shaped("·", page.style(setting))
    page.drawing.repeated(dot, behind.size, (start + gap / 2 - dot.ems * behind.size / 2, baseline), 1, colour)


def _draw_beside(page: Page, element: Field, value: str, area: Area, label: Label) -> None:
    """The label at the left, its first line on the height of the fact's first line."""
    width = label.width * POINTS
    room = Area(area.left + width, area.top, area.width - width, area.height)
    lines = page.fitted(value, element.setting, room.width, room.height)
    baseline = first_baseline(lines, element.setting, room)
    said = page.fitted(page.both(label.wording), label.setting, width - 6, area.height)
    leading = said.leading(label.setting.leading)
    page.drawing.block(said, area.left, baseline, leading, page.colour(label.setting.colour))
    _draw_value(page, element, value, room)


def _draw_stacked(page: Page, element: Field, value: str, area: Area, label: Label) -> None:
    """The label above or beneath the fact, both together at their place in the box."""
    setting = replace(label.setting, align=element.setting.align, valign="top")
    said = page.fitted(page.both(label.wording), setting, area.width, area.height / 2)
    taken = height_of(said, setting)
    lines = page.fitted(value, element.setting, area.width, area.height - taken)
    free = max(0.0, area.height - taken - height_of(lines, element.setting))
    top = area.lowered(free * DOWN[element.setting.valign])
    upper = replace(element, setting=replace(element.setting, valign="top"))
    if label.place == "above":
        page.set(said, setting, top)
        _draw_value(page, upper, value, top.lowered(taken))
        return
    _draw_value(page, upper, value, top)
    page.set(said, setting, top.lowered(height_of(lines, element.setting)))


def _scaled(setting: Setting, by: float) -> Setting:
    colour = "white" if setting.colour == "white" else "grey"
    return replace(setting, size=setting.size * by, min_size=max(2.0, setting.min_size * by), bold=False, colour=colour)
