# SPDX-License-Identifier: Apache-2.0
"""Lists that stand beside each other on one sheet: trainees at the left, their teachers further right."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from app.spreadsheets.cohort_columns import NAMES


def of_another_list(used: Sequence[bool], fields: Mapping[int, str]) -> frozenset[int]:
    """The columns of lists with names of their own, behind an unused column; the list that says most is the one meant.

    ``used`` tells of each column whether anything stands in it; ``fields`` what its header stands for.
    """
    runs = ([at for at, _ in run] for filled, run in groupby(enumerate(used), key=lambda one: one[1]) if filled)
    lists = [run for run in runs if any(fields.get(at) in NAMES for at in run)]
    meant = max(lists, key=lambda run: len({fields.get(at) for at in run} - {"", None}), default=[])
    return frozenset(at for run in lists if run is not meant for at in run)
