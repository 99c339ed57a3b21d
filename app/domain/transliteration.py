# SPDX-License-Identifier: Apache-2.0
"""One word of a name in Latin letters, whatever its script: made to be compared, not to be shown.

``latin`` gives one or two readings, the second where a script or a custom of romanising leaves a real choice. The
tables hold letters and their sounds, never names. Han has no reading that could be told from the sign alone.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from app.domain.searching import fold_word
from app.domain.thai import spoken


def _pairs(table: str) -> dict[str, str]:
    """A table written as ``letters=latin``; a lone ``=`` means that the letters are not heard."""
    return {letter: latin for letters, latin in (pair.split("=") for pair in table.split()) for letter in letters}


_LATIN: Final = _pairs("č=ch ć=ch ç=ch š=sh ŝ=sh ş=sh ș=sh ž=zh đ=d ð=d ħ=h ı=i ł=l ø=o æ=ae œ=oe þ=th ŋ=n ə=e ß=ss")
_CYRILLIC: Final = _pairs(
    "а=a б=b в=v гѓ=g ґ=g д=d её=e ж=zh з=z иіыйӣ=i к=k л=l м=m н=n о=o п=p р=r с=s т=t уў=u ф=f х=h ц=ts ч=ch ш=sh "
    "щ=shch э=e ю=yu я=ya ї=yi є=ye ьъ’= ғ=g қ=k ң=n өө=o үұӯ=u ҳһ=h ҷ=dzh ә=e ј=y љ=l њ=n ћ=ch ђ=dzh џ=dzh ѕ=dz ќ=k"
)
_ARMENIAN: Final = _pairs(
    "ա=a բ=b գ=g դ=d եէ=e զ=z ը=e թ=t ժ=zh ի=i լ=l խ=kh ծ=ts կ=k հ=h ձ=dz ղ=gh ճ=ch մ=m յ=y ն=n շ=sh ո=o չ=ch պ=p "
    "ջ=dzh ռ=r ս=s վ=v տ=t ր=r ց=ts ւ=v փ=p ք=k օ=o ֆ=f և=ev"
)
_WESTERN: Final = _ARMENIAN | _pairs("բ=p գ=k դ=t կ=g պ=b տ=d ծ=dz ձ=ts ճ=dzh ջ=ch")
_GEORGIAN: Final = _pairs(
    "ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თ=t ი=i კ=k ლ=l მ=m ნ=n ო=o პ=p ჟ=zh რ=r ს=s ტ=t უ=u ფ=p ქ=k ღ=gh ყ=q შ=sh ჩ=ch ც=ts "
    "ძ=dz წ=ts ჭ=ch ხ=kh ჯ=dzh ჰ=h"
)
_GREEK: Final = _pairs(
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=ks ο=o π=p ρ=r σς=s τ=t υ=y φ=f χ=h ψ=ps ω=o"
)
_HEBREW: Final = _pairs("א=a ב=b ג=g ד=d ה=h ו=u ז=z חךכ=kh ט=t י=i ל=l םמ=m ןנ=n ס=s ע=a ףפ=p ץצ=ts ק=k ר=r ש=sh ת=t")
_ARABIC: Final = _pairs(
    "اآأإٱ=a ب=b ت=t ث=th ج=dzh حخ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh فڤ=f ق=q ك=k ل=l م=m ن=n ه=kh "
    "و=u ي=i ى=a ة=a ء= ؤ=u ئ=i پ=p چ=ch ژ=zh ک=k گ=g ی=i ں=n ھہ=kh ۃە=a ے=e ٹ=t ڈ=d ڑ=r ۇۆ=u"
)
_KHMER: Final = _pairs(
    "កគ=k ខឃ=k ង=ng ចជ=ch ឆឈ=chh ញ=nh ដឌ=d ឋឍ=th ណន=n តទ=t ថធ=th ប=b ផភ=ph ព=p ម=m យ=y រ=r ល=l វ=v ឝឞស=s ហ=h ឡ=l អ= "
    "ឣឤា=a ឥឦិី=i ឧឨឩុូ=u ឪ=ov ឫឬ=ru ឭឮ=lu ឯឰេែ=e ៃ=ai ឱឲោ=o ឳៅ=av ឹ=ie ឺ=oe ួ=uo ើ=aeu ឿ=oea ៀ=ie ំ=m ះ=h ៈ=ak"
)
_THAI: Final = _pairs(
    "ก=k ขฃคฅฆ=kh ง=ng จ=ch ฉชฌ=ch ซศษส=s ญย=y ดฎ=d ตฏ=t ถทธฐฑฒ=th นณ=n บ=b ป=p ผพภ=ph ฝฟ=f ม=m ร=r ลฬ=l ว=w หฮ=h อ=o "
    "ะาั=a ำ=am ิี=i ึื=ue ุู=u เ=e แ=ae โ=o ใไ=ai ฤ=rue ฦ=lue"
)
_TABLES: Final = {
    "LATIN": _LATIN,
    "CYRILLIC": _CYRILLIC,
    "ARMENIAN": _ARMENIAN,
    "GEORGIAN": _GEORGIAN,
    "GREEK": _GREEK,
    "HEBREW": _HEBREW,
    "ARABIC": _ARABIC,
    "KHMER": _KHMER,
    "THAI": _THAI,
}
_VOWELLED: Final = (
    "DEVANAGARI",
    "BENGALI",
    "GUJARATI",
    "GURMUKHI",
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "SINHALA",
)
"""Scripts whose letters Unicode calls by their sounds, with an ``a`` that is heard where no other vowel stands."""
_SUNG: Final = ("HIRAGANA", "KATAKANA")

_BEFORE: Final[dict[str, tuple[tuple[re.Pattern[str], str], ...]]] = {
    "GREEK": (
        (re.compile("ου"), "u"),
        (re.compile("([αε])υ"), r"\1v"),
        (re.compile("μπ"), "b"),
        (re.compile("ντ"), "nt"),
        (re.compile("^γκ"), "g"),
        (re.compile("γ(?=[γκξχ])"), "n"),
        (re.compile("[εο]ι"), "i"),
        (re.compile("αι"), "e"),
    ),
    "ARMENIAN": ((re.compile("ու"), "u"), (re.compile("^ե(?=[^ւ])"), "ye"), (re.compile("^ո(?=[^ւվ])"), "vo")),
    "KHMER": (
        (re.compile("\u17b6\u17c6\u1784"), "ang"),
        (re.compile("[\u1780-\u17a2]\u17cd|[\u17c6-\u17d1\u17d3](?<=[\u17c9-\u17d1\u17d3])"), ""),
        (re.compile("^([\u1780-\u17a2][\u17c9\u17ca]?)([\u1780-\u17a2])$"), r"\1o\2"),
        (re.compile("ហ\u17d2វ"), "f"),
        (re.compile("ហ\u17d2(?=[គនមលប])"), ""),
        (re.compile("\u17d2"), ""),
    ),
    "ARABIC": ((re.compile("[\u064b-\u0655\u0670\u0640]"), ""), (re.compile("^و"), "v"), (re.compile("ه$"), "")),
    "HEBREW": (
        (re.compile("[\u0591-\u05c7]"), ""),
        (re.compile("(?<=[דסתטכ])ה(?=.)"), "ah"),
        (re.compile("^או"), "o"),
        (re.compile("^אי"), "i"),
        (re.compile("ה$"), "ae"),
        (re.compile("וו"), "v"),
        (re.compile("יי"), "i"),
        (re.compile("^ו"), "v"),
        (re.compile("^י"), "y"),
    ),
}
"""What is read as a whole before its letters are: pairs of letters, silent letters, marks of pronunciation."""

_BREATHED: Final = re.compile("(?<=.)[בפף]")
"""Letters that are struck at the beginning of a word and mostly breathed within it."""
_KHMER_LAST: Final = re.compile("\u17d2[\u1780-\u17a2][\u17b7\u17bb]?$")
"""What stands below the last letter of words from Sanskrit, and is seldom heard."""
_KHMER_O: Final = re.compile("[គឃងជឈញឌឍទធនពភមយរលវ][\u1780-\u17a2]$|[\u1780-\u17a2]\u17ca[\u1780-\u17a2]$")
"""A syllable of the second series without a written vowel, which is an o and never an a."""
_HANGUL_L: Final = re.compile("^[nr](?=[aouy])|^(?=i|y)")
"""The sound that the South leaves out at the beginning of a word, and spellings in Latin letters keep: Lee, Ryu."""
_ARTICLE: Final = re.compile("^al(?=...)")
_AS_CONSONANT: Final = re.compile("u(?=[aiu])|(?<=[aiu])u|(?<=^al)u")
_ELSEWHERE: Final = str.maketrans("ذثظج", "زسذگ")
"""Letters as Egypt and the Levant speak them."""
_HANGUL: Final = tuple(
    sounds.split(",")
    for sounds in (
        "k,kk,n,t,tt,r,m,p,pp,s,ss,,ch,tch,ch,k,t,p,h",
        "a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i",
        ",k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t",
    )
)
"""The first consonants, vowels and last consonants of syllables, in the order of their arithmetic."""
_HANGUL_FIRST: Final = 0xAC00
_HANGUL_LAST: Final = 0xD7A3


@cache
def _script_of(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ", 1)[0]
    return {"CJK": "HAN", "HIRAGANA": "KANA", "KATAKANA": "KANA"}.get(name, name)


def script(word: str) -> str:
    """The script of the first letter, as Unicode names it; ``HAN`` and ``KANA`` for the two of East Asia."""
    if word.isascii():
        return "LATIN"
    return next((_script_of(letter) for letter in word if letter.isalpha()), "")


def latin(word: str) -> tuple[str, ...]:
    """The readings of a folded word in the letters a to z; the likelier one first. A Han word is its own reading."""
    if word.isascii():
        return (word,)
    kind = script(word)
    if kind == "THAI" and (said := spoken(word)):
        return (*said, _by_letters(word, _THAI))
    reading = _reading(word, kind)
    return tuple(dict.fromkeys((reading, *_other_readings(word, reading, kind))))


def _reading(word: str, kind: str) -> str:
    bare = fold_word(word) if kind == "GREEK" else word
    for pattern, instead in _BEFORE.get(kind, ()):
        bare = pattern.sub(instead, bare)
    return _by_letters(bare, _TABLES.get(kind, {}))


def _other_readings(word: str, reading: str, kind: str) -> tuple[str, ...]:
    """Where a script leaves a choice: letter by letter, by another dialect, without article, as the end is spoken."""
    if kind in _VOWELLED:
        heard_m = {sign: "m" for sign in word if "ANUSVARA" in unicodedata.name(sign, "")}
        return (_by_letters(word, heard_m), _by_letters(word, {"\u0bb4": "zh", "\u0b9a": "s"}))
    found = _OTHERWISE.get(kind)
    return found(word, reading) if found else ()


def _other_arabic(word: str, reading: str) -> tuple[str, ...]:
    """The article before a letter of the sun, the letter u as a consonant, letters that other lands speak otherwise,
    a breath at the end that many do not write, the servant of God with the article that follows him."""
    other = _reading(word.translate(_ELSEWHERE), "ARABIC")
    return (
        _ARTICLE.sub("a", reading),
        reading.replace("auu", "avu"),
        _AS_CONSONANT.sub("v", reading),
        other,
        re.sub("kh$", "ae", reading),
        *(("abdul",) if reading == "abd" else ()),
        _by_letters(word, _ARABIC),
    )


_OTHERWISE: Final[dict[str, Callable[[str, str], tuple[str, ...]]]] = {
    "LATIN": lambda word, _: (fold_word(word.replace("ə", "a")),),
    "ARMENIAN": lambda word, _: (_by_letters(word, _WESTERN),),
    "GREEK": lambda word, _: (_by_letters(fold_word(word), _GREEK),),
    "ARABIC": _other_arabic,
    "HEBREW": lambda word, reading: (
        _reading(_BREATHED.sub(_breathed, word), "HEBREW"),
        _by_letters(word, _HEBREW | {"ו": "v"}),
    ),
    "KHMER": lambda word, reading: (
        re.sub("v$", "u", reading),
        reading.removesuffix("r").removesuffix("i"),
        reading.removesuffix("k"),
        _reading(_KHMER_LAST.sub("", word), "KHMER"),
        *(() if _KHMER_O.match(word) else (_by_letters(word, _KHMER),)),
    ),
    "HANGUL": lambda word, reading: (
        tuple(_HANGUL_L.sub(sound, reading) for sound in ("l", "r", "")) if len(word) == 1 else ()
    ),
}


def _breathed(found: re.Match[str]) -> str:
    return "v" if found[0] == "ב" else "f"


def _by_letters(word: str, table: dict[str, str]) -> str:
    return "".join([found if (found := table.get(letter)) is not None else _letter(letter) for letter in word])


@cache
def _letter(letter: str) -> str:
    """The sound of a letter that its script's table leaves out: by arithmetic, by its name, by its base letter."""
    point = ord(letter)
    if _HANGUL_FIRST <= point <= _HANGUL_LAST:
        return _syllable(point - _HANGUL_FIRST)
    words = unicodedata.name(letter, "").split()
    if words and words[0] in _VOWELLED:
        return _by_name(letter, words)
    if words and words[0] in _SUNG:
        return words[-1].lower()
    if _script_of(letter) == "HAN":
        return letter
    base = fold_word(letter)
    return base if base.isascii() else "".join(_TABLES.get(_script_of(one), {}).get(one, "") for one in base)


