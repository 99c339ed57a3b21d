# SPDX-License-Identifier: Apache-2.0
"""``certificate``: what learners have earned, on paper."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.about import About, about_documents
from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.claiming import answer, claim, preflight
from app.cli.parameters import FILE, FOLDER, NEW_FILE
from app.cli.register import appeal, decide, renew, replace, revoke
from app.cli.session import Session
from app.credentials.qr_text import is_code
from app.credentials.verifying import Verification
from app.domain.brought import from_before
from app.domain.register import ISSUED, REPLACED, STATE_WORDS
from app.exchange.stick_places import require_file
from app.translation import later, tr, trn

if TYPE_CHECKING:
    from app.records.queries.certificates import CertificateRow

RESULT_WORDS = {
    "genuine": later("Genuine, as of the list of {list_date}."),
    "altered": later("Altered: this was not issued so. Do not accept it."),
    "revoked": later("Revoked: it was genuine, and was taken back."),
    "replaced": later("Replaced: a newer one was issued in its place."),
    "expired": later("Expired: it was genuine until its last day."),
    "unknown-issuer": later("The issuer is not known here, so nothing can be said of it."),
    "not-a-certificate": later("This is not a certificate of this program."),
}

_LEFT_OUT = later("Not all of it is in the code: a picture does not prove the rest, the file of the document does.")
_FILES = (".pdf", ".png", ".jpg", ".jpeg", ".json", ".jwt")


@click.group()
def certificate() -> None:
    """What learners have earned, on paper."""


for _command in (replace, renew, revoke, appeal, decide, preflight, claim, answer):
    certificate.add_command(_command)


@certificate.command()
@about_documents
@click.option("--template", default="", help="Another template than that of the rule.")
@click.option("--out", type=FOLDER, required=True, help="The folder for the PDF files.")
@click.option("--merged", type=NEW_FILE, help="All of them as one file for the printer, too.")
@click.pass_obj
def issue(session: Session, about: About, template: str, out: Path, merged: Path | None) -> Answer:
    """Issue a certificate to every learner of a cohort who has earned one and has none yet."""
    from app.services.certificates import IssueWish
    from app.services.certificates import issue as issue_certificates

    wish = IssueWish(
        about.cohort, about.qualification, (), out, merged, document=about.document, unit=about.unit, template=template
    )
    done = issue_certificates(session.centre(), wish, session.progress())
    found = {
        "act": done.act.hex() if done.act else None,
        "issued": [
            {"number": one.number, "learner": one.learner.hex(), "name": one.name, "file": str(one.file)}
            for one in done.issued
        ],
        "refused": [
            {"learner": one.learner.hex(), "name": one.name, "code": one.code, "why": one.why} for one in done.refused
        ],
    }
    words = [trn("{n} certificate is issued.", "{n} certificates are issued.", len(done.issued))]
    words += [lines((one.number, one.name, one.file) for one in done.issued)] if done.issued else []
    words += [lines((one.name, one.why) for one in done.refused)] if done.refused else []
    return Answer(found, "\n".join(words), REFUSED if done.refused and not done.issued else DONE)


@certificate.command("list")
@click.pass_obj
def list_(session: Session) -> Answer:
    """The register of certificates."""
    from app.records.queries import certificates

    rows = session.work().read(certificates.register, session.outside.today().isoformat())
    document = [
        {
            "number": row.number,
            "learner": row.learner.hex(),
            "name": row.name,
            "title": row.title,
            "document": row.document,
            "qualification": row.qualification,
            "issued_on": row.issued_on,
            "state": row.state,
            "issuer": row.issuer,
            "source": row.source,
            "replaced_by": row.replaced_by,
            "valid_until": row.valid_until,
            "reason": row.reason,
        }
        for row in rows
    ]
    return Answer(
        {"certificates": document}, lines((row.number, row.name, row.title, row.issued_on, _state(row)) for row in rows)
    )


def _state(row: "CertificateRow") -> str:
    """The words for a document that does not stand as it was issued, or is from before; nothing for the others."""
    replaced = tr("replaced by {number}", number=row.replaced_by) if row.replaced_by else ""
    if not row.issued_here:
        return "; ".join(filter(None, (from_before(row.source), replaced)))
    if row.state == REPLACED:
        return replaced
    return "" if row.state == ISSUED else tr(STATE_WORDS[row.state])


@certificate.command()
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def register(session: Session, file: Path) -> Answer:
    """Write the register of certificates as a workbook."""
    from app.services.exporting import export_certificates

    n = export_certificates(session.work(), file, session.progress())
    return Answer({"file": str(file), "certificates": n}, tr("The workbook is written: {file}", file=file))


@certificate.command()
@click.argument("number")
@click.option("--reason", default="", help="Why it is printed again.")
@click.option("--out", type=FOLDER, default=Path(), help="The folder for the PDF file; this one if none is named.")
@click.pass_obj
def reprint(session: Session, number: str, reason: str, out: Path) -> Answer:
    """Write the PDF file of a certificate again: exactly as it was issued, or marked as a duplicate by the rule."""
    from app.services.reprinting import reprint as print_again
    from app.store.durable import write_whole

    content = print_again(session.centre(), number, reason)
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"{number}.pdf"
    write_whole(file, content)
    return Answer({"number": number, "file": str(file)}, str(file))


@certificate.command()
@click.argument("number")
@click.argument("file", type=NEW_FILE)
@click.pass_obj
def credential(session: Session, number: str, file: Path) -> Answer:
    """Write the digital certificate (Open Badges 3.0) as a file that its learner keeps: JSON, or the bare token for a
    name that ends in .jwt."""
    from app.services.badges import write_badge

    write_badge(session.work(), number, file)
    return Answer({"number": number, "file": str(file)}, str(file))


@certificate.command()
@click.argument("file_or_text", metavar="FILE-or-TEXT")
@click.option("--trust", type=FILE, help="The trust list; those of the data folder if none is named.")
@click.pass_obj
def verify(session: Session, file_or_text: str, trust: Path | None) -> Answer:
    """Say whether a certificate is genuine: a PDF, a picture of it, its credential, the text of its code, its number.

    A number alone proves nothing; with --as USER the register of the centre is asked for it.
    """
    from app.services import trusting, verifying

    if _names_a_file(file_or_text):
        with suppress(OSError):  # longer than a name can be: then it is no name
            require_file(Path(file_or_text))
    if trust:
        lists = verifying.read_trust(trust)
    else:
        lists = trusting.lists_now(session.centre()) if session.shared.user else trusting.lists_in(session.folder)
    register = verifying.register_of(session.work()) if session.shared.user else None
    found = verifying.verify(file_or_text, lists, session.outside.today(), register)
    document = {
        "result": found.result,
        "number": found.number,
        "name": found.name,
        "title": found.title,
        "list_date": found.list_date,
        "stands_for": found.stands_for,
        "reason": tr(found.reason),
    } | _facts(found)
    words = tr(RESULT_WORDS[found.result], list_date=found.list_date)
    stands = tr("{root} stands for the issuer.", root=found.stands_for) if found.stands_for else ""
    told = " ".join(filter(None, (words, tr(found.reason), stands)))
    return Answer(document, f"{told}\n{_to_compare(found)}".strip(), _status(found))


@certificate.command()
@click.argument("out", metavar="OUT.html", type=NEW_FILE)
@click.pass_obj
def verifier(session: Session, out: Path) -> Answer:
    """Write the page that checks certificates with no network, for a phone or a stick, with this folder's lists."""
    from app.services.trusting import files_in
    from app.services.verifier_page import page
    from app.store.durable import write_whole
    from app.store.troubles import storage_errors

    files = files_in(session.folder)
    with storage_errors():
        write_whole(out, page(files))
    return Answer({"file": str(out), "lists": len(files)}, tr("The page is written: {file}", file=out))


