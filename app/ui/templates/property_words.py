# SPDX-License-Identifier: Apache-2.0
"""What the properties of templates, their parts and their values are called on the screen."""

from collections.abc import Mapping
from typing import Final

from app.documents.settable import Path
from app.translation import later, tr
from app.ui.templates.element_words import ROWS_WORDS

PROPERTY_WORDS: Final[Mapping[str, str]] = {
    "name": later("Name"),
    "x": later("From the left (mm)"),
    "y": later("From the top (mm)"),
    "width": later("Width (mm)"),
    "height": later("Height (mm)"),
    "text": later("Own words"),
    "on": later("On which pages of a table"),
    "preprinted": later("Is on the forms already"),
    "words": later("Words of the program"),
    "language": later("Language"),
    "second_language": later("Second language"),
    "second": later("The second language"),
    "family": later("Typeface"),
    "bold": later("Bold"),
    "size": later("Size"),
    "min_size": later("Smallest size"),
    "max_lines": later("Most lines"),
    "leading": later("Distance of lines"),
    "align": later("Across"),
    "valign": later("Up and down"),
    "colour": later("Colour"),
    "fit": later("What does not fit"),
    "spacing": later("Gap to the second language (mm)"),
    "second_size": later("Size of the second language"),
    "bind": later("What it shows"),
    "label": later("Small words beside it"),
    "after": later("Words behind it"),
    "caption": later("Words beneath it"),
    "place": later("Where"),
    "rows": later("Rows of"),
    "later_y": later("From the top on later pages (mm)"),
    "later_height": later("Height on later pages (mm)"),
    "keep": later("Room to sign at the end (mm)"),
    "headings": later("With headings"),
    "gap": later("Gap between rows (mm)"),
    "column_gap": later("Gap between columns (mm)"),
    "rule": later("Lines between rows"),
    "head_rule": later("Line under the headings"),
    "fill": later("Filled with"),
    "frame": later("Frame"),
    "number": later("Which signatory"),
    "line": later("Line to sign on"),
    "above": later("Room to sign (mm)"),
    "weight": later("Thickness (points)"),
    "diamond": later("With a diamond in the middle"),
    "radius": later("Round corners (mm)"),
    "shape": later("Shape"),
    "main": later("First colour"),
    "accent": later("Second colour"),
    "strength": later("How dark (0 to 1)"),
    "petals": later("Petals"),
    "depth": later("Depth of the frame (mm)"),
    "field": later("Fact"),
    "present": later("Shown where it is known"),
    "equals": later("Shown where it is"),
    "differs": later("Shown where it is not"),
    "optional": later("Left out where no row has it"),
    "landscape": later("The sheet lies on its side"),
    "digits": later("Digits"),
    "era": later("Years"),
    "rules": later("Rules that it keeps to"),
    "page": later("Page of the file"),
    "binds": later("Facts that it repeats"),
    "colours": later("Colours of the template"),
    "licence": later("Why documents may carry it"),
    "beside": later("For signs that it lacks"),
}
_CHOICES: Final[Mapping[str, str]] = {
    **ROWS_WORDS,
    "left": later("left"),
    "centre": later("middle"),
    "right": later("right"),
    "top": later("top"),
    "middle": later("middle"),
    "bottom": later("bottom"),
    "above": later("above"),
    "below": later("beneath"),
    "beside": later("beside"),
    "none": later("not shown"),
    "first": later("first"),
    "second": later("second"),
    "all": later("all"),
    "later": later("all but the first"),
    "last": later("the last"),
    "not-last": later("all but the last"),
    "shrink": later("gets smaller"),
    "wrap": later("gets more lines"),
    "shrink+wrap": later("more lines, then smaller"),
    "refuse": later("is not printed"),
    "serif": later("with serifs"),
    "sans": later("without serifs"),
    "own": later("own typeface of the template"),
    "frame": later("frame"),
    "band": later("band"),
    "rosette": later("rosette"),
    "waves": later("waves"),
    "card": later("card"),
    "custom": later("another size"),
    "latin": later("0 1 2 3"),
    "language": later("of the language"),
    "common": later("common era"),
    "buddhist": later("Buddhist era"),
}
COLOUR_WORDS: Final[Mapping[str, str]] = {
    "": later("none"),
    "main": later("first colour"),
    "accent": later("second colour"),
    "ink": later("ink"),
    "grey": later("grey"),
    "pale": later("pale"),
    "faint": later("faint"),
    "white": later("white"),
}
_SECTIONS: Final[Mapping[str, str]] = {
    "label": later("Small words beside it"),
    "after": later("Words behind it"),
    "caption": later("Words beneath it"),
    "role": later("Role of the signatory"),
    "typeface": later("Own typeface"),
    "heading": later("Headings"),
}


def property_words(name: str) -> str:
    """What a property is called."""
    return tr(PROPERTY_WORDS[name])


def choice_words(word: str) -> str:
    """What one of a few values is called."""
    return tr(_CHOICES[word]) if word in _CHOICES else word


def section_words(section: Path, is_element: bool) -> str:
    """What a part is called whose properties are shown together."""
    if not section:
        return tr("The element") if is_element else tr("The sheet")
    if section[0] == "columns":
        return tr("Column {n}", n=int(section[1]) + 1)
    if section[0] == "when":
        return tr("Condition {n}", n=int(section[1]) + 1)
    if section[0] == "pages":
        return tr("Side {n}", n=int(section[1]) + 1)
    return tr(_SECTIONS[str(section[0])])
