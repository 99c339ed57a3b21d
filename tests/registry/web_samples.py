# SPDX-License-Identifier: Apache-2.0
"""A registry with documents, staff and claims, and somebody at a browser who keeps cookies and fills in forms."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from httpx import Response
from sqlalchemy import select

from app.credentials.facts import CertificateFacts
from app.credentials.numbers import certificate_number
from app.credentials.qr_text import qr_text
from app.domain.learners import AWARD, LearnerDetails
from app.journal.canonical import to_text
from app.journal.operation import Operation, OpId
from app.records import tables
from app.records.queries.subjects import keys_of
from app.records.unit_of_work import Fact, Work
from app.registry.accounts import add_account
from app.registry.devices import Heard, note_contact
from app.registry.limits import Rate
from app.registry.sightings import CLONE, DOUBT, note, settle, sightings
from app.registry.staff import add_staff
from app.services import learners
from app.store.keyring import SAMPLE
from tests.registry.registry_samples import Desk, Server, a_registry, enrolled
from tests.registry.test_judging import signed_off

ADDRESS = "https://check.example.org"
DAY = "2026-11-02"
SECRET = "four easy words here"
PRIVATE_MARK = "CANARY"


def a_server(folder: Path, database: str = "") -> Server:
    """A registry whose doors neither wait nor close."""
    server = a_registry(folder, database)
    doors = server.client.app.state.doors
    doors.pause = lambda seconds: None
    doors.checks = doors.numbers = doors.entrances = Rate(1000.0, 1000.0, lambda: 0.0)
    add_staff(server.registry, "SAMPLE Staff", SECRET, SAMPLE)
    return server


def a_centre(server: Server, seed: int = 1, short: str = "ONE") -> Desk:
    """A centre that has come in, whose first learner has all units."""
    desk = enrolled(server, seed, short)
    signed_off(desk)
    return desk


def a_learner(desk: Desk, name: str, sex: str = "F") -> bytes:
    """A learner of whom much is known that nobody but the centre may see."""
    owner = desk.laptop.owner
    work = Work(desk.laptop.records, owner.author(owner.user), "SAMPLE Aibek", frozenset({"administrator"}))
    private = {one: f"{PRIVATE_MARK} {one}" for one in ("address", "notes", "employer", "disability")}
    return learners.add_learner(work, LearnerDetails(full_name=name, sex=sex, **private))


def a_number(counter: int = 1, code: str = "ONE") -> str:
    return certificate_number("KG", code, "7K2MQ4", counter)


def first_learner(desk: Desk) -> bytes:
    query = select(tables.learner.c.id).order_by(tables.learner.c.full_name).limit(1)
    found: bytes = desk.laptop.read(lambda connection: connection.execute(query).scalar_one())
    return found


def issue(desk: Desk, learner: bytes, number: str, name: str, **said: str) -> Operation:
    """Issue a document; it is given to the registry at the next push."""
    qualification = desk.laptop.read(lambda c: c.execute(select(tables.qualification.c.id)).scalar_one())
    body = {
        "number": number, "qualification": to_text(qualification), "document": "certificate", "issued_on": DAY, **said,
    }  # fmt: skip
    key = desk.laptop.read(lambda connection: keys_of(connection, learner)[AWARD])
    paper = {"data": json.dumps({"name": name, "title": "Electrical installation"})}
    (one,) = desk.laptop.write(desk.laptop.owner.user, Fact("certificate.issued", learner, body, [(key, paper)]))
    return one


def facts_of(desk: Desk, number: str, name: str, **said: Any) -> CertificateFacts:
    given: dict[str, Any] = {
        "number": number, "name": name, "latin_name": "", "title": "Electrical installation",
        "qualification_code": "Q1", "unit_codes": ("U1", "U2"), "issuer_name": "SAMPLE Centre",
        "centre_id": desk.centre, "issued_on": DAY, "birth_year": 2001, "document_type": "certificate",
    } | said  # fmt: skip
    return CertificateFacts(**given)


def a_link(desk: Desk, facts: CertificateFacts, key: bytes = b"") -> str:
    """The path that a phone opens for the code of a document."""
    private = key or desk.laptop.owner.keys[desk.laptop.owner.user]
    text = qr_text(facts, Ed25519PrivateKey.from_private_bytes(private), ADDRESS)
    return text.removeprefix(ADDRESS.upper())


def revoke(desk: Desk, learner: bytes, number: str) -> None:
    body = {"number": number, "reason": "error", "on": DAY}
    desk.laptop.write(desk.laptop.owner.user, Fact("certificate.revoked", learner, body))


@dataclass(slots=True)
class Form(HTMLParser):
    """The hidden fields of all forms of a page."""

    hidden: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "input" and said.get("type") == "hidden":
            self.hidden[said["name"] or ""] = said.get("value") or ""


@dataclass(slots=True)
class Visitor:
    """A browser: it keeps cookies, and sends what the form of the page before held. ``pace``: ms to fill it in."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    accept: str = "en"
    last: Response | None = None
    pace: int = 0

    def get(self, address: str, **headers: str) -> Response:
        return self._keep(self.server.client.get(address, headers=self._headers(headers)))

    def send(self, address: str, **fields: str) -> Response:
        """Fill in the form of the page before and send it."""
        self.server.clock.now += self.pace
        return self._keep(self.server.client.post(address, data=self.hidden() | fields, headers=self._headers({})))

    def upload(self, address: str, name: str, content: bytes) -> Response:
        files = {"file": (name, content)}
        sent = self.server.client.post(address, data=self.hidden(), files=files, headers=self._headers({}))
        return self._keep(sent)

    def sign_in(self, name: str = "SAMPLE Staff", passphrase: str = SECRET) -> Response:
        self.get("/staff/sign-in")
        return self.send("/staff/sign-in", name=name, passphrase=passphrase)

    def hidden(self) -> dict[str, str]:
        form = Form()
        form.feed(self.last.text if self.last is not None else "")
        return form.hidden

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Accept": "text/html", "Accept-Language": self.accept, "Cookie": said, **headers}

    def _keep(self, answer: Response) -> Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0].strip('"')
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        self.last = answer
        return answer


