# SPDX-License-Identifier: Apache-2.0
"""The kinds of operation that this program knows, each with its version.

An operation of another kind, or of a later version, is kept and passed on, and the record that it concerns says so.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """``creates``: the record it concerns begins with it. ``signed``: it must stand alone, so its author signs it."""

    name: str
    ver: int = 1
    creates: bool = False
    signed: bool = False


_ALL: Final = (
    Kind("centre.founded", creates=True, signed=True),
    Kind("centre.set"),
    Kind("device.admitted", creates=True, signed=True),
    Kind("device.revoked", signed=True),
    Kind("registry.joined", signed=True),
    Kind("origin.begun"),
    Kind("person.added", creates=True),
    Kind("person.set"),
    Kind("person.key_added"),
    Kind("unit.published", creates=True),
    Kind("qualification.published", creates=True),
    Kind("trust.published", creates=True),
    Kind("learner.added", creates=True),
    Kind("learner.set"),
    Kind("learner.merged"),
    Kind("subject.erased", signed=True),
    Kind("cohort.opened", creates=True),
    Kind("cohort.set"),
    Kind("member.added"),
    Kind("member.removed"),
    Kind("enrolment.made"),
    Kind("mark.made"),
    Kind("note.written"),
    Kind("absence.set"),
    Kind("judgement.made", signed=True),
    Kind("signoff.made", signed=True),
    Kind("certificate.issued", ver=2, signed=True),
    Kind("certificate.revoked", signed=True),
    Kind("certificate.appealed"),
    Kind("appeal.decided", signed=True),
    Kind("certificate.reprinted", signed=True),
    Kind("claim.made", signed=True),
    Kind("claim.answered", signed=True),
    Kind("block.leased", creates=True, signed=True),
    Kind("policy.set"),
    Kind("template.published", creates=True),
    Kind("signatory.added", creates=True),
    Kind("signatory.set"),
    Kind("result.brought"),
    Kind("certificate.brought"),
    Kind("stationery.received", creates=True),
    Kind("sheet.moved"),
    Kind("job.begun", creates=True),
    Kind("job.sheets"),
    Kind("job.ended"),
    Kind("document.collected"),
    Kind("act.undone"),
)
KINDS: Final[dict[str, Kind]] = {kind.name: kind for kind in _ALL}
REFERENCE: Final = frozenset({"unit.published", "qualification.published", "trust.published"})
"""Kinds that a registry publishes for all centres, on a stream of its own."""
CREATING: Final = tuple(kind.name for kind in _ALL if kind.creates)
"""Kinds with which a record begins."""


def known(kind: str, ver: int) -> bool:
    """Whether this program can fold an operation of this kind and version."""
    return kind in KINDS and ver <= KINDS[kind].ver
