# SPDX-License-Identifier: Apache-2.0
"""Claims of centres answered by the registry's staff, or by the rules alone where they have decided so.

Nobody is accepted whom the rules do not bear out. The answer is the signed file that awarding bodies write too, so a
laptop reads it in one way whoever answered. It lies with the centre's records, and stays as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from app.credentials.claims import AnswerRow, ClaimAnswer, write_answer
from app.domain.refusals import BadInput, NotFound
from app.domain.register import ACCEPTED, REFUSED
from app.records import rows
from app.records.journal_tables import local
from app.registry.accounts import accounts
from app.registry.book import get_own, set_own
from app.registry.judging_claims import ClaimSeen, claim_here, waiting_claims
from app.registry.numbers import draw_numbers
from app.registry.registry import Registry
from app.translation import later

BY_STAFF: Final = "staff"
BY_RULES: Final = "rules"
_WHO: Final = "claims"
_LONGEST_REASON: Final = 2_000
_ANSWER: Final = "answer "
_UNKNOWN: Final = later("The centre has sent no such claim. Nothing was answered.")
_NO_REASON: Final = later("Say in a sentence why the claim is refused, so that the centre knows. Nothing was answered.")
_NOT_IN_IT: Final = later("The claim names no such learner. Nothing was answered.")


class NoSuchClaim(NotFound):
    """The centre's records hold no claim of this name here: they are to be sent first."""

    def __init__(self) -> None:
        super().__init__("no-such-claim", _UNKNOWN)


class NotAnswered(Exception):
    """Staff have not answered the claim yet."""


def who_answers(registry: Registry) -> str:
    """``BY_STAFF`` (as a new registry does) or ``BY_RULES``."""
    said = registry.stores.read_book(partial(get_own, name=_WHO))
    return BY_RULES if said == BY_RULES.encode() else BY_STAFF


def let_answer(registry: Registry, who: str) -> None:
    """Claims are answered by staff, or by the rules alone, from now on."""
    assert who in (BY_STAFF, BY_RULES)
    registry.stores.write_book(partial(set_own, name=_WHO, value=who.encode()))


def open_claims(registry: Registry, among: Sequence[bytes] | None = None) -> Sequence[ClaimSeen]:
    """Every claim of every centre, or of those ``among`` which is looked, that nobody has answered, as the registry
    judges it now; the oldest first."""
    served = registry.stores.read_book(accounts)
    centres = [one.centre for one in served if one.centre] if among is None else among
    found = [claim for one in centres for claim in registry.stores.read(one, partial(_open, centre=one))]
    return sorted(found, key=lambda claim: (claim.made_on, claim.claim))


def claim_seen(registry: Registry, centre: bytes, claim: bytes) -> ClaimSeen:
    """A claim as the registry judges it now. Raises NoSuchClaim, NoSuchCentre."""
    found = registry.stores.read(centre, partial(claim_here, centre=centre, claim_id=claim))
    if found is None:
        raise NoSuchClaim
    return found


def answer_of(registry: Registry, centre: bytes, claim: bytes) -> bytes:
    """The signed answer; the same claim gets the same one. Raises NoSuchClaim, NotAnswered, NoNumbers, NoSuchCentre."""
    known = registry.stores.read(centre, partial(_kept, claim=claim))
    if known is not None:
        return known
    if who_answers(registry) == BY_RULES:
        return answer_claim(registry, centre, claim)
    claim_seen(registry, centre, claim)
    raise NotAnswered


def answer_claim(registry: Registry, centre: bytes, claim: bytes, refused: Mapping[bytes, str] | None = None) -> bytes:
    """Accept everybody in the claim whom the rules bear out, but for those ``refused``, with the reason for each (by
    the record that the claim names). An answer that was given before stays; it is returned.

    Raises NoSuchClaim, NoNumbers, NoSuchCentre, BadInput "no-reason" or "no-such-learner".
    """
    known = registry.stores.read(centre, partial(_kept, claim=claim))
    if known is not None:
        return known
    seen = claim_seen(registry, centre, claim)
    reasons = _reasons(seen, refused or {})
    accepted = [one.record for one in seen.learners if not reasons[one.record]]
    numbers: list[str] = []
    if seen.numbered and accepted:
        deed = partial(draw_numbers, count=len(accepted), qualification=seen.qualification)
        numbers = registry.stores.write_book(deed)
    content = _answer(registry, claim, reasons, dict(zip(accepted, numbers, strict=False)))
    return registry.stores.write(centre, partial(_keep, claim=claim, content=content))


def _open(connection: Connection, centre: bytes) -> list[ClaimSeen]:
    names = connection.execute(select(local.c.name).where(local.c.name.startswith(_ANSWER))).scalars()
    answered = {bytes.fromhex(name.removeprefix(_ANSWER)) for name in names}
    return waiting_claims(connection, centre, answered)


def _reasons(seen: ClaimSeen, refused: Mapping[bytes, str]) -> dict[bytes, str]:
    """Why each learner is refused; empty for who is accepted."""
    if not refused.keys() <= {one.record for one in seen.learners}:
        raise BadInput("no-such-learner", _NOT_IN_IT)
    if any(not why.strip() for why in refused.values()):
        raise BadInput("no-reason", _NO_REASON)
    said = {record: why.strip()[:_LONGEST_REASON] for record, why in refused.items()}
    return {one.record: said.get(one.record, one.why[:_LONGEST_REASON]) for one in seen.learners}


def _answer(registry: Registry, claim: bytes, reasons: Mapping[bytes, str], numbers: Mapping[bytes, str]) -> bytes:
    told = tuple(
        AnswerRow(record, REFUSED if why else ACCEPTED, why, numbers.get(record, ""), b"")
        for record, why in reasons.items()
    )
    day = datetime.fromtimestamp(registry.wall() / 1000, UTC).date().isoformat()
    said = ClaimAnswer(claim, registry.identity.name, day, told, registry.identity.sign_key)
    return write_answer(said, Ed25519PrivateKey.from_private_bytes(registry.identity.sign))


def _kept(connection: Connection, claim: bytes) -> bytes | None:
    return connection.execute(select(local.c.value).where(local.c.name == _ANSWER + claim.hex())).scalar()


def _keep(connection: Connection, claim: bytes, content: bytes) -> bytes:
    """Keep the answer, unless another server answered meanwhile; the one that counts."""
    rows.insert(connection, local, [(_ANSWER + claim.hex(), content)], ("name", "value"), ignore=True)
    return _kept(connection, claim) or content
