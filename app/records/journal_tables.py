# SPDX-License-Identifier: Apache-2.0
"""Tables of the journal: operations, heads, keys, and what waits for something else to come."""

from sqlalchemy import Index

from app.records.columns import blob, integer, journal_table, text

operation = journal_table(
    "operation",
    blob("origin", key=True),
    integer("seq", key=True),
    text("kind"),
    integer("ver"),
    blob("centre"),
    blob("about"),
    blob("act"),
    blob("actor"),
    integer("at"),
    blob("hash"),
    blob("raw"),
)
Index("operation_about", operation.c.about)
Index("operation_act", operation.c.act)
Index("operation_actor", operation.c.actor)
Index("operation_kind", operation.c.kind)
"""What gives trust is asked for with every arrival, and is a handful among hundreds of thousands."""

head = journal_table(
    "head", blob("origin", key=True), integer("seq", key=True), blob("hash", key=True), blob("device"), blob("sig")
)
"""Signed heads: the highest proven one of each origin, and those that came before what they prove."""

ahead = journal_table("ahead", blob("origin", key=True), integer("seq", key=True), blob("hash", key=True), blob("raw"))
"""Operations that came before what they follow, or before the device that vouches for them was known."""

branch = journal_table(
    "branch", blob("id", key=True), blob("origin"), blob("parent"), integer("first"), integer("last")
)
"""Where two copies of a laptop wrote on under one origin, each stretch of operations stands under an id of its own:
``first`` to ``last`` of ``origin`` as they were written, following on the stretch ``parent``."""
Index("branch_origin", branch.c.origin)

subject_key = journal_table(
    "subject_key", blob("id", key=True), blob("subject"), text("class"), blob("key"), integer("epoch")
)
Index("subject_key_subject", subject_key.c.subject)

erased = journal_table("erased", blob("subject", key=True))
"""Data subjects whose identity and private keys were destroyed; no later key of theirs is taken in."""

class_key = journal_table("class_key", text("class", key=True), integer("epoch", key=True), blob("key"))
"""The centre's keys under which subject keys travel."""

person_secret = journal_table(
    "person_secret", blob("public_key", key=True), blob("person"), blob("wrapped"), integer("retired")
)
"""Signing keys of this laptop's people, each wrapped under a key from their own passphrase."""

local = journal_table("local", text("name", key=True), blob("value"))
"""What concerns this laptop only and never travels."""
