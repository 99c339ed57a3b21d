# SPDX-License-Identifier: Apache-2.0
"""Standards in YAML of any shape are read by their mapping file; hostile YAML is refused."""

from pathlib import Path

import pytest
import yaml

from app import paths
from app.domain.refusals import BadInput
from app.spreadsheets.standards_mapping import detect_mapping, read_mappings
from app.spreadsheets.standards_reading import read_standards
from app.spreadsheets.yaml_file import parse_yaml

MAPPINGS = paths.resources() / "mappings"

SMALL = """
guildmark_standards: 1
qualifications:
  - {code: Q, title: Welder, mandatory: [0011], groups: [{title: Any, choose: 1, units: [0012, no]}]}
units:
  - {code: 0011, title: One, hours: 40, elements: [{title: E, criteria: [Reads, {text: Wears, critical: true}]}]}
  - {code: 0012, title: Two, elements: [{code: A, criteria: [{code: k, text: "a) Cuts"}]}]}
  - {code: no, title: Three, elements: []}
"""


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "s.yaml"
    path.write_text(text, encoding="utf-8")
    return read_standards(path, MAPPINGS)


def framework() -> list[Path]:
    """Four national qualifications, where they lie beside the project."""
    for parent in Path(__file__).resolve().parents:
        found = sorted((parent / "shared" / "data" / "framework_es").glob("*.yaml"))
        if found:
            return found
    return []


def test_codes_stay_text_and_criteria_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SMALL, encoding="utf-8")
    pack = read_standards(path, MAPPINGS)
    assert [unit.code for unit in pack.units] == ["0011", "0012", "no"]
    assert [(c.code, c.text, c.critical) for c in pack.units[0].criteria()] == [
        ("1.1", "Reads", False),
        ("1.2", "Wears", True),
    ]
    assert [c.code for c in pack.units[1].criteria()] == ["k"]
    assert pack.qualifications[0].mandatory == ("0011",)
    assert pack.qualifications[0].groups[0].units == ("0012", "no")
    assert len(pack.warnings) == 1


@pytest.mark.skipif(not framework(), reason="the four national qualifications are not beside the project")
def test_four_national_qualifications_are_read_whole_and_unchanged() -> None:
    packs = [read_standards(path, MAPPINGS) for path in framework()]
    units = [unit for pack in packs for unit in pack.units]
    criteria = [criterion for unit in units for criterion in unit.criteria()]
    assert [len(pack.units) for pack in packs] == [8, 12, 14, 13]
    assert (len(units), sum(len(unit.elements) for unit in units), len(criteria)) == (47, 270, 2093)
    assert max(len(criterion.text) for criterion in criteria) == 928
    assert {"0011", "M01", "FCT"} <= {unit.code for unit in units}
    assert packs[0].units[0].criteria()[0].code == "1.1"
    assert packs[1].units[0].criteria()[0].code == "1.a"
    assert {unit.language for unit in units} == {"es"}
    written = yaml.load(framework()[3].read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    first = written["elementos"]["modulos_profesionales"][0]["resultados_aprendizaje"][0]["criterios_evaluacion"]
    assert [c.text for c in packs[3].units[0].elements[0].criteria] == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("code: 0012", "code: 0011"),
        ("choose: 1", "choose: 3"),
        ("hours: 40", "hours: forty"),
        ("title: One", 'title: ""'),
        ("[Reads,", "[{critical: true},"),
        ("units: [0012", "units: [0099"),
        ("guildmark_standards: 1", "something_else: 1"),
        ("units:\n", "units: []\nrest:\n"),
        ("title: Two", "title: [Two"),
    ],
)
def test_faulty_standards_are_refused_with_a_sentence(tmp_path: Path, old: str, new: str) -> None:
    assert old in SMALL
    with pytest.raises(BadInput) as refusal:
        read(tmp_path, SMALL.replace(old, new))
    assert str(refusal.value).endswith(".")


def test_a_bomb_of_references_and_a_deep_nest_are_refused() -> None:
    with pytest.raises(BadInput, match="own parts"):
        parse_yaml("a: &a [x, x]\nb: [*a, *a]", "bomb")
    with pytest.raises(BadInput, match="deep"):
        parse_yaml("[" * 5000 + "]" * 5000, "nest")
    with pytest.raises(BadInput, match="YAML"):
        parse_yaml("a: !!python/object/apply:os.getcwd []", "object")


def test_other_files_are_refused_by_their_kind(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="neither"):
        read_standards(tmp_path / "s.pdf", MAPPINGS)
    (tmp_path / "s.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="UTF-8"):
        read_standards(tmp_path / "s.yaml", MAPPINGS)


def test_the_mapping_is_chosen_by_what_the_file_holds() -> None:
    mappings = read_mappings(MAPPINGS)
    assert detect_mapping(parse_yaml(SMALL, "s"), mappings).name == "Guildmark standards"
    spanish = parse_yaml("titulo: T\nelementos: {modulos_profesionales: [x]}", "s")
    assert detect_mapping(spanish, mappings).name == "Ciclo formativo"
