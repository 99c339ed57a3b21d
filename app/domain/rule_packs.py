# SPDX-License-Identifier: Apache-2.0
"""Rule packs: what each type of document must show, and must not, in a country or for an awarding body.

A pack is a JSON file. For each type of document: ``fields`` that a template must put on it and that must be known
before it is issued, ``one_of`` lists of which one is needed, ``never`` what it must not show, ``words`` that it must
say. A name stands for a fact ("learner.name"), a table ("units") or a kind of element ("signature", "qr").
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import orjson

from app.domain.documents import DOCUMENT_TYPES, FIELDS
from app.domain.refusals import BadInput, NotFound
from app.paths import resources
from app.translation import later, tr

GENERIC: Final = "generic"
_FORMAT: Final = "guildmark-rules"
_VERSION: Final = 1

_ELEMENTS: Final[Mapping[str, str]] = {
    "units": later("Table of units"),
    "learners": later("Table of learners"),
    "members": later("Table of members"),
    "sheets": later("Table of forms"),
    "sections": later("Sections of the supplement"),
    "signature": later("Signature"),
    "seal": later("Seal"),
    "qr": later("Code to scan"),
    "guilloche": later("Woven ornament"),
    "microtext": later("Microtext"),
    "issued": later("Date of issue"),
    "recognised-in-framework": later("The qualification is recognised within the Australian Qualifications Framework."),
    "statement-is-issued": later(
        "A statement of attainment is issued by a registered training organisation when an individual has completed "
        "one or more accredited units."
    ),
}


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """What one type of document keeps to."""

    fields: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePack:
    """Rules of one country or body. ``name`` in several languages; ``source`` says where the rules come from."""

    key: str
    name: Mapping[str, str]
    source: str
    documents: Mapping[str, DocumentRules]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a template shows: the names of facts, tables and kinds of elements, and the fixed words on it."""

    document_type: str
    names: frozenset[str]
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that is not kept: a short fixed word, the name that it is about, and a sentence."""

    code: str
    name: str
    words: str


def breaches(pack: RulePack, shown: Shown) -> tuple[Breach, ...]:
    """What a template must still show, and what it must not."""
    rules = pack.documents.get(shown.document_type, DocumentRules())
    return tuple(_of_template(rules, shown))


def breaches_of_data(pack: RulePack, document_type: str, known: Collection[str]) -> tuple[Breach, ...]:
    """What must be known before a document is issued, of facts, pictures and tables; ``known`` are their names."""
    rules = pack.documents.get(document_type, DocumentRules())
    return tuple(
        Breach("fact-missing", name, tr(later("This is needed before printing: {fact}."), fact=called(name)))
        for name in rules.fields
        if name in FIELDS and name not in known and FIELDS[name].kind != "code"
    )


def called(name: str) -> str:
    """A name in words, in the language of the screen."""
    return tr(FIELDS[name].words if name in FIELDS else _ELEMENTS.get(name, name))


@cache
def rule_pack(key: str) -> RulePack:
    """The pack of this name that comes with the program. Raises NotFound when there is none."""
    path = resources() / "rules" / f"{key}.json"
    if key not in rule_packs():
        raise NotFound("no-such-rules", later("There are no rules named {name}."), name=key)
    return read_rule_pack(path.read_bytes())


@cache
def rule_packs() -> tuple[str, ...]:
    """The names of all packs that come with the program."""
    return tuple(sorted(path.stem for path in (resources() / "rules").glob("*.json")))


def read_rule_pack(data: bytes) -> RulePack:
    """The pack in a file. Raises BadInput when it is none, or of a newer version."""
    try:
        found = orjson.loads(data)
        if found["format"] != _FORMAT or found["version"] != _VERSION:
            raise ValueError(found["version"])
        documents = {kind: _rules(one) for kind, one in found["documents"].items() if kind in DOCUMENT_TYPES}
        return RulePack(str(found["key"]), dict(found["name"]), str(found["source"]), documents)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput("rules-unreadable", later("These rules cannot be read by this version of Guildmark.")) from error


def _rules(found: Mapping[str, list[str]]) -> DocumentRules:
    return DocumentRules(
        tuple(found.get("fields", ())),
        tuple(tuple(one) for one in found.get("one_of", ())),
        tuple(found.get("never", ())),
        tuple(found.get("words", ())),
    )


def _of_template(rules: DocumentRules, shown: Shown) -> Iterator[Breach]:
    for name in rules.fields:
        if name not in shown.names:
            yield Breach("field-missing", name, tr(later("The template must show: {fact}."), fact=called(name)))
    for name in rules.never:
        if name in shown.names:
            yield Breach("field-forbidden", name, tr(later("The template must not show: {fact}."), fact=called(name)))
    for name in rules.words:
        if name not in shown.words:
            yield Breach("words-missing", name, tr(later("The template must say: {words}"), words=called(name)))
    yield from _of_choices(rules, shown)


def _of_choices(rules: DocumentRules, shown: Shown) -> Iterator[Breach]:
    for names in rules.one_of:
        if not shown.names.union(shown.words).intersection(names):
            facts = ", ".join(called(name) for name in names)
            yield Breach("none-of", names[0], tr(later("The template must show one of these: {facts}."), facts=facts))
