# SPDX-License-Identifier: Apache-2.0
"""Printing an issued document again: the pages are those that were issued, whatever changed since."""

import hashlib
from contextlib import suppress
from typing import Final

from app.domain.refusals import BadInput, NotFound, StorageTrouble
from app.domain.rights import Command
from app.records.queries import certificates, policies
from app.records.queries.certificates import CertificateRow
from app.records.unit_of_work import Act, Fact
from app.services.looks import materials_of
from app.services.opening import OpenCentre
from app.services.originals import award_keys, original_of
from app.services.papers import is_for_forms, is_foreign, marked_duplicate, pdf_for_forms, pdf_of, thawed
from app.services.vault import vault_of
from app.translation import later

_ELSEWHERE: Final = later(
    "The pages of {number} are not on this laptop yet, and cannot be made here as they were issued. "
    "They come with the next exchange of records with a laptop that has them; until then print it there."
)
_DIFFERENT: Final = later(
    "The pages of {number} cannot be made without what is on the forms, as they were issued. Print it on plain paper, "
    "or on forms with nothing on them."
)


def pages_of(centre: OpenCentre, number: str) -> bytes:
    """The document of this number as a PDF, byte for byte as it was issued.

    Raises NotAllowed, NotFound, RuleBroken "brought-in", StorageTrouble "pages-elsewhere" where its pages are not here.
    """
    centre.work.allow(Command.VIEW)
    return _pages(centre, centre.work.read(certificates.certificate, number))


def reprint(centre: OpenCentre, number: str, words: str = "") -> bytes:
    """The document as it is to be printed once more: by the policy the same pages, or a marked and counted duplicate.

    Raises as ``pages_of`` and ``mark_duplicate``.
    """
    row = centre.work.read(certificates.certificate, number)
    rules = centre.work.read(policies.policies, row.qualification)
    return mark_duplicate(centre, number, words) if rules.marks_duplicates else pages_of(centre, number)


def mark_duplicate(centre: OpenCentre, number: str, words: str = "") -> bytes:
    """The document with a mark that it is a duplicate, the how manieth and of which day; that it was printed is kept
    with ``words`` that say why. Raises as ``pages_of``."""
    work = centre.work
    work.allow(Command.REPRINT)
    with work.act() as act:
        row = certificates.certificate(act.connection, number)
        pages, today = _pages(centre, row), work.today().isoformat()
        done = marked_duplicate(pages, row, certificates.duplicates(act.connection, row.number) + 1, today)
        write_duplicate(act, row, words, today)
    return done


def pages_for_forms(centre: OpenCentre, number: str, *, always: bool = False) -> bytes:
    """The pages as they are printed on forms: without what is on these already, where the template says so by its
    background, or ``always``. The kept pages stay as they are.

    Raises as ``pages_of``, and StorageTrouble "forms-differ" where the program cannot make these pages say what was
    issued any more.
    """
    whole = pages_of(centre, number)
    row = centre.work.read(certificates.certificate, number)
    if is_foreign(row.data):
        return whole
    paper = thawed(row.data)
    materials = centre.work.read(materials_of, vault_of(centre), [paper])
    if not (always or is_for_forms(paper, materials)):
        return whole
    made = pdf_for_forms(paper, materials)
    from app.documents.reading import says_nothing_else

    if not says_nothing_else(whole, made):
        raise StorageTrouble("forms-differ", _DIFFERENT, number=row.number)
    return made


def write_duplicate(act: Act, row: CertificateRow, words: str, today: str) -> int:
    """Keep that a marked duplicate of a document is printed, and why; the how manieth it is."""
    count = certificates.duplicates(act.connection, row.number) + 1
    about = original_of(act.connection, row)
    sealed = [(key, {"words": words}) for key in award_keys(act.connection, about)] if words else []
    act.write(Fact("certificate.reprinted", about, {"number": row.number, "marked": 1, "on": today}, sealed))
    return count


def _pages(centre: OpenCentre, row: CertificateRow) -> bytes:
    if not row.file:  # issued before pages were kept
        return pdf_of(thawed(row.data, row.credential))
    try:
        return vault_of(centre).get(row.file)
    except (NotFound, StorageTrouble, BadInput):
        return _made_again(centre, row)


def _made_again(centre: OpenCentre, row: CertificateRow) -> bytes:
    pages = b""
    if not is_foreign(row.data):
        paper = thawed(row.data, row.credential)
        with suppress(NotFound, StorageTrouble):
            pages = pdf_of(paper, centre.work.read(materials_of, vault_of(centre), [paper]))
    if hashlib.sha256(pages).hexdigest() != row.file:
        raise StorageTrouble("pages-elsewhere", _ELSEWHERE, number=row.number)
    return pages
