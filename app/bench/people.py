# SPDX-License-Identifier: Apache-2.0
"""Invented learners (SAMPLE) with names in five scripts, the same ones in every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.learners import LearnerDetails


@dataclass(frozen=True, slots=True)
class _Names:
    """``joint`` stands between two given names; ``first`` tells that the family name is written first."""

    families: tuple[str, ...]
    given: tuple[str, ...]
    joint: str = " "
    first: bool = False


def _listed(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_VIETNAMESE: Final = _Names(
    _listed("Nguyễn Trần Lê Phạm Huỳnh Hoàng Vũ Võ Đặng Bùi Đỗ Ngô Dương Lý Trương Đinh Đoàn Trịnh Đào Phùng"),
    _listed("Văn Thị Đức Minh Hữu Ngọc Quốc Thu Bảo Khánh Hằng Tuấn Hòa Liên Sơn Thảo Đạt Yến Phượng Ánh Lộc Mỹ"),
    first=True,
)
_CYRILLIC: Final = _Names(
    _listed("Соловьёв Муравьёв Королёв Асанов Бекова Жумабаев Каримов Назаров Рахмонов Ташматов Журавлёв Ершов"),
    _listed("Артём Семён Пётр Алёна Айнура Бектур Гүлжан Нурлан Өмүрбек Ситора Фарҳод Ҷамшед Йигитали Ирина"),
)
_KHMER: Final = _Names(
    _listed("សុខ ចាន់ កែវ ហេង លឹម ឈឹម សំ ប៊ុន ទូច មាស អ៊ុក ផល្លា"),
    _listed("ដារ៉ា សុភ័ក្រ វិសាល ស្រីនាង បូរី រតនៈ ធីតា មុនី វណ្ណៈ កញ្ញា ពិសី សុជាតា"),
    joint="",
    first=True,
)
_ARMENIAN: Final = _Names(
    _listed("Սարգսյան Գրիգորյան Հակոբյան Մկրտչյան Պետրոսյան Եվոյան Ղազարյան Ավետիսյան Ճաղարյան Օհանյան"),
    _listed("Անի Արեւիկ Գևորգ Լևոն Նարե Սևակ Տիգրան Մարիամ Արմեն Եղիշե Շուշան Ռուբեն"),
)
_LATIN: Final = _Names(
    _listed("Brandão Çelik Dvořák Fjord Göransson Iñiguez Kowalski Łuczak Mbeki Okonkwo Pérez Şahin Søgaard"),
    _listed("Amélie Björn Chiara Dário Elif Fatma Gonçalo Håkon Inês Jürgen Małgorzata Noé Zoë Tariq"),
)
SCRIPTS: Final = {
    "Vietnamese": _VIETNAMESE, "Cyrillic": _CYRILLIC, "Khmer": _KHMER, "Armenian": _ARMENIAN, "Latin": _LATIN,
}  # fmt: skip
_WEIGHTS: Final = (45, 20, 20, 5, 10)
_PROVINCES: Final = ("Kampot", "Takeo", "Osh", "Khatlon", "Lori", "Quảng Nam")


def learners(n: int, seed: int = 7) -> Iterator[LearnerDetails]:
    """``n`` learners with most of what a workbook tells of them."""
    dice = random.Random(seed)
    for number in range(n):
        yield _learner(dice, number, dice.choices(list(SCRIPTS), _WEIGHTS)[0])


def _learner(dice: random.Random, number: int, script: str) -> LearnerDetails:
    names = SCRIPTS[script]
    family = dice.choice(names.families)
    given = names.joint.join(dice.sample(names.given, 2))
    return LearnerDetails(
        full_name=f"{family} {given}" if names.first else f"{given} {family}",
        family_name=family,
        given_names=given,
        sex=dice.choice("FM"),
        birth_date=f"{dice.randrange(1975, 2010)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
        birth_place=dice.choice(_PROVINCES),
        id_type="passport",
        id_number=f"{dice.choice('ABKN')}{number:08}",
        phone=f"0{dice.randrange(10**8, 10**9)}",
        email=f"learner{number}@example.org",
        address=f"{dice.randrange(1, 400)} Market Street",
        province=dice.choice(_PROVINCES),
        education="grade 9",
        route="taught",
        notes="SAMPLE",
    )
