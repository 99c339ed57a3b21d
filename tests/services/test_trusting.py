# SPDX-License-Identifier: Apache-2.0
"""Whose word counts: lists are added by a person once, and after that only by those who may."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.credentials.roots import Grant, RootList, is_root_list, read_root_list, write_root_list
from app.credentials.trust import TrustedKey, write_trust_list
from app.domain.refusals import BadInput, RuleBroken
from app.services.trusting import add_list, files_in, lists_in
from app.store.folder import DataFolder
from tests.credentials.builders_credentials import CENTRE_ID, key_of, public, trust_of
from tests.services.centres import a_centre

TODAY = date(2026, 11, 23)
CENTRE_KEY, SIGNER, MINISTRY, STRANGER = (key_of(seed) for seed in range(1, 5))


def centre_list(day: str = "2026-11-20", edition: int = 0, centre_key: bytes = b"") -> bytes:
    keys = (TrustedKey(public(SIGNER), "2026-01-01"), TrustedKey(public(CENTRE_KEY), "2026-01-01"))
    trust = replace(trust_of(list_date=day, keys=keys), edition=edition, centre_key=centre_key)
    return write_trust_list(trust, CENTRE_KEY)


def strange_list() -> bytes:
    return write_trust_list(trust_of(STRANGER, list_date="2026-11-22"), STRANGER)


def root_list(day: str = "2026-11-20", key: bytes = public(CENTRE_KEY), until: str = "") -> bytes:
    grant = Grant(CENTRE_ID, "SAMPLE Centre", key, "2026-01-01", until, ("CPE*",))
    return write_root_list(RootList("SAMPLE Ministry", public(MINISTRY), (grant,), day, "KH"), MINISTRY)


def folder_with(tmp_path: Path, *lists: bytes) -> DataFolder:
    folder = DataFolder(tmp_path)
    for one in lists:
        add_list(folder, one, TODAY)
    return folder


def test_lists_that_a_person_added_are_there_from_then_on(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, root_list(), centre_list())
    assert {one.list_date for one in lists_in(folder)} == {"2026-11-20"}
    assert sorted(files_in(folder)) == sorted((root_list(), centre_list()))
    assert lists_in(DataFolder(tmp_path / "nothing")) == ()


def test_a_root_comes_back_as_it_was_written() -> None:
    root = read_root_list(root_list(until="2027-12-31"))
    assert (root.name, root.key, root.country) == ("SAMPLE Ministry", public(MINISTRY), "KH")
    assert root.grants[0].scope == ("CPE*",)
    assert write_root_list(root, MINISTRY) == root_list(until="2027-12-31")
    assert is_root_list(root_list())
    assert not is_root_list(centre_list())


def test_a_newer_list_takes_the_place_of_an_older_one_and_never_the_other_way(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, centre_list(), centre_list("2026-11-21"), root_list(), root_list("2026-11-22"))
    for older in (centre_list(), root_list()):
        with pytest.raises(RuleBroken, match="is here already"):
            add_list(folder, older, TODAY)
    assert sorted(one.list_date for one in lists_in(folder)) == ["2026-11-21", "2026-11-22"]


def test_of_two_lists_of_one_day_the_later_edition_is_the_newer_one(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, centre_list(edition=7))
    with pytest.raises(RuleBroken, match="is here already"):
        add_list(folder, centre_list(edition=6), TODAY)
    assert add_list(folder, centre_list(edition=8), TODAY).edition == 8


def test_a_list_of_the_same_centre_by_another_key_is_refused_and_the_known_one_kept(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, centre_list())
    with pytest.raises(RuleBroken, match="signed by a key that is not known"):
        add_list(folder, strange_list(), TODAY)
    assert files_in(folder) == (centre_list(),)


def test_where_a_root_names_the_centres_key_no_other_key_may_sign_its_list(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, root_list(key=public(SIGNER)))
    with pytest.raises(RuleBroken, match="signed by a key that is not known"):
        add_list(folder, centre_list(), TODAY)
    with pytest.raises(RuleBroken, match="signed by a key that is not known"):
        add_list(folder_with(tmp_path / "late", root_list(until="2026-11-19")), centre_list(), TODAY)


def test_a_root_may_hand_the_centre_a_new_key(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, centre_list(), root_list("2026-11-22", key=public(STRANGER)))
    assert add_list(folder, strange_list(), TODAY).list_date == "2026-11-22"


def test_where_the_centre_has_a_key_for_its_lists_its_other_keys_may_not_sign_them() -> None:
    keys = (TrustedKey(public(SIGNER), "2026-01-01"),)
    trust = replace(trust_of(keys=keys), centre_key=public(CENTRE_KEY))
    assert write_trust_list(trust, CENTRE_KEY)
    with pytest.raises(BadInput, match="was changed"):
        add_list(DataFolder(Path("nowhere")), write_trust_list(trust, SIGNER), TODAY)


def test_a_list_of_the_future_and_a_changed_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="still to come"):
        folder_with(tmp_path, centre_list("2026-12-24"))
    changed = orjson.loads(root_list())
    changed["list"]["centres"][0]["until"] = "2099-01-01"
    with pytest.raises(BadInput, match="was changed"):
        folder_with(tmp_path, orjson.dumps(changed))
    assert files_in(DataFolder(tmp_path)) == ()


def test_the_centres_own_list_is_not_added_from_a_file(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        folder = centre.open.folder
        centre.as_person(centre.open.work.person_name)
        (own,) = files_in(folder) or (b"",)
        if own:
            with pytest.raises(RuleBroken, match="own list"):
                add_list(folder, own, date.fromisoformat(lists_in(folder)[0].list_date))


@given(st.binary(max_size=100))
@example(b'{"list": {"format": "guildmark-root-1", "centres": 3}, "signed_by": "", "signature": ""}')
@example(b'{"list": {"format": "guildmark-trust-2"}, "signed_by": "", "signature": ""}')
def test_any_other_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadInput, match="not a trust list"):
        add_list(DataFolder(Path("nowhere")), data, TODAY)
