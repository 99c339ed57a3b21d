# SPDX-License-Identifier: Apache-2.0
"""Tables of the journal: operations, heads, keys, and what waits for something else to come."""

from typing import Final

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
    integer("pos", optional=True),
)
Index("operation_about", operation.c.about)
Index("operation_act", operation.c.act)
Index("operation_actor", operation.c.actor)
Index("operation_kind", operation.c.kind)
"""What gives trust is asked for with every arrival, and is a handful among hundreds of thousands."""

head = journal_table(
    "head",
    blob("origin", key=True),
    integer("seq", key=True),
    blob("hash", key=True),
    blob("device", key=True),
    blob("sig", key=True),
    integer("pos", optional=True),
)
"""Signed heads: one every few hundred operations of each origin, and those that came before what they prove. Several
may stand at one place: a false word there must not keep the true one out."""

ahead = journal_table("ahead", blob("origin", key=True), integer("seq", key=True), blob("hash", key=True), blob("raw"))
"""Operations that came before what they follow, or before the device that vouches for them was known."""

branch = journal_table(
    "branch", blob("id", key=True), blob("origin"), blob("parent"), integer("first"), integer("last")
)
"""Where two copies of a laptop wrote on under one origin, each stretch of operations stands under an id of its own:
``first`` to ``last`` of ``origin`` as they were written, following on the stretch ``parent``."""
Index("branch_origin", branch.c.origin)

subject_key = journal_table(
    "subject_key",
    blob("id", key=True),
    blob("subject"),
    text("class"),
    blob("key"),
    integer("epoch"),
    integer("pos", optional=True),
)
Index("subject_key_subject", subject_key.c.subject)

covered_key = journal_table(
    "covered_key",
    blob("id", key=True),
    blob("subject"),
    text("class"),
    integer("epoch"),
    blob("boxed"),
    integer("pos", optional=True),
)
"""Subject keys that cannot be opened here, or not yet: kept as they came, and passed on."""
Index("covered_key_subject", covered_key.c.subject)

erased = journal_table("erased", blob("subject", key=True), integer("pos", optional=True))
"""Data subjects whose identity and private keys were destroyed; no later key of theirs is taken in."""

class_key = journal_table("class_key", text("class", key=True), integer("epoch", key=True), blob("key"))
"""The centre's keys under which subject keys travel."""

person_secret = journal_table(
    "person_secret", blob("public_key", key=True), blob("person"), blob("wrapped"), integer("retired")
)
"""Signing keys of this laptop's people, each wrapped under a key from their own passphrase."""

local = journal_table("local", text("name", key=True), blob("value"))
"""What concerns this laptop only and never travels."""

NUMBERED: Final = (subject_key, covered_key, erased, head, operation)
"""What travels: each thing has a position in the order in which it came here, once somebody asked for it."""
for _table in NUMBERED:
    Index(f"{_table.name}_pos", _table.c.pos)

stream = journal_table("stream", blob("centre", key=True), blob("epoch"), integer("head"))
"""How many positions were given out here, and a name for this numbering: a file that was put back gets a new one."""

peer = journal_table(
    "peer",
    blob("id", key=True),
    text("name"),
    text("url"),
    blob("sign_key"),
    blob("epoch"),
    integer("marked"),
    blob("mark"),
    integer("met_at"),
)
"""Others with whom records are exchanged: the name of their numbering, and what stood at one position of it."""

given = journal_table("given", blob("peer", key=True), integer("first", key=True), integer("last"))
"""Stretches of our positions that a peer is known to hold."""

taken = journal_table("taken", blob("peer", key=True), integer("first", key=True), integer("last"))
"""Stretches of a peer's positions that are here."""

receipt = journal_table(
    "receipt", blob("peer", key=True), blob("batch", key=True), integer("top"), blob("sig"), integer("at")
)
"""Peers' signed words that they hold what was sent."""
