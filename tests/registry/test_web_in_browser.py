# SPDX-License-Identifier: Apache-2.0
"""The registry's pages in a real browser: a phone opens the link of a code, and staff do their work."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.registry.accounts import accounts
from app.registry.countersigning import countersign_all
from app.registry.web.pages import style
from app.translation import LANGUAGES
from app.ui.theme.tokens import DARK, LIGHT, Tokens
from tests.registry.registry_samples import Desk, Server
from tests.registry.web_browser import served
from tests.registry.web_samples import SECRET, a_full_registry, a_link, a_number, facts_of, settle_all
from tests.services.browser import CHROMIUM, Page, started

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.xdist_group("registry-pages"),
]

SIZES = ((360, 740), (768, 1024), (1366, 768))


@dataclass(frozen=True, slots=True)
class Screen:
    """A browser at the pages."""

    page: Page
    address: str
    server: Server
    desk: Desk

    def go(self, path: str) -> None:
        self.page.go(self.address + path)

    def words(self) -> str:
        return str(self.page.run("document.body.innerText"))

    def click(self, selector: str) -> None:
        """Click on something that leads to another page, and wait for that."""
        self.page.run(f"window.before = 1; document.querySelector({json.dumps(selector)}).click(); 1")
        there = "window.before === undefined && document.readyState == 'complete'"
        look = f"new Promise((done) => {{ const look = () => {there} ? done() : setTimeout(look, 20); look(); }})"
        for _ in range(3):
            try:
                self.page.run(look)
            except AssertionError:  # the page went away while it was asked
                continue
            return

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.run(f"document.querySelector('[name=\"{name}\"]').value = {json.dumps(value)}; 1")


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """One browser for all tests of this file; staff are signed in."""
    folder = tmp_path_factory.mktemp("browser")
    server, desk = a_full_registry(folder / "registry")
    with served(server) as address, started(folder / "profile") as page:
        found = Screen(page, address, server, desk)
        page.look_like(360, 740)
        found.go("/staff?lang=en")
        assert "Sign in for staff" in found.words()
        found.fill(name="SAMPLE Staff", passphrase=SECRET)
        found.click("button.primary")
        assert "Centre GONE SAMPLE" in found.words()
        yield found
    server.close()


def all_paths(screen: Screen) -> list[str]:
    served_centres = screen.server.registry.stores.read_book(accounts)
    one = next(account for account in served_centres if account.code == "THREE")
    link = a_link(screen.desk, facts_of(screen.desk, a_number(2), "SAMPLE សុខ ដារ៉ា"))
    return [
        "/", link, f"/c/{a_number(4)}", f"/c/{'W' * 60}", "/staff", f"/staff/centres/{one.id.hex()}",
        "/staff/awards?rows=month&columns=sex", "/staff/awards?rows=centre&columns=month", "/staff/claims",
        f"/staff/claims/{screen.desk.centre.hex()}/{'0' * 32}", f"/staff/certificates?number={a_number(3)}",
        "/staff/standards", "/staff/deeds", "/staff/nothing",
    ]  # fmt: skip


def test_no_page_is_wider_than_its_screen_and_every_control_is_large_enough_for_a_thumb(screen: Screen) -> None:
    too_wide, too_small = [], []
    small = """[...document.querySelectorAll('button, select, input:not([type=hidden]):not([type=checkbox]), .button')]
        .filter((one) => { const box = one.getBoundingClientRect(); return box.width && box.height < 43; })
        .map((one) => one.outerHTML.slice(0, 80))"""
    for number, path in enumerate(all_paths(screen)):
        for width, height in SIZES:
            language = list(LANGUAGES)[(number + width) % len(LANGUAGES)]
            screen.page.look_like(width, height, dark=number % 2 == 0)
            screen.go(f"{path}{'&' if '?' in path else '?'}lang={language}")
            if screen.page.run("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                too_wide.append((path[:60], width, language))
            if width == 360:
                too_small += screen.page.run(small)
    assert (too_wide, too_small) == ([], [])


def test_the_browser_is_refused_nothing_and_asks_nobody_else(screen: Screen) -> None:
    screen.page.said.clear()
    screen.go("/?lang=km")
    screen.go("/staff?lang=en")
    asked = [json.loads(one) for one in screen.page.said]
    urls = [one["request"]["url"] for one in asked if "request" in one]
    assert urls
    assert [url for url in urls if not url.startswith(screen.address)] == []
    refused = [one["entry"]["text"] for one in asked if "entry" in one and "404" not in one["entry"]["text"]]
    assert refused == []


def test_a_script_in_a_page_would_not_run(screen: Screen) -> None:
    screen.go("/?lang=en")
    screen.page.run("const one = document.createElement('script'); one.textContent = 'window.ran = 1'; "
                    "document.body.append(one); 1")  # fmt: skip
    assert screen.page.run("window.ran === undefined")


def test_a_phone_opens_the_link_and_changes_the_language(screen: Screen) -> None:
    screen.page.look_like(360, 740)
    screen.go(a_link(screen.desk, facts_of(screen.desk, a_number(90), "SAMPLE Learner A")) + "?lang=en")
    assert "Genuine" in screen.words()
    assert "SAMPLE Learner A" in screen.words()
    screen.page.run("document.querySelector('.tongues summary').click(); 1")
    screen.click("button[value=km]")
    assert screen.page.run("document.documentElement.lang") == "km"
    assert "SAMPLE Learner A" in screen.words()
    assert screen.page.run("document.fonts.check('16px \"Guildmark Khmer\"', 'ក')")
    screen.go("/?lang=en")


def test_a_number_is_typed_with_the_name_on_the_paper(screen: Screen) -> None:
    screen.go("/?lang=en")
    screen.fill(number=a_number(90).lower(), name="learner A sample")
    screen.click("button.primary")
    assert "Genuine" in screen.words()
    assert "is the name on it" in screen.words()


def test_staff_revoke_a_document_and_a_phone_sees_it(screen: Screen) -> None:
    number = a_number(3)
    settle_all(screen.server)
    countersign_all(screen.server.registry)
    screen.go(f"/staff/certificates?number={number}&lang=en")
    screen.page.run("document.querySelector('[name=reason]').value = 'error'; "
                    "document.querySelector('[name=sure]').checked = true; 1")  # fmt: skip
    screen.fill(words="Twice.")
    screen.click("button.danger")
    assert "The document is revoked." in screen.words()
    screen.go(f"/c/{number}")
    assert "Taken back" in screen.words()


def test_the_menu_of_a_phone_opens_by_keyboard(screen: Screen) -> None:
    screen.page.look_like(360, 740)
    screen.go("/staff/deeds?lang=en")
    assert screen.page.run("getComputedStyle(document.querySelector('nav')).display") == "none"
    screen.page.run("document.getElementById('menu').focus(); 1")
    for kind in ("keyDown", "keyUp"):
        screen.page.do(
            "Input.dispatchKeyEvent", type=kind, key=" ", code="Space", text=" " if kind == "keyDown" else ""
        )
    assert screen.page.run("getComputedStyle(document.querySelector('nav')).display") != "none"


@pytest.mark.parametrize(("tokens", "place"), [(LIGHT, 0), (DARK, 1)])
def test_the_colours_are_those_of_the_window(tokens: Tokens, place: int) -> None:
    block = re.findall(r":root \{(.*?)\}", style().decode(), re.DOTALL)[place]
    said = dict(re.findall(r"--(\w+): (#\w+);", block))
    assert said
    assert {name: colour.upper() for name, colour in said.items()} == {name: getattr(tokens, name) for name in said}
