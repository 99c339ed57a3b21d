# SPDX-License-Identifier: Apache-2.0
"""What the centre answers a new laptop: the centre's keys and who may sign in there, sealed for that laptop alone.

On a stick it is the first piece of a bundle with everything that the centre knows. Through a registry it comes alone,
and names the registry from which the rest is to be had.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput
from app.exchange.enrolment import Card, card_fields, read_card
from app.exchange.key_cover import ClassKeys
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.store.keyring import Cost
from app.store.keys import Derived, public_half, seal, unseal
from app.translation import later

_SEALED: Final = b"guildmark welcome 1\0"

_NOT_FOR_US: Final = later(
    "This answer is not for this laptop, or it was altered on the way. Nothing was changed. "
    "Take the answer that was written for this laptop's own request, or ask again."
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who may sign in on the new laptop, with the code for their first sign-in there."""

    person: bytes
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Sponsor:
    """The administrator who admitted the laptop: the same passphrase opens the records there."""

    person: bytes
    name: str
    derived: Derived


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a new laptop needs to read its centre's records. ``registry`` is the one that it joins through, if any."""

    centre: bytes
    class_keys: ClassKeys
    sponsor: Sponsor
    people: tuple[Newcomer, ...]
    registry: Card | None = None


def seal_welcome(welcome: Welcome, box_key: bytes, random: Callable[[int], bytes]) -> bytes:
    """The welcome for the holder of the box key alone."""
    derived = welcome.sponsor.derived
    content = canonical(
        {
            "centre": to_text(welcome.centre),
            "keys": [{"class": name, "epoch": epoch, "key": to_text(key)}
                     for (name, epoch), key in sorted(welcome.class_keys.items())],
            "people": [{"code": one.code, "name": one.name, "person": to_text(one.person)} for one in welcome.people],
            "sponsor": {
                "cost": [derived.cost.memory_kib, derived.cost.passes, derived.cost.lanes],
                "name": welcome.sponsor.name, "person": to_text(welcome.sponsor.person),
                "salt": to_text(derived.salt), "secret": to_text(derived.secret),
            },
            **({"registry": card_fields(welcome.registry)} if welcome.registry else {}),
        }
    )  # fmt: skip
    return seal(box_key, content, _SEALED + box_key, random)


def open_welcome(sealed: bytes, private_box_key: bytes) -> Welcome:
    """The welcome of an answer. Raises BadInput "not-for-us" on any laptop but the one that it was sealed for."""
    content = unseal(private_box_key, sealed, _SEALED + public_half(private_box_key))
    if content is None:
        raise BadInput("not-for-us", _NOT_FOR_US)
    try:
        return _welcome(parse(content))
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise BadInput("not-for-us", _NOT_FOR_US) from error


def _welcome(fields: Mapping[str, object]) -> Welcome:
    keys = {(str(one["class"]), int(str(one["epoch"]))): to_bytes(one["key"]) for one in _objects(fields["keys"])}
    people = tuple(
        Newcomer(to_bytes(one["person"]), str(one["name"]), str(one["code"])) for one in _objects(fields["people"])
    )
    (sponsor,) = _objects([fields["sponsor"]])
    memory, passes, lanes = (int(str(part)) for part in _listed(sponsor["cost"]))
    derived = Derived(to_bytes(sponsor["salt"]), Cost(memory, passes, lanes), to_bytes(sponsor["secret"]))
    registries = _objects([fields["registry"]] if "registry" in fields else [])
    sponsored = Sponsor(to_bytes(sponsor["person"]), str(sponsor["name"]), derived)
    return Welcome(to_bytes(fields["centre"]), keys, sponsored, people, *map(read_card, registries))


def _objects(value: object) -> list[Mapping[str, object]]:
    found = [one for one in _listed(value) if isinstance(one, Mapping)]
    if len(found) != len(_listed(value)):
        raise TypeError("objects expected")
    return found


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list is expected")
    return value
