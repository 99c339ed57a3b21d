# SPDX-License-Identifier: Apache-2.0
"""Learners: adding them, correcting what is known of them, erasing them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection

from app.domain.learner_fields import by_class, check_together, clean_details, clean_field
from app.domain.learners import KEY_CLASSES, LearnerDetails
from app.domain.rights import Command
from app.journal.operation import ID_BYTES
from app.journal.sealing import SubjectKey, new_subject_keys
from app.records.queries import learners
from app.records.queries.bases import standing_on
from app.records.queries.subjects import Keys, erased, keys_of
from app.records.unit_of_work import Act, Fact, Random, Work


def add_learner(work: Work, details: LearnerDetails) -> bytes:
    """Add one learner; returns their id. Raises NotAllowed, BadInput."""
    work.allow(Command.ADD_LEARNER)
    fields = clean_details(details, work.today())
    with work.act() as act:
        return write_new(act, [fields], work.random)[0]


def set_learner(work: Work, learner: bytes, fields: Mapping[str, str]) -> bool:
    """Correct fields of a learner; what is the same already is left. Returns whether anything changed.

    Raises NotAllowed, NotFound, BadInput, RuleBroken "erased".
    """
    work.allow(Command.SET_LEARNER)
    today = work.today()
    cleaned = {field: clean_field(field, value, today) for field, value in fields.items()}
    with work.act() as act:
        known = learners.details(act.connection, learner)
        changed = {field: value for field, value in cleaned.items() if getattr(known, field) != value}
        if changed:
            check_together({"full_name": known.full_name, **changed} if "printed_name" in changed else changed)
            act.write(change(act, learner, changed, keys_of(act.connection, learner)))
    return bool(changed)


def set_photo(work: Work, learner: bytes, picture: Path) -> bool:
    """Give a learner a photo from a picture file, made small. Raises as ``set_learner``, and BadInput for the file."""
    from app.documents.photo import small_photo

    return set_learner(work, learner, {"photo": small_photo(picture)})


def write_new(act: Act, learners_: Sequence[Mapping[str, str]], random: Random) -> list[bytes]:
    """Add learners with these cleaned fields, in bulk; returns their ids."""
    ids: list[bytes] = []
    facts: list[Fact] = []
    keys: list[SubjectKey] = []
    for fields in learners_:
        learner = random(ID_BYTES)
        own = new_subject_keys(learner, KEY_CLASSES, random)
        named = {key.key_class: key for key in own}
        sealed = [(named[key_class], group) for key_class, group in by_class(fields).items()]
        facts.append(Fact("learner.added", learner, sealed=sealed))
        ids.append(learner)
        keys += own
    act.add_keys(keys)
    act.write_all(facts)
    return ids


def change(act: Act, learner: bytes, fields: Mapping[str, str], keys: Keys) -> Fact:
    """The fact that these cleaned fields of a learner are now so."""
    sealed = [(keys[key_class], group) for key_class, group in by_class(fields).items()]
    return Fact("learner.set", learner, sealed=sealed, base=standing_on(act.connection, learner, list(fields)))


def require_living(connection: Connection, learner: bytes) -> str:
    """The learner's name. Raises NotFound, or RuleBroken "erased" for one of whom nothing is left."""
    name = learners.details(connection, learner).full_name
    if not name:
        raise erased()
    return name
