# SPDX-License-Identifier: Apache-2.0
"""How a centre issues, set by commands: rules, pictures, and who signs."""

from pathlib import Path

import pytest
from PIL import Image

from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, VIEWER, Laptop, sample_laptop

QUALIFICATION = "MEF2-EN"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    return sample_laptop(tmp_path_factory.mktemp("laptop"))


def rule(laptop: Laptop, key: str) -> tuple[str, bool]:
    rows = laptop.say(f"policy show --qualification {QUALIFICATION}", VIEWER).document["policies"]
    return next((row["value"], row["set_here"]) for row in rows if row["key"] == key)


def picture(folder: Path) -> Path:
    file = folder / "logo of SAMPLE.png"
    Image.new("RGB", (40, 20), "navy").save(file)
    return file


def test_a_rule_of_one_qualification_is_taken_back(laptop: Laptop) -> None:
    one = f"--qualification {QUALIFICATION}"
    assert laptop.say(f"policy set clock-days 14 {one}", ADMINISTRATOR).status == 0
    assert rule(laptop, "clock-days") == ("14", True)
    assert laptop.say(f"policy unset clock-days {one}", ADMINISTRATOR).document["act"]
    assert rule(laptop, "clock-days") == ("30", False)
    assert laptop.say(f"policy unset clock-days {one}", ADMINISTRATOR).document["act"] is None
    assert laptop.say("policy unset speed", ADMINISTRATOR).code == "no-such-policy"
    assert laptop.say("policy unset clock-days", ASSESSOR).code == "not-allowed"


def test_the_logo_is_a_picture_file(laptop: Laptop, tmp_path: Path) -> None:
    assert laptop.say(f"policy set logo '{picture(tmp_path)}'", ADMINISTRATOR).status == 0
    assert len(rule(laptop, "logo")[0]) == 64
    assert laptop.say("policy set logo ''", ADMINISTRATOR).status == 0
    assert rule(laptop, "logo") == ("", False)
    (tmp_path / "no.png").write_bytes(b"no picture")
    assert laptop.say(f"policy set seal '{tmp_path / 'no.png'}'", ADMINISTRATOR).code == "picture-unreadable"
    assert laptop.say("policy set seal missing.png", ADMINISTRATOR).code == "no-such-file"


def test_who_signs_is_written_down_listed_and_ended(laptop: Laptop, tmp_path: Path) -> None:
    line = (
        f"signatory add 'Dr. Dara SAMPLE' --role Director --person '{ADMINISTRATOR}' --qualification {QUALIFICATION} "
        f"--from 2026-01-01 --picture '{picture(tmp_path)}'"
    )
    id_ = laptop.say(line, ADMINISTRATOR).document["id"]
    (row,) = laptop.say("signatory list", VIEWER).document["signatories"]
    assert (row["id"], row["name"], row["person"], row["qualifications"], row["until"]) == (
        id_, "Dr. Dara SAMPLE", ADMINISTRATOR, [QUALIFICATION], "",
    )  # fmt: skip
    assert len(row["picture"]) == 64
    told = laptop.words(["--as", VIEWER, "signatory", "list"], GUILDMARK_PASSPHRASE=PASSPHRASES[VIEWER])
    assert "Dr. Dara SAMPLE" in told.out
    today = laptop.outside({}).today().isoformat()
    assert laptop.say(f"signatory end {id_}", ADMINISTRATOR).document["until"] == today
    assert laptop.say(f"signatory end {id_} --on 2026-12-31", ADMINISTRATOR).document["act"]
    assert laptop.say("signatory list", VIEWER).document["signatories"][0]["until"] == "2026-12-31"
    assert laptop.say(f"signatory end {id_} --on tomorrow", ADMINISTRATOR).code == "signatory-day"
    assert laptop.say(f"signatory end {'0' * 32}", ADMINISTRATOR).code == "no-such-signatory"
    assert laptop.say("signatory add X --person Nobody", ADMINISTRATOR).status == 1
    assert laptop.say("signatory add X", ASSESSOR).code == "not-allowed"
