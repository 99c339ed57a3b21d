# SPDX-License-Identifier: Apache-2.0
"""Each kind of document, each thing that may be done to it, and what everybody says of it then.

The first two columns are this program's answer to the code and to the credential; the page for phones must say the
same (that is checked wherever there is a JavaScript engine). The last two are readers that others wrote and that share
no code with this program: ``cwt`` for the code, ``openvc-core`` for the credential, each told the issuer's true key.
They know signatures and days only: of trust and of status they say nothing.
"""

import base64
import hashlib
import importlib.util
import zlib
from datetime import date
from functools import cache
from typing import Any

import cwt
import pytest

from app.credentials.facts import SIGNED_TYPES
from app.credentials.verifying import verify_credential, verify_text
from tests.credentials.builders_credentials import public
from tests.credentials.page_script import by_page, needs_node
from tests.credentials.tamperings import OURS, SECOND, TAMPERINGS, Shown

TODAY = date(2025, 1, 1)

TABLE = """
what was done                                    | code           | credential     | cwt     | openvc
nothing                                          | genuine        | genuine        | accepts | accepts
signed with the centre's second key              | genuine        | genuine        | accepts | accepts
issued long ago, with a last day to come         | genuine        | genuine        | accepts | accepts
named by a ministry that is trusted              | genuine        | genuine        | accepts | accepts
another name                                     | altered        | altered        | refuses | refuses
another Latin name                               | altered        | altered        | refuses | refuses
another date                                     | altered        | altered        | refuses | refuses
another title                                    | altered        | altered        | refuses | refuses
another number                                   | altered        | altered        | refuses | refuses
another qualification                            | altered        | altered        | refuses | refuses
another issuer                                   | altered        | altered        | refuses | refuses
another centre                                   | altered        | altered        | refuses | refuses
a later last day                                 | altered        | altered        | refuses | refuses
one bit of the signature                         | altered        | altered        | refuses | refuses
one bit of the facts                             | altered        | altered        | refuses | refuses
the end cut off                                  | altered        | altered        | refuses | refuses
pieced together from two                         | altered        | altered        | refuses | refuses
the same facts written another way               | altered        | altered        | refuses | refuses
no algorithm                                     | altered        | altered        | refuses | refuses
another algorithm                                | altered        | altered        | refuses | refuses
another key of the centre named                  | altered        | altered        | refuses | refuses
a key named that nobody knows                    | unknown-issuer | unknown-issuer | refuses | refuses
signed by a stranger                             | unknown-issuer | unknown-issuer | refuses | -
signed by another centre                         | unknown-issuer | unknown-issuer | refuses | -
the key not yet counting                         | unknown-issuer | unknown-issuer | accepts | accepts
the key not counting any more                    | unknown-issuer | unknown-issuer | accepts | accepts
no list of the centre                            | unknown-issuer | unknown-issuer | accepts | accepts
a ministry that names another key                | unknown-issuer | unknown-issuer | accepts | accepts
a ministry that allows other qualifications      | unknown-issuer | unknown-issuer | accepts | accepts
a ministry that allowed it until the day before  | unknown-issuer | unknown-issuer | accepts | accepts
taken back                                       | revoked        | revoked        | accepts | accepts
replaced                                         | replaced       | replaced       | accepts | accepts
expired                                          | expired        | expired        | refuses | refuses
the list in the first form, taken back           | revoked        | revoked        | accepts | accepts
"""

ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


@cache
def made(what: str, kind: str) -> Shown:
    return TAMPERINGS[what](kind)


def test_the_table_is_about_all_that_can_be_done() -> None:
    assert [row[0] for row in ROWS] == list(TAMPERINGS)


@pytest.mark.parametrize("kind", SIGNED_TYPES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_program_says_what_stands_in_the_table(row: list[str], kind: str) -> None:
    one = made(row[0], kind)
    code = verify_text(one.code, one.read_lists(), TODAY)
    credential = verify_credential(one.credential, one.read_lists(), TODAY)
    assert [code.result, credential.result] == row[1:3]
    known = code.result in ("genuine", "revoked", "replaced", "expired")
    assert (code.facts is not None) == known
    assert (code.list_date != "") == known
    if known:
        assert code.facts is not None
        assert code.facts.document_type == kind
        assert code.stands_for == ("SAMPLE Ministry" if "that is trusted" in row[0] else "")


@pytest.mark.parametrize("kind", SIGNED_TYPES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_cwt_says_the_same_of_the_signature(row: list[str], kind: str) -> None:
    assert cwt_says(made(row[0], kind).code, SECOND if "second" in row[0] else OURS) == row[3]


@pytest.mark.skipif(importlib.util.find_spec("openvc") is None, reason="openvc-core is not installed")
@pytest.mark.parametrize("kind", SIGNED_TYPES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_openvc_says_the_same_of_the_credential(row: list[str], kind: str) -> None:
    said = openvc_says(made(row[0], kind).credential)
    assert said == (row[4] if row[4] != "-" else "accepts")  # a did:key is its own key: who owns it, it cannot know


@needs_node
def test_the_page_for_phones_says_the_same_of_every_code_and_credential() -> None:
    asked, wanted = [], []
    for row in ROWS:
        for kind in SIGNED_TYPES:
            one = made(row[0], kind)
            lists = [file.decode() for file in one.lists]
            for text, verify in ((one.code, verify_text), (one.credential, verify_credential)):
                asked.append([text, lists])
                found = verify(text, one.read_lists(), TODAY)
                wanted.append([row[0], found.result, found.number, found.name, found.list_date, found.stands_for])
    answer = f"verifyAny(one[0], one[1].map(readList), '{TODAY.isoformat()}')"
    fields = "['result', 'number', 'name', 'listDate', 'standsFor']"
    said = by_page(f"((found) => {fields}.map((field) => found[field] || ''))({answer})", asked)
    assert [
        [row[0], *found] for row, found in zip((row for row in ROWS for _ in range(12)), said, strict=True)
    ] == wanted


def cwt_says(code: str, key: Any) -> str:
    kid = hashlib.sha256(public(key)).digest()[:8]
    try:
        envelope = zlib.decompress(_from_base32(code.rpartition("/C/")[2]))
        cwt.decode(envelope, cwt.COSEKey.new({1: 1, -1: 6, 3: -8, 2: kid, -2: public(key)}))
    except (ValueError, zlib.error, cwt.exceptions.CWTError):
        return "refuses"
    return "accepts"


def _from_base32(text: str) -> bytes:
    """RFC 4648 without padding, by the standard library: a reader shares nothing with whoever wrote the code."""
    return base64.b32decode(text + "=" * (-len(text) % 8))


def openvc_says(token: str) -> str:
    openvc: Any = importlib.import_module("openvc")
    try:
        openvc.verify_credential(token, policy=openvc.VerificationPolicy(require_status=False))
    except openvc.OpenvcError:
        return "refuses"
    return "accepts"
