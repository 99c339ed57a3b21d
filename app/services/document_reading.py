# SPDX-License-Identifier: Apache-2.0
"""What stands in a document that anybody may have made: its codes, its text and the credential in it.

The file is read by a process of its own, which may take 400 MB and is ended after five seconds: a hostile PDF or
picture costs no more than that.
"""

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.domain.refusals import BadInput
from app.translation import later

HIDDEN_WORD: Final = "--read-a-document"
"""What a packaged program is started with to be this process."""

SECONDS: Final = 5.0
"""By the clock, with the start of the process."""

UNREADABLE: Final = later("{file} cannot be read. Choose a PDF, PNG or JPEG file of one certificate, at most 64 MB.")
_TOO_MUCH: Final = later(
    "{file} takes too much time or memory to read. Choose a plain scan or the PDF as it was given."
)
_PROCESSOR_SECONDS: Final = 4 << 20
_MEMORY: Final = 350 << 20
"""Beside what the process has when it begins, so that all together stays below 400 MB."""


@dataclass(frozen=True, slots=True)
class Document:
    """The texts of its QR codes, its text layer (empty for pictures), the ``credential.json`` attached to it, and the
    lines of its text that cannot be seen since something is drawn over them."""

    codes: tuple[str, ...]
    text: str = ""
    credential: bytes = b""
    covered: tuple[str, ...] = ()


def look_into(path: Path) -> Document:
    """The document in a PDF, PNG or JPEG file. Raises BadInput where it is none or costs too much to read."""
    try:
        done = subprocess.run(
            _command(),
            input=json.dumps(str(path.absolute())).encode("ascii"),
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
            timeout=SECONDS,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise BadInput("document-unreadable", _TOO_MUCH, file=path.name) from error
    if "unreadable" in answer:
        raise BadInput("document-unreadable", UNREADABLE, file=path.name)
    credential = base64.b64decode(answer["credential"])
    return Document(tuple(answer["codes"]), answer["text"], credential, tuple(answer["covered"]))


def main() -> int:
    """The process itself: the path comes as JSON on its standard input, the answer goes to its standard output."""
    from app.spreadsheets.reading.limits import confine

    path = Path(json.loads(sys.stdin.buffer.read()))
    confine(_PROCESSOR_SECONDS, _MEMORY)
    try:
        answer = _answer(path)
    except BadInput:
        answer = {"unreadable": True}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    sys.stdout.flush()
    os._exit(0)  # nothing is tidied up that ends with the process


def _answer(path: Path) -> dict[str, Any]:
    from app.documents.attached import credential_in
    from app.documents.covered import covered_lines
    from app.documents.reading import codes_in, text_of

    credential = base64.b64encode(credential_in(path)).decode("ascii")
    read = {"codes": codes_in(path), "text": text_of(path), "covered": covered_lines(path)}
    return {**read, "credential": credential}


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_WORD]
    return [sys.executable, "-P", "-m", "app.services.document_reading"]


if __name__ == "__main__":
    sys.exit(main())
