# SPDX-License-Identifier: Apache-2.0
"""The digital certificate: the same document as a standard credential, made when it is issued and kept with it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.credentials.open_badge import Badge, credential, enveloped
from app.credentials.status_list import Block
from app.documents.words import BADGE_CRITERIA, LEVEL, words
from app.domain.refusals import NotFound
from app.domain.rights import Command
from app.records.queries import certificates
from app.records.unit_of_work import Work
from app.services.papers import Issuer, Paper
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import later

_TOKEN: Final = ".jwt"
_NONE: Final = later(
    "Certificate {number} has no digital certificate: it was issued before there were any, or the registry made it. "
    "A replacement or a renewal has one."
)


def with_badge(paper: Paper, issuer: Issuer, blocks: Sequence[Block]) -> Paper:
    """The document with its credential, signed by the same key as its codes; ``blocks`` are numbers of authorities."""
    if issuer.key is None:
        return paper
    said = paper.certificate
    say, facts = words(said.language), said.facts
    level = [say(LEVEL).format(level=said.level)] if said.level else []
    about = Badge(
        criteria=say(BADGE_CRITERIA),
        description=", ".join([facts.title, *level]),
        language=said.language,
        address=issuer.address,
        blocks=tuple(blocks),
    )
    return replace(paper, credential=credential(facts, about, issuer.key))


def write_badge(work: Work, number: str, path: Path) -> None:
    """Write the digital certificate of this number as a file that its learner can keep: JSON, or for a name that ends
    in ``.jwt`` the bare token.

    Raises NotAllowed, NotFound "no-credential" where it has none, StorageTrouble.
    """
    work.allow(Command.VIEW)
    row = work.read(certificates.certificate, number)
    if not row.credential:
        raise NotFound("no-credential", _NONE, number=row.number)
    token = row.credential
    with storage_errors():
        write_whole(path, token.encode() if path.suffix.lower() == _TOKEN else enveloped(token))
