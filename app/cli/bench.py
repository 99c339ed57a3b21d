# SPDX-License-Identifier: Apache-2.0
"""``bench``: the program measured against the least that this machine needs for the same."""

from typing import Any

import click

from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.outside import Measured
from app.cli.session import Session
from app.domain.refusals import NotFound
from app.translation import later


@click.command()
@click.argument("name", default="")
@click.pass_obj
def bench(session: Session, name: str) -> Answer:
    """Measure the program, or one NAME of it, in CPU seconds against the least that this machine needs."""
    known = session.outside.benches
    if name and name not in known:
        sentence = later("There is no measurement {name}. There are: {names}.")
        raise NotFound("no-such-bench", sentence, name=name, names=", ".join(known) or "-")
    results = [figure for one in ([name] if name else known) for figure in known[one]()]
    status = DONE if all(one.met for one in results) else REFUSED
    return Answer([_document(one) for one in results], _words(results), status)


def _document(one: Measured) -> dict[str, Any]:
    return {
        "name": one.name,
        "median": one.median,
        "against": one.against,
        "ratio": one.ratio,
        "goal": one.goal,
        "met": one.met,
    }


def _words(results: list[Measured]) -> str:
    return lines((one.name, f"{one.median:.4g} {one.unit}", f"{one.ratio:.2f}", *_judged(one)) for one in results)


def _judged(one: Measured) -> tuple[str, str]:
    if one.goal is None:
        return "-", ""
    return f"{'≥' if one.at_least else '≤'} {one.goal:.2f}", "✓" if one.met else "✗"
