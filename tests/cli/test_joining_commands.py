# SPDX-License-Identifier: Apache-2.0
"""A new laptop joins through a registry, all from the command line: a code, two words, everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.keyring import WEAKEST
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, Laptop, sample_laptop
from tests.registry.loopback import listening
from tests.registry.registry_samples import a_registry


@pytest.fixture(autouse=True)
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words to compare at the least cost that is ever used, and no long pauses, for the tests' sake."""
    monkeypatch.setattr("app.exchange.join_request.STRONG", WEAKEST)
    monkeypatch.setattr("app.services.joining_through_registry.ASK_AGAIN_SECONDS", 0.05)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[tuple[Laptop, str]]:
    """A laptop whose centre shares its records with a registry, and the registry's address."""
    server = a_registry(tmp_path / "registry")
    with listening(server.client.app) as url:
        laptop = sample_laptop(tmp_path / "first")
        server.clock.now = laptop.outside({}).machine().wall()
        assert laptop.say(f"sync enrol {url} {server.code()}", ADMINISTRATOR).status == 0
        assert laptop.say("sync run", ADMINISTRATOR).status == 0
        yield laptop, url
    server.close()


def test_a_laptop_joins_by_code_and_words(shared: tuple[Laptop, str], tmp_path: Path) -> None:
    first, url = shared
    second = Laptop(tmp_path / "second")
    assert first.say("device waiting", ADMINISTRATOR).document == {"waiting": []}
    given = first.say("device code", ADMINISTRATOR).document
    assert given["url"] == url
    line = f"join registry {url} {given['code']} --device Workshop"
    asked = second.say(f"{line} --wait 0").document
    assert not asked["joined"]
    (waiting,) = first.say("device waiting", ADMINISTRATOR).document["waiting"]
    assert (waiting["name"], waiting["words"]) == ("Workshop", asked["words"])
    assert first.say("device admit other words", ADMINISTRATOR).code == "no-such-words"
    admitted = first.say(f"device admit {asked['words']}", ADMINISTRATOR).document
    assert (admitted["device"], admitted["words"]) == ("Workshop", asked["words"])
    joined = second.say(line)
    assert joined.status == 0
    assert asked["words"] in joined.err
    assert set(joined.document["people"]) >= set(PASSPHRASES)
    assert second.say("sync run", ADMINISTRATOR).document["troubles"] == []
    assert second.say("learner list", ADMINISTRATOR).document == first.say("learner list", ADMINISTRATOR).document
    codes = {one["name"]: one["code"] for one in admitted["codes"]}
    new = {"GUILDMARK_PASSPHRASE": codes[ASSESSOR], "GUILDMARK_NEW_PASSPHRASE": "five new easy words here"}
    assert second.words(["--as", ASSESSOR, "--json", "cohort", "list"], **new).status == 0


def test_a_refused_laptop_is_told_at_the_keyboard(shared: tuple[Laptop, str], tmp_path: Path) -> None:
    first, url = shared
    second = Laptop(tmp_path / "second")
    code = first.say("device code", ADMINISTRATOR).document["code"]
    line = f"join registry {url} {code}"
    words = second.say(f"{line} --wait 0").document["words"]
    assert first.say(f"device refuse {words}", ADMINISTRATOR).status == 0
    assert second.say(line).code == "join-refused"


def test_only_an_administrator_gets_a_code(shared: tuple[Laptop, str]) -> None:
    first, _ = shared
    assert first.say("device code", ASSESSOR).code == "not-allowed"
    assert first.say("device waiting", ASSESSOR).code == "not-allowed"
