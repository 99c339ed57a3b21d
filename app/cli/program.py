# SPDX-License-Identifier: Apache-2.0
"""From words typed to an exit status: every way in which a command can end, and never a traceback."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from app.cli.answer import DONE, REFUSED, USAGE, Answer, failure, refusal, show
from app.cli.arguments import NotUnderstood, Shared, split
from app.cli.nouns import nouns
from app.cli.outside import Outside
from app.cli.session import Ask, Session
from app.domain.refusals import Refused
from app.store.troubles import storage_errors
from app.translation import tr


def main(words: Sequence[str], outside: Outside, ask: Ask | None = None) -> int:
    """Carry out one command, print its answer and return its exit status."""
    try:
        shared, rest = split(words)
    except NotUnderstood as reason:
        shared, answer = Shared(json="--json" in words), failure("usage", str(reason), USAGE)
    else:
        answer = _of_session(rest, Session(outside, shared, ask))
    try:
        show(answer, shared.json)
    except BrokenPipeError:
        return REFUSED
    return answer.status


def answered(words: Sequence[str], session: Session) -> Answer:
    """The answer to one command, however it ends; help is printed and answers nothing more."""
    helps = [] if session.in_file else ["--help"]  # in a file every line answers with a document

    def ask() -> Answer:
        found = nouns.main(list(words), "guildmark", standalone_mode=False, obj=session, help_option_names=helps)
        return found if isinstance(found, Answer) else Answer(None, status=int(found or DONE))

    return _guarded(ask, session.outside)


def _of_session(words: Sequence[str], session: Session) -> Answer:
    def close() -> Answer:
        session.close()
        return Answer(None)

    answer = answered(words, session)
    closed = _guarded(close, session.outside)
    return answer if closed.status == DONE or answer.status != DONE else closed


def _guarded(ask: Callable[[], Answer], outside: Outside) -> Answer:
    try:
        with storage_errors():
            return ask()
    except Refused as refused:
        return refusal(refused)
    except click.UsageError as problem:
        return _not_understood(problem)
    except (click.Abort, KeyboardInterrupt):
        return failure("stopped", tr("Stopped. What was done before is kept."), REFUSED)
    except UnicodeEncodeError:
        return failure("not-text", tr("The line holds a character that is no character. Type it again."), REFUSED)
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, its user gets a sentence
        return _unforeseen(outside.report(error))


def _not_understood(problem: click.UsageError) -> Answer:
    answer = failure("usage", problem.format_message(), USAGE)
    if problem.ctx is None or isinstance(problem, click.exceptions.NoArgsIsHelpError):
        return answer
    return replace(answer, words=f"{problem.ctx.get_usage()}\n{answer.words}")


def _unforeseen(report: Path | None) -> Answer:
    message = tr("Something went wrong that the program did not expect. What was saved before is kept.")
    if report:
        hint = tr("If it happens again, send this file to those who look after the program: {file}", file=report)
        message = f"{message} {hint}"
    return failure("unexpected", message, REFUSED)
