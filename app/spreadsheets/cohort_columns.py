# SPDX-License-Identifier: Apache-2.0
"""The columns of the cohort template: one for each thing that is written down about a learner."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from app.translation import in_every_language, later

LEARNER_ID: Final = "learner_id"
NAMES: Final = ("full_name", "family_name", "given_names")
"""The fields that say who a row is about; one of them must be there."""


@dataclass(frozen=True, slots=True)
class CohortColumn:
    """A column: its header and explanation (marked for translation), the field of LearnerDetails, its width."""

    header: str
    field: str
    help: str
    width: int = 18


COLUMNS: Final = (
    CohortColumn(
        later("Learner ID"),
        LEARNER_ID,
        later("Leave it empty for new learners. Filled in when the list comes from this program."),
        22,
    ),
    CohortColumn(
        later("Full name"),
        "full_name",
        later("The whole name exactly as the identity document writes it. Single names are fine. Needed."),
        30,
    ),
    CohortColumn(later("Family name"), "family_name", later("The family name, if there is one.")),
    CohortColumn(later("Given names"), "given_names", later("The given names, if they are known apart.")),
    CohortColumn(later("Patronymic"), "patronymic", later("The patronymic, if there is one.")),
    CohortColumn(
        later("Name in Latin letters"), "latin_name", later("The name as the passport writes it in Latin letters."), 26
    ),
    CohortColumn(later("Sex"), "sex", later("F, M or X; empty if it is not known."), 8),
    CohortColumn(
        later("Birth date"),
        "birth_date",
        later("A date, or text: day.month.year such as 31.12.2005, or 2005-12-31."),
        14,
    ),
    CohortColumn(later("Birth place"), "birth_place", later("The place as the identity document writes it.")),
    CohortColumn(later("ID type"), "id_type", later("The kind of identity document, such as passport.")),
    CohortColumn(later("ID number"), "id_number", later("The number of the document, with all zeros.")),
    CohortColumn(later("Phone"), "phone", later("A telephone number, with all zeros.")),
    CohortColumn(later("Email"), "email", later("An email address."), 26),
    CohortColumn(later("Address"), "address", later("The postal address."), 34),
    CohortColumn(later("Province"), "province", later("The province or region.")),
    CohortColumn(later("Education"), "education", later("The highest education completed.")),
    CohortColumn(later("Disability"), "disability", later("Support that the learner needs.")),
    CohortColumn(later("Employer"), "employer", later("The employer, if there is one.")),
    CohortColumn(later("Guardian"), "guardian", later("Name and telephone of a parent or guardian.")),
    CohortColumn(later("Funding"), "funding", later("Who pays for the training.")),
    CohortColumn(
        later("Route"),
        "route",
        later(
            "How the learner is assessed: taught, assessment only, prior learning or credit transfer. Empty: taught."
        ),
    ),
    CohortColumn(later("Notes"), "notes", later("Anything else worth keeping."), 34),
    CohortColumn(
        later("Name on documents"),
        "printed_name",
        later("The name as documents print it, with a title or in the dative; empty if it is the full name."),
        30,
    ),
)

HEADERS: Final = {column.field: column.header for column in COLUMNS}
"""The words for each field of a learner, marked for translation: the same on sheets, forms and lists."""


def header_key(text: str) -> str:
    """What of a header counts when it is recognised: no capitals, no spaces, hyphens, dots, stars or colons."""
    return "".join(letter for letter in text.casefold() if letter not in " \t\r\n\u00a0\u200b_-.*:")


@cache
def known_headers(translations: Path) -> dict[str, str]:
    """The field for each header in English and every language of the folder of catalogues."""
    return {
        header_key(word): column.field for column in COLUMNS for word in in_every_language(column.header, translations)
    }
