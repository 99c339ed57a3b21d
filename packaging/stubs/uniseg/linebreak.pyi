# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

def line_break_boundaries(s: str, /) -> Iterator[int]: ...
