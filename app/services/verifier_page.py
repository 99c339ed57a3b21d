# SPDX-License-Identifier: Apache-2.0
"""The page that checks certificates on a phone or from a stick: one HTML file that needs nothing besides itself."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson

from app.paths import resources
from app.translation import LANGUAGES, later, translation_for

PARTS: Final = (
    "bytes", "hashes", "ed25519", "inflate", "cbor", "numbers", "facts", "lists", "verifying", "files",
)  # fmt: skip
"""The parts of the script that need no page, in the order in which they stand in it."""

WORDS: Final = {
    "heading": later("Check a certificate"),
    "language": later("Language"),
    "hint": later(
        "Paste the text of the code, type the number, or choose the file or a photo. Nothing is sent anywhere."
    ),
    "field": later("Text of the code, or the number"),
    "check": later("Check"),
    "choose": later("Choose a file or photo"),
    "camera": later("Use the camera"),
    "genuine": later("Genuine"),
    "genuine-sentence": later("It was issued as it stands here. The answer rests on the list of {date}."),
    "altered": later("Altered"),
    "altered-sentence": later("What it says is not what was signed. Do not accept it."),
    "revoked": later("Taken back"),
    "revoked-sentence": later("The centre took this certificate back. Do not accept it."),
    "replaced": later("Replaced"),
    "replaced-sentence": later("The centre issued another one in its place. Ask for the newer one."),
    "expired": later("Expired"),
    "expired-sentence": later("It was genuine; the time for which it holds is over."),
    "unknown-issuer": later("Unknown issuer"),
    "unknown-issuer-sentence": later("No list in this page knows who issued it. Ask the centre for its list."),
    "not-a-certificate": later("No certificate"),
    "not-a-certificate-sentence": later(
        "There is no code of a certificate in it. Choose the file itself, or paste the whole text of the code."
    ),
    "no-key": later("No list here knows the key that signed it."),
    "not-that-day": later("The key that signed it does not count for the day of issue."),
    "no-root": later("The authority that names this centre does not name it for this day, qualification or key."),
    "number-alone": later("A number alone proves nothing: anybody can copy one. Check the code or the file."),
    "mistyped": later("The number is not typed as it is printed: its last two digits do not fit the others."),
    "others": later("It is a credential that another program issued, in a way that is not checked here."),
    "several": later("This file holds codes of several certificates. Check one at a time."),
    "stands-for": later("{root} stands for the issuer."),
    "name": later("Name"),
    "title": later("Title"),
    "number": later("Number"),
    "latin": later("Name in Latin letters"),
    "born": later("Year of birth"),
    "document": later("Document"),
    "code": later("Qualification"),
    "units": later("Units"),
    "issuer": later("Issued by"),
    "issued": later("Issued on"),
    "until": later("Valid until"),
    "list": later("List of"),
    "cut": later("(not all of it is in the code)"),
    "compare": later(
        "Compare this, letter by letter, with what the page says. Anybody can print other words around a code."
    ),
    "lists": later("Lists in this page"),
    "no-lists": later("There is none yet: choose the file of a centre's list."),
    "newer": later("To use a newer list, choose its file. It is forgotten when the page is closed."),
    "not-read": later("Not readable"),
    "not-readable": later("This file cannot be read here."),
    "too-large": later("This file is too large to be read here."),
    "no-code-in-pdf": later(
        "No code was found in this PDF. Take a photo of its code with the phone and paste the text."
    ),
    "no-code-seen": later("No code was found in the picture. Take it again from nearer, straight and in good light."),
    "no-eyes": later(
        "This browser cannot read codes in pictures. Scan the code with the phone and paste its text here."
    ),
    "no-camera": later("The camera cannot be used here."),
    "list-added": later("The list is used from now on."),
    "not-a-list": later("This file is neither a certificate nor a list."),
    "altered-list": later("This list was changed after it was signed. It was not used; ask for a new copy."),
    "another-key": later("This list is signed by a key that is not known as that centre's. It was not used."),
    "older-list": later("This list is older than the one in the page. It was not used."),
    "type-certificate": later("Certificate"),
    "type-record-of-results": later("Record of results"),
    "type-statement-of-attainment": later("Statement of attainment"),
    "type-microcredential": later("Microcredential"),
    "type-learner-card": later("Learner card"),
    "type-induction-card": later("Induction card"),
}
"""What the page says, by the names that its script knows."""


def page(lists: Sequence[bytes]) -> bytes:
    """The page with these trust lists (files as ``trusting.files_in`` gives them): the same lists give the same bytes.

    What it may do stands in its head: run this one script, and reach no network.
    """
    style, script = _read("page.css"), "\n".join(map(_read, (*(f"{name}.js" for name in PARTS), "page.js")))
    data = {"words": _words(), "files": [one.decode("utf-8") for one in lists]}
    filled = {
        "script_digest": _digest(script),
        "style_digest": _digest(style),
        "style": style,
        "data": orjson.dumps(data).decode("utf-8").replace("<", "\\u003c"),
        "script": script,
    }
    before, *pieces = _read("page.html").split("{{")
    named = (piece.split("}}", 1) for piece in pieces)
    return (before + "".join(filled[name] + rest for name, rest in named)).encode("utf-8")


def core() -> str:
    """The script without the page: what checks."""
    return "\n".join(_read(f"{name}.js") for name in PARTS)


def _words() -> dict[str, dict[str, str]]:
    folder = resources() / "translations"
    found = {}
    for code, itself in LANGUAGES.items():
        catalogue = translation_for(code, folder)
        found[code] = {name: catalogue.gettext(text) for name, text in WORDS.items()} | {"itself": itself}
    return found


def _read(name: str) -> str:
    return Path(resources() / "verifier" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
