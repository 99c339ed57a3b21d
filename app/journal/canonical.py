# SPDX-License-Identifier: Apache-2.0
"""One value, one sequence of bytes: JSON by the rules of RFC 8785.

orjson with sorted keys writes the same bytes as RFC 8785 for what is allowed here: ASCII keys, no floats, integers
below 2^53.
"""

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping
from typing import Final

import orjson

LARGEST_INTEGER: Final = 2**53 - 1
_OBJECT: Final = (dict, Mapping)
"""The first is told at once, the second takes its time."""
_FOR_URLS: Final = bytes.maketrans(b"+/", b"-_")
_FROM_URLS: Final = bytes.maketrans(b"-_+/=", b"+/   ")
"""Signs that no text of ours holds become spaces, which the decoder passes over and the encoder never writes."""
_PERHAPS_UNFIT: Final = re.compile(rb"[:,\[]-?[0-9]+(?:[0-9]{15}|[.eE])")
"""Where bytes without a space between the signs hold a float or a large integer, or a text that looks like one."""


class NotCanonical(ValueError):
    """The value, or the bytes, are not what a canonical writer would have written."""


def canonical(value: Mapping[str, object]) -> bytes:
    """The canonical bytes of an object; ``NotCanonical`` for floats, large integers and keys that are not ASCII."""
    return _written(value, checked=False)


def _written(value: Mapping[str, object], *, checked: bool) -> bytes:
    try:
        if not checked:
            check(value)
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, TypeError, RecursionError) as error:
        raise NotCanonical(str(error)) from error


def check(value: object) -> None:
    """Raise ``NotCanonical`` unless the value is within what canonical bytes may hold."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        _check_integer(value)
    elif isinstance(value, _OBJECT):
        _check_keys(value)
        _check_all(value.values())
    elif isinstance(value, list | tuple):
        _check_all(value)
    else:
        raise NotCanonical(f"a {kind.__name__} has no canonical form")


def _check_keys(keys: Iterable[str]) -> None:
    if not "".join(keys).isascii():  # and a TypeError for what is no text
        raise NotCanonical("keys of ASCII expected")


def _check_all(values: Iterable[object]) -> None:
    for value in values:
        if type(value) is not str:  # most are texts, and a call for each of them costs more than all the rest
            check(value)


def _check_integer(value: object) -> None:
    if not isinstance(value, int) or abs(value) > LARGEST_INTEGER:
        raise NotCanonical("integer of 2^53 or more")


def parse(data: bytes) -> dict[str, object]:
    """The object that these canonical bytes hold; ``NotCanonical`` for any other bytes of the same object."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NotCanonical(str(error)) from error
    plain = data.isascii() and not _PERHAPS_UNFIT.search(data)
    if not isinstance(value, dict) or _written(value, checked=plain) != data:
        raise NotCanonical("not the canonical bytes of an object")
    return value


def to_text(data: bytes) -> str:
    """Bytes as base64url without padding, the form in which they stand inside JSON."""
    return b2a_base64(data, newline=False).translate(_FOR_URLS, b"=").decode("ascii")


def to_bytes(text: object) -> bytes:
    """The bytes behind ``to_text``; ``NotCanonical`` for anything that it would not have written."""
    if not isinstance(text, str):
        raise NotCanonical("bytes expected")
    try:
        written = text.encode("ascii").translate(_FROM_URLS) + b"=" * (-len(text) % 4)
        data = a2b_base64(written)
    except ValueError as error:
        raise NotCanonical("bytes expected") from error
    if b2a_base64(data, newline=False) != written:
        raise NotCanonical("bytes expected")
    return data
