# SPDX-License-Identifier: Apache-2.0
"""Which encoding a text file is in: by its mark, by being valid, else by how much it looks like names and words."""

import codecs
import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.unreadable import Unreadable

ARMSCII: Final = "armscii-8"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE: Final = ("cp1252", "cp1251", "cp1258", "koi8-r", ARMSCII)
"""In this order where they look equally well."""

_SAMPLE: Final = 1 << 18
_ENOUGH_NULS: Final = 0.02
_BROKEN: Final = 0.05
"""A file in UTF-8 may have been cut or hurt; so many of its letters may be broken."""

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")

_RUSSIAN: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў"
"""From the most frequent letter to the least."""

_WESTERN: Final = frozenset("áàâäãåæçéèêëíìîïñóòôöõøœúùûüýÿßšžðþÁÀÂÄÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝŠŽÐÞ")
_VIETNAMESE: Final = frozenset("ăâđêôơưĂÂĐÊÔƠƯáàéèíóòúùýÁÀÉÈÍÓÒÚÙÝ")
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SINGABLE: Final = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
_SIGNS: Final = frozenset("«»“”‘’„–—…№°©®™€£§·•\u00a0₫½¼¾²³×")
"""Signs of ordinary text, which speak neither for nor against an encoding."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300\u0301\u0303\u0309\u0323][^\W\d_]*)*")


def decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and the encoding that it is in (``encoding`` itself where it is named).

    Raises Unreadable where the bytes are no text in the named encoding.
    """
    if encoding:
        return _decoded_as(data, encoding), encoding
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode("utf-8" if mark == codecs.BOM_UTF8 else name, "replace")
            return text, name
    name = _wide(data) or _guess(data)
    return _decoded_as(data, name, "replace"), name


def _decoded_as(data: bytes, encoding: str, errors: str = "strict") -> str:
    try:
        text = _armenian(data) if encoding == ARMSCII else data.decode(encoding, errors)
    except (LookupError, UnicodeError):
        raise Unreadable(why.NO_SUCH_TEXT, encoding) from None
    text = text.removeprefix("\ufeff")
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _wide(data: bytes) -> str:
    """Text of two bytes a character has many zero bytes, on one side of its commas and line ends."""
    sample = data[: _SAMPLE & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(1, _ENOUGH_NULS * len(sample) / 2) or min(even, odd) > max(even, odd) / 4:
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        sample.decode(name)
    except UnicodeDecodeError:
        return ""
    return name


def _guess(data: bytes) -> str:
    if data.isascii():
        return "utf-8"
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= _BROKEN * sum(map(len, _BEYOND_ASCII.findall(text))):
        return "utf-8"
    sample = data[:_SAMPLE]
    scores = {name: _plausibility(_sampled(sample, name), name) for name in _ONE_BYTE}
    return max(scores, key=lambda name: scores[name])


def _sampled(sample: bytes, name: str) -> str:
    return _armenian(sample) if name == ARMSCII else sample.decode(name, "replace")


def _plausibility(text: str, name: str) -> float:
    """How much the text looks like words of the languages that use this encoding: the mean over its letters."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    others = [c for c in text if c > "\x7f" and not c.isalpha() and c not in _SIGNS and c not in _TONES]
    judged = sum(len(word) for word in words) + len(others)
    if not judged:
        return 0.0
    rate = {"cp1251": _russian, "koi8-r": _russian, "cp1252": _western, "cp1258": _vietnamese, ARMSCII: _armenian_word}
    return (sum(rate[name](word) for word in words) - 2.0 * len(others)) / judged


def _russian(word: str) -> float:
    if any(c.isascii() or c.lower() not in _RUSSIAN for c in word):
        return -1.0 * len(word)
    frequent = sum(1.0 - 0.9 * _RUSSIAN.index(c) / len(_RUSSIAN) for c in word.lower())
    return frequent - 2.0 * _risen(word)


def _western(word: str) -> float:
    """One accent among plain letters is a word; accents side by side are another encoding."""
    strange = [c for c in word if c > "\x7f"]
    if any(c not in _WESTERN for c in strange):
        return -1.0 * len(word)
    pairs = sum(a > "\x7f" and b > "\x7f" for a, b in pairwise(word))
    return (
        0.5 * len(word) - 1.5 * pairs - 2.0 * _risen(word) - (0.5 * len(word) if len(strange) == len(word) > 1 else 0)
    )


def _vietnamese(word: str) -> float:
    """Tones stand after vowels; without a single one it is as good as any Western word, and a little worse."""
    pairs = list(pairwise(word))
    if any(b in _TONES and a not in _SINGABLE for a, b in pairs) or word[0] in _TONES:
        return -1.0 * len(word)
    if any(c > "\x7f" and c not in _VIETNAMESE and c not in _TONES for c in word):
        return -1.0 * len(word)
    return (0.9 if any(c in _TONES for c in word) else 0.4) * len(word) - 2.0 * _risen(word)


def _armenian_word(word: str) -> float:
    if any(not "\u0531" <= c <= "\u0587" for c in word):
        return -1.0 * len(word)
    return 0.8 * len(word) - 2.0 * _risen(word)


def _risen(word: str) -> int:
    """How often a capital follows a small letter: names do not do that."""
    return sum(a.islower() and b.isupper() for a, b in pairwise(word))


def _armenian(data: bytes) -> str:
    return data.decode("latin-1").translate(_armscii())


@cache
def _armscii() -> dict[int, int]:
    """The letters of ARMSCII-8, AST 34.002-1997: capital and small ones in turn from B2 on; then its signs."""
    table = dict.fromkeys(range(0x80, 0x100), 0xFFFD)
    for number in range(38):
        table[0xB2 + 2 * number] = 0x0531 + number
        table[0xB3 + 2 * number] = 0x0561 + number
    signs = "\u00a0\u0587\u0589)(»«—.\u055d,-\u058a…\u055c\u055b\u055e"
    table |= {0xA0: 0xA0, 0xFE: 0x055A} | {0xA2 + n: ord(c) for n, c in enumerate(signs[1:])}
    return table
