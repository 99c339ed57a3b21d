# SPDX-License-Identifier: Apache-2.0
"""``trust``: whose certificates are believed."""

import hashlib
from pathlib import Path
from typing import Any

import click

from app.cli.answer import Answer, lines
from app.cli.parameters import FILE, FOLDER, NEW_FILE
from app.cli.session import Session
from app.credentials.roots import RootList
from app.credentials.status_list import REFRESH, REVOCATION
from app.credentials.trust import TrustList
from app.credentials.verifying import AnyList
from app.translation import tr, trn


@click.group()
def trust() -> None:
    """Whose certificates are believed."""


@trust.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """The issuers and the roots whose lists are in the data folder, which anybody may see."""
    from app.services.trusting import lists_in

    found = lists_in(session.folder)
    if not found:
        return Answer({"issuers": [], "roots": []}, tr("There is no trust list in this folder yet."))
    document = {
        "issuers": [_document(one) for one in found if isinstance(one, TrustList)],
        "roots": [_root(one) for one in found if isinstance(one, RootList)],
    }
    return Answer(document, lines(map(_line, found)))


@trust.command()
@click.argument("file", metavar="ROOT-or-LIST", type=FILE)
@click.pass_obj
def add(session: Session, file: Path) -> Answer:
    """Believe the list of a root (a registry, a ministry) or of another centre from now on.

    Compare the figures that are printed with those that its owner tells you by another way.
    """
    from app.services.trusting import add_list
    from app.store.troubles import storage_errors

    with storage_errors():
        data = file.read_bytes()
    added = add_list(session.folder, data, session.outside.today())
    said = tr("The list is added. Compare these figures with its owner: {figures}", figures=_figures(_signer(added)))
    document = _root(added) if isinstance(added, RootList) else _document(added)
    return Answer(document, f"{said}\n{lines([_line(added)])}")


@trust.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def export(session: Session, file: Path) -> Answer:
    """Write this centre's own list, for whoever checks its certificates, and print the figures to compare. With --as
    USER, who may issue, it is made anew for today."""
    from app.services.publishing import write_trust_to
    from app.services.trusting import renew_trust

    if session.shared.user:
        renew_trust(session.centre())
    found = write_trust_to(session.folder, file)
    told = tr("Tell whoever adds it these figures, by another way than the file goes: {figures}",
              figures=_figures(found.signed_by))  # fmt: skip
    return Answer(_document(found) | {"file": str(file)}, f"{told}\n{lines([_line(found)])}")


@trust.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_obj
def status(session: Session, folder: Path) -> Answer:
    """Write this centre's status lists (W3C Bitstring Status List), signed, as the files that a web server hands out
    under the centre's web address: DIR is what stands there under /status."""
    from app.services.publishing import write_status_lists

    files = write_status_lists(session.centre(), folder)
    words = trn("{n} list is written: {folder}", "{n} lists are written: {folder}", len(files), folder=folder)
    return Answer({"files": [str(one) for one in files]}, words)


@trust.command()
@click.argument("file", metavar="ROOT.json", type=NEW_FILE)
@click.argument("lists", metavar="LIST..", nargs=-1, required=True, type=FILE)
@click.option("--from", "valid_from", default="", help="The first day, as 2026-03-31; that of the oldest key if none.")
@click.option("--until", "valid_until", default="", help="The last day, as 2026-03-31.")
@click.option("--scope", multiple=True, help="Only this qualification; X* for all that begin so; again for each.")
@click.pass_obj
def root(session: Session, /, file: Path, lists: tuple[Path, ...], **said: Any) -> Answer:
    """Stand for other centres, whose lists these are: write or renew the list of this centre as their root, signed by
    you. Compare the figures of each list with its centre first."""
    from app.services.publishing import RootWish, stand_for

    written = stand_for(session.centre(), file, RootWish(lists, **said))
    told = tr("Tell whoever adds it these figures, by another way than the file goes: {figures}",
              figures=_figures(written.key))  # fmt: skip
    names = lines((grant.name, grant.valid_from, grant.valid_until) for grant in written.grants)
    return Answer(_root(written) | {"file": str(file)}, f"{told}\n{names}")


def _line(found: AnyList) -> tuple[str, str, str]:
    return (found.name if isinstance(found, RootList) else found.issuer_name, found.country, found.list_date)


def _document(found: TrustList) -> dict[str, object]:
    return {
        "id": found.centre_id.hex(),
        "name": found.issuer_name,
        "country": found.country,
        "list_date": found.list_date,
        "keys": [{"key": key.public_key.hex(), "from": key.valid_from, "until": key.valid_until} for key in found.keys],
        "figures": _figures(found.signed_by),
        "revoked": found.how_many(REVOCATION),
        "replaced": found.how_many(REFRESH),
    }


def _root(found: RootList) -> dict[str, object]:
    return {
        "name": found.name,
        "country": found.country,
        "list_date": found.list_date,
        "figures": _figures(found.key),
        "centres": [
            {
                "id": grant.centre_id.hex(),
                "name": grant.name,
                "from": grant.valid_from,
                "until": grant.valid_until,
                "scope": list(grant.scope),
            }
            for grant in found.grants
        ],
    }


def _signer(found: AnyList) -> bytes:
    return found.key if isinstance(found, RootList) else found.signed_by


def _figures(key: bytes) -> str:
    """The key in figures that two people can read to each other: 80 bits of its SHA-256."""
    number = f"{int.from_bytes(hashlib.sha256(key).digest()[:10], 'big'):025d}"
    return " ".join(number[at : at + 5] for at in range(0, 25, 5))
