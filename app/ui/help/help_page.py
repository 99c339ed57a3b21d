# SPDX-License-Identifier: Apache-2.0
"""The pages of the user guide, beside the list of its topics."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from app.paths import guide
from app.translation import later, tr
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_SMALL, GAP_TINY, GAP_WIDE
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.page_header import PageHeader

_INDEX = "README"
_TOPICS = 240
_STEM = int(Qt.ItemDataRole.UserRole)


class HelpPage(QWidget):
    """Its place is the name of a topic."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.topics = QListWidget()
        self.topics.setAccessibleName(tr("Topics"))
        self.topics.setFixedWidth(look().px(_TOPICS))
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("User guide"))
        self.text.setSearchPaths([str(folder)])
        self.text.setOpenExternalLinks(False)
        self.text.document().setDocumentMargin(GAP_WIDE)
        self.topics.setSpacing(GAP_TINY)
        for path in _ordered(folder):
            item = QListWidgetItem(title_of(path))
            item.setData(_STEM, path.stem)
            self.topics.addItem(item)
        line = QHBoxLayout()
        line.setSpacing(GAP_WIDE)
        line.addWidget(self.topics)
        line.addWidget(self.text, 1)
        column = page_layout(self)
        column.addWidget(PageHeader(tr("Help")))
        column.addLayout(line, 1)
        self.setFocusProxy(self.topics)
        self.topics.currentRowChanged.connect(self._show)
        self.text.sourceChanged.connect(self._follow)
        self.topics.setCurrentRow(0)

    def place(self) -> str:
        """The topic."""
        chosen = self.topics.selectedItems()
        return str(chosen[0].data(_STEM)) if chosen else ""

    def go_to(self, place: str) -> None:
        """Show this topic, if there is one of this name."""
        for row in range(self.topics.count()):
            if self.topics.item(row).data(_STEM) == place:
                self.topics.setCurrentRow(row)

    @Slot(int)
    def _show(self, _row: int) -> None:
        if self.text.source().path() != f"{self.place()}.md":
            self.text.setSource(QUrl(f"{self.place()}.md"), QTextDocument.ResourceType.MarkdownResource)
            space_out(self.text.document())

    @Slot(QUrl)
    def _follow(self, source: QUrl) -> None:
        """A link in the text leads to another topic."""
        space_out(self.text.document())
        self.go_to(Path(source.path()).stem)


def space_out(document: QTextDocument) -> None:
    """Room between the paragraphs and above the headings; lines of one command stay together."""
    block = document.begin()
    while block.isValid():
        shape, following = block.blockFormat(), block.next()
        shape.setTopMargin(GAP_WIDE if shape.headingLevel() and block != document.begin() else 0)
        together = shape.nonBreakableLines() and following.blockFormat().nonBreakableLines()
        shape.setBottomMargin(0 if together else GAP_SMALL)
        QTextCursor(block).setBlockFormat(shape)
        block = following


def title_of(path: Path) -> str:
    """The heading of a page of the guide."""
    first = path.read_text(encoding="utf-8").lstrip().partition("\n")[0]
    return first.lstrip("# ").strip() or path.stem


def _ordered(folder: Path) -> list[Path]:
    """The topics in the order in which the index names them; the list of topics stands for the index itself."""
    pages = {path.stem: path for path in sorted(folder.glob("*.md"))}
    index = pages.pop(_INDEX, None)
    words = index.read_text(encoding="utf-8") if index is not None else ""
    return sorted(pages.values(), key=lambda path: words.find(f"({path.name})") % (len(words) + 1))


def help_page(context: Context) -> QWidget:
    """The page of the user guide."""
    return HelpPage(guide())


PAGE = Page("help", later("Help"), Icon.CIRCLE_HELP, help_page, in_rail=False)
