# SPDX-License-Identifier: Apache-2.0
"""The templates of a centre: which there are, what is wrong with one, keeping a changed one, carrying them in packs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.domain.rights import Command
from app.records.queries import people, policies
from app.records.unit_of_work import Work
from app.services.opening import OpenCentre
from app.services.policies import publish_template, set_policy
from app.services.vault import vault_of
from app.store.evidence_files import FileVault
from app.translation import language, later

if TYPE_CHECKING:
    from app.documents.certificate_pack import Pack
    from app.documents.checking import Finding
    from app.documents.data import DocumentData
    from app.documents.template import OwnTypeface, Template

_NO_TEMPLATE: Final = later("There is no template named {name}.")
_BREAKS: Final = later(
    "The template {name} does not keep the rules for its type of document, so it cannot be used for it: {why}"
)
_LONGEST_LICENCE: Final = 400
_NO_LICENCE: Final = later(
    "Write in one sentence of at most {limit} signs why documents may carry this typeface, such as the name of its "
    "licence. Nothing was kept."
)


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template by its key and type of document. ``own``: the centre's, not the program's; ``used``: documents of its
    type are made with it, unless a qualification has its own."""

    key: str
    document: str
    name: str
    own: bool
    used: bool


def list_templates(work: Work) -> tuple[TemplateEntry, ...]:
    """All templates by type of document, for each the centre's own first. Raises NotAllowed."""
    work.allow(Command.VIEW)
    return work.read(_entries)


def open_template(work: Work, key: str) -> "Template":
    """The template of this key, the program's or the centre's. Raises NotAllowed, NotFound "no-such-template"."""
    work.allow(Command.VIEW)
    return work.read(_opened, key)


def check_template(centre: OpenCentre, template: "Template", who: str = "long") -> "tuple[Finding, ...]":
    """The rules that it does not keep, and what could not be printed of the sample person ``who``."""
    from app.documents.checking import findings

    return findings(template, shown_with(centre, template, who))


def shown_with(
    centre: OpenCentre, template: "Template", who: str = "short", languages: tuple[str, str] = ("", "")
) -> "DocumentData":
    """An invented document of the centre to look at the template with: its name, signatories and pictures, and the
    template's own files; what is not on this laptop is left out. Marked SAMPLE. ``who`` may be the sample that came
    with the template in a pack; ``languages`` are the first and second of the document, else those of the template."""
    from app.documents.pack_sample import read_sample
    from app.documents.sample_data import OF_A_PACK, sample_data, with_sample

    facts, pictures = centre.work.read(_own_facts)
    wanted = {**pictures, **{name: name for name in template.files()}}
    first, second = languages
    data = sample_data(template, who, {**facts, **_languages(template, second)})
    vault = vault_of(centre)
    if who == OF_A_PACK and template.sample and vault.has(template.sample):
        data = with_sample(data, *read_sample(vault.get(template.sample), template.key))
    images = {fact: vault.get(name) for fact, name in wanted.items() if name and vault.has(name)}
    spoken = template.options.language or first or language()
    return replace(data, images=images, language=spoken, second_language=second)


def keep_template(centre: OpenCentre, template: "Template") -> "Template":
    """Keep a template among the centre's; gives it as it is kept. A template of the program is not changed: what was
    made of it gets a key of its own. What is issued stays as it is.

    Raises NotAllowed, BadInput "template-too-large", RuleBroken "template-breaks-rules" where it is used already.
    """
    from app.documents.template import written_template

    work = centre.work
    work.allow(Command.PUBLISH_TEMPLATE)
    entries = work.read(_entries)
    kept = replace(template, key=_own_key(template, entries))
    if any(one.used and one.key == kept.key for one in entries):
        _require_rules(kept)
    publish_template(work, kept.key, kept.document_type, written_template(kept).decode())
    return kept


def use_template(work: Work, key: str) -> bytes | None:
    """Make all documents of its type with this template from now on; returns the command, None where it was so.

    Raises NotAllowed, NotFound, RuleBroken "template-breaks-rules".
    """
    work.allow(Command.SET_POLICY)
    template = work.read(_opened, key)
    _require_rules(template)
    return set_policy(work, f"template-{template.document_type}", key)


def keep_picture(centre: OpenCentre, data: bytes, name: str) -> str:
    """Clean a picture, or look through a PDF for a background, and keep it; returns its SHA-256.

    Raises NotAllowed, BadInput for what cannot be printed.
    """
    from app.documents.certificate_pack import clean_file

    centre.work.allow(Command.PUBLISH_TEMPLATE)
    return vault_of(centre).put(clean_file(data, name))


def keep_typeface(centre: OpenCentre, data: bytes, name: str, licence: str) -> "OwnTypeface":
    """Look a typeface through and keep it, for a template. ``licence`` is the sentence that lets documents carry it.

    Raises NotAllowed, BadInput "licence-missing" or what is wrong with the file.
    """
    from app.documents.certificate_pack import clean_file
    from app.documents.template import OwnTypeface

    centre.work.allow(Command.PUBLISH_TEMPLATE)
    said = " ".join(licence.split())
    if not said or len(said) > _LONGEST_LICENCE:
        raise BadInput("licence-missing", _NO_LICENCE, limit=_LONGEST_LICENCE)
    file = vault_of(centre).put(clean_file(data, name, is_typeface=True))
    called = "".join(sign for sign in name if sign.isprintable()).strip()[:80]
    return OwnTypeface(file=file, name=called or file[:8], licence=said)


