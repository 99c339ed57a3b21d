# SPDX-License-Identifier: Apache-2.0
"""Columns of a learner that are computed from the fields: for ordering and for search."""

from collections.abc import Mapping
from typing import Any

from app.domain.names import sort_key
from app.domain.searching import indexed


def learner_columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """``sort_name`` orders tables; ``search`` holds the folded words of names and identifiers; ``erased`` is 1 when
    nothing is left to name the learner by."""
    name = str(fields.get("full_name", ""))
    return {
        "sort_name": sort_key(name) if name else "",
        "search": indexed(name, fields.get("latin_name", ""), fields.get("id_number", ""), fields.get("phone", "")),
        "erased": int(not name),
    }
