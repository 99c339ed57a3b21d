# SPDX-License-Identifier: Apache-2.0
"""Ranges of cells on their way through the clipboard: as Excel and LibreOffice write them and read them."""

from collections.abc import Collection, Sequence
from html import escape
from html.parser import HTMLParser
from typing import Final

Cells = list[list[str]]

MOST_SPANNED: Final = 1_000
"""A cell that claims to span more than this is taken for a single one."""
_STYLE: Final = (
    '<style>td{mso-number-format:"\\@"} td.n{mso-number-format:General} br{mso-data-placement:same-cell}</style>'
)
_SPLITS: Final = ("\t", "\n", "\r", '"')


def range_of(html: str, text: str) -> Cells:
    """The cells of a copied range; from the HTML table where there is one, else from the text with tabs.

    Every row has the same number of cells. Empty when there is nothing to paste.
    """
    found = from_html(html) if "<t" in html.lower() else []
    return _squared(found or from_text(text))


def from_text(text: str) -> Cells:
    """Text with tabs; a cell in quotation marks may hold tabs, line breaks and doubled quotation marks."""
    if not text:
        return []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: Cells = [[]]
    at, end = 0, len(text)
    while at <= end:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        if at >= end:
            break
        if text[at] == "\n":
            if at + 1 == end:
                break
            rows.append([])
        at += 1
    return rows


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins here and the place of the tab or line end behind it."""
    if text.startswith('"', at) and (close := _closing(text, at + 1)) >= 0:
        return text[at + 1 : close].replace('""', '"'), close + 1
    ends = [place for sign in "\t\n" if (place := text.find(sign, at)) >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def _closing(text: str, at: int) -> int:
    """Where the quotation mark is that closes the cell: before a tab, a line end or the end; -1 where there is none."""
    while (at := text.find('"', at)) >= 0:
        if text.startswith('""', at):
            at += 2
            continue
        return at if at + 1 == len(text) or text[at + 1] in "\t\n" else -1
    return -1


def from_html(html: str) -> Cells:
    """The rows of the first table of a page; a cell that spans several stands in the first of them."""
    reader = _Table()
    reader.feed(html)
    reader.close()
    return [row for row in reader.rows if row]


class _Table(HTMLParser):
    """Collects the texts of cells; line breaks inside a cell are those of <br> and of paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Cells = []
        self._open: list[str] | None = None
        self._wide, self._high = 1, 1
        self._hanging: dict[int, int] = {}
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row or a cell begins, or a line ends inside a cell."""
        if self._ended:
            return
        if tag == "tr":
            self._finish()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._finish()
            if not self.rows:
                self.rows.append([])
            said = dict(attrs)
            self._open, self._wide, self._high = [], _span(said.get("colspan")), _span(said.get("rowspan"))
        elif tag == "br" and self._open is not None:
            self._open.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A cell, a row or the table is complete."""
        if tag in ("td", "th", "tr"):
            self._finish()
        elif tag == "p" and self._open:
            self._open.append("\n")
        elif tag == "table":
            self._finish()
            self._ended = bool(self.rows)

    def handle_data(self, data: str) -> None:
        """Text; what stands between cells is none of the table's."""
        if self._open is not None and not self._ended:
            self._open.append(_one_line(data))

    def _finish(self) -> None:
        if self._open is None:
            return
        row = self.rows[-1]
        while self._hanging.get(len(row), 0):
            self._hanging[len(row)] -= 1
            row.append("")
        if self._high > 1:
            self._hanging |= dict.fromkeys(range(len(row), len(row) + self._wide), self._high - 1)
        lines = "".join(self._open).split("\n")
        row += ["\n".join(_trimmed(line) for line in lines).strip("\n"), *[""] * (self._wide - 1)]
        self._open = None


def _trimmed(line: str) -> str:
    return " ".join(line.replace("\N{NO-BREAK SPACE}", " ").split(" ")).strip(" ")


def _one_line(data: str) -> str:
    """Text of a page: line ends and tabs in the source are spaces, runs of them one."""
    for sign in "\t\r\n":
        data = data.replace(sign, " ")
    while "  " in data:
        data = data.replace("  ", " ")
    return data


def _span(written: str | None) -> int:
    n = int(written) if written and written.isascii() and written.isdigit() else 1
    return n if 1 <= n <= MOST_SPANNED else 1


def _squared(rows: Cells) -> Cells:
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def as_text(table: Sequence[Sequence[str]]) -> str:
    """Cells as text with tabs. A cell with a line break, a tab or a quotation mark in it stands in quotation marks."""
    return "\n".join("\t".join(_quoted(cell) for cell in line) for line in table)


def _quoted(cell: str) -> str:
    if not any(sign in cell for sign in _SPLITS):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def as_html(table: Sequence[Sequence[str]], numbers: Collection[int] = ()) -> str:
    """Cells as an HTML table. Spreadsheets take every cell for text, but those of the columns that are ``numbers``."""
    cells = ("".join(_marked(cell, at in numbers) for at, cell in enumerate(line)) for line in table)
    lines = "".join(f"<tr>{line}</tr>" for line in cells)
    return f'<meta charset="utf-8">{_STYLE}<table>{lines}</table>'


def _marked(cell: str, number: bool) -> str:
    return f"<td{' class=n' if number else ''}>{escape(cell).replace(chr(10), '<br>')}</td>"
