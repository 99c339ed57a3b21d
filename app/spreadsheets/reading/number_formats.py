# SPDX-License-Identifier: Apache-2.0
"""Number formats that show zeros before a number, such as 00000000: the cell shows "00001234" and holds 1234."""

import re
import zipfile
from functools import cache
from typing import Final

from app.spreadsheets.reading.zip_checks import elements

_STYLES: Final = "xl/styles.xml"
_TOKEN: Final = re.compile(r'\\(.)|"([^"]*)"|([0#])|([-+ ()/:])')
_EXACT: Final = 10**15


def padded_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """The cell styles, by number, whose format shows leading zeros, and the format. Ordinary workbooks have none."""
    formats: dict[str, str] = {}
    styles: dict[int, str] = {}
    number, in_cells = 0, False
    for element in elements(archive, _STYLES, "numFmt", "cellStyleXfs", "cellXfs", "xf"):
        if element[""] == "numFmt":
            formats[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif element[""] != "xf":
            in_cells = element[""] == "cellXfs"
        elif in_cells:
            code = formats.get(element.get("numFmtId", ""), "").split(";")[0]
            if _slots(code):
                styles[number] = code
            number += 1
    return styles


def shown(code: str, value: float) -> str | None:
    """What the cell shows of the number; None where this format does not say."""
    slots = _slots(code)
    if not slots or value != int(value) or not 0 <= value < _EXACT:
        return None
    digits = str(int(value)).zfill(slots.count(None))
    more = len(digits) - slots.count(None)
    places = iter([digits[: more + 1], *digits[more + 1 :]])
    return "".join(next(places) if sign is None else sign for sign in slots)


@cache
def _slots(code: str) -> tuple[str | None, ...]:
    """The places of digits (None) and the signs between them; nothing for a format without leading zeros."""
    slots: list[str | None] = []
    end = 0
    seen = False
    for token in _TOKEN.finditer(code):
        if token.start() != end:
            return ()
        end = token.end()
        escaped, quoted, place, sign = token.groups()
        seen = seen or place == "0"
        if place is None:
            slots.append(escaped or quoted or sign or "")
        elif seen:
            slots.append(None)
    return tuple(slots) if end == len(code) and slots.count(None) > 1 else ()
