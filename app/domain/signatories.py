# SPDX-License-Identifier: Apache-2.0
"""Who signs documents: a person with a role, an authority for some qualifications or all, and days of validity."""

from dataclasses import dataclass
from typing import Final

FIELDS: Final = ("name", "role", "person", "qualifications", "valid_from", "valid_until", "picture")
"""What is written down about a signatory, in the order of ``Signatory``."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """``person`` is the id of somebody of the staff in hexadecimal, or empty; ``qualifications`` are codes with a space
    between, empty for all. The days (ISO, both included) may be empty. ``picture`` is the SHA-256 of a drawn signature
    in the files of the centre, or empty."""

    name: str
    role: str = ""
    person: str = ""
    qualifications: str = ""
    valid_from: str = ""
    valid_until: str = ""
    picture: str = ""

    def may_sign(self, qualification: str, day: str) -> bool:
        """Whether they sign documents of this qualification (its code) on this day (ISO)."""
        within = self.valid_from <= day and (not self.valid_until or day <= self.valid_until)
        return within and (not self.qualifications or qualification in self.qualifications.split())
