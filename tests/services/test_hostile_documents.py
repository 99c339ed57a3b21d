# SPDX-License-Identifier: Apache-2.0
"""Files that were made to do harm: answered within seconds and within a few hundred megabytes, and never believed."""

import io
import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from app.domain.refusals import BadInput
from app.services.document_reading import look_into
from tests.services.certificate_samples import CODE, NUMBER, certificate_pdf

SECONDS, MEGABYTES = 5.5, 400
"""The five seconds that a file may take, and what ending the process takes on a busy computer."""

PROBE = """
import json, resource, sys, time
from pathlib import Path
from app.domain.refusals import BadInput
from app.services.document_reading import look_into
began = time.monotonic()
try:
    said = list(look_into(Path(sys.argv[1])).codes)
except BadInput as refused:
    said = refused.code
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(json.dumps([said, time.monotonic() - began, peak]))
"""


def png(width: int, height: int, rows: int = 1) -> bytes:
    """A picture that says it is so large, and holds almost nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    packed = zlib.compress(bytes((width // 8 + 2) * rows), 9)
    head = chunk(b"IHDR", size + bytes([1, 0, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """The same for a JPEG: a real small one whose head says another size."""
    buffer = io.BytesIO()
    Image.new("L", (64, 64), 255).save(buffer, "JPEG")
    data = bytearray(buffer.getvalue())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(data)


def pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(certificate_pdf())) as document:
        change(document)
        document.save(buffer)
    return buffer.getvalue()


def with_actions(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("while (true) { app.alert('x'); }"))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/sh"))
    document.Root.OpenAction = document.make_indirect(script)
    document.pages[0].AA = pikepdf.Dictionary(O=launch)


def with_a_bomb(document: pikepdf.Pdf) -> None:
    """An image of four thousand million points in a few kilobytes."""
    packed = zlib.compress(zlib.compress(bytes(1 << 26), 9), 9)
    image = pikepdf.Stream(document, packed)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=65_000, Height=65_000, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]),
    )  # fmt: skip
    page = document.pages[0]
    page.Resources.XObject = pikepdf.Dictionary(Bomb=document.make_indirect(image))
    page.Contents = document.make_stream(b"q 500 0 0 500 0 0 cm /Bomb Do Q " * 200)


def that_draws_itself(document: pikepdf.Pdf) -> None:
    """Forms within forms, ten times each: ten thousand million rectangles."""
    form = document.make_stream(b"0 0 10 10 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.BBox = pikepdf.Array([0, 0, 500, 500])
    for _ in range(10):
        outer = document.make_stream(b"/F Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        outer.BBox = pikepdf.Array([0, 0, 500, 500])
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=document.make_indirect(form)))
        form = outer
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=document.make_indirect(form)))
    document.pages[0].Contents = document.make_stream(b"/F Do")


def with_vast_pages(document: pikepdf.Pdf) -> None:
    document.pages[0].MediaBox = pikepdf.Array([0, 0, 1_000_000, 1_000_000])
    for _ in range(30):
        document.pages.append(document.pages[0])


def with_a_vast_attachment(document: pikepdf.Pdf) -> None:
    stream = document.make_stream(zlib.compress(bytes(1 << 28), 9), Type=pikepdf.Name.EmbeddedFile)
    stream.Filter = pikepdf.Name.FlateDecode
    named = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec, F="credential.json", UF="credential.json", EF=pikepdf.Dictionary(F=stream)
    )
    files = pikepdf.Dictionary(Names=pikepdf.Array(["credential.json", document.make_indirect(named)]))
    document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=files)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a picture of 65,000 x 65,000 points": lambda: png(65_000, 65_000),
    "a whole picture of 65,000 x 65,000 points": lambda: png(65_000, 65_000, 65_000),
    "a photo of 65,000 x 65,000 points": lambda: jpeg(65_000, 65_000),
    "a photo as large as one may be": lambda: jpeg(7_700, 7_700),
    "a page that runs a script": lambda: pdf(with_actions),
    "a page with an image of four thousand million points": lambda: pdf(with_a_bomb),
    "a page that draws itself over and over": lambda: pdf(that_draws_itself),
    "pages of a million points": lambda: pdf(with_vast_pages),
    "an attachment that unpacks without end": lambda: pdf(with_a_vast_attachment),
    "a damaged page": lambda: certificate_pdf()[:9000] + bytes(9000),
    "nothing": lambda: b"",
    "a text": lambda: b"%PDF-1.7" + b"[" * 500_000,
}


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is measured in another way there")
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_answered_soon_and_in_little_memory(tmp_path: Path, what: str) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(HOSTILE[what]())
    said, seconds, peak = probed(path)
    assert seconds < SECONDS
    assert peak < MEGABYTES
    assert said == "document-unreadable" or set(said) <= {CODE}


def test_a_page_with_actions_is_read_and_nothing_of_them_runs(tmp_path: Path) -> None:
    path = tmp_path / "actions.pdf"
    path.write_bytes(pdf(with_actions))
    assert look_into(path).codes == (CODE,)


def test_a_usual_file_takes_less_than_two_seconds(tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(certificate_pdf())
    began = time.monotonic()
    found = look_into(path)
    assert time.monotonic() - began < 2
    assert found.codes == (CODE,)
    assert NUMBER in found.text


def test_what_is_no_document_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK")
    with pytest.raises(BadInput, match=r"letter\.docx cannot be read"):
        look_into(path)


def probed(path: Path) -> tuple[str | list[str], float, int]:
    """What is said of a file, after how many seconds, and the most megabytes that reading it took."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)], capture_output=True, text=True, check=True, env=environment
    )
    said, seconds, peak = json.loads(done.stdout)
    return said, seconds, peak
