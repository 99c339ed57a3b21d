# SPDX-License-Identifier: Apache-2.0
"""Tables that the fold fills. Queries read these; nothing else writes them."""

from sqlalchemy import Column, Index, Table, literal_column
from sqlalchemy.schema import SchemaItem

from app.domain.learners import FIELD_CLASSES
from app.domain.signatories import FIELDS as SIGNATORY_FIELDS
from app.records.columns import BigInt, blob, integer, projection, text

pending = projection("pending", blob("origin", key=True), integer("seq", key=True), blob("about"), blob("waits_for"))
"""Operations whose record, or the key to read them, has not come yet."""
Index("pending_waits_for", pending.c.waits_for)
Index("pending_about", pending.c.about)

undone = projection("undone", blob("act", key=True))
newer = projection("newer", blob("origin", key=True), integer("seq", key=True), blob("about"), text("kind"))
"""Facts from a newer program: kept, passed on, and said on the record that they concern."""
Index("newer_about", newer.c.about)

breach = projection(
    "breach", blob("origin", key=True), integer("seq", key=True), blob("about"), blob("actor"), text("reason")
)
"""Facts that came from elsewhere against a rule: kept, flagged, a question for a person."""
Index("breach_about", breach.c.about)
Index("breach_actor", breach.c.actor)


def slot_table(name: str, slot: tuple[SchemaItem, ...], *extra: SchemaItem) -> Table:
    """A table of facts of which a later one replaces earlier ones of the same slot.

    ``base`` names what a row replaces; ``current`` says that nothing replaces it; ``contested`` that another current
    row of the slot says something else.
    """
    return projection(
        name,
        *slot,
        blob("origin", key=True),
        integer("seq", key=True),
        text("value"),
        text("base"),
        integer("at"),
        blob("actor"),
        blob("act"),
        integer("current"),
        integer("contested"),
        *extra,
        clustered=True,
    )


def _attempt() -> tuple[SchemaItem, ...]:
    return blob("learner", key=True), blob("unit", key=True), integer("attempt", key=True)


register = slot_table("register", (blob("about", key=True), text("field", key=True)), text("record"))
"""The words on a field that has been set since its record began, the first value among them."""
mark = slot_table("mark", (*_attempt(), text("criterion", key=True)), integer("batch"))
note = slot_table("note", (*_attempt(), text("criterion", key=True)))
absence = slot_table("absence", _attempt())
judgement = slot_table("judgement", _attempt())
signoff = slot_table("signoff", _attempt(), blob("digest"), integer("matches"))
"""``matches``: the marks that stand now are the marks that were signed."""
member = slot_table("member", (blob("learner", key=True), blob("cohort", key=True)), integer("bib"))
Index("member_cohort", member.c.cohort)
for _table in (register, mark, judgement, signoff):
    Index(f"{_table.name}_contested", _table.c.contested, sqlite_where=_table.c.contested == 1)

centre = projection("centre", blob("id", key=True), text("name"), text("code"), text("country"), text("place"))
device = projection("device", blob("id", key=True), text("name"), blob("sign_key"), blob("box_key"), integer("revoked"))
origin = projection("origin", blob("id", key=True), blob("device"), text("reason"), integer("began_at"))
registry = projection(
    "registry",
    blob("origin", key=True),
    integer("seq", key=True),
    blob("about"),
    blob("id"),
    text("name"),
    text("url"),
    blob("sign_key"),
    blob("box_key"),
    integer("at"),
)
"""Registries that the centre shares its records with: the words on each, of which the last one counts."""
person = projection("person", blob("id", key=True), text("name"), text("roles"), text("disabled"))
person_key = projection(
    "person_key",
    blob("id", key=True),
    blob("person", key=True),
    blob("public_key"),
    blob("device"),
    integer("added_at"),
)

Index("origin_device", origin.c.device)
Index("person_key_person", person_key.c.person)

unit = projection(
    "unit",
    blob("id", key=True),
    text("code"),
    text("title"),
    text("language"),
    integer("hours", optional=True),
    integer("credits", optional=True),
    integer("published_at"),
)
Index("unit_code", unit.c.code)
element = projection(
    "element", blob("unit", key=True), integer("position", key=True), text("code"), text("title"), clustered=True
)
criterion = projection(
    "criterion",
    blob("unit", key=True),
    integer("position", key=True),
    integer("element"),
    text("code"),
    text("text"),
    integer("critical"),
    clustered=True,
)
qualification = projection(
    "qualification",
    blob("id", key=True),
    text("code"),
    text("title"),
    text("level"),
    text("sector"),
    text("language"),
    integer("published_at"),
)
Index("qualification_code", qualification.c.code)
unit_group = projection(
    "unit_group",
    blob("qualification", key=True),
    integer("position", key=True),
    text("title"),
    integer("choose"),
    clustered=True,
)
"""Position 0 is the mandatory units; the groups of electives follow."""
qualification_unit = projection(
    "qualification_unit",
    blob("qualification", key=True),
    integer("position", key=True),
    integer("group"),
    blob("unit"),
    clustered=True,
)

