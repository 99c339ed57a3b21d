# SPDX-License-Identifier: Apache-2.0
"""The register of documents: in what state one is, and the words for why it was replaced or revoked.

A document is never deleted. It is replaced by one that names it, it is revoked, and a revocation can be appealed
against; it may have a last day.
"""

from collections.abc import Collection
from typing import Final

from app.domain.refusals import BadInput
from app.translation import later, tr

CERTIFICATE: Final = "certificate"
STATEMENT: Final = "statement-of-attainment"
MICROCREDENTIAL: Final = "microcredential"
DOCUMENTS: Final = (CERTIFICATE, STATEMENT, MICROCREDENTIAL)
"""Types of documents that the register gives out by themselves; a record of results comes with its certificate."""

ISSUED: Final = "issued"
REPLACED: Final = "replaced"
REVOKED: Final = "revoked"
APPEALED: Final = "appealed"
EXPIRED: Final = "expired"
STATES: Final = (ISSUED, REPLACED, REVOKED, APPEALED, EXPIRED)

UPHELD: Final = "upheld"
DISMISSED: Final = "dismissed"
"""What comes of an appeal: upheld, the document stands again; dismissed, it stays revoked."""
ACCEPTED: Final = "accepted"
REFUSED: Final = "refused"
CLAIMED: Final = "claimed"
"""What an awarding body or a registry answers to a claim, and a claim without an answer."""

FIRST: Final = ""
RENEWAL: Final = "renewal"
NAME_CHANGE: Final = "name-change"
LOST: Final = "lost"
REPLACEMENT_WORDS: Final[dict[str, str]] = {
    NAME_CHANGE: later("the learner's name changed"),
    LOST: later("lost"),
    "damaged": later("damaged"),
    "not-received": later("never received"),
    "production-error": later("a mistake was made in producing it"),
    RENEWAL: later("renewed"),
}
"""Why a document takes the place of another one."""
DUPLICATE: Final = "duplicate"
OTHER: Final = "other"
REVOCATION_WORDS: Final[dict[str, str]] = {
    "error": later("issued by mistake"),
    "malpractice": later("got by cheating"),
    "withdrawn": later("withdrawn by the awarding body"),
    DUPLICATE: later("issued twice"),
    OTHER: later("another reason"),
}
"""Why a document was revoked."""
STATE_WORDS: Final[dict[str, str]] = {
    ISSUED: later("issued"),
    REPLACED: later("replaced"),
    REVOKED: later("revoked"),
    APPEALED: later("revoked, under appeal"),
    EXPIRED: later("expired"),
}


def state_of(rulings: Collection[str], replaced: bool, valid_until: str, today: str) -> str:
    """The state of a document on a day (ISO).

    ``rulings`` are the last words on it (``REVOKED``, ``APPEALED``, ``UPHELD``, ``DISMISSED``); where laptops say
    different things, the stricter one counts until a person has settled it.
    """
    if REVOKED in rulings or DISMISSED in rulings:
        return REVOKED
    if APPEALED in rulings:
        return APPEALED
    if replaced:
        return REPLACED
    return EXPIRED if valid_until and valid_until < today else ISSUED


def counts(state: str) -> bool:
    """Whether a document of this state still is the learner's: no second one is given beside it."""
    return state in (ISSUED, APPEALED)


def replacement_reason(text: str) -> str:
    """The reason of this code. Raises BadInput "no-such-reason"."""
    code = text.strip().casefold()
    if code in REPLACEMENT_WORDS and code != RENEWAL:
        return code
    listed = ", ".join(f"{one} ({tr(words)})" for one, words in REPLACEMENT_WORDS.items() if one != RENEWAL)
    sentence = later("“{reason}” is no reason to replace a document. The reasons are: {reasons}. Nothing was changed.")
    raise BadInput("no-such-reason", sentence, reason=text, reasons=listed)


def revocation_reason(text: str) -> tuple[str, str]:
    """The code of a reason and words besides: what is no code is told in words. Raises BadInput "no-reason"."""
    words = " ".join(text.split())
    if not words:
        raise BadInput("no-reason", later("Say why the document is revoked. Nothing was changed."))
    code = words.casefold()
    return (code, "") if code in REVOCATION_WORDS else (OTHER, words)
