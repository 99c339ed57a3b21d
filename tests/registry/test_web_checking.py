# SPDX-License-Identifier: Apache-2.0
"""Anybody checks a certificate on the registry's public page, by its code or its number."""

import itertools
import re
from collections.abc import Iterator

import pytest

from app.domain.card_numbers import card_number
from app.registry import checking, where_issued
from app.registry.accounts import accounts
from app.registry.limits import Rate
from app.registry.web.check_pages import TONES
from app.translation import LANGUAGES
from tests.registry.registry_samples import Desk, Server
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
    revoke,
)

NAME = "SAMPLE Learner A"


COUNTERS = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = a_server(tmp_path_factory.mktemp("web") / "registry")
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return a_centre(server)


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return Visitor(server)


def issued(desk: Desk, **said: str) -> str:
    number = a_number(next(COUNTERS))
    issue(desk, first_learner(desk), number, NAME, **said)
    desk.push()
    return number


def heading(text: str) -> str:
    found = re.search(r'<section class="answer.*?<h2>.*?<span>(.*?)</span>', text, re.DOTALL)
    return found[1] if found else ""


def test_the_link_in_the_code_says_genuine_with_what_was_signed(desk: Desk, visitor: Visitor) -> None:
    number = issued(desk)
    answer = visitor.get(a_link(desk, facts_of(desk, number, NAME)))
    assert (answer.status_code, heading(answer.text)) == (200, "Genuine")
    assert all(said in answer.text for said in (NAME, number, "Electrical installation", "U1, U2", "2001"))
    assert "The records of the centre are those of 2026-" in answer.text or "records of the centre" in answer.text


def test_small_letters_in_the_link_are_the_same(desk: Desk, visitor: Visitor) -> None:
    number = issued(desk)
    assert heading(visitor.get(a_link(desk, facts_of(desk, number, NAME)).lower()).text) == "Genuine"


def test_a_code_signed_by_somebody_else_is_of_an_unknown_issuer_and_its_name_is_not_shown(
    desk: Desk, visitor: Visitor
) -> None:
    number = issued(desk)
    answer = visitor.get(a_link(desk, facts_of(desk, number, "SAMPLE Forger"), key=bytes(31) + b"\1"))
    assert heading(answer.text) == "Unknown issuer"
    assert "Forger" not in answer.text


def test_a_code_with_a_character_changed_is_altered(desk: Desk, visitor: Visitor) -> None:
    link = a_link(desk, facts_of(desk, issued(desk), NAME))
    at = len(link) - 20
    changed = link[:at] + ("A" if link[at] != "A" else "B") + link[at + 1 :]
    assert heading(visitor.get(changed).text) == "Altered"


def test_what_the_centre_revoked_or_replaced_is_told_so(desk: Desk, visitor: Visitor) -> None:
    learner, number = first_learner(desk), issued(desk)
    link = a_link(desk, facts_of(desk, number, NAME))
    newer = issued(desk, supersedes=number, reason="lost")
    assert heading(visitor.get(link).text) == "Replaced"
    revoke(desk, learner, newer)
    desk.push()
    assert heading(visitor.get(a_link(desk, facts_of(desk, newer, NAME))).text) == "Taken back"


