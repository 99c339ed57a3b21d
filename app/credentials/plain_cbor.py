# SPDX-License-Identifier: Apache-2.0
"""A look at CBOR before it is decoded.

The decoder turns tags into dates, patterns and numbers of any size, and follows any nesting. Whoever prints a QR code
chooses those, so only plain values of a known shape are let through to it.
"""

from typing import Final

MAX_DEPTH: Final = 6

_BYTES, _TEXT, _ARRAY, _MAP, _NULL = 2, 3, 4, 5, 0xF6
_ARGUMENT_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}


def is_plain(data: bytes) -> bool:
    """Whether data is one whole CBOR value of integers, bytes, texts, arrays, maps and nulls, with lengths given."""
    open_items = [1]
    position = 0
    while open_items:
        if open_items[-1] == 0:
            open_items.pop()
            continue
        open_items[-1] -= 1
        head = _head(data, position)
        if head is None:
            return False
        major, argument, position = head
        if major in (_BYTES, _TEXT):
            position += argument
        if major in (_ARRAY, _MAP):
            open_items.append(argument * (major - 3))
        if position > len(data) or len(open_items) > MAX_DEPTH:
            return False
    return position == len(data)


def _head(data: bytes, position: int) -> tuple[int, int, int] | None:
    """The kind of the value that starts here, its number or length, and the place after its head."""
    if position >= len(data):
        return None
    first = data[position]
    if first == _NULL:
        return 7, 0, position + 1
    major, small = first >> 5, first & 31
    if major > _MAP or small > 27:
        return None
    if small < 24:
        return major, small, position + 1
    end = position + 1 + _ARGUMENT_WIDTHS[small]
    return (major, int.from_bytes(data[position + 1 : end], "big"), end) if end <= len(data) else None
