# SPDX-License-Identifier: Apache-2.0
"""A centre and a registry that no network joins: a file and two words there, the records on a stick and back."""

from pathlib import Path

from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, sample_laptop
from tests.registry.test_server_process import said


def test_a_centre_comes_in_by_files_alone(tmp_path: Path) -> None:
    data, stick = tmp_path / "registry", tmp_path / "stick"
    stick.mkdir()
    said(data, "registry", "init", "--name", "Registry SAMPLE")
    said(data, "registry", "centre", "add", "Centre SAMPLE", "--code", "ONE", "--country", "KG")
    told = said(data, "registry", "card", str(stick / "card"))
    laptop = sample_laptop(tmp_path / "first")
    seen = laptop.say(f"sync join '{stick}/card'", ADMINISTRATOR).document
    assert (seen["joined"], seen["words"], seen["registry"]["name"]) == (False, told["words"], "Registry SAMPLE")
    assert laptop.say(f"sync join '{stick}/card' --words 'other words'", ADMINISTRATOR).code == "other-words"
    assert laptop.say(f"sync join '{stick}/card' --words '{told['words']}'", ASSESSOR).code == "not-allowed"
    assert laptop.say("sync status", ADMINISTRATOR).document["registries"] == []
    assert laptop.say(f"sync join '{stick}/card' --words '{told['words']}'", ADMINISTRATOR).document["new"]
    assert laptop.say(f"bundle write '{stick}/records' --to 'Registry SAMPLE'", ADMINISTRATOR).status == 0
    assert said(data, "registry", "enrol", str(stick / "records"), "--centre", "ONE")["new"] > 20
