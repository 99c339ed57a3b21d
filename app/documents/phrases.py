# SPDX-License-Identifier: Apache-2.0
"""The fixed words that templates name, each translated in the program's catalogues. Facts stand in braces."""

import re
from collections.abc import Mapping
from typing import Final

from app.documents import words as fixed
from app.translation import later

PHRASES: Final[Mapping[str, str]] = {
    # titles
    "certificate": fixed.TITLES["certificate"],
    "record-of-results": fixed.TITLES["record-of-results"],
    "statement-of-attainment": later("Statement of attainment"),
    "microcredential": later("Microcredential"),
    "learner-card": later("Learner card"),
    "induction-card": later("Induction card"),
    "supplement": later("Certificate supplement"),
    "enrolment-order": later("Order of enrolment"),
    "grade-sheet": later("Grade sheet"),
    "commission-minutes": later("Minutes of the commission"),
    "destruction-act": later("Record of destroyed forms"),
    # sentences
    "this-certifies": fixed.THIS_CERTIFIES,
    "has-met": fixed.HAS_MET,
    "has-attained": later("has attained the following units of competency"),
    "has-completed": later("has completed the short programme"),
    "part-of": later("These units are part of {document_partial}."),
    "not-a-qualification": later("This statement is issued for units completed. It is not a full qualification."),
    "recognised-in-framework": later("The qualification is recognised within the Australian Qualifications Framework."),
    "statement-is-issued": later(
        "A statement of attainment is issued by a registered training organisation when an individual has completed "
        "one or more accredited units."
    ),
    "has-been-instructed": later("has been instructed in safety at this site"),
    "if-found": later("If you find this card, please return it to {centre_name}, {centre_address}."),
    "card-property": later("This card belongs to {centre_name} and is not transferable."),
    "replaces": later("Replaces document {document_replaces}."),
    "partner": later("Printed by {centre_name} on behalf of {awarding_name}"),
    "supplement-note": later("This supplement describes the qualification. It is not a personal document."),
    "order-body": later(
        "The following learners are enrolled in the programme {qualification_title} from {cohort_start}:"
    ),
    "minutes-body": later("The commission heard the results of the assessment in {qualification_title} and decided:"),
    "destroyed-body": later("The commission destroyed the forms listed below so that they cannot be used again."),
    # labels
    "level": fixed.LEVEL,
    "level-label": later("Level"),
    "sector": later("Sector"),
    "certificate-number": fixed.NUMBER,
    "document-number": fixed.DOCUMENT_NUMBER,
    "issued": fixed.ISSUED,
    "valid-until": fixed.VALID_UNTIL,
    "scan": fixed.SCAN,
    "learner": fixed.LEARNER,
    "in-latin": fixed.IN_LATIN,
    "born": fixed.BORN,
    "birth-date": later("Date of birth"),
    "birth-place": later("Place of birth"),
    "learner-number": later("Learner number"),
    "id-number": later("Identity document"),
    "qualification": fixed.QUALIFICATION,
    "centre": later("Centre"),
    "centre-code": later("Centre code"),
    "cohort": later("Cohort"),
    "start": later("Start"),
    "end": later("End"),
    "assessor": later("Assessor"),
    "place": later("Place"),
    "form-number": later("Form number"),
    "decision-number": later("Decision number"),
    "decision-date": later("Date of the decision"),
    "order-number": later("Order number"),
    "order-date": later("Date of the order"),
    "awarding-number": later("Number of the awarding body"),
    "place-of-seal": later("Seal"),
    "check-at": later("Check at"),
    # tables
    "number": later("No."),
    "code": fixed.CODE,
    "unit": fixed.UNIT,
    "outcome": fixed.OUTCOME,
    "grade": later("Grade"),
    "date": fixed.AWARDED,
    "credits": fixed.CREDITS,
    "hours": fixed.HOURS,
    "name": fixed.LEARNER,
    "route": later("Route"),
    "result": later("Result"),
    "notes": later("Notes"),
    "member": later("Member of the commission"),
    "role": later("Role"),
    "organisation": later("Organisation"),
    "signature": later("Signature"),
    "kind-of-form": later("Kind of form"),
    "state": later("State"),
    "reason": later("Reason"),
    "members": later("Members of the commission"),
    "continued": fixed.CONTINUED,
    "page-of": fixed.PAGE_OF,
}
"""The words by the names that templates have for them."""

PLACEHOLDER: Final = re.compile(r"\{([a-z0-9_.-]+)\}")
"""A fact inside a phrase, or other words as {words.name}."""

_SHORT: Final = {
    "level": "qualification.level",
    "page": "page.number",
    "pages": "page.count",
}


def fact_behind(placeholder: str) -> str:
    """The fact that a placeholder of a phrase stands for: "centre_name" is centre.name."""
    return _SHORT.get(placeholder) or (placeholder if "." in placeholder else placeholder.replace("_", ".", 1))