def _to_compare(found: Verification) -> str:
    facts = found.facts
    if facts is None:
        return lines([(found.number, found.name, found.title)])
    proven = (facts.qualification_code, facts.latin_name, facts.issued_on, facts.issuer_name, *facts.unit_codes)
    said = lines([tuple(filter(None, (found.number, found.name, found.title, *proven)))])
    return f"{said}\n{tr(_LEFT_OUT)}" if facts.left_out else said


def _facts(found: Verification) -> dict[str, object]:
    """What the code proves besides, for a person to compare with the page."""
    facts = found.facts
    if facts is None:
        return {}
    return {
        "latin_name": facts.latin_name,
        "birth_year": facts.birth_year,
        "document": facts.document_type,
        "qualification": facts.qualification_code,
        "valid_until": facts.valid_until,
        "left_out": sorted(facts.left_out),
        "units": list(facts.unit_codes),
        "issued_on": facts.issued_on,
        "issuer": facts.issuer_name,
    }


def _names_a_file(file_or_text: str) -> bool:
    """Whether this is meant as the name of a file. Texts of codes and addresses hold a colon where a path has none."""
    if is_code(file_or_text.strip()):
        return False
    is_path = any(separator in file_or_text for separator in "/\\") and ":" not in file_or_text[2:]
    return is_path or file_or_text.lower().endswith(_FILES)


def _status(found: Verification) -> int:
    return DONE if found.result == "genuine" else REFUSED
