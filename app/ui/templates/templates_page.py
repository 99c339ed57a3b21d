# SPDX-License-Identifier: Apache-2.0
"""Templates: how each type of document looks, to choose, to change and to carry to other centres."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from app.documents.template import Template
from app.domain.history import History
from app.domain.refusals import Refused
from app.domain.rights import Role
from app.services.templates import TemplateEntry, list_templates, open_template
from app.translation import later, tr
from app.ui.background.change_bus import Changes
from app.ui.background.task import Ears
from app.ui.context import Context
from app.ui.pages import Page
from app.ui.templates.choosing import ask_pack, ask_picture
from app.ui.templates.draft import Draft
from app.ui.templates.errands import Errands
from app.ui.templates.expert_pane import ExpertPane
from app.ui.templates.looking import Looked, look_at
from app.ui.templates.template_list import TemplateList
from app.ui.templates.typeface_question import ask_typeface
from app.ui.templates.usual_pane import UsualPane
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.menu_button import menu_button, offer
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.page_header import PageHeader

_DRAFTS: Final = "templates.drafts"
_LIST: Final = 210
_TOUCHED: Final = ("template", "policy", "signatory", "centre")


class TemplatesPage(QWidget):
    """Its place is the key of the template that is shown. What is changed and not kept stays until it is kept or
    dropped, also while other templates and pages are shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: tuple[TemplateEntry, ...] = ()
        self._key = ""
        self._stale = True
        self._drafts: dict[str, History[Template]] = context.kept.setdefault(_DRAFTS, {})  # type: ignore[assignment]  # only this page writes there
        self.draft = Draft(self)
        self.errands = Errands(context, self.draft, self)
        self.list = TemplateList()
        self.usual = UsualPane(context, self.draft)
        self.expert = ExpertPane(self.draft)
        self.tabs = QTabWidget()
        self.keep_button = button(tr("&Keep this template"), self.errands.keep, kind="primary")
        self.use_button = button(tr("&Use it from now on"), lambda: self.errands.use(self._key))
        self.more, menu = menu_button(tr("M&ore"))
        offer(menu, tr("Bring in templates..."), lambda: ask_pack(self, self.errands.bring_in), drawing=Icon.DOWNLOAD)
        offer(menu, tr("Write it as a certificate pack..."), self._ask_export, drawing=Icon.UPLOAD)
        self.drop_action = offer(menu, tr("Drop the changes"), self.drop, drawing=Icon.UNDO_2)
        self._arrange()
        self._listen()

    def place(self) -> str:
        """The template that is shown."""
        return self._key

    def go_to(self, place: str) -> None:
        """Show this template."""
        if place:
            self._key = place
            self.list.choose(place)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, and what changed since."""
        super().showEvent(event)
        if self._stale:
            self._read()

    @Slot()
    def drop(self) -> None:
        """Forget what is changed and not kept."""
        self._drafts.pop(self._key, None)
        self._open(self._key)

    def _arrange(self) -> None:
        header = PageHeader(tr("Templates"))
        back = button(tr("&Certificates"), lambda: self._context.show_page("certificates"), kind="quiet")
        header.add(back, self.more, self.use_button, self.keep_button)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.usual, tr("Usual changes"))
        self.tabs.addTab(self.expert, tr("Every element"))
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName(tr("What is changed"))
        self.list.setFixedWidth(look().px(_LIST))
        both = QHBoxLayout()
        both.setSpacing(GAP)
        both.addWidget(self.list)
        both.addWidget(self.tabs, 1)
        column = page_layout(self)
        column.addWidget(header)
        column.addLayout(both, 1)
        self.setFocusProxy(self.list)
        self._show_buttons()

    def _listen(self) -> None:
        self.list.picked.connect(self._open)
        self.draft.changed.connect(self._on_draft)
        self.draft.refused.connect(self._on_refused)
        self.expert.sample_wanted.connect(self._look)
        self.expert.form.file_wanted.connect(self._ask_picture)
        self.expert.form.typeface_wanted.connect(self._ask_typeface)
        self.errands.kept.connect(self._on_kept)
        self.errands.brought.connect(self._on_brought)
        self.usual.changed.connect(self._look)
        self._context.bus.changed.connect(self._on_changed)

    def _read(self) -> None:
        self._stale = False
        work = self._context.centre.work
        ears = Ears(self._on_entries, owner=self)
        self._context.runner.read(lambda: list_templates(work), ears, key="templates.list")
        self.usual.read()

    @Slot(object)
    def _on_entries(self, entries: tuple[TemplateEntry, ...]) -> None:
        self._entries = entries
        known = {one.key for one in entries}
        wanted = self._key if self._key in known else next((one.key for one in entries if one.used), "")
        self.list.show_entries(entries, self._drafts, wanted)
        if wanted:
            self._open(wanted)
        self._show_buttons()

    @Slot(str)
    def _open(self, key: str) -> None:
        self._key = key
        if key in self._drafts:
            if self.draft.history is not self._drafts[key]:
                self.draft.begin(self._drafts[key])
            return
        work = self._context.centre.work
        ears = Ears(self._on_opened, self._on_not_opened, owner=self)
        self._context.runner.read(lambda: (key, open_template(work, key)), ears, key="templates.open")

    @Slot(object)
    def _on_opened(self, found: tuple[str, Template]) -> None:
        key, template = found
        is_shown = self.draft.history is not None and self.draft.template == template
        if key == self._key and key not in self._drafts and not is_shown:
            self.draft.begin(History(template))

    @Slot(object)
    def _on_not_opened(self, refusal: Refused) -> None:
        self.draft.begin(None)
        self._on_looked(Looked(None, str(refusal), ()))
        self._show_buttons()
        self._on_refused(refusal)

    @Slot()
    def _on_draft(self) -> None:
        history = self.draft.history
        if history is None:
            return
        if history.past or history.future:
            self._drafts[self._key] = history
        else:
            self._drafts.pop(self._key, None)
        self.list.mark_changed(self._key, bool(history.past))
        self._show_buttons()
        self._look()

    @Slot()
    def _look(self) -> None:
        if self.draft.history is None:
            return
        centre, template = self._context.centre, self.draft.template
        wish = self.expert.wish
        ears = Ears(self._on_looked, self._on_refused, owner=self)
        self._context.runner.read(lambda: look_at(centre, template, wish), ears, key="templates.page")

    @Slot(object)
    def _on_looked(self, found: Looked) -> None:
        self.expert.sheet.show_picture(found.picture, found.sentence)
        self.expert.sheet.show_wrong([one.spot for one in found.findings if one.spot and not one.is_news])
        self.expert.findings.show_findings(found.findings)
        self.usual.view.show_picture(found.picture, found.sentence)

    @Slot(object)
    def _on_kept(self, template: Template) -> None:
        self._drafts.pop(self._key, None)
        self._key = template.key
        self.draft.kept_as(template)
        self._read()

    @Slot(object)
    def _on_brought(self, templates: tuple[Template, ...]) -> None:
        self._key = templates[0].key
        self._drafts.pop(self._key, None)
        self.draft.begin(None)
        self._read()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self._context.say(str(refusal))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.tables.isdisjoint(_TOUCHED):
            return
        self._stale = True
        if self.isVisible():
            self._read()
            self._look()

    def _ask_picture(self) -> None:
        ask_picture(self, self.errands.take_file, pdf=self.draft.spot is None)

    def _ask_typeface(self) -> None:
        ask_typeface(self, self.errands.take_typeface)

    def _ask_export(self) -> None:
        if self.draft.history is not None:
            title, kinds = tr("Where to write the pack"), tr("Certificate packs ({kinds})", kinds="*.zip")
            ask_new_file(self, title, kinds, Path(f"{self.draft.template.key}.zip"), self.errands.write_pack)

    def _show_buttons(self) -> None:
        history = self.draft.history
        is_changed = history is not None and bool(history.past)
        entry = next((one for one in self._entries if one.key == self._key), None)
        self.keep_button.setEnabled(is_changed)
        self.drop_action.setEnabled(is_changed)
        may_be = entry is not None and not entry.used
        self.use_button.setEnabled(may_be and not is_changed)


def templates_page(context: Context) -> QWidget:
    """The page of templates."""
    return TemplatesPage(context)


PAGE: Final = Page(
    "templates",
    later("Templates"),
    Icon.AWARD,
    templates_page,
    frozenset({Role.ADMINISTRATOR.value}),
    in_rail=False,
)
