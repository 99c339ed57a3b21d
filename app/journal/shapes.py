# SPDX-License-Identifier: Apache-2.0
"""What the body of each kind of operation holds. One that holds something else is set aside and never folded.

Laptops of the centre write only bodies that fit; this keeps one broken entry from stopping all that come after it.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from app.domain.assessing import MARKS, OUTCOMES
from app.domain.printing import ENDS, MOST_DOCUMENTS, ON_FORMS_ALREADY, ORDERS, PARTS
from app.domain.register import ACCEPTED, DISMISSED, REFUSED, UPHELD
from app.domain.signatories import FIELDS as SIGNATORY_FIELDS
from app.domain.stationery import MOST_SHEETS, STATES
from app.journal.canonical import NotCanonical, canonical, to_bytes
from app.journal.operation import ID_BYTES, Operation

Check = Callable[[object], bool]
KEY_BYTES: Final = 32


def fits(operation: Operation) -> bool:
    """Whether the body holds what its kind needs. Further fields do no harm."""
    body = operation.body
    needed = all(name in body and check(body[name]) for name, check in _NEEDED.get(operation.kind, {}).items())
    extra = all(check(body[name]) for name, check in _POSSIBLE.get(operation.kind, {}).items() if name in body)
    if not (needed and extra and _TOGETHER.get(operation.kind, _anything)(body)):
        return False
    return operation.kind not in _NAMED_BY_CONTENT or _is_named_by_content(operation)


def _is_named_by_content(operation: Operation) -> bool:
    return operation.about == hashlib.sha256(canonical(operation.body)).digest()[:ID_BYTES]


def _text(value: object) -> bool:
    return isinstance(value, str)


def _number(value: object) -> bool:
    return type(value) is int and value >= 0


def _attempt(value: object) -> bool:
    return type(value) is int and value >= 1


def _flag(value: object) -> bool:
    return value in (0, 1) and type(value) is int


def _bytes_of(size: int) -> Check:
    def check(value: object) -> bool:
        try:
            return len(to_bytes(value)) == size
        except NotCanonical:
            return False

    return check


def _one_of(values: tuple[str, ...]) -> Check:
    return lambda value: value in values


def _all(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _fields(**checks: Check) -> Check:
    return lambda value: (
        isinstance(value, Mapping) and all(name in value and check(value[name]) for name, check in checks.items())
    )


def _anything(_body: Mapping[str, object]) -> bool:
    return True


def _range(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_attempt, value)) and value[0] <= value[1]


def _run(body: Mapping[str, object]) -> int:
    """How many numbers of forms a body names; 0 for none, and for more than one word can be about."""
    first, last = body["first"], body["last"]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return last - first + 1 if 0 <= last - first < MOST_SHEETS else 0


def _forms(body: Mapping[str, object]) -> bool:
    """The forms of a run, each perhaps with the document on it."""
    listed = body.get("certificates", [])
    assert isinstance(listed, list)
    return _run(body) > 0 and len(listed) in (0, _run(body))


def _job(body: Mapping[str, object]) -> bool:
    """Each document with its pages."""
    numbers, pages = body["numbers"], body["pages"]
    assert isinstance(numbers, list)
    assert isinstance(pages, list)
    marked = body.get("duplicates") or numbers
    assert isinstance(marked, list)
    return 0 < len(numbers) <= MOST_DOCUMENTS and len(pages) == len(numbers) == len(marked)


def _within(body: Mapping[str, object]) -> bool:
    """No more sheets than a job can have."""
    good = body["good"]
    assert isinstance(good, list)
    return all(last - first < 100 * MOST_DOCUMENTS for first, last in good)


_id: Final = _bytes_of(ID_BYTES)
_key: Final = _bytes_of(KEY_BYTES)


def _id_or_none(value: object) -> bool:
    return value == "" or _id(value)


def _ids_in_text(value: object) -> bool:
    return isinstance(value, str) and all(map(_id, value.split()))


_TEXTS: Final = ("name", "code", "country", "place")
_ATTEMPTED: Final[dict[str, Check]] = {"unit": _id, "attempt": _attempt}
_CELL: Final = {**_ATTEMPTED, "criterion": _text}
_DEVICE: Final[dict[str, Check]] = {"sign_key": _key, "box_key": _key}
_COHORT: Final[dict[str, Check]] = {
    "code": _text,
    "title": _text,
    "start": _text,
    "end": _text,
    "qualification": _id_or_none,
    "units": _ids_in_text,
    "assessors": _ids_in_text,
}
_BROUGHT: Final = dict.fromkeys(("code", "title", "source"), _text)
_CLAIMED: Final[dict[str, Check]] = dict.fromkeys(("document", "covers", "on"), _text)
_SIGNATORY: Final[dict[str, Check]] = dict.fromkeys(SIGNATORY_FIELDS, _text)
_PERSON: Final[dict[str, Check]] = {"name": _text, "roles": _text, "disabled": _text}
_CRITERION: Final = _fields(code=_text, text=_text, critical=_flag)
_ELEMENT: Final = _fields(code=_text, title=_text, criteria=_all(_CRITERION))
_FORM: Final[dict[str, Check]] = {"stationery": _id_or_none, "form": _number}
_GROUP: Final = _fields(title=_text, choose=_number, units=_all(_id))

_NEEDED: Final[dict[str, dict[str, Check]]] = {
    "centre.founded": {
        **dict.fromkeys(_TEXTS, _text), **_DEVICE, "person_key": _key, "device": _id, "device_name": _text,
    },
    "device.admitted": {"name": _text, **_DEVICE},
    "registry.joined": {"name": _text, "url": _text, **_DEVICE},
    "person.added": _PERSON,
    "person.key_added": {"public_key": _key, "device": _id},
    "unit.published": {"code": _text, "title": _text, "language": _text, "elements": _all(_ELEMENT)},
    "qualification.published": {
        **dict.fromkeys(("code", "title", "level", "sector", "language"), _text),
        "mandatory": _all(_id), "groups": _all(_GROUP),
    },
    "trust.published": {
        "list": _one_of(("root", "centre")), "name": _text, "part": _number, "parts": _attempt, "content": _text,
    },
    "learner.merged": {"into": _id_or_none},
    "cohort.opened": _COHORT,
    "member.added": {"cohort": _id, "bib": _number},
    "member.removed": {"cohort": _id},
    "enrolment.made": {"qualification": _id_or_none, "units": _all(_id), "route": _text},
    "mark.made": {**_CELL, "mark": _one_of(MARKS), "batch": _flag},
    "note.written": _CELL,
    "absence.set": {**_ATTEMPTED, "absent": _flag},
    "judgement.made": {**_ATTEMPTED, "outcome": _one_of(OUTCOMES)},
    "signoff.made": {**_ATTEMPTED, "outcome": _one_of(OUTCOMES), "digest": _key},
    "certificate.issued": {"number": _text, "qualification": _id_or_none, "document": _text, "issued_on": _text},
    "certificate.revoked": {"number": _text, "reason": _text, "on": _text},
    "certificate.appealed": {"number": _text, "on": _text},
    "appeal.decided": {"number": _text, "outcome": _one_of((UPHELD, DISMISSED)), "on": _text},
    "certificate.reprinted": {"number": _text, "marked": _flag, "on": _text},
    "claim.made": {"claim": _id, "qualification": _id_or_none, **_CLAIMED},
    "claim.answered": {
        "claim": _id, "qualification": _id_or_none, **_CLAIMED, "outcome": _one_of((ACCEPTED, REFUSED)),
        **dict.fromkeys(("number", "file", "signed_by"), _text),
    },
    "block.leased": {
        "origin": _id, "prefix": _text, "first": _number, "last": _number, "width": _number, "authority": _text,
        "qualification": _text,
    },
    "policy.set": {"qualification": _text, "name": _text, "value": _text},
    "template.published": {"name": _text, "document": _text, "content": _text},
    "signatory.added": _SIGNATORY,
    "result.brought": {
        **_BROUGHT, "unit": _id_or_none, "outcome": _one_of(OUTCOMES), "achieved_on": _text, "entry": _text,
    },
    "certificate.brought": {
        **_BROUGHT, "qualification": _id_or_none,
        **dict.fromkeys(("number", "document", "issued_on", "issuer"), _text),
    },
    "stationery.received": {
        **dict.fromkeys(("name", "document", "prefix", "day"), _text),
        **dict.fromkeys(("first", "last", "width"), _number),
    },
    "sheet.moved": {
        "first": _number, "last": _number, "state": _one_of(STATES), "reason": _text, "second": _id_or_none,
        "certificates": _all(_text), "job": _id_or_none, "day": _text,
    },
    "job.begun": {
        "numbers": _all(_text), "pages": _all(_attempt), "part": _one_of(PARTS), "order": _one_of(ORDERS),
        "printer": _text, "tray": _text, "duplex": _flag, "manual": _flag, "run": _attempt, **_FORM,
    },
    "job.sheets": {"good": _all(_range), "spoiled": _all(_attempt), **_FORM},
    "job.ended": {"how": _one_of(ENDS)},
    "document.collected": {"number": _text, "day": _text, "identity": _text, "proxy": _flag},
    "act.undone": {"act": _id},
}  # fmt: skip
_POSSIBLE: Final[dict[str, dict[str, Check]]] = {
    "centre.set": dict.fromkeys(_TEXTS, _text),
    "person.set": _PERSON,
    "certificate.issued": {
        **dict.fromkeys(("covers", "valid_until", "supersedes", "reason", "file"), _text),
        "claim": _id_or_none,
    },
    "signatory.set": _SIGNATORY,
    "learner.merged": {"erased": _flag},
    "cohort.set": _COHORT,
    "unit.published": {"hours": _number, "credits": _number},
    "origin.begun": {"reason": _text, "previous": _text},
    "job.begun": {"preprinted": _one_of(ON_FORMS_ALREADY), "duplicates": _all(_number), "marked_on": _text},
}
_TOGETHER: Final[dict[str, Callable[[Mapping[str, object]], bool]]] = {
    "stationery.received": _forms, "sheet.moved": _forms, "job.begun": _job, "job.sheets": _within,
}  # fmt: skip
"""What the fields of a body must be to each other, asked when each of them fits by itself."""
_NAMED_BY_CONTENT: Final = frozenset({"unit.published", "qualification.published", "template.published"})