def test_what_is_over_is_expired(desk: Desk, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    number = issued(desk, valid_until="2026-11-03")
    monkeypatch.setattr(desk.server.clock, "now", desk.server.clock.now + 400 * 24 * 3600 * 1000)
    assert heading(visitor.get(a_link(desk, facts_of(desk, number, NAME, valid_until="2026-11-03"))).text) == "Expired"
    assert heading(typed(visitor, number)) == "Expired"


def test_what_the_centre_has_not_sent_yet_is_not_said_to_count(desk: Desk, visitor: Visitor) -> None:
    link = a_link(desk, facts_of(desk, a_number(900), NAME))
    assert heading(visitor.get(link).text) == "Not in the register yet"


def test_a_number_that_the_register_knows_with_another_day_is_contradicted(desk: Desk, visitor: Visitor) -> None:
    number = issued(desk)
    link = a_link(desk, facts_of(desk, number, NAME, issued_on="2026-11-03"))
    assert heading(visitor.get(link).text) == "Contradicted"


def test_a_card_is_genuine_by_its_signature_until_it_is_revoked_by_its_number(desk: Desk, visitor: Visitor) -> None:
    learner = first_learner(desk)
    number = card_number("learner-card", learner, DAY)
    link = a_link(desk, facts_of(desk, number, NAME, document_type="learner-card"))
    assert heading(visitor.get(link).text) == "Genuine"
    assert "last two digits" not in typed(visitor, number)
    revoke(desk, learner, number)
    desk.push()
    assert heading(visitor.get(link).text) == "Taken back"


def test_an_award_in_doubt_is_being_examined(server: Server, visitor: Visitor) -> None:
    desk = a_centre(server, 2, "TWO")
    learner = a_learner(desk, "SAMPLE Without Units")
    number = a_number(5, "TWO")
    issue(desk, learner, number, "SAMPLE Without Units")
    desk.push()
    assert heading(typed(visitor, number)) == "Being examined"


def typed(visitor: Visitor, number: str, name: str = "") -> str:
    visitor.get("/")
    return visitor.send("/check", number=number, name=name).text


def test_a_typed_number_is_answered_without_the_name(desk: Desk, visitor: Visitor) -> None:
    number = issued(desk)
    for written in (number, number.lower().replace("-", " "), number.replace("-", "")):
        text = typed(visitor, written)
        assert heading(text) == "Genuine"
        assert "Electrical installation" in text
        assert "Learner" not in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (NAME, "is the name on it"),
        ("a learner sample", "is the name on it"),
        ("SAMPLE Learner B", "is not the name on it"),
    ],
)
def test_whoever_has_the_paper_may_compare_the_name(desk: Desk, visitor: Visitor, name: str, said: str) -> None:
    assert said in typed(visitor, issued(desk), name)


def test_an_unknown_number_is_answered_like_one_that_no_centre_has(desk: Desk, visitor: Visitor) -> None:
    issued(desk)
    where_issued.note_numbers(desk.server.registry, desk.centre, [a_number(909)])
    texts = {number: typed(visitor, number).replace(number, "") for number in (a_number(908), a_number(909))}
    assert len(set(texts.values())) == 1
    assert heading(texts[a_number(908)]) == "Not found"
    assert heading(typed(visitor, a_number(908, "ZZZ"))) == "Not found"


