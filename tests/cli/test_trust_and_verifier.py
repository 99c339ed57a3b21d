# SPDX-License-Identifier: Apache-2.0
"""Whose certificates are believed, and checking them by whatever one has, on the command line."""

from pathlib import Path

import pytest

from app.credentials.open_badge import Badge, credential, enveloped
from app.credentials.qr_text import qr_text
from app.credentials.roots import Grant, RootList, write_root_list
from app.credentials.trust import write_trust_list
from tests.cli.command_line import Laptop
from tests.credentials.builders_credentials import CENTRE_ID, facts_of, key_of, public, trust_of

CENTRE = write_trust_list(trust_of(list_date="2026-01-20"), key_of())
GRANT = Grant(CENTRE_ID, "SAMPLE Centre", public(key_of()), "2026-01-01", scope=("CPE*",))
ROOT = write_root_list(RootList("SAMPLE Ministry", public(key_of(5)), (GRANT,), "2026-01-20", "KH"), key_of(5))
FACTS = facts_of(issued_on="2026-01-22")


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A laptop without any records: checking needs none."""
    (tmp_path / "centre").mkdir()
    return Laptop(tmp_path)


def saved(laptop: Laptop, name: str, content: bytes) -> str:
    path = laptop.place / name
    path.write_bytes(content)
    return str(path)


def test_a_root_and_the_list_of_a_centre_are_added_and_a_certificate_rests_on_both(laptop: Laptop) -> None:
    code = qr_text(FACTS, key_of(), "https://check.example.org")
    assert laptop.words(["--json", "certificate", "verify", code]).document["result"] == "unknown-issuer"
    root = laptop.words(["--json", "trust", "add", saved(laptop, "ministry.json", ROOT)]).document
    assert (root["name"], len(root["figures"].split())) == ("SAMPLE Ministry", 5)
    assert laptop.words(["--json", "trust", "add", saved(laptop, "centre.json", CENTRE)]).status == 0
    listed = laptop.words(["--json", "trust", "list"]).document
    assert [len(listed["issuers"]), len(listed["roots"])] == [1, 1]
    found = laptop.words(["--json", "certificate", "verify", code])
    assert (found.status, found.document["result"]) == (0, "genuine")
    assert found.document["stands_for"] == "SAMPLE Ministry"
    assert "SAMPLE Ministry stands for the issuer" in laptop.words(["certificate", "verify", code]).out


def test_an_older_list_and_what_is_no_list_are_refused(laptop: Laptop) -> None:
    newer = write_trust_list(trust_of(list_date="2026-01-21"), key_of())
    assert laptop.words(["--json", "trust", "add", saved(laptop, "a.json", newer)]).status == 0
    assert laptop.words(["--json", "trust", "add", saved(laptop, "b.json", CENTRE)]).code == "older-list"
    assert laptop.words(["--json", "trust", "add", saved(laptop, "c.json", b"{}")]).code == "not-a-trust-list"
    assert laptop.words(["--json", "trust", "add", str(laptop.place / "d.json")]).code == "no-such-file"


def test_a_credential_is_checked_as_the_file_that_a_learner_keeps(laptop: Laptop) -> None:
    trust = ["--trust", saved(laptop, "centre.json", CENTRE)]
    kept = enveloped(credential(FACTS, Badge("All units are met."), key_of()))
    found = laptop.words(["--json", "certificate", "verify", saved(laptop, "credential.json", kept), *trust])
    assert (found.status, found.document["name"]) == (0, FACTS.name)
    strange = saved(laptop, "strange.json", b'{"@context": "x"}')
    assert laptop.words(["--json", "certificate", "verify", strange, *trust]).code == "not-a-credential"


def test_a_typed_number_proves_nothing_but_may_be_revoked(laptop: Laptop) -> None:
    typed = FACTS.number.lower().replace("-", " ")
    revoked = write_trust_list(trust_of(revoked=frozenset({FACTS.number})), key_of())
    for content, result in ((CENTRE, "unknown-issuer"), (revoked, "revoked")):
        trust = ["--trust", saved(laptop, "centre.json", content)]
        found = laptop.words(["--json", "certificate", "verify", typed, *trust])
        assert (found.status, found.document["result"], found.document["number"]) == (1, result, FACTS.number)
        assert "proves nothing" in found.document["reason"]


def test_the_page_for_phones_is_written_with_the_lists_of_the_folder(laptop: Laptop) -> None:
    laptop.words(["--json", "trust", "add", saved(laptop, "centre.json", CENTRE)])
    out = laptop.place / "verifier.html"
    assert laptop.words(["--json", "certificate", "verifier", str(out)]).document == {"file": str(out), "lists": 1}
    assert b"SAMPLE Phnom Penh Vocational Training Centre" in out.read_bytes()
