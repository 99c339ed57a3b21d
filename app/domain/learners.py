# SPDX-License-Identifier: Apache-2.0
"""What the centre writes down about a learner, and who may read each part of it."""

from dataclasses import dataclass
from typing import Final

IDENTITY: Final = "identity"
PRIVATE: Final = "private"
AWARD: Final = "award"
KEY_CLASSES: Final = (IDENTITY, PRIVATE, AWARD)

FIELD_CLASSES: Final[dict[str, str]] = {
    "full_name": IDENTITY,
    "family_name": IDENTITY,
    "given_names": IDENTITY,
    "patronymic": IDENTITY,
    "latin_name": IDENTITY,
    "printed_name": IDENTITY,
    "sex": IDENTITY,
    "birth_date": IDENTITY,
    "birth_place": IDENTITY,
    "id_type": IDENTITY,
    "id_number": IDENTITY,
    "phone": PRIVATE,
    "email": PRIVATE,
    "address": PRIVATE,
    "province": PRIVATE,
    "education": PRIVATE,
    "disability": PRIVATE,
    "employer": PRIVATE,
    "guardian": PRIVATE,
    "funding": PRIVATE,
    "route": PRIVATE,
    "notes": PRIVATE,
    "photo": PRIVATE,
}
"""Each field of a learner and the class of key that it is sealed under: identity goes to centre and registry,
private stays in the centre."""

SERIOUS_FIELDS: Final = frozenset({"full_name", "birth_date", "id_number"})
"""Fields where two people's different answers are put to a person; for the others the later answer shows."""

SEXES: Final = ("F", "M", "X", "")
LONGEST_TEXT: Final = 500
LONGEST_NOTE: Final = 4_000
LARGEST_PHOTO: Final = 24 * 1024
"""Characters of base64: with the other fields a learner must fit one entry of 64 KiB."""

Sex = str
"""``"F"``, ``"M"``, ``"X"`` or empty."""


@dataclass(frozen=True, slots=True)
class LearnerDetails:
    """A learner as written on the identity document; an empty text is "not known".

    ``full_name`` is the name as the document writes it (single names are normal); the parts and the Latin form are
    optional. ``printed_name`` is the name as documents print it, with a title or in another case; empty where it is the
    full name. ``birth_date`` is an ISO date. ``photo`` is a small JPEG in base64.
    """

    full_name: str
    family_name: str = ""
    given_names: str = ""
    patronymic: str = ""
    latin_name: str = ""
    printed_name: str = ""
    sex: Sex = ""
    birth_date: str = ""
    birth_place: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    province: str = ""
    education: str = ""
    disability: str = ""
    employer: str = ""
    guardian: str = ""
    funding: str = ""
    route: str = ""
    notes: str = ""
    photo: str = ""
