# SPDX-License-Identifier: Apache-2.0
"""YAML files that somebody brings: checked before they are built, every plain value kept as it is written."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.refusals import BadInput
from app.spreadsheets.file_troubles import not_read
from app.spreadsheets.reading.unreadable import word_of
from app.translation import later

if TYPE_CHECKING:
    import yaml

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 30

Document = str | list["Document"] | dict[str, "Document"]
"""What a YAML file holds here: texts, lists and mappings. A missing value is an empty text."""


@cache
def _loader() -> "type[yaml.CSafeLoader]":
    """Builds nothing but texts, lists and mappings: ``0011`` is a code with its zeros, ``no`` is a word."""
    import yaml

    return type("AsWritten", (yaml.CSafeLoader,), {"yaml_implicit_resolvers": {}})


def read_yaml(path: Path) -> Document:
    """The document of the file. Raises BadInput for a file that is too large, nested too deep, repeats itself by
    references, or is no YAML; StorageTrouble where it cannot be read.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput("too-large", later("{file} is too large and was not read."), file=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise not_read(path.name, word_of(error)) from None
    except UnicodeDecodeError:
        raise BadInput("not-utf-8", later("{file} is not a text file in UTF-8."), file=path.name) from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> Document:
    """The document of the text; ``name`` is what messages call it. Raises BadInput as ``read_yaml`` does."""
    import yaml

    try:
        _check_shape(text, name)
        return _plain(yaml.load(text, Loader=_loader()))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadInput("not-yaml", later("{file} is not valid YAML (line {line})."), file=name, line=line) from None


def _check_shape(text: str, name: str) -> None:
    """Looks at the events only: nothing is built before depth and references are known to be harmless."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise BadInput(
                "unsafe-yaml", later("{file} refers to its own parts (*), which is not accepted."), file=name
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise BadInput("unsafe-yaml", later("{file} is nested too deep and was not read."), file=name)


def _plain(value: object) -> Document:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return "" if value is None or value in ("null", "~") else str(value)


def at(document: Document, path: str) -> Document:
    """What lies at a dotted path such as ``elements.units``; an empty text where there is nothing."""
    for key in path.split(".") if path else ():
        if not isinstance(document, dict):
            return ""
        document = document.get(key, "")
    return document


def text_at(document: Document, path: str) -> str:
    """The text at the path without white space around it; empty for anything that is no text."""
    found = at(document, path)
    return found.strip() if isinstance(found, str) else ""


def listed(document: Document) -> list[Document]:
    """The items of a list; a single value counts as a list of one, nothing as an empty list."""
    if isinstance(document, list):
        return document
    return [document] if document else []