def staff_at(server: Server) -> Visitor:
    """Somebody who is signed in."""
    visitor = Visitor(server)
    assert visitor.sign_in().status_code == 303
    visitor.get("/staff")
    return visitor


def a_full_registry(folder: Path) -> tuple[Server, Desk]:
    """A registry with several centres, of which the first has awards, doubts, a laptop with a wrong clock and a claim,
    and one is not heard of any more."""
    server = a_server(folder)
    server.clock.now -= 40 * 24 * 3600 * 1000
    a_centre(server, 7, "GONE")
    server.clock.now += 40 * 24 * 3600 * 1000
    desk = a_centre(server)
    names = ("SAMPLE Сыдыкова Айгерим", "SAMPLE សុខ ដារ៉ា", "SAMPLE Nguyễn Thị Hoa", "SAMPLE Armen Petrosyan")
    for counter in range(26):
        name, sex = names[counter % 4], "FM"[counter % 3 == 0]
        month = "2026-10-1" if counter % 7 else "2026-09-2"
        issue(desk, a_learner(desk, name, sex), a_number(counter + 1), name, issued_on=f"{month}{counter % 10}")
    issue(desk, first_learner(desk), a_number(90), "SAMPLE Learner A")
    body = {"claim": to_text(bytes(16)), "qualification": "", "document": "statement-of-attainment", "covers": "U1 U2"}
    made = Fact("claim.made", first_learner(desk), {**body, "on": DAY})
    desk.laptop.write(desk.laptop.owner.user, made)
    desk.push()
    doubts = [one for one in server.registry.stores.read_book(sightings) if one.what == DOUBT]
    for one in doubts[2:]:
        settle(server.registry, desk.centre, DOUBT, one.place)
    third = a_centre(server, 3, "THREE")
    server.clock.now += 2 * 60_000
    device, copied = third.laptop.itself.device, OpId(third.laptop.records.place.origin, 0)
    note_contact(server.registry, third.centre, device, Heard(waiting=14, clock=server.clock.now - 26 * 60_000))
    note(server.registry, third.centre, CLONE, [(copied, "")])
    add_account(server.registry, "Technical School of the Northern District and its Branches SAMPLE", "NTS", "KG")
    return server, desk


def settle_all(server: Server) -> None:
    """Staff looked at everything, and it is well."""
    for one in server.registry.stores.read_book(sightings):
        settle(server.registry, one.centre, one.what, one.place)
