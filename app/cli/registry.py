# SPDX-License-Identifier: Apache-2.0
"""``registry``: the central server of a region or a nation, for those who run one."""

import json
import os
from pathlib import Path
from typing import Any, Final

import click

from app.cli.answer import Answer, lines, moment
from app.cli.outside import RegistryOffice
from app.cli.parameters import FILE, NEW_FILE, id_of
from app.cli.session import NEW_PASSPHRASE, Session
from app.domain.refusals import StorageTrouble
from app.translation import later, tr

_KEY: Final = "registry.key"
_PORT: Final = 8471
_OFFICE: Final = "guildmark.registry"
_NEW_SECRET: Final = later("A new passphrase")
_TAKEN: Final = later("The server cannot listen on {host}, port {port}: {why}. Choose another one.")


@click.group()
@click.option("--database", default="", help="Address of a PostgreSQL database; without it, encrypted files.")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="The key file of the registry.")
@click.pass_context
def registry(ctx: click.Context, database: str, key: Path | None) -> None:
    """The central registry: it serves centres and keeps what they share."""
    session: Session = ctx.obj
    folder = session.folder.path
    ctx.meta[_OFFICE] = session.outside.registry(folder, key or folder / _KEY, database)


@registry.command()
@click.option("--name", required=True, help="What the registry is called.")
@click.option("--url", default="", help="Where laptops reach it.")
@click.pass_obj
def init(session: Session, name: str, url: str) -> Answer:
    """Make a registry, with fresh keys."""
    made = _office().init(name, url, session.progress())
    words = tr("The registry is made. Keep a copy of its key file in a safe place: {file}", file=made["key_file"])
    return Answer(made, words)


@registry.command()
@click.pass_obj
def upgrade(session: Session) -> Answer:
    """Bring the database of an earlier program up to date, as its owner."""
    done = _office().upgrade(session.progress())
    return Answer(done, tr("The database is up to date."))


@registry.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=_PORT, show_default=True, help="0 takes any free one.")
@click.pass_obj
def serve(session: Session, host: str, port: int) -> Answer:
    """Serve until stopped. Prints the address when ready."""

    def ready(url: str) -> None:
        click.echo(json.dumps({"url": url}))

    try:
        _office().serve(host, port, ready)
    except OSError as error:
        raise StorageTrouble("no-address", _TAKEN, host=host, port=port, why=os.strerror(error.errno or 0)) from error
    return Answer(None)


@registry.group()
def centre() -> None:
    """The centres that the registry serves."""


@centre.command("add")
@click.argument("name")
@click.option("--code", required=True, help="Short code, as on the centre's certificates.")
@click.option("--country", default="", help="Two letters.")
def add(name: str, code: str, country: str) -> Answer:
    """Serve one more centre."""
    made = _office().add_centre(name, code, country)
    return Answer(made, tr("The registry serves {name} now.", name=made["name"]))


@centre.command("list")
def list_centres() -> Answer:
    """All centres, with their last contact."""
    rows = [_told(row) for row in _office().centres()]
    return Answer({"centres": rows}, lines(_columns(row) for row in rows))


@registry.command()
@click.argument("centre_code", metavar="CENTRE")
def code(centre_code: str) -> Answer:
    """A one-time code with which the first laptop of CENTRE enrols. It counts for a day."""
    given = _office().code(centre_code)
    return Answer({**given, "expires": moment(given["expires"])}, given["code"])


@registry.command()
@click.argument("file", type=NEW_FILE)
def card(file: Path) -> Answer:
    """Write FILE, by which a centre without a network knows this registry. Tell it the two words by telephone."""
    from app.services.joining_registry import look_at_card

    made = _office().card(file)
    words = look_at_card(file).words
    return Answer({**made, "words": words}, tr("{file}: the two words are “{words}”.", file=file, words=words))


@registry.command()
@click.argument("file", type=FILE)
@click.option("--centre", "centre_code", required=True, help="The code of the centre whose file it is.")
def enrol(file: Path, centre_code: str) -> Answer:
    """Take in the records of a centre from FILE, which you have from its own hands."""
    brought = _office().enrol(file, centre_code)
    words = tr("New: {new}. Known before: {known}.", new=brought["new"], known=brought["duplicates"])
    return Answer(brought, words)


@registry.group()
def device() -> None:
    """Laptops of the centres."""


@device.command("list")
def list_devices() -> Answer:
    """All laptops, with their last contact."""
    rows = [_told(row) for row in _office().devices()]
    return Answer({"devices": rows}, lines(_columns(row) for row in rows))


