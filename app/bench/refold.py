# SPDX-License-Identifier: Apache-2.0
"""The whole journal folded again, as an upgrade does it."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select

from app.bench.ground import Ground
from app.bench.measuring import cpu
from app.cli.outside import Measured
from app.records.journal_tables import operation
from app.records.refolding import fold_everything

SECONDS: Final = 30.0
_OPERATIONS: Final = 100_000


def refold(ground: Ground) -> Sequence[Measured]:
    """100,000 operations of learners (each is unsealed, and indexed for search) into empty tables."""
    with ground.centre(ground.sizes.many).opened() as centre:
        records = centre.work.records
        with records.writer.connect() as connection, connection.begin() as transaction:
            count = connection.execute(select(func.count()).select_from(operation)).scalar_one()
            taken = cpu(lambda: fold_everything(connection, records.centre))
            transaction.rollback()
    return (Measured("refold.100000-operations", taken * _OPERATIONS / count, SECONDS, 1),)
