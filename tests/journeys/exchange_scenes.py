# SPDX-License-Identifier: Apache-2.0
"""The page of the exchange in each of its states, and questions that came from another laptop."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from app.exchange.enrolment import Card, card_bytes
from app.journal.signing import public_key
from app.records.queries import cohorts
from app.services.exchanging import write_bundle
from app.services.joining import accept
from app.services.joining_registry import join_registry
from app.services.learners import set_learner
from app.services.machine import Machine
from app.services.opening import open_centre
from app.services.sample import USERS
from app.store.folder import DataFolder
from app.store.keys import public_half
from app.ui.context import Context
from app.ui.exchange.exchange_page import ExchangePage
from app.ui.widgets.tab_stops import bring_into_sight
from tests.services.http_ground import Raw

URL = "https://registry.example"
NAME = "Ministry SAMPLE"


def exchange(page: ExchangePage, context: Context, place: Path, settle: Callable[[], None]) -> Iterator[str]:
    """Sticks, a registry that is not reached, details, enrolling by code and by file."""
    yield "exchange"
    page.stick.write(place / "SAMPLE.guildmark-records")
    settle()
    page.enrol.open()
    page.enrol.go.click()
    bring_into_sight(page.enrol.result)
    yield "exchange-enrol"
    keys = [random.Random(n).randbytes(32) for n in range(2)]
    card = Card(NAME, URL, public_key(keys[0]), public_half(keys[1]))
    file = place / "SAMPLE.guildmark-registry"
    file.write_bytes(card_bytes(card))
    page.enrol.look_at(file)
    settle()
    bring_into_sight(page.enrol.same)
    yield "exchange-enrol-words"
    page.enrol.other.click()
    page.enrol.open(False)
    context.exchanger.client = lambda _: httpx.Client(transport=httpx.MockTransport(_page_of_the_network))
    work = context.centre.work
    context.do(lambda _: join_registry(work, card))
    settle()
    context.exchanger.read()
    settle()
    page.standing.button.click()
    settle()
    bring_into_sight(page.standing)
    yield "exchange-trouble"
    page.details.open()
    settle()
    bring_into_sight(page.details.inside)
    yield "exchange-details"


def _page_of_the_network(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(302, stream=Raw(b""))


def disagree(context: Context, other: DataFolder, answer: Path, machine: Machine, stick: Path) -> None:
    """The laptop that was let in writes something else of two learners than this one; its file lies on the stick."""
    accept(other, answer, machine)
    known = context.centre.work.read(cohorts.cohorts)[0]
    members = context.centre.work.read(cohorts.members, known.id)
    workshop = open_centre(other, USERS[0].name, USERS[0].passphrase, machine)
    try:
        for n, centre in enumerate((context.centre, workshop), 1):
            set_learner(centre.work, members[0].learner, {"birth_date": f"2004-03-1{n}"})
            set_learner(centre.work, members[1].learner, {"full_name": f"{members[1].name} {'A' * n}"})
            set_learner(centre.work, members[2].learner, {"id_number": f"00{n}"})
        write_bundle(workshop, stick)
    finally:
        workshop.close()
