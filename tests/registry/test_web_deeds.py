# SPDX-License-Identifier: Apache-2.0
"""What staff of the registry do on its pages, and what comes of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.journal.canonical import to_text
from app.journal.operation import OpId
from app.paths import resources
from app.records.unit_of_work import Fact
from app.registry.accounts import Account, accounts
from app.registry.countersigning import countersign_all
from app.registry.sightings import CLONE, note, sightings
from app.registry.staff import deeds
from app.registry.staff_book import number_index
from app.registry.where_issued import note_all_numbers
from tests.registry.postgres_server import postgres_server
from tests.registry.registry_samples import Desk, Server, problem
from tests.registry.web_samples import (
    DAY,
    Visitor,
    a_centre,
    a_learner,
    a_link,
    a_number,
    a_server,
    facts_of,
    first_learner,
    issue,
    settle_all,
    staff_at,
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = a_server(tmp_path / "registry")
    yield made
    made.close()


@pytest.fixture
def desk(server: Server) -> Desk:
    return a_centre(server)


@pytest.fixture
def staff(server: Server) -> Visitor:
    visitor = staff_at(server)
    visitor.pace = 1000
    return visitor


def account(server: Server) -> Account:
    return next(one for one in server.registry.stores.read_book(accounts) if one.code == "ONE")


def plain(text: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)))


def claim(desk: Desk) -> str:
    """A claim of the centre; where it is answered."""
    body = {"claim": to_text(bytes(16)), "qualification": "", "document": "statement-of-attainment", "covers": "U1 U2"}
    desk.laptop.write(desk.laptop.owner.user, Fact("claim.made", first_learner(desk), {**body, "on": DAY}))
    desk.push()
    return f"/staff/claims/{desk.centre.hex()}/{'0' * 32}"


def test_what_was_looked_at_is_written_down_and_gone_from_the_list(staff: Visitor, server: Server, desk: Desk) -> None:
    one = account(server)
    note(server.registry, one.centre, CLONE, [(OpId(desk.laptop.itself.origin, 0), "")])
    path = f"/staff/centres/{one.id.hex()}"
    staff.get(path)
    assert staff.send(f"{path}/seen", words="The old disk was copied.").status_code == 303
    seen = server.registry.stores.read_book(lambda connection: sightings(connection, one.centre))
    assert [bool(each.settled_at) for each in seen if each.what == CLONE] == [True]
    last = deeds(server.registry)[0]
    assert (last.who, last.what, last.about, last.words) == (
        "SAMPLE Staff", "settled-clone", "ONE", "The old disk was copied.",
    )  # fmt: skip
    assert "The old disk was copied." in staff.get("/staff/deeds").text


def test_a_laptop_that_is_barred_is_answered_no_more_until_it_is_let_in(
    staff: Visitor, server: Server, desk: Desk
) -> None:
    path = f"/staff/centres/{account(server).id.hex()}/laptops/{desk.laptop.itself.device.hex()}"
    staff.get(path)
    assert staff.send(path, reason="", sure="yes").status_code == 400
    assert staff.send(path, reason="Stolen.").status_code == 400
    assert desk.ask("GET", desk.stream).status_code == 200
    assert staff.send(path, reason="Stolen.", sure="yes").status_code == 303
    assert problem(desk.ask("GET", desk.stream)) == "not-admitted"
    assert "Stolen." in staff.get(path.rpartition("/laptops")[0]).text
    staff.get(path)
    staff.send(path, reason="Found again.", sure="yes")
    assert desk.ask("GET", desk.stream).status_code == 200
    assert [one.what for one in deeds(server.registry)[:2]] == ["let-in", "barred"]


def test_revoked_and_replaced_certificates_are_not_counted_twice(staff: Visitor, server: Server, desk: Desk) -> None:
    for counter in range(6):
        issue(desk, a_learner(desk, "SAMPLE Other"), a_number(counter), "SAMPLE Other")
    learner = a_learner(desk, "SAMPLE Replaced")
    issue(desk, learner, a_number(201), "SAMPLE Replaced")
    issue(desk, learner, a_number(202), "SAMPLE Replaced", supersedes=a_number(201), reason="lost")
    desk.push()
    text = staff.get("/staff/awards?rows=centre&columns=sex").text
    assert '<td class="n">7</td></tr></tfoot>' in re.sub(r">\s+<", "><", text)


def test_a_document_is_revoked_only_where_the_registry_stands_for_it(
    staff: Visitor, server: Server, desk: Desk
) -> None:
    number = a_number(90)
    issue(desk, first_learner(desk), number, "SAMPLE Learner A")
    desk.push()
    link = a_link(desk, facts_of(desk, number, "SAMPLE Learner A"))
    assert "Genuine" in plain(Visitor(server).get(link).text)
    staff.get(f"/staff/certificates?number={number}")
    refused = staff.send("/staff/certificates", number=number, reason="error", sure="yes")
    assert refused.status_code == 400
    assert "Ask the centre to revoke it." in refused.text
    settle_all(server)
    assert countersign_all(server.registry)
    staff.get(f"/staff/certificates?number={number.replace('-', ' ').lower()}")
    assert "The registry stands for this document." in staff.last.text if staff.last else ""
    for fields in ({"reason": "error"}, {"sure": "yes"}, {"reason": "other-code", "sure": "yes"}):
        assert staff.send("/staff/certificates", number=number, **fields).status_code == 400
    done = staff.send("/staff/certificates", number=number, reason="error", words="Twice in one class.", sure="yes")
    assert done.status_code == 303
    assert "The document is revoked." in staff.get(done.headers["location"]).text
    for path in (link, f"/c/{number}"):
        assert "Taken back" in plain(Visitor(server).get(path).text)
        assert "Twice in one class" not in Visitor(server).get(path).text
    assert staff.send("/staff/certificates", do="restore", words="", sure="yes").status_code == 400
    assert staff.send("/staff/certificates", do="restore", words="An error.", sure="yes").status_code == 303
    assert "Genuine" in plain(Visitor(server).get(link).text)
    assert [one.what for one in deeds(server.registry)[:2]] == ["document-restored", "document-revoked"]


def test_a_claim_is_answered_for_everybody_but_those_refused(staff: Visitor, server: Server, desk: Desk) -> None:
    place = claim(desk)
    text = staff.get("/staff/claims").text
    assert place in text
    assert "Statement of attainment" in text
    staff.get(place)
    assert staff.send(place).status_code == 400
    assert staff.send(place, sure="yes", **{f"refuse-{'0' * 32}": "No."}).status_code == 400
    assert staff.send(place, sure="yes", **{"refuse-xyz": "No."}).status_code == 404
    staff.get(place)
    assert staff.send(place, sure="yes").status_code == 303
    assert "No claim waits." in staff.get("/staff/claims").text
    asked = desk.ask("POST", f"{desk.stream}/claims/{'0' * 32}")
    assert asked.status_code == 200
    assert deeds(server.registry)[0].what == "claim-answered"


def test_staff_decide_who_answers_claims(staff: Visitor) -> None:
    staff.get("/staff/claims")
    assert staff.send("/staff/claims", who="nobody").status_code == 400
    staff.get("/staff/claims")
    staff.send("/staff/claims", who="rules")
    assert "by the rules alone" in staff.get("/staff/claims").text
    staff.send("/staff/claims", who="staff")
    assert "answered by staff" in staff.get("/staff/claims").text


@pytest.mark.xdist_group("postgres")
def test_the_same_pages_stand_on_a_database(tmp_path: Path) -> None:
    with postgres_server() as running:
        server = a_server(tmp_path / "registry", running.make("pages"))
        try:
            desk = a_centre(server)
            number = a_number(1)
            issue(desk, first_learner(desk), number, "SAMPLE Learner A")
            place = claim(desk)
            assert "Genuine" in plain(Visitor(server).get(f"/c/{number}").text)
            staff = staff_at(server)
            paths = ("/staff", f"/staff/centres/{account(server).id.hex()}", "/staff/awards", "/staff/claims", place,
                     f"/staff/certificates?number={number}", "/staff/deeds", "/staff/standards")  # fmt: skip
            for path in paths:
                assert staff.get(path).status_code == 200, path
            pack = resources() / "sample" / "welding-km.yaml"
            drafted = staff.upload("/staff/standards", pack.name, pack.read_bytes()).headers["location"]
            staff.get(drafted)
            assert staff.send(drafted, do="publish").headers["location"].endswith("done=5")
            staff.get(place)
            assert staff.send(place, sure="yes").status_code == 303
            staff.get("/staff")
            assert staff.send("/staff/sign-out").status_code == 303
        finally:
            server.close()


def test_after_a_backup_was_put_back_every_number_is_found_again(server: Server, desk: Desk) -> None:
    number = a_number(1)
    issue(desk, first_learner(desk), number, "SAMPLE Learner A")
    desk.push()
    server.registry.stores.write_book(lambda connection: connection.execute(number_index.delete()).rowcount)
    assert "Not found" in plain(Visitor(server).get(f"/c/{number}").text)
    assert note_all_numbers(server.registry) == 1
    assert "Genuine" in plain(Visitor(server).get(f"/c/{number}").text)
