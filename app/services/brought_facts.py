# SPDX-License-Identifier: Apache-2.0
"""The entries that bring in what was before: who may read what of them, and which earlier ones they replace."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, and_, select

from app.domain.learners import AWARD, PRIVATE
from app.journal.canonical import to_text
from app.journal.operation import OpId
from app.records import tables
from app.records.queries.subjects import Keys, keys_of
from app.records.unit_of_work import Fact

RESULT_TEXTS: Final = ("code", "title", "outcome", "achieved_on", "source", "entry")
RESULT_PRIVATE: Final = ("assessed_by", "note")
CERTIFICATE_TEXTS: Final = ("number", "document", "title", "code", "issued_on", "issuer", "source")

Said = Mapping[str, str]


def result_fact(learner: bytes, unit: bytes, said: Said, keys: Keys, replaced: Sequence[OpId]) -> Fact:
    """A result from before. Who assessed and the note are sealed, and gone when the learner is erased."""
    body: dict[str, object] = {"unit": to_text(unit) if unit else "", **{name: said[name] for name in RESULT_TEXTS}}
    private = {name: said[name] for name in RESULT_PRIVATE if said[name]}
    sealed = [(keys[PRIVATE], private)] if private else []
    return Fact("result.brought", learner, body, sealed, _base(replaced))


def certificate_fact(learner: bytes, qualification: bytes, said: Said, keys: Keys, replaced: Sequence[OpId]) -> Fact:
    """A certificate from before. The name that it was issued to is sealed as that of an issued one, and kept."""
    texts = {name: said[name] for name in CERTIFICATE_TEXTS}
    body: dict[str, object] = {"qualification": to_text(qualification) if qualification else "", **texts}
    sealed = [(keys[AWARD], {"name": said["name"]})]
    return Fact("certificate.brought", learner, body, sealed, _base(replaced))


def brought_again(connection: Connection, learner: bytes, chosen: OpId, rivals: Sequence[OpId]) -> Fact:
    """The result of this entry said once more, in place of all that contradict each other."""
    table = tables.brought_result
    place = and_(table.c.origin == chosen.origin, table.c.seq == chosen.seq)
    row = connection.execute(select(table).where(place)).mappings().one()
    said = {name: row[name] for name in (*RESULT_TEXTS, *RESULT_PRIVATE) if name != "outcome"}
    keys = keys_of(connection, learner)
    return result_fact(learner, row["unit"] or b"", {**said, "outcome": row["value"]}, keys, rivals)


def _base(replaced: Sequence[OpId]) -> dict[str, tuple[OpId, ...]]:
    return {"slot": tuple(replaced)} if replaced else {}
