# SPDX-License-Identifier: Apache-2.0
"""``trust``: whose certificates are believed."""

import click

from app.cli.answer import Answer, lines
from app.cli.session import Session
from app.credentials.trust import TrustList, read_trust_list
from app.translation import tr


@click.group()
def trust() -> None:
    """Whose certificates are believed."""


@trust.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """The issuers in the trust list of the data folder, which anybody may see."""
    file = session.folder.trust
    if not file.exists():
        return Answer({"issuers": []}, tr("There is no trust list in this folder yet."))
    found = read_trust_list(file.read_bytes())
    words = lines([(found.issuer_name, found.country, found.list_date)])
    return Answer({"issuers": [_document(found)]}, words)


def _document(found: TrustList) -> dict[str, object]:
    return {
        "id": found.centre_id.hex(),
        "name": found.issuer_name,
        "country": found.country,
        "list_date": found.list_date,
        "keys": [{"key": key.public_key.hex(), "from": key.valid_from, "until": key.valid_until} for key in found.keys],
        "revoked": sorted(found.revoked),
        "replaced": sorted(found.replaced),
    }