def test_every_answer_about_a_number_takes_an_even_time_and_looks_into_one_centre(
    desk: Desk, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = desk.server.client.app.state.doors
    waits: list[float] = []
    monkeypatch.setattr(doors, "pause", waits.append)
    monkeypatch.setattr(doors, "clock", iter([0.0, 0.02, 0.0, 0.14, 0.0, 0.31]).__next__)
    monkeypatch.setattr(checking, "accounts", lambda connection: accounts(connection)[:1])
    read, seen = type(desk.server.registry.stores).read, list[bytes]()

    def watched(self: object, centre: bytes, deed: object) -> object:
        seen.append(centre)
        return read(self, centre, deed)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(type(desk.server.registry.stores), "read", watched)
    for one in (a_number(908), a_number(908, "ZZZ"), "anything at all"):
        visitor.send("/check", number=one, name="")
        assert seen == [desk.centre]
        seen.clear()
    assert [round(took + wait, 6) for took, wait in zip((0.02, 0.14, 0.31), waits, strict=True)] == [0.15, 0.15, 0.45]


def test_a_mistyped_number_is_told_by_its_own_digits(visitor: Visitor, desk: Desk) -> None:
    number = issued(desk)
    wrong = number[:-2] + f"{(int(number[-2:]) + 1) % 100:02d}"
    assert "last two digits" in typed(visitor, wrong)


def test_who_asks_for_too_many_numbers_has_to_wait(
    desk: Desk, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.server.client.app.state.doors, "numbers", Rate(0.001, 3, lambda: 0.0))
    for _ in range(3):
        assert visitor.send("/check", number=a_number(1), name="").status_code == 200
    answer = visitor.send("/check", number=a_number(1), name="")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert visitor.get("/c/KG-1").status_code == 429


@pytest.mark.parametrize(
    "number",
    [
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "${7*7}", "A" * 180,
        "'; DROP TABLE x", "\u202eKG-1", "9" * 200, "%00", "../../etc/passwd", "១២៣",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_becomes_part_of_the_page(desk: Desk, visitor: Visitor, number: str) -> None:
    for answer in (visitor.send("/check", number=number, name=number), visitor.get("/c/" + number.replace("%", "%25"))):
        assert answer.status_code in (200, 400, 404), answer.text
        assert "<script" not in answer.text
        assert "<img" not in answer.text
        assert "49" not in re.sub(r'class="[^"]*"|href="[^"]*"|<svg.*?</svg>', "", answer.text, flags=re.DOTALL)


@pytest.mark.parametrize("path", ["/c/" + "A" * 9000, "/C/" + "A" * 200, "/c/", "/C/%F0%9F%98%80", "/c/a/b/c"])
def test_a_link_of_any_shape_is_answered_on_a_page(desk: Desk, visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert "<h1>Check a certificate</h1>" in answer.text


def test_a_name_with_script_is_shown_as_it_is_written(desk: Desk, visitor: Visitor) -> None:
    name, number = "SAMPLE <script>alert(1)</script>", a_number(next(COUNTERS))
    issue(desk, first_learner(desk), number, name)
    desk.push()
    text = visitor.get(a_link(desk, facts_of(desk, number, name))).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text


def test_no_page_may_run_or_load_anything_or_be_framed(desk: Desk, visitor: Visitor) -> None:
    for path in ("/", "/c/KG-1", "/staff/sign-in", "/staff/nothing-here", "/no/such/page"):
        answer = visitor.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(
            r"<script|\son\w+=|style=|https?://", answer.text.replace("http://www.w3.org/2000/svg", "")
        )


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_every_result_has_its_words_in_every_language(visitor: Visitor, code: str) -> None:
    visitor.accept = f"{code}-XX,{code};q=0.9,en;q=0.2"
    text = visitor.get("/").text
    assert f'<html lang="{code}">' in text
    assert all(itself in text for itself in LANGUAGES.values())
    assert TONES.keys() >= {"genuine", "altered", "revoked"}


@pytest.mark.parametrize(
    "accept", ["", "*", "xx", "km;q=0", "en;q=wrong,ru;q=abc", "ru;q=0.1,km;q=0.9;level=1", ";" * 5000]
)
def test_strange_wishes_for_a_language_do_no_harm(visitor: Visitor, accept: str) -> None:
    answer = visitor.get("/", **{"Accept-Language": accept})
    assert answer.status_code == 200


def test_a_chosen_language_is_kept_also_on_an_answer(desk: Desk, visitor: Visitor) -> None:
    number = issued(desk)
    typed(visitor, number)
    answer = visitor.send("/check", lang="km")
    assert '<html lang="km">' in answer.text
    assert number in answer.text
    assert '<html lang="km">' in visitor.get("/").text
    assert '<html lang="km">' in visitor.get("/?lang=xx").text
    assert '<html lang="ru">' in visitor.get("/?lang=ru").text


def test_the_style_sheet_and_typefaces_come_from_here_and_may_be_kept(visitor: Visitor) -> None:
    page = visitor.get("/").text
    style = re.search(r'href="(/pages/[^"]+)"', page)
    assert style
    sheet = visitor.get(style[1])
    assert "immutable" in sheet.headers["cache-control"]
    fonts = set(re.findall(r'url\("([^"]+)"\)', sheet.text))
    assert fonts
    assert all(visitor.get(one).status_code == 200 for one in fonts)
    assert visitor.get("/pages/fonts/..%2f..%2fpyproject.toml").status_code == 404
    assert visitor.get("/pages/0000/pages.css").status_code == 404


def test_programs_still_get_problems_and_pages_are_not_in_the_description(visitor: Visitor, server: Server) -> None:
    assert server.client.get("/v1/nothing").headers["content-type"] == "application/problem+json"
    assert server.client.get("/no/such").headers["content-type"] == "application/problem+json"
    described = server.client.get("/openapi.json").json()["paths"]
    assert not [path for path in described if not path.startswith(("/v1/", "/live", "/ready", "/metrics"))]