def _syllable(place: int) -> str:
    starts, vowels, ends = _HANGUL
    start, rest = divmod(place, len(vowels) * len(ends))
    vowel, end = divmod(rest, len(ends))
    return starts[start] + vowels[vowel] + ends[end]


def _by_name(letter: str, words: list[str]) -> str:
    sound = words[-1].lower()
    if "LETTER" in words and len(sound) > 1 and unicodedata.category(letter) == "Lo":
        return _CALLED.get(sound, sound.removesuffix("a") if sound not in _OWN_VOWELS else sound)
    if "VOWEL" in words:
        return {"aa": "a", "ii": "i", "uu": "u", "ee": "e", "oo": "o"}.get(sound, sound)
    return {"anusvara": "n", "candrabindu": "n", "visarga": "h"}.get(sound, sound if "LETTER" in words else "")


_CALLED: Final = {
    "aa": "a", "ii": "i", "uu": "u", "ee": "e", "oo": "o", "ca": "ch", "cha": "chh", "ssa": "sh", "sha": "sh",
    "tta": "t", "ttha": "th", "dda": "d", "ddha": "dh", "nna": "n", "nnna": "n", "lla": "l", "llla": "l", "rra": "r",
    "nga": "ng", "nya": "n", "ddda": "r", "rha": "rh",
}  # fmt: skip
_OWN_VOWELS: Final = frozenset({"a"})
