# SPDX-License-Identifier: Apache-2.0
"""The templates that come with the program."""

from functools import cache

from app.documents.template import Template, read_template
from app.domain.refusals import NotFound
from app.paths import resources
from app.translation import later


@cache
def starting_template(key: str) -> Template:
    """The template of this name. Raises NotFound when there is none."""
    path = resources() / "templates" / f"{key}.json"
    if key not in starting_keys():
        raise NotFound("no-such-template", later("There is no template named {name}."), name=key)
    return read_template(path.read_bytes())


@cache
def starting_keys() -> tuple[str, ...]:
    """The names of all templates that come with the program, in order."""
    folder = resources() / "templates"
    return tuple(sorted(path.stem for path in folder.glob("*.json") if not path.name.endswith(".schema.json")))


def templates_for(document_type: str) -> tuple[Template, ...]:
    """Those for a type of document; the first is the usual one and bears the name of the type where there is one."""
    found = [starting_template(key) for key in starting_keys()]
    fitting = [one for one in found if one.document_type == document_type]
    return tuple(sorted(fitting, key=lambda one: (one.key != document_type, one.key)))