published_list = projection(
    "published_list",
    blob("id", key=True),
    integer("part", key=True),
    integer("parts"),
    text("list"),
    text("name"),
    text("content"),
    integer("at"),
)
"""Lists of trust that a registry published, each in one or more parts. ``id`` is the beginning of the SHA-256 of the
whole list."""

learner = projection(
    "learner",
    Column("row", BigInt, primary_key=True, autoincrement=True),
    blob("id"),
    *(text(name) for name in FIELD_CLASSES),
    text("sort_name"),
    text("search"),
    integer("erased"),
)
"""``row`` numbers the rows of this file for its search index; it differs from laptop to laptop."""
LIVING = learner.c.erased == literal_column("0")
"""Learners of whom something is left. The indexes below hold only them, so a query that says it in just these words
needs no more than the index to leave the others out."""
Index("learner_record", learner.c.id, unique=True)
for _name, _column in (
    ("learner_sort", learner.c.sort_name),
    ("learner_birth_date", learner.c.birth_date),
    ("learner_id_number", learner.c.id_number),
):
    Index(_name, _column, learner.c.row, sqlite_where=LIVING, postgresql_where=LIVING)

merge = slot_table("merge", (blob("learner", key=True),), integer("erased"), text("effect"))
"""Who was said to be the same person as whom: ``value`` is the record that a learner's own goes into, or empty for a
learner of their own again. ``effect`` says of the word that counts what came of it (``app.domain.merging``);
``erased``: it was said in the knowledge that the learner is erased."""
Index("merge_value", merge.c.value)
joined = projection("joined", blob("learner", key=True), blob("survivor"), text("name"), clustered=True)
"""Learners whose facts stand under another learner now, and what they were called."""
Index("joined_survivor", joined.c.survivor)
renumbered = projection(
    "renumbered",
    blob("learner", key=True),
    blob("unit", key=True),
    integer("attempt", key=True),
    blob("of"),
    integer("number"),
    clustered=True,
)
"""The attempts of merged learners stand in one row, in the order of time: which one each of them was written as."""
Index("renumbered_of", renumbered.c.of)

cohort = projection(
    "cohort",
    blob("id", key=True),
    text("code"),
    text("title"),
    text("start"),
    text("end"),
    text("qualification"),
    text("units"),
    text("assessors"),
)
enrolment = projection(
    "enrolment",
    blob("learner", key=True),
    blob("unit", key=True),
    blob("origin", key=True),
    integer("seq", key=True),
    blob("qualification", optional=True),
    text("route"),
    integer("at"),
    clustered=True,
)

certificate = projection(
    "certificate",
    blob("origin", key=True),
    integer("seq", key=True),
    text("number"),
    blob("learner"),
    blob("qualification"),
    text("document"),
    text("name"),
    text("title"),
    text("issued_on"),
    text("data"),
    text("named"),
    text("replaces"),
    text("stem"),
    integer("counter"),
    text("covers"),
    text("valid_until"),
    text("supersedes"),
    text("reason"),
    text("file"),
    text("credential"),
    blob("claim", optional=True),
    blob("actor"),
    blob("act"),
    integer("at"),
)
"""The register of certificates and other documents; ``data`` is all that the paper says, as JSON.

``named`` is what of the number counts when two are compared; ``replaces`` names certificates brought in from before,
``supersedes`` the ``named`` of the document issued here that this one stands in place of, for a ``reason``.
``stem`` and ``counter`` are the parts of the number that go on from document to document. ``covers`` are the codes of
units where the document is about them and not about the whole qualification; ``file`` is the SHA-256 of its pages.
"""
Index("certificate_learner", certificate.c.learner)
Index("certificate_number", certificate.c.number)
Index("certificate_named", certificate.c.named)
Index("certificate_stem", certificate.c.stem, certificate.c.counter)
Index("certificate_supersedes", certificate.c.supersedes, sqlite_where=certificate.c.supersedes != "")

