# SPDX-License-Identifier: Apache-2.0
"""What a centre hands on: the digital certificate of a learner, its trust list, its status lists; as commands."""

from pathlib import Path
from typing import Any

import pytest

from app.documents.attached import credential_in
from tests.cli.command_line import ADMINISTRATOR, VIEWER, Laptop, sample_laptop
from tests.cli.print_job import with_certificates


@pytest.fixture
def centre(tmp_path: Path) -> tuple[Laptop, list[str]]:
    return with_certificates(tmp_path, 2)


def result(laptop: Laptop, shown: object) -> str:
    """The answer of a computer that has no records but what was given to it."""
    return str(laptop.words(["--json", "certificate", "verify", str(shown)]).document["result"])


def test_the_learner_keeps_a_file_and_a_stranger_who_has_the_list_checks_it(
    centre: tuple[Laptop, list[str]], tmp_path: Path
) -> None:
    laptop, (first, second) = centre
    (tmp_path / "stranger" / "centre").mkdir(parents=True)
    stranger = Laptop(tmp_path / "stranger")
    kept, bare, trust = (tmp_path / name for name in ("kept.json", "bare.jwt", "trust.json"))
    assert laptop.say(f"certificate credential {first} '{kept}'", VIEWER).document["file"] == str(kept)
    laptop.say(f"certificate credential {first} '{bare}'", VIEWER)
    assert result(stranger, bare) == "unknown-issuer"
    told = laptop.say(f"trust export '{trust}'").document
    added = stranger.words(["--json", "trust", "add", str(trust)]).document
    assert (added["figures"], added["id"]) == (told["figures"], told["id"])
    laptop.say(f"certificate reprint {second} --out '{tmp_path}'", ADMINISTRATOR)
    pdf = tmp_path / f"{second}.pdf"
    assert credential_in(pdf)
    assert [result(stranger, one) for one in (bare, kept, bare.read_text(), pdf)] == ["genuine"] * 4
    assert laptop.say(f"certificate revoke {first} --reason error", ADMINISTRATOR).status == 0
    told = laptop.say(f"trust export '{trust}'", ADMINISTRATOR).document
    assert (told["revoked"], told["replaced"]) == (1, 0)
    assert stranger.words(["--json", "trust", "add", str(trust)]).status == 0
    assert [result(stranger, one) for one in (bare, kept, bare.read_text(), pdf)] == ["revoked"] * 3 + ["genuine"]


def test_status_lists_are_written_as_a_web_server_hands_them_out(
    centre: tuple[Laptop, list[str]], tmp_path: Path
) -> None:
    laptop, (first, _) = centre
    folder = tmp_path / "status"
    files = laptop.say(f"trust status '{folder}'", ADMINISTRATOR).document["files"]
    tag = first.split("-")[2]
    assert [Path(one).relative_to(folder).parts[1:] for one in files] == [
        (f"{tag}-0", "revocation"), (f"{tag}-0", "refresh"),
    ]  # fmt: skip
    assert laptop.say(f"trust status '{folder}'", VIEWER).code == "not-allowed"


def test_a_head_office_stands_for_another_centre(centre: tuple[Laptop, list[str]], tmp_path: Path) -> None:
    laptop, (first, _) = centre
    kept, trust, root = (tmp_path / name for name in ("kept.json", "trust.json", "root.json"))
    laptop.say(f"certificate credential {first} '{kept}'", VIEWER)
    laptop.say(f"trust export '{trust}'")
    head = sample_laptop(tmp_path / "head")
    stranger = Laptop(tmp_path / "stranger")
    (stranger.place / "centre").mkdir(parents=True)
    made: dict[str, Any] = {}
    for more, answer in ((" --scope MEF2*", "genuine"), (" --scope OTHER", "unknown-issuer"), ("", "genuine")):
        made = head.say(f"trust root '{root}' '{trust}'{more}", ADMINISTRATOR).document
        for file in (root, trust):
            assert stranger.words(["--json", "trust", "add", str(file)]).status == 0
        assert result(stranger, kept) == answer
    assert [one["name"] for one in made["centres"]] == ["SAMPLE Training Centre"]
    assert stranger.say("trust list").document["roots"][0]["figures"] == made["figures"]
    assert laptop.say(f"trust root '{root}' '{trust}'", ADMINISTRATOR).code == "another-root"
    assert head.say(f"trust root '{root}' '{trust}' --until soon", ADMINISTRATOR).code == "no-day"
    assert head.say(f"trust root '{root}' '{kept}'", ADMINISTRATOR).code == "not-a-trust-list"
    assert head.say(f"trust root '{root}' '{trust}'", VIEWER).code == "not-allowed"


def test_what_is_not_there_is_said(centre: tuple[Laptop, list[str]], tmp_path: Path) -> None:
    laptop, _ = centre
    missing = tmp_path / "a.json"
    assert laptop.say(f"certificate credential KH-1 '{missing}'", VIEWER).code == "no-such-certificate"
    (tmp_path / "empty" / "centre").mkdir(parents=True)
    assert Laptop(tmp_path / "empty").say(f"trust export '{missing}'").code == "no-trust-list"
    assert not missing.exists()
