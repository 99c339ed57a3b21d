# SPDX-License-Identifier: Apache-2.0
"""What the program says when it cannot do what a person asked."""

from app.translation import tr


class Refused(Exception):
    """A wish that was not carried out; nothing was changed.

    ``code`` is a short fixed word that scripts may test. ``str()`` is a sentence for people, in their language.
    """

    def __init__(self, code: str, text: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.facts = facts

    def __str__(self) -> str:
        return tr(self.text, **self.facts)


class RuleBroken(Refused):
    """A rule of the domain forbids it."""


class NotAllowed(Refused):
    """The person's roles do not allow it."""


class NotFound(Refused):
    """No such record."""


class BadInput(Refused):
    """What was typed or read is not usable as it stands."""


class StorageTrouble(Refused):
    """The disk, the folder or the file stands in the way (exit status 3)."""
