# SPDX-License-Identifier: Apache-2.0
"""Who may do what: one table of commands and the roles that each one needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Final

from app.domain.refusals import NotAllowed
from app.translation import later, tr


class Role(StrEnum):
    """What a person is in the centre; a person may hold several roles."""

    ADMINISTRATOR = "administrator"
    ASSESSOR = "assessor"
    VERIFIER = "verifier"
    VIEWER = "viewer"


ROLE_WORDS: Final[dict[Role, str]] = {
    Role.ADMINISTRATOR: later("administrator"),
    Role.ASSESSOR: later("assessor"),
    Role.VERIFIER: later("internal verifier"),
    Role.VIEWER: later("viewer"),
}
"""What each role is called on screen, to be translated when shown."""


class Command(StrEnum):
    """What a person can ask of the program; named as the service that carries it out."""

    FOUND_CENTRE = "found_centre"
    SET_CENTRE = "set_centre"
    ADD_PERSON = "add_person"
    SET_PERSON = "set_person"
    ADD_KEY = "add_key"
    RESET_PASSPHRASE = "reset_passphrase"
    ADMIT_DEVICE = "admit_device"
    REVOKE_DEVICE = "revoke_device"
    JOIN_REGISTRY = "join_registry"
    IMPORT_STANDARDS = "import_standards"
    ADD_LEARNER = "add_learner"
    SET_LEARNER = "set_learner"
    MERGE_LEARNERS = "merge_learners"
    ERASE_LEARNER = "erase_learner"
    OPEN_COHORT = "open_cohort"
    SET_COHORT = "set_cohort"
    SET_MEMBERS = "set_members"
    IMPORT_COHORT = "import_cohort"
    EXPORT_COHORT = "export_cohort"
    EXPORT_RESULTS = "export_results"
    EXPORT_REGISTER = "export_register"
    ENROL = "enrol"
    OPEN_SESSION = "open_session"
    RECORD_MARK = "record_mark"
    WRITE_NOTE = "write_note"
    SET_ABSENCE = "set_absence"
    IMPORT_MARKS = "import_marks"
    JUDGE = "judge"
    SIGN = "sign"
    ISSUE_CERTIFICATE = "issue_certificate"
    REVOKE_CERTIFICATE = "revoke_certificate"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    REPRINT = "reprint"
    CLAIM = "claim"
    LEASE_BLOCK = "lease_block"
    SET_POLICY = "set_policy"
    PUBLISH_TEMPLATE = "publish_template"
    SET_SIGNATORY = "set_signatory"
    IMPORT_LEGACY = "import_legacy"
    KEEP_STATIONERY = "keep_stationery"
    PRINT_DOCUMENTS = "print_documents"
    HAND_OUT = "hand_out"
    MAKE_PAPER = "make_paper"
    UNDO = "undo"
    EXPORT_BUNDLE = "export_bundle"
    READ_BUNDLE = "read_bundle"
    BACKUP = "backup"
    VIEW = "view"


_OFFICE: Final = frozenset({Role.ADMINISTRATOR})
_FLOOR: Final = frozenset({Role.ADMINISTRATOR, Role.ASSESSOR})
_ASSESSMENT: Final = frozenset({Role.ASSESSOR})
_SIGNATURE: Final = frozenset({Role.ASSESSOR, Role.VERIFIER})
_STAFF: Final = frozenset({Role.ADMINISTRATOR, Role.ASSESSOR, Role.VERIFIER})
_EVERYONE: Final = frozenset(Role)

RIGHTS: Final[dict[Command, frozenset[Role]]] = {
    Command.FOUND_CENTRE: _OFFICE,
    Command.SET_CENTRE: _OFFICE,
    Command.ADD_PERSON: _OFFICE,
    Command.SET_PERSON: _OFFICE,
    Command.ADD_KEY: _EVERYONE,
    Command.RESET_PASSPHRASE: _OFFICE,
    Command.ADMIT_DEVICE: _OFFICE,
    Command.REVOKE_DEVICE: _OFFICE,
    Command.JOIN_REGISTRY: _OFFICE,
    Command.IMPORT_STANDARDS: _OFFICE,
    Command.ADD_LEARNER: _FLOOR,
    Command.SET_LEARNER: _FLOOR,
    Command.MERGE_LEARNERS: _OFFICE,
    Command.ERASE_LEARNER: _OFFICE,
    Command.OPEN_COHORT: _OFFICE,
    Command.SET_COHORT: _OFFICE,
    Command.SET_MEMBERS: _FLOOR,
    Command.IMPORT_COHORT: _OFFICE,
    Command.EXPORT_COHORT: _STAFF,
    Command.EXPORT_RESULTS: _STAFF,
    Command.EXPORT_REGISTER: _STAFF,
    Command.ENROL: _FLOOR,
    Command.OPEN_SESSION: _ASSESSMENT,
    Command.RECORD_MARK: _ASSESSMENT,
    Command.WRITE_NOTE: _ASSESSMENT,
    Command.SET_ABSENCE: _ASSESSMENT,
    Command.IMPORT_MARKS: _ASSESSMENT,
    Command.JUDGE: _ASSESSMENT,
    Command.SIGN: _SIGNATURE,
    Command.ISSUE_CERTIFICATE: _OFFICE,
    Command.REVOKE_CERTIFICATE: _OFFICE,
    Command.APPEAL: _STAFF,
    Command.DECIDE_APPEAL: _OFFICE,
    Command.REPRINT: _OFFICE,
    Command.CLAIM: _OFFICE,
    Command.LEASE_BLOCK: _OFFICE,
    Command.SET_POLICY: _OFFICE,
    Command.PUBLISH_TEMPLATE: _OFFICE,
    Command.SET_SIGNATORY: _OFFICE,
    Command.IMPORT_LEGACY: _OFFICE,
    Command.KEEP_STATIONERY: _OFFICE,
    Command.PRINT_DOCUMENTS: _OFFICE,
    Command.HAND_OUT: _STAFF,
    Command.MAKE_PAPER: _STAFF,
    Command.UNDO: _STAFF,
    Command.EXPORT_BUNDLE: _STAFF,
    Command.READ_BUNDLE: _STAFF,
    Command.BACKUP: _STAFF,
    Command.VIEW: _EVERYONE,
}
"""The roles that each command is open to; one of them is enough. Assessors work away from the office, so they may
add the learner who turns up on the day; marks and judgements are theirs alone, whatever else a person administers."""

KINDS: Final[dict[str, Command]] = {
    "centre.set": Command.SET_CENTRE,
    "person.added": Command.ADD_PERSON,
    "person.set": Command.SET_PERSON,
    "person.key_added": Command.ADD_KEY,
    "device.admitted": Command.ADMIT_DEVICE,
    "device.revoked": Command.REVOKE_DEVICE,
    "registry.joined": Command.JOIN_REGISTRY,
    "unit.published": Command.IMPORT_STANDARDS,
    "qualification.published": Command.IMPORT_STANDARDS,
    "learner.added": Command.ADD_LEARNER,
    "learner.set": Command.SET_LEARNER,
    "learner.merged": Command.MERGE_LEARNERS,
    "subject.erased": Command.ERASE_LEARNER,
    "cohort.opened": Command.OPEN_COHORT,
    "cohort.set": Command.SET_COHORT,
    "member.added": Command.SET_MEMBERS,
    "member.removed": Command.SET_MEMBERS,
    "enrolment.made": Command.ENROL,
    "mark.made": Command.RECORD_MARK,
    "note.written": Command.WRITE_NOTE,
    "absence.set": Command.SET_ABSENCE,
    "judgement.made": Command.JUDGE,
    "signoff.made": Command.SIGN,
    "certificate.issued": Command.ISSUE_CERTIFICATE,
    "certificate.revoked": Command.REVOKE_CERTIFICATE,
    "certificate.appealed": Command.APPEAL,
    "appeal.decided": Command.DECIDE_APPEAL,
    "certificate.reprinted": Command.REPRINT,
    "claim.made": Command.CLAIM,
    "claim.answered": Command.CLAIM,
    "block.leased": Command.LEASE_BLOCK,
    "policy.set": Command.SET_POLICY,
    "template.published": Command.PUBLISH_TEMPLATE,
    "signatory.added": Command.SET_SIGNATORY,
    "signatory.set": Command.SET_SIGNATORY,
    "result.brought": Command.IMPORT_LEGACY,
    "certificate.brought": Command.IMPORT_LEGACY,
    "stationery.received": Command.KEEP_STATIONERY,
    "sheet.moved": Command.KEEP_STATIONERY,
    "job.begun": Command.PRINT_DOCUMENTS,
    "job.sheets": Command.PRINT_DOCUMENTS,
    "job.ended": Command.PRINT_DOCUMENTS,
    "document.collected": Command.HAND_OUT,
    "act.undone": Command.UNDO,
}
"""The command that stands behind each kind of fact, so that a fact from elsewhere can be checked against the rights
of the person who made it."""


@dataclass(frozen=True, slots=True)
class _RoleList:
    """Names of roles that become words only when a sentence is shown."""

    roles: tuple[Role, ...]

    def __str__(self) -> str:
        names = (tr(ROLE_WORDS[role]) for role in self.roles)
        return reduce(lambda first, second: tr("{first} or {second}", first=first, second=second), names)


def allowed(roles: Iterable[str], command: str) -> bool:
    """Whether one of these roles opens the command. A role that this program does not know opens nothing; a command
    that it does not know raises ``ValueError``."""
    return not RIGHTS[Command(command)].isdisjoint(roles)


def require(roles: Iterable[str], command: str) -> None:
    """Raise ``NotAllowed``, naming the roles that may, unless one of these roles opens the command."""
    if allowed(roles, command):
        return
    who = _RoleList(tuple(role for role in Role if role in RIGHTS[Command(command)]))
    text = later("This can be done only by a person with the role {roles}. Nothing was changed.")
    raise NotAllowed("not-allowed", text, roles=who, command=str(command))
