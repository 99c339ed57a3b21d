# SPDX-License-Identifier: Apache-2.0
"""Two laptops of the sample centre and a registry, each a program of its own over a real line."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, Laptop, sample_laptop
from tests.registry.test_server_process import said, served


def synced(laptop: Laptop, who: str = ADMINISTRATOR, more: str = "") -> dict[str, Any]:
    done = laptop.say(f"sync run{more}", who)
    assert done.status == 0, done.out
    found: dict[str, Any] = done.document
    return found


def joined(first: Laptop, second: Laptop, stick: Path) -> None:
    """The second laptop joins by stick; one assessor signs in there."""
    stick.mkdir()
    assert second.say(f"join request '{stick}/request' --device 'Second laptop'").status == 0
    admitted = first.say(f"join admit '{stick}/request' '{stick}/answer'", ADMINISTRATOR).document
    assert second.say(f"join accept '{stick}/answer'").status == 0
    codes = {one["name"]: one["code"] for one in admitted["codes"]}
    let_in = second.words(
        ["--as", ASSESSOR, "--json", "cohort", "list"],
        GUILDMARK_PASSPHRASE=codes[ASSESSOR], GUILDMARK_NEW_PASSPHRASE=PASSPHRASES[ASSESSOR],
    )  # fmt: skip
    assert let_in.status == 0, let_in.out


def marks(laptop: Laptop) -> Any:
    cohort = laptop.say("cohort list", ASSESSOR).document["cohorts"][0]
    return laptop.say(f"marks show --cohort {cohort['code']} --unit {cohort['units'][0]}", ASSESSOR).document


@pytest.mark.long
def test_records_travel_over_the_registry_and_are_the_same_everywhere(tmp_path: Path) -> None:
    data = tmp_path / "registry"
    said(data, "registry", "init", "--name", "Registry SAMPLE")
    said(data, "registry", "centre", "add", "Centre SAMPLE", "--code", "ONE", "--country", "KG")
    code = said(data, "registry", "code", "ONE")["code"]
    first, second = sample_laptop(tmp_path / "first"), Laptop(tmp_path / "second")
    joined(first, second, tmp_path / "stick")
    assert first.say("sync run", ADMINISTRATOR).code == "no-registry"
    with served(data) as (url, _):
        assert first.say(f"sync enrol {url} 0000-0000", ADMINISTRATOR).status == 1
        enrolled = first.say(f"sync enrol {url} {code}", ADMINISTRATOR)
        assert enrolled.status == 0, enrolled.out
        assert enrolled.document["registry"]["name"] == "Registry SAMPLE"
        assert synced(first)["pushed"] > 20
        again = synced(first)
        assert (again["pushed"], again["pulled"], again["duplicates"]) == (0, 0, 0)
        carry(first, second, tmp_path / "stick")
        cohort = second.say("cohort list", ASSESSOR).document["cohorts"][0]
        learner = first.say("learner list", ADMINISTRATOR).document["learners"][0]["id"]
        criterion = marks(second)["criteria"][0]["code"]
        unit = cohort["units"][0]
        mark = f"marks record --learner {learner} --unit {unit} --criterion {criterion} --mark Y"
        assert second.say(mark, ASSESSOR).status == 0
        waits = second.say("sync status", ASSESSOR).document["registries"][0]["waiting"]
        assert waits >= 1
        assert synced(second, ASSESSOR)["pushed"] >= 1
        assert second.say("sync status", ASSESSOR).document["registries"][0]["waiting"] == 0
        assert synced(first)["pulled"] >= 1
        assert marks(first) == marks(second)
        compared = synced(first, more=" --compare")
        assert (compared["mended"], compared["compared"] > 0) == (0, True)
    away = first.say("sync run", ADMINISTRATOR)
    assert away.status == 1
    assert [one["code"] for one in away.document["troubles"]] == ["unreachable"]


def carry(whence: Laptop, whither: Laptop, stick: Path) -> None:
    """All records by stick, so that the other laptop hears of the registry."""
    assert whence.say(f"bundle write '{stick}/records'", ADMINISTRATOR).status == 0
    done = whither.say(f"bundle read '{stick}/records'", ASSESSOR)
    assert done.status == 0, done.out
