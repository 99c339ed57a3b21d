# SPDX-License-Identifier: Apache-2.0
"""Keys and erasures under the centre's own keys: only a laptop of the centre can write or read them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from app.domain.learners import IDENTITY
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.operation import ID_BYTES
from app.journal.sealing import CoveredKey as CoveredKey
from app.journal.sealing import SubjectKey
from app.store.keys import box, unbox

Random: TypeAlias = Callable[[int], bytes]
ClassKeys: TypeAlias = Mapping[tuple[str, int], bytes]
"""The centre's keys by class and epoch (1, 2 ...)."""

_KEY: Final = b"guildmark subject key\0"
_ERASED: Final = b"guildmark erased\0"


def newest(keys: ClassKeys, key_class: str) -> int:
    """The newest epoch of a class. Raises ValueError where the centre has no key of it."""
    return max(epoch for name, epoch in keys if name == key_class)


def cover(key: SubjectKey, class_keys: ClassKeys, random: Random) -> CoveredKey:
    """The key as it may travel, under the newest key of its class."""
    epoch = newest(class_keys, key.key_class)
    boxed = box(class_keys[key.key_class, epoch], key.key, _about(key.id, key.subject), random)
    return CoveredKey(key.id, key.subject, key.key_class, epoch, boxed)


def uncover(covered: CoveredKey, class_keys: ClassKeys) -> SubjectKey | None:
    """The key again; None where this laptop does not hold what it is covered with, or it was altered."""
    held = class_keys.get((covered.key_class, covered.epoch))
    key = unbox(held, covered.boxed, _about(covered.id, covered.subject)) if held else None
    return None if key is None else SubjectKey(covered.id, covered.subject, covered.key_class, key)


def cover_erased(subjects: Sequence[bytes], class_keys: ClassKeys, random: Random) -> bytes:
    """The list of erased data subjects, so that nobody outside the centre can have somebody erased."""
    epoch = newest(class_keys, IDENTITY)
    listed = canonical({"subjects": [to_text(subject) for subject in subjects]})
    boxed = box(class_keys[IDENTITY, epoch], listed, _ERASED, random)
    return canonical({"epoch": epoch, "list": to_text(boxed)})


def uncover_erased(content: bytes, class_keys: ClassKeys) -> tuple[bytes, ...] | None:
    """The data subjects of ``cover_erased``; None where the list is not by a laptop of this centre."""
    try:
        fields = parse(content)
        held = class_keys.get((IDENTITY, int(str(fields["epoch"]))))
        listed = unbox(held, to_bytes(fields["list"]), _ERASED) if held else None
        subjects = parse(listed)["subjects"] if listed else None
        return tuple(_subject(one) for one in subjects) if isinstance(subjects, list) else None
    except (NotCanonical, KeyError, ValueError):
        return None


def covered_fields(covered: CoveredKey) -> dict[str, object]:
    """The covered key as it stands in a file."""
    return {
        "class": covered.key_class, "epoch": covered.epoch, "id": to_text(covered.id),
        "key": to_text(covered.boxed), "subject": to_text(covered.subject),
    }  # fmt: skip


def read_covered(fields: Mapping[str, object]) -> CoveredKey:
    """The covered key behind ``covered_fields``. Raises NotCanonical, KeyError."""
    key_class, epoch = fields["class"], fields["epoch"]
    if not isinstance(key_class, str) or type(epoch) is not int:
        raise NotCanonical("a covered key expected")
    return CoveredKey(_subject(fields["id"]), _subject(fields["subject"]), key_class, epoch, to_bytes(fields["key"]))


def _subject(text: object) -> bytes:
    data = to_bytes(text)
    if len(data) != ID_BYTES:
        raise NotCanonical("an id expected")
    return data


def _about(key_id: bytes, subject: bytes) -> bytes:
    return _KEY + key_id + subject
