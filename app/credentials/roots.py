# SPDX-License-Identifier: Apache-2.0
"""Roots: a registry, a ministry or a centre of its own says which centres' keys count, from when until when, for what.

The chain is root > centre's key > signing key. A root's list names centres and their keys; a centre's key signs the
centre's trust list with its signing keys. Where a person has added a root that names a centre, that centre's list
counts only as the root says; a centre that no root names rests on the word of whoever added its list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.credentials import signed_file
from app.credentials.facts import CertificateFacts
from app.credentials.signed_file import day_in, list_in, number_in, text_in
from app.credentials.trust import TrustList
from app.domain.refusals import BadInput
from app.translation import later

_FORMAT: Final = "guildmark-root-1"


@dataclass(frozen=True, slots=True)
class Grant:
    """A centre that the root stands for: the key (raw Ed25519) that signs its lists, the ISO dates, both included, on
    which it may issue, and ``scope``: codes of the qualifications it may award, ``X*`` for all that begin so, empty for
    any."""

    centre_id: bytes
    name: str
    centre_key: bytes
    valid_from: str
    valid_until: str = ""
    scope: tuple[str, ...] = ()

    def covers(self, day: str) -> bool:
        """Whether this ISO date lies in the time of the grant."""
        return self.valid_from <= day and (not self.valid_until or day <= self.valid_until)

    def awards(self, code: str) -> bool:
        """Whether the centre may award the qualification of this code."""
        return not self.scope or any(
            code.startswith(one[:-1]) if one.endswith("*") else code == one for one in self.scope
        )


@dataclass(frozen=True, slots=True)
class RootList:
    """What a root says, as of ``list_date``; ``edition`` orders lists of one day. ``key`` is the root itself."""

    name: str
    key: bytes
    grants: tuple[Grant, ...]
    list_date: str
    country: str = ""
    edition: int = 0

    def grants_of(self, centre_id: bytes) -> tuple[Grant, ...]:
        """What it says of one centre."""
        return tuple(grant for grant in self.grants if grant.centre_id == centre_id)


def write_root_list(root: RootList, key: Ed25519PrivateKey) -> bytes:
    """The list as a file, signed by the root's key: the same list always gives the same bytes."""
    content = {
        "format": _FORMAT,
        "name": root.name,
        "country": root.country,
        "list_date": root.list_date,
        "edition": root.edition,
        "centres": [
            {
                "centre": grant.centre_id.hex(),
                "name": grant.name,
                "key": grant.centre_key.hex(),
                "from": grant.valid_from,
                "until": grant.valid_until,
                "scope": list(grant.scope),
            }
            for grant in root.grants
        ],
    }
    return signed_file.write(content, key)


def read_root_list(data: bytes) -> RootList:
    """The list in a file. Raises BadInput when the file is no list of a root, or was altered after it was signed."""
    try:
        file = signed_file.read(data)
        root = _root_list(file)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("not-a-trust-list", later("This file is not a trust list. Nothing was added.")) from error
    if not file.is_signed():
        raise BadInput(
            "trust-list-altered",
            later("The trust list of {issuer} was changed after it was signed. It was not used; ask for a new copy."),
            issuer=root.name,
        )
    return root


def is_root_list(data: bytes) -> bool:
    """Whether the file says that it is the list of a root."""
    try:
        return bool(signed_file.read(data).content.get("format") == _FORMAT)
    except (ValueError, KeyError, TypeError):
        return False


def standing_for(entry: TrustList, roots: Sequence[RootList], facts: CertificateFacts) -> str | None:
    """The name of the root that stands for this centre's list and this document, empty where no root names the centre.
    None: a root names the centre, but not this key, this day or this qualification."""
    naming = [root for root in roots if root.grants_of(entry.centre_id)]
    if not naming:
        return ""
    for root in naming:
        grants = root.grants_of(entry.centre_id)
        signed = any(one.centre_key == entry.signed_by and one.covers(entry.list_date) for one in grants)
        if signed and any(one.covers(facts.issued_on) and one.awards(facts.qualification_code) for one in grants):
            return root.name
    return None


def _root_list(file: signed_file.SignedFile) -> RootList:
    content = file.content
    if content["format"] != _FORMAT:
        raise ValueError("another format")
    return RootList(
        name=text_in(content["name"]),
        key=file.signer,
        grants=tuple(map(_grant, list_in(content["centres"]))),
        list_date=day_in(content["list_date"]),
        country=text_in(content["country"]),
        edition=number_in(content["edition"]),
    )


def _grant(stated: dict[str, Any]) -> Grant:
    return Grant(
        centre_id=bytes.fromhex(text_in(stated["centre"])),
        name=text_in(stated["name"]),
        centre_key=bytes.fromhex(text_in(stated["key"])),
        valid_from=day_in(stated["from"]),
        valid_until=day_in(stated["until"], may_be_empty=True),
        scope=tuple(map(text_in, list_in(stated["scope"]))),
    )
