# SPDX-License-Identifier: Apache-2.0
"""What a command answers: a document for scripts, the same in words for people, and an exit status."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import click

from app.domain.refusals import Refused, StorageTrouble

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
STORAGE: Final = 3

Document = Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """``words`` may have several lines, or be empty where there is nothing to say; so may the document be None.
    ``failed``: the words tell what went wrong."""

    document: Document | None
    words: str = ""
    status: int = DONE
    failed: bool = False


def failure(code: str, message: str, status: int) -> Answer:
    """The answer of a command that was not carried out."""
    return Answer({"error": {"code": code, "message": message}}, message, status, failed=True)


def refusal(refused: Refused) -> Answer:
    """The answer to a wish that the program refused: nothing was changed."""
    return failure(refused.code, str(refused), STORAGE if isinstance(refused, StorageTrouble) else REFUSED)


def moment(millis: int) -> str | None:
    """A moment (ms since 1970) as documents tell it: ISO 8601 in UTC, ending in Z; None for 0, which is never."""
    if not millis:
        return None
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows as lines of text with a tab between the columns, which spreadsheets and scripts read too."""
    return "\n".join("\t".join(" ".join(str(cell).split()) for cell in row) for row in rows)


def show(answer: Answer, as_json: bool) -> None:
    """Print the answer: words of failure always go to the standard error."""
    if as_json and answer.document is not None:
        click.echo(json.dumps(answer.document, ensure_ascii=False))
    if answer.failed:
        click.echo(answer.words, err=True)
    elif answer.words and not as_json:
        click.echo(answer.words)
