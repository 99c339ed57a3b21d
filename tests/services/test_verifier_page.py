# SPDX-License-Identifier: Apache-2.0
"""The page for phones, in a real browser with the network off: each input, each answer, each language."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.credentials.open_badge import Badge, credential, enveloped
from app.credentials.qr_text import qr_text
from app.credentials.trust import write_trust_list
from app.services.verifier_page import PARTS, WORDS, page
from app.translation import LANGUAGES
from tests.credentials.builders_credentials import facts_of, key_of, trust_of
from tests.services import browser
from tests.services.certificate_samples import certificate_pdf, with_attachment

NUMBER = facts_of().number
LIST = write_trust_list(trust_of(), key_of())
PHONE_MILLISECONDS = 400
"""What a check may take here: a cheap phone is five times slower, and two seconds are the most."""

needs_chromium = pytest.mark.skipif(browser.CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Page]:
    """The page with the list of the sample centre, as on a phone."""
    place = tmp_path_factory.mktemp("verifier")
    file = place / "verifier.html"
    file.write_bytes(page([LIST]))
    try:
        with browser.opened(file, place / "profile") as found:
            yield found
    finally:
        shutil.rmtree(place, ignore_errors=True)


def said(opened: browser.Page, text: str) -> str:
    """What the page answers to a text, and checks that it does so quickly."""
    script = f"""(() => {{
        const began = performance.now();
        part("text").value = {json.dumps(text)};
        part("check").click();
        return [part("answer").dataset.result, performance.now() - began];
    }})()"""
    answer, milliseconds = opened.run(script)
    assert milliseconds < PHONE_MILLISECONDS
    return str(answer)


def said_of_file(opened: browser.Page, path: Path) -> str:
    opened.run("part('answer').dataset.result = ''")
    opened.choose(path)
    wait = "new Promise((done) => { const look = () => part('answer').dataset.result || 0 ? done(part('answer')"
    return str(opened.run(f"{wait}.dataset.result) : setTimeout(look, 10); look(); }})"))


@needs_chromium
def test_codes_credentials_and_numbers_are_answered_and_the_facts_shown(opened: browser.Page) -> None:
    for text in (
        qr_text(facts_of(), key_of()),
        qr_text(facts_of(), key_of(), "https://check.example.org"),
        credential(facts_of(), Badge("All units are met."), key_of()),
        enveloped(credential(facts_of(), Badge("All units are met."), key_of())).decode(),
    ):
        assert said(opened, text) == "genuine"
        shown = opened.run("part('answer').innerText")
        for fact in (facts_of().name, facts_of().title, NUMBER, facts_of().issuer_name, "2026-11-20"):
            assert fact in shown
    assert said(opened, qr_text(facts_of(), key_of())[:-3] + "000") == "altered"
    assert said(opened, qr_text(facts_of(), key_of(2))) == "unknown-issuer"
    assert said(opened, qr_text(facts_of(valid_until="2020-01-01", issued_on="2026-01-02"), key_of())) == "expired"
    assert said(opened, NUMBER.lower()) == "unknown-issuer"
    assert said(opened, "hello") == "not-a-certificate"


@needs_chromium
def test_a_name_that_is_markup_is_shown_as_it_is(opened: browser.Page) -> None:
    name = "<img src=x onerror=alert(1)>"
    assert said(opened, qr_text(facts_of(name=name), key_of())) == "genuine"
    assert name in opened.run("part('facts').innerText")
    assert opened.run("document.querySelectorAll('#answer img').length") == 0


@needs_chromium
def test_a_pdf_is_checked_by_what_is_attached_to_it(opened: browser.Page, tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    kept = enveloped(credential(facts_of(), Badge("All units are met."), key_of()))
    file.write_bytes(with_attachment(certificate_pdf(), "credential.json", kept))
    assert said_of_file(opened, file) == "genuine"
    forged = enveloped(credential(facts_of(), Badge("All units are met."), key_of(2)))
    file.write_bytes(with_attachment(certificate_pdf(), "credential.json", forged))
    assert said_of_file(opened, file) == "unknown-issuer"
    file.write_bytes(b"%PDF-1.7 nothing")
    assert said_of_file(opened, file) == "no-code-in-pdf"


@needs_chromium
def test_a_newer_list_is_used_and_another_key_is_not(opened: browser.Page, tmp_path: Path) -> None:
    newer = trust_of(list_date="2026-11-21", revoked=frozenset({NUMBER}))
    file = tmp_path / "trust.json"
    opened.run("lists = files.map(readList)")
    for content, answer in (
        (write_trust_list(replace(newer), key_of()), "list-added"),
        (LIST, "older-list"),
        (write_trust_list(trust_of(key_of(3), list_date="2026-11-22"), key_of(3)), "another-key"),
        (LIST.replace(b"2026-01-01", b"2020-01-01"), "altered-list"),
        (b"{}", "not-a-list"),
    ):
        file.write_bytes(content)
        assert said_of_file(opened, file) == answer
    assert said(opened, qr_text(facts_of(), key_of())) == "revoked"
    assert said(opened, NUMBER) == "revoked"
    opened.run("lists = files.map(readList)")


@needs_chromium
def test_a_picture_is_never_unpacked_when_it_is_vast(opened: browser.Page, tmp_path: Path) -> None:
    file = tmp_path / "vast.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (65_000).to_bytes(4, "big") * 2 + bytes(20))
    assert said_of_file(opened, file) in ("too-large", "no-eyes")


@needs_chromium
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_fits_a_phone(opened: browser.Page, code: str) -> None:
    opened.run(f"speak('{code}')")
    said(opened, qr_text(facts_of(), key_of(), "https://check.example.org"))
    assert opened.run("document.documentElement.lang") == code
    assert opened.run("document.documentElement.scrollWidth <= window.innerWidth")
    assert opened.run("[...document.querySelectorAll('[data-word]')].every((one) => one.textContent)")
    opened.run("speak('en')")


TRIES = {
    "connect-src": "fetch('https://example.org/').catch(() => 0)",
    "img-src": "new Image().src = 'https://example.org/x.png'",
    "script-src-elem": "document.head.append(Object.assign(document.createElement('script'), {src: 'https://example.org/x.js'}))",
    "script-src": "setTimeout('1', 0)",
    "frame-src": "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.org/'}))",
}
"""What a page could be made to do, by the rule in its head that forbids it."""


@needs_chromium
def test_the_page_asks_for_nothing_but_itself(opened: browser.Page) -> None:
    said(opened, qr_text(facts_of(), key_of()))
    requests = [json.loads(one)["request"]["url"] for one in opened.said if '"request"' in one]
    of_it = ("file:", "data:")  # the browser's own page on what it could not reach holds its pictures itself
    assert [url for url in requests if "example.org" not in url and not url.startswith(of_it)] == []


@needs_chromium
@pytest.mark.parametrize("rule", TRIES)
def test_the_head_of_the_page_forbids_it_any_network(opened: browser.Page, rule: str) -> None:
    forbidden = opened.run(
        f"""new Promise((done) => {{
            const heard = (event) => done(event.effectiveDirective);
            document.addEventListener("securitypolicyviolation", heard, {{ once: true }});
            {TRIES[rule]};
            setTimeout(() => done("nothing"), 3000);
        }})"""
    )
    assert forbidden == rule


def test_the_page_is_one_file_that_names_no_other() -> None:
    text = page([LIST]).decode()
    assert "connect-src" not in text
    assert "default-src 'none'" in text
    assert re.findall(r"(?:src|href)\s*=", text.split("<script")[0]) == []
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|importScripts|sendBeacon|eval)\b", text)
    assert page([LIST]) == page([LIST])
    assert len(page([])) < 80_000


def test_every_word_that_the_script_asks_for_is_there() -> None:
    from app.paths import resources

    folder = resources() / "verifier"
    script = "\n".join((folder / f"{name}.js").read_text("utf-8") for name in (*PARTS, "page"))
    asked = set(
        re.findall(r'(?:word|reason): "([a-z-]+)"|say\("([a-z-]+)"\)|Error\("([a-z-]+-(?:list|key))"\)', script)
    )
    html = set(re.findall(r'data-word="([a-z]+)"', (folder / "page.html").read_text("utf-8")))
    named = {word for found in asked for word in found if word} | html
    assert named
    assert named <= WORDS.keys()
