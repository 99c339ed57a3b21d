# SPDX-License-Identifier: Apache-2.0
"""The learners of a cohort before certificates are issued, as rows of a table and in words."""

from collections.abc import Mapping

from app.services.certificates import WaitingRow
from app.translation import tr
from app.ui.widgets.list_source import ListSource
from app.ui.widgets.row_source import CellKind, Column, Status


def reason(row: WaitingRow) -> str:
    """What stands about one learner, in whole sentences."""
    if row.number:
        return tr("Certificate {number} was issued already. It is in the register.", number=row.number)
    return " ".join(row.why)


def waiting_list(rows: Mapping[bytes, WaitingRow]) -> ListSource:
    """The learners, by their ids, as rows of a table."""
    columns = [
        Column("state", tr("Check"), 130, CellKind.STATUS),
        Column("name", tr("Learner"), 160, grows=True),
        Column("why", tr("Remarks"), 160, grows=True, sortable=False),
    ]
    return ListSource(columns, [(key, _cells(row)) for key, row in rows.items()])


def _cells(row: WaitingRow) -> list[object]:
    if row.eligible:
        return [Status(tr("Ready"), "met"), row.name, ""]
    if row.number:
        return [Status(tr("Issued"), "accent"), row.name, row.number]
    return [Status(tr("Needs attention"), "not_yet"), row.name, " ".join(row.why)]
