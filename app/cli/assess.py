# SPDX-License-Identifier: Apache-2.0
"""``assess``: judgement and sign-off."""

import click

from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.session import PIN, Session
from app.domain.assessing import OUTCOMES
from app.domain.refusals import BadInput
from app.records.queries import learners as queries
from app.services import assessing, signing
from app.services.pins import has_pin
from app.services.signing import Signed
from app.translation import later, tr, trn

_NO_PIN = later(
    "{name} has no PIN on this laptop. Nothing was signed. "
    "Sign without {variable}, or set a PIN in the window, under Settings."
)


@click.group()
def assess() -> None:
    """Judge and sign what was assessed."""


@assess.command()
@click.option("--cohort", default="", help="The code of the cohort.")
@click.option("--unit", required=True, help="The code of the unit.")
@click.option("--learner", required=True, help="The id of the learner.")
@click.option("--outcome", type=click.Choice(OUTCOMES), required=True)
@click.pass_obj
def judge(session: Session, cohort: str, unit: str, learner: str, outcome: str) -> Answer:
    """Judge one learner in a unit."""
    work = session.work()
    who = work.read(queries.known, learner)
    act = assessing.judge(work, assessing.desk_for(work, cohort, unit, who), who, outcome)
    return Answer({"act": act.hex()}, tr("The judgement is saved. It counts once it is signed."))


@assess.command()
@click.option("--cohort", required=True, help="The code of the cohort.")
@click.option("--unit", required=True, help="The code of the unit.")
@click.option("--learner", "learners", multiple=True, help="The id of a learner. Again for each; without it all.")
@click.option("--propose", is_flag=True, help="First judge as competent whoever has met every criterion.")
@click.pass_obj
def sign(session: Session, cohort: str, unit: str, learners: tuple[str, ...], propose: bool) -> Answer:
    """Sign what was judged. Where GUILDMARK_PIN is given it must be right; the passphrase was, a moment ago."""
    centre, pin = session.centre(), session.variable(PIN)
    if pin and not has_pin(centre.work):
        raise BadInput("no-pin", _NO_PIN, name=centre.work.person_name, variable=PIN)
    if pin:
        centre.confirm(pin)
    work = centre.work
    chosen = [work.read(queries.known, one) for one in learners]
    signed = signing.sign(work, work.read(assessing.desk, cohort, unit), chosen, propose)
    status = REFUSED if signed.refused and not signed.signed else DONE
    return Answer(_document(signed), _words(signed), status)


def _document(signed: Signed) -> dict[str, object]:
    return {
        "act": signed.act.hex() if signed.act else None,
        "signed": [one.hex() for one in signed.signed],
        "refused": [{"learner": one.learner.hex(), "name": one.name, "why": one.why} for one in signed.refused],
    }


def _words(signed: Signed) -> str:
    words = trn("{n} learner is signed.", "{n} learners are signed.", len(signed.signed))
    refused = lines((one.name, one.why) for one in signed.refused)
    return f"{words}\n{refused}" if refused else words
