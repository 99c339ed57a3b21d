# SPDX-License-Identifier: Apache-2.0
"""Setting how the centre issues: policies, templates, and who signs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from app.credentials.qr_text import require_address
from app.domain.documents import DOCUMENT_TYPES
from app.domain.issuing import AS_FOR_ALL, POLICIES, checked_policy, known_policy
from app.domain.refusals import BadInput, NotFound
from app.domain.rights import Command
from app.domain.signatories import FIELDS, Signatory
from app.journal.canonical import canonical
from app.journal.operation import ID_BYTES
from app.records.queries import people, policies, standards
from app.records.queries.bases import standing_on
from app.records.unit_of_work import Act, Fact, Work
from app.services.looks import content_id, template_for
from app.translation import later

LONGEST_TEMPLATE: Final = 60 * 1024
"""Bytes of a template: with what goes around it, it fits one entry."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as it counts for a qualification, or for all: ``special`` says that it was set for this one."""

    key: str
    value: str
    default: str
    special: bool


def show_policies(work: Work, qualification: str = "") -> tuple[PolicyRow, ...]:
    """Every policy with what counts. Raises NotAllowed, NotFound "no-such-qualification"."""
    work.allow(Command.VIEW)

    def ask(connection: Connection) -> tuple[PolicyRow, ...]:
        code = _code(connection, qualification)
        values = policies.policies(connection, code).values
        said = policies.set_policies(connection).get(code, {})
        return tuple(PolicyRow(key, values[key], one.default, key in said) for key, one in POLICIES.items())

    return work.read(ask)


def set_policy(work: Work, key: str, value: str, qualification: str = "") -> bytes | None:
    """Set a policy for a qualification, or for all. Returns the command, None where it was so already.

    Raises NotAllowed, BadInput "no-such-policy" or "policy-value", RuleBroken "address-unusable", NotFound
    "no-such-qualification" or "no-such-template".
    """
    work.allow(Command.SET_POLICY)
    plain = checked_policy(key, value)
    if key == "address" and plain:
        require_address(plain)
    with work.act() as act:
        code = _code(act.connection, qualification)
        _require_template(act.connection, key, plain)
        if policies.set_policies(act.connection).get(code, {}).get(key) == plain:
            return None
        _write(act, work, (code, key), plain)
    return act.id


def unset_policy(work: Work, key: str, qualification: str = "") -> bytes | None:
    """Take a policy back: for one qualification it is as for all again, for all as the program does by itself. Returns
    the command, None where it was not set.

    Raises NotAllowed, BadInput "no-such-policy", NotFound "no-such-qualification".
    """
    work.allow(Command.SET_POLICY)
    known_policy(key)
    with work.act() as act:
        code = _code(act.connection, qualification)
        if key not in policies.set_policies(act.connection).get(code, {}):
            return None
        _write(act, work, (code, key), AS_FOR_ALL)
    return act.id


def _write(act: Act, work: Work, slot: policies.Slot, value: str) -> None:
    before = policies.policy_words(act.connection, slot)
    body = {"qualification": slot[0], "name": slot[1], "value": value}
    act.write(Fact("policy.set", work.centre, body, base={"slot": before} if before else {}))


def publish_template(work: Work, name: str, document: str, content: str) -> bytes:
    """Bring in a template (its JSON) under a name, for a type of document; returns its id. What is issued already stays
    as it is.

    Raises NotAllowed, BadInput "template-name" or "template-too-large".
    """
    work.allow(Command.PUBLISH_TEMPLATE)
    body = {"name": " ".join(name.split()), "document": document, "content": content}
    if not body["name"]:
        raise BadInput("template-name", later("A template needs a name."))
    if len(canonical(body)) > LONGEST_TEMPLATE:
        sentence = later("The template “{name}” is too large to be kept. Take texts or pictures out of it.")
        raise BadInput("template-too-large", sentence, name=name)
    id_ = content_id(body)
    with work.act() as act:
        if id_ not in {row.id for row in policies.templates(act.connection)}:
            act.write(Fact("template.published", id_, body))
    return id_


def add_signatory(work: Work, signatory: Signatory) -> bytes:
    """Write down who signs documents; returns the id. Raises NotAllowed, BadInput "signatory-name" or "signatory-day",
    NotFound "no-such-qualification"."""
    work.allow(Command.SET_SIGNATORY)
    fields = asdict(signatory)
    id_ = work.random(ID_BYTES)
    with work.act() as act:
        act.write(Fact("signatory.added", id_, _checked(act.connection, fields)))
    return id_


def set_signatory(work: Work, id_: bytes, fields: Mapping[str, str]) -> bytes | None:
    """Change what is written down of a signatory; returns the command, None where nothing changes. What they signed
    stays as it is. Raises as ``add_signatory``, NotFound "no-such-signatory"."""
    work.allow(Command.SET_SIGNATORY)
    with work.act() as act:
        known = {row.id: asdict(row.signatory) for row in policies.signatories(act.connection)}.get(id_)
        if known is None:
            raise NotFound("no-such-signatory", later("There is no such signatory."))
        changed = {name: fields[name] for name in FIELDS if fields.get(name, known[name]) != known[name]}
        if not changed:
            return None
        checked = _checked(act.connection, {**known, **changed})
        base = standing_on(act.connection, id_, list(changed))
        act.write(Fact("signatory.set", id_, {name: checked[name] for name in changed}, base=base))
    return act.id


def _checked(connection: Connection, fields: Mapping[str, str]) -> dict[str, str]:
    if not fields["name"].strip():
        raise BadInput("signatory-name", later("Somebody who signs documents needs a name."))
    codes = [_code(connection, code) for code in fields["qualifications"].split()]
    for name in ("valid_from", "valid_until"):
        _require_day(fields[name])
    if fields["person"]:
        people.person_by_id(connection, bytes.fromhex(fields["person"]))
    return {**fields, "name": " ".join(fields["name"].split()), "qualifications": " ".join(codes)}


def _require_day(text: str) -> None:
    try:
        plain = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        plain = False
    if not plain:
        raise BadInput("signatory-day", later("“{day}” is no day. Write it as 2026-09-30."), day=text)


def _code(connection: Connection, qualification: str) -> str:
    return standards.qualification(connection, qualification)[1].code if qualification else ""


def _require_template(connection: Connection, key: str, value: str) -> None:
    document = key.removeprefix("template-")
    if not value or document == key or document not in DOCUMENT_TYPES:
        return
    template_for(connection, document, value)