ruling = slot_table(
    "ruling", (blob("learner", key=True), text("named", key=True)), text("number"), text("reason"), text("words"),
    text("on"),
)  # fmt: skip
"""The words on whether an issued document stands: ``value`` is revoked, appealed, upheld or dismissed
(``app.domain.register``). ``named`` as in ``certificate``."""
Index("ruling_contested", ruling.c.contested, sqlite_where=ruling.c.contested == 1)
reprint = projection(
    "reprint",
    blob("origin", key=True),
    integer("seq", key=True),
    blob("learner"),
    text("named"),
    text("on"),
    integer("marked"),
    text("words"),
    blob("actor"),
    integer("at"),
)
"""Duplicates that were printed of issued documents, each of them once."""
Index("reprint_named", reprint.c.named)
Index("reprint_learner", reprint.c.learner)
claim = slot_table(
    "claim",
    (blob("learner", key=True), blob("claim", key=True)),
    blob("qualification", optional=True),
    *(text(name) for name in ("document", "covers", "number", "file", "data", "on")),
)
"""What the centre claimed for a learner, and what was answered: ``value`` is claimed, accepted or refused. ``data`` is
the ground of the claim, or the words of the answer; ``file`` the SHA-256 of a document that the registry issued."""
Index("claim_claim", claim.c.claim)

block = projection(
    "block",
    blob("id", key=True),
    blob("owner"),
    text("prefix"),
    integer("first"),
    integer("last"),
    integer("width"),
    text("authority"),
    text("qualification"),
    integer("at"),
)
"""Numbers that an authority gave out, for the laptop that writes under the name ``owner`` and nobody else: ``prefix``
and as many figures as ``width`` says, from ``first`` to ``last``."""
policy = slot_table("policy", (blob("about", key=True), text("qualification", key=True), text("name", key=True)))
"""How the centre issues, for one qualification (its code) or for all (empty)."""
template = projection(
    "template", blob("id", key=True), text("name"), text("document"), text("content"), integer("published_at")
)
"""Templates of documents; of several of one name and type the one published last is used."""
signatory = projection("signatory", blob("id", key=True), *(text(name) for name in SIGNATORY_FIELDS))

brought_result = slot_table(
    "brought_result",
    (blob("learner", key=True), text("named", key=True), text("entry", key=True)),
    blob("unit", optional=True),
    *(text(name) for name in ("code", "title", "achieved_on", "source", "note", "assessed_by")),
)
"""Results from before, brought in: nobody signed them here. ``named`` is the unit (``app.domain.brought``), ``entry``
the number of the entry in the source, ``value`` the outcome, ``unit`` the version of the unit where it is known."""
Index("brought_result_code", brought_result.c.code)
Index("brought_result_contested", brought_result.c.contested, sqlite_where=brought_result.c.contested == 1)
brought_certificate = slot_table(
    "brought_certificate",
    (blob("learner", key=True), text("named", key=True)),
    blob("qualification", optional=True),
    *(text(name) for name in ("number", "code", "document", "name", "title", "issued_on", "issuer", "source")),
)
"""Certificates from before, brought in: their numbers are never given out again. ``named`` as in ``certificate``;
``code`` is that of the qualification."""
Index("brought_certificate_named", brought_certificate.c.named)

stationery = projection(
    "stationery",
    blob("id", key=True),
    *(text(name) for name in ("name", "document", "prefix")),
    *(integer(name) for name in ("first", "last", "width")),
    text("day"),
    integer("at"),
)
"""Pre-printed sheets that came together."""
sheet = slot_table(
    "sheet",
    (blob("stationery", key=True), integer("serial", key=True)),
    *(text(name) for name in ("state", "certificate", "reason", "day")),
    *(blob(name, optional=True) for name in ("second", "job")),
)
"""What was said of each sheet that is not just in stock. ``value`` is its state and the document on it, so that two
laptops that used one sheet for two documents disagree."""
Index("sheet_certificate", sheet.c.certificate)
Index("sheet_contested", sheet.c.contested, sqlite_where=sheet.c.contested == 1)
print_job = projection(
    "print_job",
    blob("id", key=True),
    blob("origin"),
    blob("actor"),
    integer("at"),
    *(text(name) for name in ("numbers", "pages", "part", "direction", "printer", "tray")),
    *(integer(name) for name in ("duplex", "manual", "run")),
    blob("stationery", optional=True),
    integer("form"),
    *(text(name) for name in ("preprinted", "duplicates", "marked_on")),
)
"""``numbers``, ``pages`` and ``duplicates`` are JSON lists; ``form`` is the number of the first sheet of the
stationery."""
print_run = projection(
    "print_run",
    blob("origin", key=True),
    integer("seq", key=True),
    blob("job"),
    text("good"),
    text("spoiled"),
    blob("stationery", optional=True),
    integer("form"),
    integer("at"),
    blob("actor"),
)
"""How a part of a job came out; ``form`` is the number that the next sheet takes."""
Index("print_run_job", print_run.c.job)
print_end = projection(
    "print_end", blob("origin", key=True), integer("seq", key=True), blob("job"), text("how"), integer("at")
)
Index("print_end_job", print_end.c.job)
collected = slot_table(
    "collected",
    (blob("learner", key=True), text("number", key=True)),
    *(text(name) for name in ("day", "identity", "taken_by", "digits")),
    integer("proxy"),
)
"""Documents handed out; what tells who took them is gone for a learner who was erased."""
