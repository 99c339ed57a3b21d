# SPDX-License-Identifier: Apache-2.0
"""A template with a typeface of its own: names and titles are set in it, what it lacks in ours, none is broken."""

import hashlib
import io
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from app.documents import own_fonts
from app.documents.certificate_pack import Pack, read_pack, written_pack
from app.documents.checking import findings
from app.documents.data import DocumentData
from app.documents.editing import element_at, spots, with_property, with_typeface
from app.documents.elements.kinds import Field, Text
from app.documents.rendering import faults, render
from app.documents.sample_data import sample_data
from app.documents.starting import starting_template
from app.documents.template import OwnTypeface, Template, read_template, written_template
from app.domain.refusals import BadInput
from app.paths import resources
from tests.documents.confined import cost
from tests.documents.test_own_fonts import with_table

FONT = (resources() / "fonts" / "NotoSansKhmer-Bold.ttf").read_bytes()
DIGEST = hashlib.sha256(FONT).hexdigest()
OWN = OwnTypeface(file=DIGEST, name="Ours", licence="Made for us; may stand in documents.")
PLAIN = starting_template("certificate")
OURS = with_typeface(PLAIN, OWN)
FACE = f"Own-{DIGEST[:12]}"


def data_of(template: Template, who: str = "km", font: bytes = FONT) -> DocumentData:
    return replace(sample_data(template, who), images={DIGEST: font}, sample=False)


def typefaces_in(pdf: bytes) -> dict[str, int]:
    """The embedded typefaces without the tag of their subset, and the bytes of each."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [font for page in document.pages for font in page.resources.get("/Font", {}).values()]
        inner = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        return {str(one.FontName).split("+")[1]: len(one.FontFile2.read_bytes()) for one in inner}


def test_names_and_titles_are_set_in_it_and_what_it_lacks_in_ours() -> None:
    fields = {one.bind: one.setting.family for _, one in OURS.elements() if isinstance(one, Field)}
    assert fields["learner.name"] == fields["qualification.title"] == "own"
    assert fields["document.number"] != "own"
    pdf = render([(OURS, data_of(OURS))])
    found = typefaces_in(pdf)
    assert 0 < found[FACE] < len(FONT) / 4
    assert "NotoSerif-Regular" in found
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "ខៀវ ច័ន្ទបញ្ញា" in text
    assert "Certificate III in Electrical Installation" in text
    assert FACE not in typefaces_in(render([(PLAIN, data_of(PLAIN))]))


def test_fixed_words_are_set_in_it_too_and_not_remembered_from_before_it_was_there() -> None:
    spot = next(spot for spot in spots(PLAIN) if isinstance(element_at(PLAIN, spot), Text))
    template = with_property(OURS, spot, ("setting", "family"), "own")
    template = with_property(template, spot, ("wording", "words"), "")
    template = with_property(template, spot, ("wording", "text"), (("en", "ខ្មែរ"),))
    without = replace(data_of(template, "short"), images={})
    assert FACE not in typefaces_in(render([(template, without)]))
    assert FACE in typefaces_in(render([(template, data_of(template, "short"))]))


def test_without_it_everything_is_in_ours_again() -> None:
    bare = with_typeface(OURS, None)
    assert bare.typeface is None
    assert "own" not in {one.setting.family for _, one in bare.elements() if isinstance(one, Field)}


def test_a_template_with_a_typeface_says_so_to_older_programs_and_others_stay_as_they_were() -> None:
    assert b'"version": 1' in written_template(PLAIN)
    assert b'"version": 2' in written_template(OURS)
    assert read_template(written_template(OURS)) == OURS
    with pytest.raises(BadInput, match="/typeface/licence"):
        read_template(written_template(OURS).replace(OWN.licence.encode(), b" "))


def test_it_travels_in_a_pack_with_its_licence_and_a_broken_one_is_not_brought_in() -> None:
    found = read_pack(written_pack(Pack((OURS,), {DIGEST: FONT})), "ours.zip")
    assert found.templates == (OURS,)
    assert found.files == {DIGEST: FONT}
    broken = FONT[:-2000]
    digest = hashlib.sha256(broken).hexdigest()
    named = replace(OURS, typeface=replace(OWN, file=digest))
    with pytest.raises(BadInput) as refused:
        read_pack(written_pack(Pack((named,), {digest: broken})), "ours.zip")
    assert refused.value.code == "typeface-damaged"


def test_before_print_it_is_told_what_it_lacks_and_whether_it_is_there() -> None:
    assert findings(OURS, data_of(OURS, "km"))[0].code == "typeface-lacks"
    told = [one for one in findings(OURS, data_of(OURS, "vi")) if one.code == "typeface-lacks"]
    assert told[0].is_news
    assert "ễ" in told[0].words
    missing = findings(OURS, replace(data_of(OURS), images={}))
    assert [one.code for one in missing] == ["typeface-missing"]
    broken = data_of(OURS, font=FONT[:-2000])
    assert [one.code for one in faults(OURS, broken) if one.code != "fact-missing"] == ["typeface-damaged"]
    with pytest.raises(BadInput):
        render([(OURS, broken)])


def composite_bomb() -> bytes:
    """A file whose glyphs are made of each other, over and over."""
    data = (resources() / "fonts" / "NotoSansThai-Regular.ttf").read_bytes()
    entries = [struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(data[5])]
    length = {name: size for name, _, _, size in entries}[b"glyf"]
    part = struct.pack(">hhhhh", -1, 0, 0, 500, 500) + struct.pack(">HHbb", 0x0022, 5, 0, 0) * 20
    return with_table(b"glyf", {at: part for at in range(0, length - 200, 200)})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "glyphs made of each other": composite_bomb,
    "a count of signs that is not true": lambda: with_table(b"maxp", {4: b"\xff\xff"}),
    "substitutions without end": lambda: with_table(b"GSUB", {at: b"\0\5\0\x0a" * 20 for at in range(20, 600, 90)}),
    "8 MB of zeros behind a good head": lambda: b"\x00\x01\x00\x00\x00\x40" + bytes(own_fonts.LARGEST_TYPEFACE - 6),
    "8 MB of tables": lambda: b"\x00\x01\x00\x00\x00\x40" + b"\xff" * (own_fonts.LARGEST_TYPEFACE - 6),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_typeface_costs_little(what: str, tmp_path: Path) -> None:
    imports = "from app.documents.own_fonts import own_typeface"
    found = cost(HOSTILE[what](), imports, "own_typeface(data)", tmp_path)
    assert found.said == "taken" or found.said.startswith("typeface-")
