# SPDX-License-Identifier: Apache-2.0
"""At the door: a passphrase fits as it is meant, and is never kept cheaply."""

import random
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.sign_in import given_passphrase, sign_in
from app.store.keyring import WEAKEST, Cost
from app.store.unlocking import Holder, new_keyring
from tests.services.centre_samples import computer

KEY = bytes(32)
BOLOT = Holder(b"b" * 16, "Bolot SAMPLE")
PASSPHRASE = "Nguyễn Đào ё й"


def test_a_passphrase_fits_however_the_keyboard_composes_it(tmp_path: Path) -> None:
    machine = computer(tmp_path).machine
    given = given_passphrase(new_keyring(KEY, random.Random(1).randbytes), BOLOT, KEY, PASSPHRASE, machine)
    assert given.keyring is not None
    typed = unicodedata.normalize("NFD", f"  {PASSPHRASE} ")
    assert sign_in(given.keyring, "bolot sample", typed, "", machine).file_key == KEY


@pytest.mark.parametrize("cheap", [Cost(1024, 2, 1), Cost(WEAKEST.memory_kib, 1, 1)])
def test_a_real_person_cannot_be_kept_at_a_cheap_cost(cheap: Cost, tmp_path: Path) -> None:
    machine = replace(computer(tmp_path).machine, cost=cheap)
    with pytest.raises(ValueError, match="Cost"):
        given_passphrase(new_keyring(KEY, random.Random(1).randbytes), BOLOT, KEY, PASSPHRASE, machine)
