# SPDX-License-Identifier: Apache-2.0
"""How a centre issues documents: its policies as values, for all qualifications or for one, and what follows."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import BadInput
from app.translation import later, tr

BY_CENTRE: Final = "centre"
BY_CLAIM: Final = "claim"
BY_REGISTRY: Final = "registry"
OWN: Final = "own"
BLOCK: Final = "block"
SAME_FILE: Final = "same-file"
MARKED: Final = "marked"
PICTURES: Final = ("logo", "seal")
"""The rules whose value is the SHA-256 of a picture in the centre's files, or empty."""
AS_FOR_ALL: Final = "\x1f"
"""What is written down of a rule that is taken back: for one qualification it is as for all, for all as the program
does by itself. Nobody can type it, since what is typed loses white space at its ends."""
_ON, _OFF = "on", "off"
_TEMPLATE: Final = "template-"
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Policy:
    """One rule of issuing. ``choices`` are the values that it may have, each with its words; empty for a number from 0
    to ``most``, or where ``most`` is 0 for a name, and for ``PICTURES``."""

    key: str
    words: str
    default: str
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 0


_SWITCH: Final = ((_ON, later("yes")), (_OFF, later("no")))
POLICIES: Final[Mapping[str, Policy]] = {
    one.key: one
    for one in (
        Policy(
            "model",
            later("Who issues"),
            BY_CENTRE,
            (
                (BY_CENTRE, later("the centre")),
                (BY_CLAIM, later("the centre, once the awarding body has accepted its claim")),
                (BY_REGISTRY, later("the registry, from the results that the centre submits")),
            ),
        ),
        Policy("signer-apart", later("Who assessed a learner does not sign their certificate"), _OFF, _SWITCH),
        Policy("clock-days", later("Days from the last assessment to the certificate"), "30", most=3650),
        Policy("validity-months", later("Months that a document is valid; 0 is for ever"), "0", most=1200),
        Policy("renewal-days", later("Days before its last day from which a document is renewed"), "90", most=3650),
        Policy(
            "duplicates",
            later("A document that is printed again"),
            SAME_FILE,
            ((SAME_FILE, later("is the same file")), (MARKED, later("is marked as a duplicate, and counted"))),
        ),
        Policy(
            "numbers",
            later("Numbers"),
            OWN,
            ((OWN, later("are the centre's own")), (BLOCK, later("come from a block that an authority gave out"))),
        ),
        Policy("address", later("Web address where documents can be checked"), ""),
        Policy("logo", later("Picture of the centre's logo"), ""),
        Policy("seal", later("Picture of the centre's seal"), ""),
        *(Policy(f"{_TEMPLATE}{document}", later("Template"), "") for document in DOCUMENT_TYPES),
    )
}
"""Every policy by its key."""
_NO_POLICY: Final = later("There is no rule “{name}”. The rules are: {names}. Nothing was changed.")
_NO_TEXT: Final = later("“{value}” is no value of {name}. Nothing was changed.")
_NO_VALUE: Final = later("“{value}” is no value of {name}. It is one of: {values}. Nothing was changed.")
_NO_NUMBER: Final = later(
    "“{value}” is no value of {name}. It is a whole number from 0 to {most}. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies of one qualification: ``values`` holds a text for every key."""

    values: Mapping[str, str]

    @property
    def model(self) -> str:
        """``BY_CENTRE``, ``BY_CLAIM`` or ``BY_REGISTRY``."""
        return self.values["model"]

    @property
    def signer_apart(self) -> bool:
        """Who signs is not who assessed."""
        return self.values["signer-apart"] == _ON

    @property
    def clock_days(self) -> int:
        """Days from the last assessment to the certificate."""
        return int(self.values["clock-days"])

    @property
    def renewal_days(self) -> int:
        """How many days before its last day a document may be renewed."""
        return int(self.values["renewal-days"])

    @property
    def marks_duplicates(self) -> bool:
        """A document that is printed again is marked and counted."""
        return self.values["duplicates"] == MARKED

    @property
    def leases_numbers(self) -> bool:
        """Numbers come from blocks that an authority gave out."""
        return self.values["numbers"] == BLOCK

    @property
    def address(self) -> str:
        """The web address where documents can be checked, empty where there is none."""
        return self.values["address"]

    def template(self, document: str) -> str:
        """The name of the template for a type of document; empty for the one that the program brings."""
        return self.values.get(f"{_TEMPLATE}{document}", "")

    def valid_until(self, issued_on: str) -> str:
        """The last day of a document that is issued on this day (ISO), empty where it has none."""
        months = int(self.values["validity-months"])
        return months_after(issued_on, months) if months else ""

    def due_on(self, completed_on: str) -> str:
        """The day by which a document is to be issued, the last assessment having been on this day (ISO)."""
        return (date.fromisoformat(completed_on) + timedelta(days=self.clock_days)).isoformat()


def policies_of(general: Mapping[str, str], special: Mapping[str, str]) -> Policies:
    """What is set for a qualification, before what is set for all, before what the program does by itself. A value
    from a newer program that is none here counts as not set."""
    values = {key: one.default for key, one in POLICIES.items()}
    for said in (general, special):
        values |= {key: value for key, value in said.items() if key in POLICIES and _fits(POLICIES[key], value)}
    return Policies(values)


def known_policy(key: str) -> Policy:
    """The policy of this key. Raises BadInput "no-such-policy"."""
    policy = POLICIES.get(key)
    if policy is None:
        raise BadInput("no-such-policy", _NO_POLICY, name=key, names=", ".join(POLICIES))
    return policy


def checked_policy(key: str, value: str) -> str:
    """The value as it is kept. Raises BadInput "no-such-policy" or "policy-value"."""
    policy = known_policy(key)
    plain = value.strip()
    plain = plain.casefold() if policy.choices else plain
    if _fits(policy, plain):
        return str(int(plain)) if policy.most else plain
    if policy.most:
        raise BadInput("policy-value", _NO_NUMBER, value=value, name=key, most=policy.most)
    if not policy.choices:
        raise BadInput("policy-value", _NO_TEXT, value=value, name=key)
    listed = ", ".join(f"{one} ({tr(words)})" for one, words in policy.choices)
    raise BadInput("policy-value", _NO_VALUE, value=value, name=key, values=listed)


def months_after(day: str, months: int) -> str:
    """The last day of so many months that begin on ``day`` (ISO): the day before the same day of the month, or the
    last day of a month that is too short for it."""
    begins = date.fromisoformat(day)
    years, month = divmod(begins.month - 1 + months, 12)
    year, month = begins.year + years, month + 1
    if year > date.max.year:
        return date.max.isoformat()
    same = min(begins.day, calendar.monthrange(year, month)[1])
    end = date(year, month, same)
    return (end - timedelta(days=1) if same == begins.day else end).isoformat()


def _fits(policy: Policy, value: str) -> bool:
    if policy.choices:
        return value in {one for one, _ in policy.choices}
    if policy.most:
        return value.isascii() and value.isdigit() and int(value) <= policy.most
    if policy.key in PICTURES:
        return not value or re.fullmatch("[0-9a-f]{64}", value) is not None
    return len(value) <= _LONGEST_NAME
