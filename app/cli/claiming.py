# SPDX-License-Identifier: Apache-2.0
"""``certificate preflight | claim | answer``: before documents are issued."""

from pathlib import Path

import click

from app.cli.about import About, about_documents
from app.cli.answer import DONE, REFUSED, Answer, lines
from app.cli.parameters import FILE, NEW_FILE, id_of
from app.cli.session import Session
from app.translation import later, tr, trn

_STATES = {"ready": later("ready"), "needs-attention": later("needs attention"), "issued": later("issued")}


@click.command()
@about_documents
@click.pass_obj
def preflight(session: Session, about: About) -> Answer:
    """Who of a cohort is ready for a certificate, and who needs attention and why. Nothing is issued."""
    from app.services.preflight import PreflightWish
    from app.services.preflight import preflight as look_before

    rows = look_before(session.centre(), PreflightWish(about.cohort, about.qualification, about.document, about.unit))
    found = [
        {
            "learner": one.learner.hex(),
            "name": one.name,
            "state": one.state,
            "number": one.number,
            "due_on": one.due_on,
            "needs": [
                {"code": need.code, "words": need.words, "blocks": need.blocks,
                 "place": {"kind": need.place.kind, "key": need.place.key}}
                for need in one.needs
            ],
        }
        for one in rows
    ]  # fmt: skip
    told = ((one.name, tr(_STATES[one.state]), one.number, *(need.words for need in one.needs)) for one in rows)
    return Answer({"learners": found}, lines(told))


@click.command()
@about_documents
@click.option("--learner", "learners", multiple=True, metavar="ID", help="Only for these learners.")
@click.argument("out", type=NEW_FILE)
@click.pass_obj
def claim(session: Session, about: About, learners: tuple[str, ...], out: Path) -> Answer:
    """Write a signed claim for the awarding body, or the results for the registry."""
    from app.services.claims import ClaimWish
    from app.services.claims import claim as write_claim

    named = [id_of(one) for one in learners]
    wish = ClaimWish(about.cohort, out, about.qualification, about.document, about.unit, named)
    done = write_claim(session.centre(), wish)
    found = {
        "claim": done.claim.hex() if done.claim else None,
        "file": str(out) if done.claim else None,
        "learners": [one.hex() for one in done.learners],
        "refused": [{"learner": one.learner.hex(), "name": one.name, "why": one.why} for one in done.refused],
    }
    words = [trn("{n} learner is in the claim.", "{n} learners are in the claim.", len(done.learners))]
    words += [lines((one.name, one.why) for one in done.refused)] if done.refused else []
    return Answer(found, "\n".join(words), DONE if done.claim else REFUSED)


@click.command()
@click.argument("file", type=FILE)
@click.pass_obj
def answer(session: Session, file: Path) -> Answer:
    """Read the signed answer of the awarding body or the registry to a claim."""
    from app.services.claims import read_claim_answer

    done = read_claim_answer(session.centre(), file)
    found = {
        "act": done.act.hex() if done.act else None,
        "authority": done.authority,
        "accepted": [one.hex() for one in done.accepted],
        "refused": [{"learner": one.learner.hex(), "name": one.name, "why": one.why} for one in done.refused],
    }
    words = [trn("{n} learner is accepted.", "{n} learners are accepted.", len(done.accepted))]
    words += [lines((one.name, one.why) for one in done.refused)] if done.refused else []
    return Answer(found, "\n".join(words))
