# SPDX-License-Identifier: Apache-2.0
"""Names put into Latin letters as different authorities and people do it: the judge of the likeness of names.

Nothing here is shared with the program's own reading of scripts. The tables are those of ICAO Doc 9303 (Russian
passports since 2014), BGN/PCGN, ISO 9:1995, the Ukrainian resolution 55 of 2010, ISO 9985, the Georgian national system
of 2002, ELOT 743, and Hunterian transliteration; what no rule gives is in ``app.bench.usual_letters``.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final
from unicodedata import normalize

from app.bench import usual_letters as usual

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
_ARMENIAN: Final = _mapped(
    "աa բb գg դd եe զz էe ըy թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յy նn շsh ոo չch պp ջj ռr սs վv տt րr ցts ւv փp "
    "քk օo ֆf"
)
_ISO_9985: Final = _ARMENIAN | _mapped("ըë խx ծç ձj ցc' ղġ ճč̣ շš ժž չč ջǰ ռṙ")
_GEORGIAN: Final = _mapped(
    "აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh"
)
_GEORGIAN_BGN: Final = _GEORGIAN | _mapped("თt' კk პp ფp' ქk' ჩch' ცts'")
_ELOT: Final = _mapped("αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo")
_GREEK_USUAL: Final = _ELOT | _mapped("χh υi")
_GREEK_PAIRS: Final = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("γκ", "gk"), ("μπ", "b"))
_NAGARI: Final = _mapped(
    "कk खkh गg घgh ङng चch छchh जj झjh ञn टt ठth डd ढdh णn तt थth दd धdh नn पp फph बb भbh मm यy रr लl वv शsh षsh सs हh "
    "ळl கk ஙng சs ஜj ஞn டd ணn தth நn பp மm யy ரr றr லl ளl ழzh வv னn ஷsh ஸs ஹh"
)
_SIGNS: Final = _mapped("ाa िi ीi ुu ूu ृri ेe ैai ोo ौau ्\u0000 ாa ிi ீi ுu ூu ெe ேe ைai ொo ோo ௌau ்\u0000")
_ALONE: Final = _mapped("अa आa इi ईi उu ऊu ऋri एe ऐai ओo औau அa ஆa இi ஈi உu ஊu எe ஏe ஐai ஒo ஓo ஔau ंn ँn ःh")
_LONG: Final = _mapped("ाaa ीee ूoo ாaa ீee ூoo आaa ईee ऊoo ஆaa ஈee ஊoo")
_TAMIL: Final = re.compile("[\u0b80-\u0bff]")
_SCHWA: Final = re.compile("(?<=[aeiou])([kgcjtdnpbmyrlvsh]{1,2})A(?=[kgcjtdnpbmyrlvsh]h?[aeiou])")


def _by_letter(table: Mapping[str, str]) -> Rewriting:
    return lambda name: "".join(table.get(letter, letter) for letter in name.lower())


def _bgn(name: str) -> str:
    return _by_letter(_BGN)(_BGN_E.sub(r"\1ye", name.lower()))


def _ukrainian(name: str) -> str:
    lower = name.lower().replace("зг", "zgh")
    words = [_UKRAINIAN_FIRST.get(word[:1], word[:1]) + word[1:] for word in lower.split()]
    return _by_letter(_UKRAINIAN)(" ".join(words))


def _armenian(table: Mapping[str, str], first: Mapping[str, str]) -> Rewriting:
    def rewritten(name: str) -> str:
        words = name.lower().replace("ու", "u").replace("և", "եվ").split()
        return _by_letter(table)(" ".join(first.get(word[0], word[0]) + word[1:] for word in words))

    return rewritten


def _greek(table: Mapping[str, str]) -> Rewriting:
    def rewritten(name: str) -> str:
        bare = "".join(sign for sign in normalize("NFD", name.lower()) if sign != "\u0301")
        for pair, latin in _GREEK_PAIRS:
            bare = bare.replace(pair, latin)
        return without_marks(_by_letter(table)(bare))

    return rewritten


def without_marks(text: str) -> str:
    """The text without combining accents."""
    return normalize("NFC", "".join(sign for sign in normalize("NFD", text) if not "\u0300" <= sign <= "\u036f"))


def _indic(long: Mapping[str, str]) -> Rewriting:
    signs, alone = ({sign: long.get(sign, latin) for sign, latin in table.items()} for table in (_SIGNS, _ALONE))

    def word(written: str) -> str:
        said = ""
        for sign, following in zip(written, [*written[1:], ""], strict=True):
            if sign in _NAGARI:
                said += _NAGARI[sign] + ("" if following in _SIGNS and following else "A")
            else:
                said += signs.get(sign, alone.get(sign, "")).replace("\u0000", "")
        return (said if _TAMIL.match(written) else _SCHWA.sub(r"\1", said.removesuffix("A"))).lower()

    return lambda name: " ".join(filter(None, map(word, name.split())))


def _usual(table: str, which: int, by_sign: bool = False, joint: str = "") -> Rewriting:
    """The word's spelling of this number, or its last; of Chinese names sign by sign."""
    words: dict[str, str] = {}
    for pair in table.split():
        written, latin = pair.split("=")
        rivals = latin.split("/")
        spelled = rivals[min(which, len(rivals) - 1)]
        words.update(dict.fromkeys(written if by_sign else (written,), spelled))

    def rewritten(name: str) -> str:
        if by_sign:
            return " ".join(joint.join(words.get(sign, sign) for sign in word) for word in name.split())
        return " ".join(words.get(word, word) for word in name.split())

    return rewritten


def _all_usual(table: str, many: int = 2) -> dict[str, Rewriting]:
    return {f"usual {which}": _usual(table, which) for which in range(many)}


_PINYIN: Final = {
    "pinyin": _usual(usual.CHINESE, 0, by_sign=True), "apart": _usual(usual.CHINESE, 0, by_sign=True, joint=" "),
}  # fmt: skip
_INDIC: Final = {"Hunterian": _indic({}), "doubled": _indic(_LONG)}
RIVALS: Final[dict[str, dict[str, Rewriting]]] = {
    "ru_RU": {"ICAO": _by_letter(_ICAO), "BGN": _bgn, "ISO 9": _by_letter(_ISO_9)},
    "uk_UA": {"national": _ukrainian, "ISO 9": _by_letter(_ISO_9)},
    "hy_AM": {"BGN": _armenian(_ARMENIAN, _mapped("եye ոvo")), "ISO 9985": _armenian(_ISO_9985, {})},
    "ka_GE": {"national": _by_letter(_GEORGIAN), "BGN": _by_letter(_GEORGIAN_BGN)},
    "el_GR": {"ELOT": _greek(_ELOT), "usual": _greek(_GREEK_USUAL)},
    "km_KH": _all_usual(usual.KHMER),
    "ar_SA": _all_usual(usual.ARABIC),
    "he_IL": _all_usual(usual.HEBREW),
    "th_TH": _all_usual(usual.THAI),
    "ko_KR": _all_usual(usual.KOREAN, 3),
    "hi_IN": _INDIC,
    "ne_NP": _INDIC,
    "ta_IN": {"plain": _indic({}), "doubled": _indic(_LONG)},
    "ja_JP": _all_usual(usual.JAPANESE),
    "zh_CN": _PINYIN,
    "zh_TW": _PINYIN,
}
"""For a locale each way of writing its names in Latin letters; names in Latin letters have none."""