def import_pack(centre: OpenCentre, data: bytes, name: str) -> "tuple[Template, ...]":
    """Keep all templates of a certificate pack (its file's content and name), or the one of a template file, with
    their pictures; all are looked at before anything is kept. Gives them as they are kept.

    Raises NotAllowed, BadInput.
    """
    from app.documents.certificate_pack import Pack, read_pack
    from app.documents.template import read_template

    centre.work.allow(Command.PUBLISH_TEMPLATE)
    pack = read_pack(data, name) if data[:2] == b"PK" else Pack((read_template(data),))
    vault = vault_of(centre)
    for content in pack.files.values():
        vault.put(content)
    return tuple(keep_template(centre, _with_sample(vault, pack, one)) for one in pack.templates)


def export_pack(centre: OpenCentre, key: str, template: "Template | None" = None) -> bytes:
    """The template of this key (or as it is handed in) as a certificate pack, with its pictures and sample data.

    Raises NotAllowed, NotFound "no-such-template" or "file-missing".
    """
    from app.documents.certificate_pack import Pack, written_pack
    from app.documents.pack_sample import read_sample
    from app.documents.sample_data import sample_data

    centre.work.allow(Command.VIEW)
    chosen = template or open_template(centre.work, key)
    vault = vault_of(centre)
    sample = sample_data(chosen)
    facts, rows = sample.facts, sample.rows
    if chosen.sample and vault.has(chosen.sample):
        facts, rows = read_sample(vault.get(chosen.sample), chosen.key)
    return written_pack(Pack((chosen,), {one: vault.get(one) for one in chosen.files()}, facts, rows))


def _with_sample(vault: FileVault, pack: "Pack", template: "Template") -> "Template":
    """The template with the sample that came in its pack, where that is not our own."""
    from app.documents.pack_sample import read_sample, written_sample
    from app.documents.sample_data import sample_data

    ours = sample_data(template)
    usual = read_sample(written_sample(ours.facts, ours.rows), template.key)
    if not (pack.facts or pack.rows) or (pack.facts, pack.rows) == usual:
        return template
    return replace(template, sample=vault.put(written_sample(pack.facts, pack.rows)))


def name_of(template: "Template") -> str:
    """What a template is called in the language of the screen."""
    names = dict(template.name)
    return names.get(language()) or names.get("en") or next(iter(names.values()), "") or template.key


def _entries(connection: Connection) -> tuple[TemplateEntry, ...]:
    from app.documents.starting import templates_for

    rules = policies.policies(connection)
    own = policies.templates(connection)
    found = []
    for document in DOCUMENT_TYPES:
        used = rules.template(document) or document
        others = {one.key: name_of(one) for one in templates_for(document)}
        mine = {row.name: _name_in(row) for row in own if row.document == document and row.name not in others}
        found += [TemplateEntry(key, document, name, True, key == used) for key, name in mine.items()]
        found += [TemplateEntry(key, document, name, False, key == used) for key, name in others.items()]
    return tuple(found)


def _name_in(row: policies.TemplateRow) -> str:
    """What a kept template is called; its key where a newer program made it and this one cannot read it."""
    from app.documents.template import read_template

    try:
        return name_of(read_template(row.content.encode()))
    except BadInput:
        return row.name


def _opened(connection: Connection, key: str) -> "Template":
    from app.documents.starting import starting_keys, starting_template
    from app.documents.template import read_template

    if key in starting_keys():  # what is kept under such a key was issued with: perhaps an earlier one
        return starting_template(key)
    for row in policies.templates(connection):
        if row.name == key:
            return read_template(row.content.encode())
    raise NotFound("no-such-template", _NO_TEMPLATE, name=key)


def _own_key(template: "Template", entries: tuple[TemplateEntry, ...]) -> str:
    """The key that a template is kept under: its own, unless that is one of the program or of another document."""
    from app.documents.starting import starting_keys

    taken = {one.key for one in entries if one.document != template.document_type} | set(starting_keys())
    if template.key not in taken:
        return template.key
    taken |= {one.key for one in entries}
    return next(key for n in range(1, 10_000) if (key := f"own-{template.key[:50]}-{n}") not in taken)


def _require_rules(template: "Template") -> None:
    from app.domain.rule_packs import GENERIC, breaches, rule_pack

    broken = breaches(rule_pack(template.rules or GENERIC), template.shown())
    if broken:
        why = " ".join(one.words for one in broken)
        raise RuleBroken("template-breaks-rules", _BREAKS, name=name_of(template), why=why)


def _languages(template: "Template", second: str) -> dict[str, str]:
    """A title in the second language where there is one."""
    return {"qualification.title_2": "SAMPLE"} if template.options.second_language or second else {}


def _own_facts(connection: Connection) -> tuple[dict[str, str], Mapping[str, str]]:
    """What stands on all documents of the centre, and its pictures by fact, by the SHA-256 of their files."""
    centre = people.centre(connection)
    facts = {"centre.name": centre.name, "centre.code": centre.code, "document.place": centre.place}
    rules = policies.policies(connection).values
    pictures = {f"centre.{name}": rules[name] for name in ("logo", "seal")}
    for number, row in enumerate(policies.signatories(connection)[:6], start=1):
        facts |= {f"signatory.{number}.name": row.signatory.name, f"signatory.{number}.role": row.signatory.role}
        pictures[f"signatory.{number}.image"] = row.signatory.picture
    return {name: value for name, value in facts.items() if value}, pictures