@registry.command()
@click.argument("first")
@click.argument("last")
@click.option("--qualification", default="", help="Only for the qualification with this code.")
def numbers(first: str, last: str, qualification: str) -> Answer:
    """Give out the numbers of documents from FIRST to LAST, in blocks and with answers to claims."""
    added = _office().add_numbers(first, last, qualification)
    return Answer(added, tr("From now on these numbers are given out: {first} to {last}.", **added))


@registry.group()
def claim() -> None:
    """Claims of centres, and the answers to them."""


@claim.command("list")
def list_claims() -> Answer:
    """The claims that wait, and for whom the rules do not bear them out."""
    found = _office().claims()
    told = [
        (one["centre"], one["claim"], one["qualification"], row["id"], row["name"], row["why_not"])
        for one in found
        for row in one["learners"]
    ]
    return Answer({"claims": found}, lines(told))


@claim.command("answer")
@click.argument("centre_code", metavar="CENTRE")
@click.argument("claim_id", metavar="CLAIM")
@click.option("--refuse", nargs=2, multiple=True, metavar="LEARNER REASON", help="Refuse this learner.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer into a file, too.")
def answer_claim(centre_code: str, claim_id: str, refuse: tuple[tuple[str, str], ...], out: Path | None) -> Answer:
    """Accept everybody in CLAIM whom the rules bear out, but for those refused. Numbers are given where due."""
    refused = {id_of(learner): why for learner, why in refuse}
    done = _office().answer_claim(centre_code, id_of(claim_id), refused, out)
    return Answer(done, lines((one["id"], one["outcome"], one["number"], one["reason"]) for one in done["learners"]))


@claim.command("by")
@click.argument("who", type=click.Choice(["staff", "rules"]))
def claims_by(who: str) -> Answer:
    """Let staff answer claims, as at first, or the rules alone: at once, whenever a laptop asks."""
    return Answer(_office().let_answer(who), tr("Done."))


@registry.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--trust", is_flag=True, help="FILES are lists of trust.")
@click.pass_obj
def publish(session: Session, files: tuple[Path, ...], trust: bool) -> Answer:
    """Publish the standards in FILES, or lists of trust, for all centres."""
    office = _office()
    if trust:
        count = sum(office.publish_list(file)["published"] for file in files)
    else:
        count = office.publish(files, session.outside.resources / "mappings")["published"]
    return Answer({"published": count}, tr("Published: {n}", n=count))


@registry.command()
def restored() -> Answer:
    """Say that the records were put back from a backup, so that laptops compare and send what is missing."""
    done = _office().restored()
    return Answer(done, tr("Every laptop compares its records with the registry at its next contact."))


@registry.group()
def staff() -> None:
    """Who may sign in on the registry's pages."""


@staff.command("add")
@click.argument("name")
@click.pass_obj
def add_staff(session: Session, name: str) -> Answer:
    """Let NAME sign in, with the passphrase in GUILDMARK_NEW_PASSPHRASE."""
    done = _office().add_staff(name, session.secret(NEW_PASSPHRASE, _NEW_SECRET))
    return Answer(done, tr("{name} can sign in on the registry's pages.", name=done["name"]))


@staff.command("list")
def list_staff() -> Answer:
    """Everybody who may sign in."""
    rows = _office().staff()
    return Answer({"staff": rows}, lines(_columns(row) for row in rows))


@staff.command("passphrase")
@click.argument("name")
@click.pass_obj
def staff_passphrase(session: Session, name: str) -> Answer:
    """Give NAME the passphrase in GUILDMARK_NEW_PASSPHRASE, and sign them out everywhere."""
    done = _office().change_staff_passphrase(name, session.secret(NEW_PASSPHRASE, _NEW_SECRET))
    return Answer(done, tr("The passphrase is changed."))


@staff.command("remove")
@click.argument("name")
def remove_staff(name: str) -> Answer:
    """Let NAME sign in no more; what they did stays written down."""
    done = _office().remove_staff(name)
    return Answer({**done, "removed": True}, tr("{name} can no longer sign in.", name=name))


def _office() -> RegistryOffice:
    found: RegistryOffice = click.get_current_context().meta[_OFFICE]
    return found


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "last_contact": moment(row["last_contact"])}


def _columns(row: dict[str, Any]) -> list[Any]:
    return ["-" if value is None else value for value in row.values()]
