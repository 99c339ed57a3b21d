# SPDX-License-Identifier: Apache-2.0
"""The licences of everything that the packaged program brings along, collected from the installed packages."""

from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

_NAMES = ("licen", "copying", "notice", "authors")


def write_licences(target: Path) -> None:
    """One text file: each package with its version, the licence it names, and the licence files it carries."""
    found = sorted(distributions(), key=lambda package: package.metadata["Name"].casefold())
    target.write_text("\n\n".join("\n".join(_about(package)) for package in found) + "\n", encoding="utf-8")


def _about(package: Distribution) -> Iterator[str]:
    facts = package.metadata
    yield "=" * 80
    yield f"{facts['Name']} {package.version}"
    yield next((text for name in ("License-Expression", "License") for text in facts.get_all(name) or ()), "see below")
    for file in package.files or ():
        if file.suffix != ".py" and any(part in file.name.casefold() for part in _NAMES):
            path = Path(str(file.locate()))
            if path.is_file():
                yield f"-- {file.name}"
                yield path.read_text(encoding="utf-8", errors="replace")
