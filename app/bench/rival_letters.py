# SPDX-License-Identifier: Apache-2.0
"""Names put into Latin letters as different authorities do it: the judge of the likeness of names.

Nothing here is shared with the program's own reading of scripts. ``anyascii`` is a library; the tables are those of
ICAO Doc 9303 (Russian passports since 2014), BGN/PCGN 1947, ISO 9:1995 and the Ukrainian resolution 55 of 2010. The
Khmer words are as people with these names usually spell them: no rule gives that.
"""

import re
from collections.abc import Callable
from typing import Final

Rewriting = Callable[[str], str]


def _mapped(pairs: str) -> dict[str, str]:
    return {pair[0]: pair[1:] for pair in pairs.split()}


_ICAO: Final = _mapped(
    "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъie ыy ь эe юiu яia"
)
_BGN: Final = _ICAO | _mapped("йy ъ' ь' юyu яya ёë")
_BGN_E: Final = re.compile("(^|[аеёиоуыэюяйъь ])е")
_ISO_9: Final = _mapped(
    "аa бb вv гg дd еe ёë жž зz иi йj кk лl мm нn оo пp рr сs тt уu фf хh цc чč шš щŝ ъʺ ыy ьʹ эè юû яâ їï іì єê ґg̀"
)
_UKRAINIAN: Final = _mapped(
    "аa бb вv гh ґg дd еe єie жzh зz иy іi їi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ь юiu яia ʼ"
)
_UKRAINIAN_FIRST: Final = _mapped("єye їyi йy юyu яya")

_USUAL: Final = (
    "សុខ=sok ជា=chea ហេង=heng ឆៃ=chhay សាន=san ពិន=pin ស៊ន=sorn លឹម=lim អ៊ុន=oun តាំង=taing ម៉ក់=mok ខ្លូត=khlot "
    "ទូច=touch ឃិន=khin យិន=yin អេង=eng សេង=seng សៀង=sieng សួន=suon ជៀង=chieng វិជ្ជា=vichea ប៊ុនលី=bunly "
    "ស្រីនាង=sreyneang ពេជ្រ=pich កុសល់=kosal សុវណ្ណ=sovann រតនា=rattana សារិន=sarin សម្បត្តិ=sambath សេរី=serey "
    "ឆៃហ្វុង=chhayfong ជ័យលាស=cheyleas វណ្ណៈ=vannak អភិវឌ្ឍន៍=aphiwat សុភមង្គល=sopheakmongkol វិមាន=vimean "
    "នគរ=nokor បុប្ផា=bopha"
)
_KHMER: Final = dict(pair.split("=") for pair in _USUAL.split())


def _by_letter(table: dict[str, str]) -> Rewriting:
    return lambda name: "".join(table.get(letter, letter) for letter in name.lower())


def _bgn(name: str) -> str:
    return _by_letter(_BGN)(_BGN_E.sub(r"\1ye", name.lower()))


def _ukrainian(name: str) -> str:
    lower = name.lower().replace("зг", "zgh")
    words = [_UKRAINIAN_FIRST.get(word[:1], word[:1]) + word[1:] for word in lower.split()]
    return _by_letter(_UKRAINIAN)(" ".join(words))


def _khmer(name: str) -> str:
    return " ".join(_KHMER.get(word, "") or _library(word) for word in name.split())


def _library(name: str) -> str:
    from anyascii import anyascii

    return anyascii(name)


RIVALS: Final[dict[str, dict[str, Rewriting]]] = {
    "ru_RU": {"ICAO": _by_letter(_ICAO), "BGN": _bgn, "ISO 9": _by_letter(_ISO_9), "library": _library},
    "uk_UA": {"national": _ukrainian, "ISO 9": _by_letter(_ISO_9), "library": _library},
    "km_KH": {"usual": _khmer, "library": _library},
}
"""For a locale each way of writing its names in Latin letters; elsewhere the library alone."""

LIBRARY: Final[dict[str, Rewriting]] = {"library": _library}
