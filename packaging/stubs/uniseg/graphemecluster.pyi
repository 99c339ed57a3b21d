# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

def grapheme_cluster_boundaries(s: str, /) -> Iterator[int]: ...
