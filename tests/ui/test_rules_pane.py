# SPDX-License-Identifier: Apache-2.0
"""How the centre issues, set in the window; and who signs."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.signatories import Signatory
from app.records.queries import policies, standards
from app.services.policies import add_signatory
from app.ui.certificates import PAGE
from app.ui.certificates.certificates_page import CertificatesPage
from app.ui.certificates.picture_field import PictureField
from app.ui.certificates.rule_field import RuleField
from app.ui.certificates.rules_pane import RulesPane
from tests.ui.sample_sitting import ASSESSOR, Sitting, seated
from tests.ui.screen_checks import clipped, nameless, press, shared_mnemonics


def opened(here: Sitting, key: str = "") -> RulesPane:
    page = here.show(PAGE.make)
    assert isinstance(page, CertificatesPage)
    page.go_to(f"rules {key}".strip())
    here.settle()
    return page.rules


def choose(here: Sitting, field: RuleField, value: str) -> None:
    assert isinstance(field.editor, QComboBox)
    field.editor.setCurrentIndex(field.editor.findData(value))
    field.editor.activated.emit(field.editor.currentIndex())
    here.settle()


def typed(here: Sitting, field: RuleField, text: str) -> None:
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText(text)
    press(field.editor, Qt.Key.Key_Return)
    here.settle()


def test_a_rule_is_kept_as_soon_as_it_is_changed(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        pane = opened(here)
        choose(here, pane.fields["model"], "claim")
        typed(here, pane.fields["clock-days"], "60")
        rules = here.centre.work.read(policies.policies)
        assert (rules.model, rules.clock_days) == ("claim", 60)
        assert here.said == ["The rule is set."] * 2


def test_a_rule_for_one_qualification_leaves_the_others(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        pane = opened(here)
        code = here.centre.work.read(standards.qualifications)[0].code
        pane.qualification.setCurrentIndex(pane.qualification.findData(code))
        pane.qualification.activated.emit(pane.qualification.currentIndex())
        here.settle()
        typed(here, pane.fields["validity-months"], "24")
        said = here.centre.work.read(policies.set_policies)
        assert (said[code]["validity-months"], said.get("", {}).get("validity-months")) == ("24", None)
        field = pane.fields["validity-months"]
        assert not pane.fields["model"].as_for_all.isVisible()
        field.as_for_all.click()
        here.settle()
        assert isinstance(field.editor, QLineEdit)
        assert (field.editor.text(), field.as_for_all.isVisible(), field.editor.hasFocus()) == ("0", False, True)
        assert code not in {key for key, rules in here.centre.work.read(policies.set_policies).items() if rules}
        assert here.said[-1] == "The rule is taken back."


def test_what_is_no_value_is_told_at_the_rule(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        pane = opened(here)
        typed(here, pane.fields["clock-days"], "soon")
        assert pane.fields["clock-days"].error.text().startswith("“soon” is no value")
        assert here.centre.work.read(policies.policies).clock_days == 30


def test_a_logo_is_kept_and_taken_away(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        pane = opened(here)
        editor = pane.fields["logo"].editor
        assert isinstance(editor, PictureField)
        picture = QImage(20, 10, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkBlue)
        picture.save(str(tmp_path / "logo.png"))
        editor.take_file(tmp_path / "logo.png")
        here.settle()
        assert len(here.centre.work.read(policies.policies).values["logo"]) == 64
        editor.clear.click()
        here.settle()
        assert here.centre.work.read(policies.policies).values["logo"] == ""
        (tmp_path / "no.png").write_bytes(b"no picture")
        editor.take_file(tmp_path / "no.png")
        here.settle()
        assert "no.png" in here.said[-1]


def test_a_signatory_is_written_down_and_changed(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        pane = opened(here)
        pane.signatories.new.click()
        here.settle()
        asked = pane.signatories.asked
        assert asked is not None
        asked.go.click()
        here.settle()
        assert asked.isVisible(), "a name is needed"
        asked.name.setText("Dr SAMPLE")
        asked.valid_until.setText("31.12.2030")
        asked.go.click()
        here.settle()
        (row,) = here.centre.work.read(policies.signatories)
        assert (row.signatory.name, row.signatory.valid_until) == ("Dr SAMPLE", "2030-12-31")
        pane.signatories.table.selectRow(0)
        press(pane.signatories.table, Qt.Key.Key_Return)
        here.settle()
        assert pane.signatories.asked is not None
        pane.signatories.asked.role.setText("Director")
        pane.signatories.asked.go.click()
        here.settle()
        (row,) = here.centre.work.read(policies.signatories)
        assert (row.signatory.name, row.signatory.role) == ("Dr SAMPLE", "Director")


def test_a_place_leads_to_its_rule_and_everything_has_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path) as here:
        add_signatory(here.centre.work, Signatory("Dr SAMPLE", "Director"))
        pane = opened(here, "clock-days")
        assert pane.focusProxy() is pane.fields["clock-days"].editor
        assert (nameless(pane), shared_mnemonics(pane), clipped(pane)) == ([], [], [])


def test_an_assessor_sets_no_rules(qtbot: QtBot, tmp_path: Path) -> None:
    with seated(tmp_path, ASSESSOR) as here:
        assert not opened(here).isVisible()
