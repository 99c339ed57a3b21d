# SPDX-License-Identifier: Apache-2.0
"""Standards: bringing units and qualifications in from files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.rights import Command
from app.domain.standards import StandardsPack
from app.records.standards_facts import facts_of
from app.records.unit_of_work import Act, Work


@dataclass(frozen=True, slots=True)
class ImportedStandards:
    """How much the files hold, and the command that brought it in; None when all of it was here already."""

    act: bytes | None
    qualifications: int
    units: int
    elements: int
    criteria: int
    warnings: tuple[str, ...]


def import_standards(work: Work, paths: Sequence[Path], mappings: Path) -> ImportedStandards:
    """Bring in the standards of these files, all or nothing. What is the newest here already, word for word, is left.

    Raises NotAllowed, BadInput, StorageTrouble.
    """
    from app.spreadsheets.standards_reading import read_standards

    work.allow(Command.IMPORT_STANDARDS)
    packs = [read_standards(path, mappings) for path in paths]
    with work.act() as act:
        wrote = [publish(act, pack) for pack in packs]
    units = [unit for pack in packs for unit in pack.units]
    return ImportedStandards(
        act.id if any(wrote) else None,
        sum(len(pack.qualifications) for pack in packs),
        len(units),
        sum(len(unit.elements) for unit in units),
        sum(len(unit.criteria()) for unit in units),
        tuple(warning for pack in packs for warning in pack.warnings),
    )


def publish(act: Act, pack: StandardsPack) -> bool:
    """Write what of the pack is new, within a command; returns whether anything was. Raises BadInput "too-long"."""
    new = facts_of(act.connection, pack)
    act.write_all(new)
    return bool(new)
