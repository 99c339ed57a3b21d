# SPDX-License-Identifier: Apache-2.0
"""Which files the records name: pages of documents, pictures of templates, logo, seal, signatures and learners."""

import json
import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from app.domain.learners import AWARD
from app.records import tables

PICTURES: Final = ("logo", "seal")
"""The rules of issuing whose value is the SHA-256 of a picture."""
_NAME: Final = re.compile(r"[0-9a-f]{64}")


def named_files(connection: Connection) -> dict[str, str]:
    """The SHA-256 of each file that a record names, with the class of key that it travels under.

    All of them belong to documents, so they go where documents are read.
    """
    return {name: AWARD for name in _named(connection) if _NAME.fullmatch(name)}


def _named(connection: Connection) -> Iterator[str]:
    certificate, claim = tables.certificate, tables.claim
    for row in connection.execute(select(certificate.c.file, certificate.c.data)):
        yield row.file
        yield from _in_look(row.data)
    yield from connection.execute(select(claim.c.file).where(claim.c.file != "")).scalars()
    for content in connection.execute(select(tables.template.c.content)).scalars():
        yield from _in_template(_read(content))
    policy = tables.policy
    yield from connection.execute(select(policy.c.value).where(policy.c.name.in_(PICTURES))).scalars()
    yield from connection.execute(select(tables.signatory.c.picture)).scalars()
    register = tables.register
    yield from connection.execute(select(register.c.value).where(register.c.field == "picture")).scalars()


def _in_look(data: str) -> Iterator[str]:
    """The pictures on a document: as ``papers.frozen`` writes them."""
    found = _read(data)
    look = found.get("look") if isinstance(found, dict) else None
    images = look.get("images") if isinstance(look, dict) else None
    for one in images if isinstance(images, list) else ():
        if isinstance(one, list) and len(one) == 2:
            yield str(one[1])


def _in_template(found: object) -> Iterator[str]:
    """Every file that a template names, also one of a newer version of templates."""
    if isinstance(found, dict):
        name = found.get("file")
        yield from (name,) if isinstance(name, str) else ()
        for value in found.values():
            yield from _in_template(value)
    elif isinstance(found, list):
        for value in found:
            yield from _in_template(value)


def _read(text: str) -> object:
    try:
        found: object = json.loads(text) if text else None
    except ValueError:
        return None
    return found
