# SPDX-License-Identifier: Apache-2.0
"""The part of the registry's book that its pages need: staff and what they did, and what is counted for them.

Nothing here names a learner.
"""

from typing import Any

from sqlalchemy import Table

from app.records.columns import blob, integer, text
from app.registry.book import BOOK as BOOK


def _table(name: str, *columns: Any) -> Table:
    return Table(name, BOOK, *columns, sqlite_strict=True)


staff = _table(
    "staff",
    blob("id", key=True),
    text("name"),
    text("named"),
    integer("memory_kib"),
    integer("passes"),
    integer("lanes"),
    blob("salt"),
    blob("mark"),
    integer("added_at"),
)
"""Who may sign in: ``named`` is the name as it is compared, ``mark`` what tells the passphrase, made at this cost."""

staff_session = _table("staff_session", blob("id", key=True), blob("staff"), integer("began_at"), integer("seen_at"))
"""Who is signed in. A row that is gone or too old signs nobody in."""

sign_in_wait = _table("sign_in_wait", blob("named", key=True), integer("failed"), integer("until"), integer("at"))
"""Wrong passphrases in a row, for names that are known and for names that are not: ``named`` is a mark of the name."""

staff_deed = _table(
    "staff_deed", blob("id", key=True), integer("at"), text("who"), text("what"), text("about"), text("words")
)
"""What staff did, and why."""

barred = _table("barred", blob("centre", key=True), blob("device", key=True), integer("at"), text("reason"))
"""Laptops that the registry does not answer any more."""

withdrawn = _table(
    "withdrawn",
    blob("centre", key=True),
    text("named", key=True),
    text("number"),
    text("reason"),
    text("words"),
    integer("at"),
)
"""Documents that the registry revoked. ``named`` is what of the number counts."""

number_index = _table("number_index", text("named", key=True), blob("centre", key=True))
"""In the records of which centres a number is to be looked for."""

tally = _table("tally", blob("centre", key=True), integer("mark"), integer("at"), text("content"))
"""What was counted of a centre, when, and how far it had sent its records then."""

pack_draft = _table("pack_draft", blob("id", key=True), blob("staff"), text("name"), blob("content"), integer("at"))
"""Standards that somebody looks at before they are published."""
