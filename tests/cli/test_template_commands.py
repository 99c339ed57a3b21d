# SPDX-License-Identifier: Apache-2.0
"""Templates from the command line."""

from dataclasses import replace
from pathlib import Path

from app.documents.editing import Spot, removed
from app.documents.starting import starting_template
from app.documents.template import written_template
from app.paths import resources
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, sample_laptop

CERTIFICATE = starting_template("certificate")


def test_a_template_is_listed_checked_brought_in_used_and_handed_on(tmp_path: Path) -> None:
    laptop = sample_laptop(tmp_path / "laptop")
    file, pack = tmp_path / "ours.json", tmp_path / "ours.zip"
    file.write_bytes(written_template(replace(CERTIFICATE, key="ours")))
    assert laptop.say(f"template check '{file}'").document["sound"] is True
    assert laptop.say(f"template import '{file}'", ASSESSOR).code == "not-allowed"
    assert laptop.say(f"template import '{file}'", ADMINISTRATOR).document["templates"] == ["ours"]
    assert laptop.say("template use ours", ADMINISTRATOR).status == 0
    used = [one["key"] for one in laptop.say("template list", ADMINISTRATOR).document["templates"] if one["used"]]
    assert "ours" in used
    assert "certificate" not in used
    assert laptop.say(f"template export ours '{pack}'", ADMINISTRATOR).status == 0
    assert laptop.say(f"template check '{pack}'").document["sound"] is True
    shown = laptop.say("template show ours", ADMINISTRATOR).document
    assert (shown["width"], shown["height"], shown["findings"]) == (297, 210, [])


def test_what_is_wrong_with_a_template_file_is_said_without_records(tmp_path: Path) -> None:
    laptop = sample_laptop(tmp_path / "laptop")
    file = tmp_path / "bare.json"
    bare = CERTIFICATE
    while bare.pages[0].elements:
        bare = removed(bare, Spot(0, 0))
    file.write_bytes(written_template(bare))
    said = laptop.say(f"template check '{file}'")
    assert said.status == 1
    assert {one["code"] for one in said.document["templates"][0]["findings"]} == {"field-missing", "words-missing"}
    file.write_bytes(b"PK no pack")
    assert laptop.say(f"template check '{file}'").code == "pack-unreadable"


def test_a_typeface_of_the_centre_is_set_with_its_licence_and_taken_away_again(tmp_path: Path) -> None:
    laptop = sample_laptop(tmp_path / "laptop")
    font, pack = resources() / "fonts" / "NotoSansKhmer-Bold.ttf", tmp_path / "ours.zip"
    assert laptop.say(f"template typeface certificate '{font}'", ADMINISTRATOR).code == "licence-missing"
    said = laptop.say(f"template typeface certificate '{font}' --licence 'SIL OFL 1.1'", ADMINISTRATOR)
    assert said.document == {"template": "own-certificate-1", "typeface": "NotoSansKhmer-Bold"}
    shown = laptop.say("template show own-certificate-1", ADMINISTRATOR).document
    assert shown["typeface"] == {"name": "NotoSansKhmer-Bold", "licence": "SIL OFL 1.1"}
    assert laptop.say(f"template export own-certificate-1 '{pack}'", ADMINISTRATOR).status == 0
    checked = laptop.say(f"template check '{pack}'").document
    assert checked["sound"] is True
    assert {one["code"] for one in checked["templates"][0]["findings"]} == {"typeface-lacks"}
    assert laptop.say("template typeface own-certificate-1", ADMINISTRATOR).document["typeface"] is None
    (tmp_path / "broken.ttf").write_bytes(font.read_bytes()[:9000])
    broken = laptop.say(f"template typeface certificate '{tmp_path / 'broken.ttf'}' --licence OFL", ADMINISTRATOR)
    assert broken.code == "typeface-damaged"
